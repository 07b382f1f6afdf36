// The folder that holds everything a shop has: nigiwai.db, mentions.db, insight.db, media/, the key of what is sealed, and the lock of
// the server that uses it.
#pragma once

#include <memory>
#include <string>

#include "base/clock.h"
#include "store/database.h"

namespace nigiwai::server {

enum class Use { kServe, kVisit };  // a server holds the folder; a visit shares it with one

class DataFolder {
 public:
  // Makes the folder and brings the database up to date. Refuses kServe while another server holds it.
  static Result<std::unique_ptr<DataFolder>> open(const std::string& path, Use use, const Clock& clock);

  std::string database_path() const { return path_ + "/nigiwai.db"; }
  std::string mentions_path() const { return path_ + "/mentions.db"; }
  std::string insight_path() const { return path_ + "/insight.db"; }
  std::string key_path() const { return path_ + "/server.key"; }
  std::string media_path() const { return path_ + "/media"; }
  // The connection that was migrated; may be taken once.
  std::unique_ptr<store::Database> take_database() { return std::move(database_); }

 private:
  explicit DataFolder(std::string path) : path_(std::move(path)) {}
  std::string path_;
  std::shared_ptr<const int> lock_;
  std::unique_ptr<store::Database> database_;
};

}  // namespace nigiwai::server
