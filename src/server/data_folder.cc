#include "server/data_folder.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <unistd.h>

#include <filesystem>

#include "http/migrations.h"
#include "insight/reports/migrations.h"
#include "media/migrations.h"
#include "outbox/migrations.h"
#include "people/migrations.h"
#include "shop/migrations.h"
#include "show/migrations.h"
#include "social/migrations.h"
#include "talk/migrations.h"
#include "timeline/migrations.h"

namespace nigiwai::server {

Result<std::unique_ptr<DataFolder>> DataFolder::open(const std::string& path, Use use, const Clock& clock) {
  std::error_code error;
  std::filesystem::create_directories(path + "/media", error);
  if (error) {
    return fail(Kind::kUnavailable, "data",
                fmt::format("The data folder {} cannot be made: {}.", path, error.message()), "--data");
  }
  std::filesystem::permissions(path, std::filesystem::perms::owner_all, error);
  std::unique_ptr<DataFolder> folder(new DataFolder(path));
  if (use == Use::kServe) {
    const int lock = ::open((path + "/lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    folder->lock_ = std::shared_ptr<const int>(new int(lock), [](const int* held) {
      if (*held >= 0) ::close(*held);
      delete held;
    });
    if (lock < 0 || ::flock(lock, LOCK_EX | LOCK_NB) != 0) {
      return fail(Kind::kConflict, "in-use",
                  fmt::format("Another nigiwai serves from {}. End it first, or give another --data.", path),
                  "--data");
    }
  }
  auto database = store::Database::open(folder->database_path(), store::Access::kReadWrite);
  if (!database) return std::unexpected(database.error());
  const std::span<const store::Migration> rooms[] = {http::migrations(),     outbox::migrations(),
                                                     timeline::migrations(), media::migrations(),
                                                     people::migrations(),   shop::migrations(),
                                                     show::migrations(),     talk::migrations(),
                                                     social::migrations(),   insight::reports::migrations()};
  if (auto migrated = store::migrate(**database, clock, rooms); !migrated)
    return std::unexpected(migrated.error());
  folder->database_ = *std::move(database);
  return folder;
}

}  // namespace nigiwai::server
