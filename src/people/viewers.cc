#include "people/viewers.h"

#include <fmt/format.h>

#include <array>

#include "base/time.h"
#include "people/members.h"
#include "people/tokens.h"

namespace nigiwai::people {
namespace {

constexpr std::size_t kIdCharacters = 24;  // 85 bits beside the time: nobody meets another's by chance

}  // namespace

std::string given_name(Random& random, std::string_view language) {
  std::array<std::uint8_t, 4> bytes{};
  random.fill(bytes);
  const auto number =
      (unsigned{bytes[0]} << 24 | unsigned{bytes[1]} << 16 | unsigned{bytes[2]} << 8 | unsigned{bytes[3]});
  return fmt::format("{} {:04}", language == "en" ? "Viewer" : "視聴者", number % 10'000);
}

NewViewer add_viewer(store::Transaction& transaction, Random& random,
                     const std::optional<std::string>& name) {
  NewViewer viewer{.id = "v" + random.ordered_token(transaction.now(), kIdCharacters),
                   .name = name ? *name : given_name(random),
                   .token = make_token(random, TokenKind::kViewer)};
  transaction.db().run("INSERT INTO viewer (id, token_hash, name, created_at) VALUES (?, ?, ?, ?)", viewer.id,
                       store::Blob{hash_token(viewer.token)}, viewer.name, to_ms(transaction.now()));
  return viewer;
}

Result<std::vector<std::string>> rename_viewer(store::Transaction& transaction, const std::string& id,
                                               const std::string& name) {
  auto& db = transaction.db();
  const auto person = person_of(db, id);
  auto viewers = viewers_of(db, person);
  std::int64_t renamed = 0;
  for (const auto& viewer : viewers)
    renamed += db.run("UPDATE viewer SET name = ? WHERE id = ?", name, viewer);
  if (renamed == 0) return fail(Kind::kNotFound, "not-found", "There is no such viewer.");
  if (person != id) db.run("UPDATE member SET name = ? WHERE id = ?", name, person);
  return viewers;
}

Result<http::Caller> viewer_with(store::Database& database, const std::string& token_hash) {
  auto rows = database.query("SELECT id, name FROM viewer WHERE token_hash = ?", store::Blob{token_hash});
  if (!rows.next()) {
    return fail(Kind::kUnauthorized, "unauthorized",
                "This viewer token is not known here. Get a new one (POST /api/viewers).");
  }
  return http::Caller{.role = http::Role::kViewer, .id = rows.text(0), .name = rows.text(1), .handle = ""};
}

}  // namespace nigiwai::people
