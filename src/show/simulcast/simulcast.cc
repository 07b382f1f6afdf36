#include "show/simulcast/simulcast.h"

#include <fmt/format.h>

#include "base/time.h"
#include "show/shows.h"

namespace nigiwai::show {
namespace {

constexpr std::string_view kPurpose = "simulcast";
// Longer than any service's; media says more exactly.
constexpr std::size_t kMostSecret = 500;
constexpr std::size_t kIdLength = 12;
constexpr TextRule kUrl{.least = 1, .most = 500};

std::unexpected<Problem> no_place() {
  return fail(Kind::kNotFound, "not-found", "There is no such place that shows go on to.");
}

std::vector<std::string> shows_with(store::Database& db, const std::string& place) {
  std::vector<std::string> shows;
  auto rows = db.query("SELECT show FROM simulcast WHERE place = ?", place);
  while (rows.next()) shows.push_back(rows.text(0));
  return shows;
}

bool is_known(store::Database& db, const std::string& place) {
  auto rows = db.query("SELECT 1 FROM simulcast_place WHERE id = ?", place);
  return rows.next();
}

}  // namespace

Result<PlaceChange> read_place(const json::object& body, bool is_new, CheckPlace check) {
  Fields in(body);
  PlaceChange wanted;
  if (is_new) {
    wanted.name = in.text("name", kPlaceName);
    wanted.url = in.text("url", kUrl);
    wanted.key = in.secret("key", kMostSecret);
  } else {
    wanted.name = in.optional_text("name", kPlaceName);
    wanted.url = in.optional_text("url", kUrl);
    if (in.has("key")) wanted.key = in.secret("key", kMostSecret);
  }
  if (const auto problem = in.problem()) return std::unexpected(*problem);
  constexpr const char *kAnyUrl = "rtmp://live.example/app", *kAnyKey = "key";
  if (const auto fine = check(wanted.url.value_or(kAnyUrl), wanted.key.value_or(kAnyKey)); !fine)
    return std::unexpected(fine.error());
  return wanted;
}

Result<std::string> add_place(store::Transaction& transaction, const PlaceParts& parts,
                              const PlaceChange& wanted) {
  auto& db = transaction.db();
  auto count = db.query("SELECT count(*) FROM simulcast_place");
  if (count.next() && count.integer(0) >= kMostPlaces) {
    return fail(Kind::kConflict, "too-many",
                fmt::format("There are {} places already; remove one first.", kMostPlaces));
  }
  const auto id = parts.random.token(kIdLength);
  db.run("INSERT INTO simulcast_place (id, name, url, stream_key, made_at) VALUES (?, ?, ?, ?, ?)", id,
         wanted.name.value_or(""), wanted.url.value_or(""),
         store::Blob{parts.box.seal(wanted.key.value_or(""), kPurpose, id, parts.random)},
         to_ms(transaction.now()));
  return id;
}

Result<std::vector<std::string>> change_place(store::Transaction& transaction, const PlaceParts& parts,
                                              const std::string& id, const PlaceChange& wanted) {
  auto& db = transaction.db();
  if (!is_known(db, id)) return no_place();
  if (wanted.name) db.run("UPDATE simulcast_place SET name = ? WHERE id = ?", *wanted.name, id);
  if (wanted.url) db.run("UPDATE simulcast_place SET url = ? WHERE id = ?", *wanted.url, id);
  if (wanted.key) {
    db.run("UPDATE simulcast_place SET stream_key = ? WHERE id = ?",
           store::Blob{parts.box.seal(*wanted.key, kPurpose, id, parts.random)}, id);
  }
  return shows_with(db, id);
}

Result<std::vector<std::string>> remove_place(store::Transaction& transaction, const std::string& id) {
  auto& db = transaction.db();
  if (!is_known(db, id)) return no_place();
  auto shows = shows_with(db, id);
  db.run("DELETE FROM simulcast WHERE place = ?", id);
  db.run("DELETE FROM simulcast_place WHERE id = ?", id);
  return shows;
}

Result<void> set_places(store::Transaction& transaction, const std::string& show,
                        const std::vector<std::string>& places) {
  auto& db = transaction.db();
  if (const auto found = find(db, show); !found) return std::unexpected(found.error());
  for (std::size_t i = 0; i < places.size(); ++i) {
    if (!is_known(db, places[i])) {
      return invalid(fmt::format("/places/{}", i), "There is no such place that shows go on to.");
    }
  }
  db.run("DELETE FROM simulcast WHERE show = ?", show);
  for (const auto& place : places) {
    db.run("INSERT OR IGNORE INTO simulcast (show, place) VALUES (?, ?)", show, place);
  }
  return {};
}

std::vector<OpenPlace> open_places(store::Database& db, const SecretBox& box, const std::string& show) {
  std::vector<OpenPlace> places;
  auto rows = db.query(
      "SELECT p.id, p.url, p.stream_key, p.name FROM simulcast s JOIN simulcast_place p ON p.id = s.place "
      "WHERE s.show = ? ORDER BY p.name, p.id",
      show);
  while (rows.next()) {
    const auto id = rows.text(0);
    if (auto key = box.unseal(rows.text(2), kPurpose, id))
      places.push_back({.id = id, .name = rows.text(3), .url = rows.text(1), .key = *std::move(key)});
  }
  return places;
}

json::array places_json(store::Database& db, const std::string& show) {
  json::array shown;
  auto rows = db.query(
      "SELECT p.id, p.name, p.url, s.place IS NOT NULL FROM simulcast_place p "
      "LEFT JOIN simulcast s ON s.place = p.id AND s.show = ? ORDER BY p.name, p.id",
      show);
  while (rows.next()) {
    shown.push_back(
        {{"id", rows.text(0)}, {"name", rows.text(1)}, {"url", rows.text(2)}, {"on", rows.integer(3) != 0}});
  }
  return shown;
}

}  // namespace nigiwai::show
