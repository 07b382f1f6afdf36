#include "social/audiences/audiences.h"

#include <fmt/format.h>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "base/time.h"
#include "people/audit.h"
#include "people/staff.h"
#include "social/audiences/audience_people.h"

namespace nigiwai::social {
namespace {

constexpr std::size_t kIdLength = 12;
constexpr const char* kColumns = "SELECT id, title, filter, made_by, made_at, version FROM audience_list ";

json::object object_in(const std::string& text) { return json::parse(text).as_object(); }

Audience read_row(const store::Rows& rows) {
  return {.id = rows.text(0),
          .title = rows.text(1),
          .filter = read_filter(object_in(rows.text(2))).value_or(AudienceFilter()),
          .made_by = rows.text(3),
          .made_at = from_ms(rows.integer(4)),
          .version = rows.integer(5)};
}

}  // namespace

Result<Audience> read_audience(const json::object& body) {
  Fields in(body);
  Audience audience{.title = in.text("title", {.least = 1, .most = kMostAudienceTitle})};
  const auto& said = in.object("filter");
  if (const auto problem = in.problem()) return std::unexpected(*problem);
  auto filter = read_filter(said, "/filter");
  if (!filter) return std::unexpected(filter.error());
  audience.filter = *std::move(filter);
  return audience;
}

Result<Audience> make_audience(store::Transaction& transaction, Random& random, Audience wanted,
                               const http::Caller& by) {
  auto& db = transaction.db();
  if (auto there = check_filter(db, wanted.filter, "/filter"); !there) return std::unexpected(there.error());
  {
    auto rows = db.query("SELECT count(*) FROM audience_list");
    if (rows.next() && rows.integer(0) >= kMostAudiences) {
      return fail(Kind::kConflict, "limit-reached",
                  fmt::format("There are {} audiences, as many as a shop may have. Remove one first.",
                              kMostAudiences));
    }
  }
  wanted.id = random.token(kIdLength);
  db.run("INSERT INTO audience_list (id, title, filter, made_by, made_at) VALUES (?, ?, ?, ?, ?)", wanted.id,
         wanted.title, json::serialize(to_json(wanted.filter)), by.handle, to_ms(transaction.now()));
  return find_audience(db, wanted.id);
}

Result<Audience> change_audience(store::Transaction& transaction, const std::string& id, Audience wanted,
                                 std::optional<std::int64_t> expected) {
  auto& db = transaction.db();
  const auto was = find_audience(db, id);
  if (!was) return was;
  if (expected && *expected != was->version) {
    return fail(Kind::kConflict, "changed-meanwhile",
                "Somebody else changed this audience meanwhile. Read it again, then change it.");
  }
  if (auto there = check_filter(db, wanted.filter, "/filter"); !there) return std::unexpected(there.error());
  db.run("UPDATE audience_list SET title = ?, filter = ?, version = version + 1 WHERE id = ?", wanted.title,
         json::serialize(to_json(wanted.filter)), id);
  return find_audience(db, id);
}

Result<Audience> remove_audience(store::Transaction& transaction, const std::string& id) {
  auto was = find_audience(transaction.db(), id);
  if (was) transaction.db().run("DELETE FROM audience_list WHERE id = ?", id);
  return was;
}

Result<Audience> find_audience(store::Database& db, const std::string& id) {
  auto rows = db.query(std::string(kColumns) + "WHERE id = ?", id);
  if (!rows.next()) return fail(Kind::kNotFound, "not-found", "There is no such audience.");
  return read_row(rows);
}

std::vector<Audience> audiences(store::Database& db) {
  std::vector<Audience> found;
  auto rows = db.query(std::string(kColumns) + "ORDER BY position DESC");
  while (rows.next()) found.push_back(read_row(rows));
  return found;
}

json::object to_json(const Audience& audience) {
  return {{"id", audience.id},
          {"title", audience.title},
          {"filter", to_json(audience.filter)},
          {"made_at", to_rfc3339(audience.made_at)},
          {"version", audience.version}};
}

void note_export(store::Transaction& transaction, timeline::Journal& journal, const Audience& audience,
                 Purpose purpose, std::int64_t count, const http::Caller& by) {
  transaction.db().run(
      "INSERT INTO audience_export (audience, title, filter, purpose, wording, count, by, at) VALUES (?, ?, "
      "?, "
      "?, ?, ?, ?, ?)",
      audience.id, audience.title, json::serialize(to_json(audience.filter)), to_text(purpose),
      kAudienceWording, count, by.handle, to_ms(transaction.now()));
  const json::object told{
      {"audience", audience.id}, {"title", audience.title}, {"purpose", to_text(purpose)}, {"count", count}};
  journal.append(transaction, "",
                 {.kind = "audience.exported", .data = told, .audience = timeline::Audience::kStaff}, by,
                 Milliseconds(0));
  people::audit(transaction, by, "audience.exported", audience.id,
                {{"title", audience.title}, {"purpose", to_text(purpose)}, {"count", count}});
}

json::object exports_json(store::Database& db, std::int64_t before, std::int64_t limit) {
  json::array items;
  json::value next;
  std::int64_t last = 0;
  auto rows = db.query(
      "SELECT position, audience, title, filter, purpose, wording, count, by, at FROM audience_export WHERE "
      "position < ? ORDER BY position DESC LIMIT ?",
      before, limit + 1);
  while (rows.next()) {
    if (static_cast<std::int64_t>(items.size()) == limit) {
      next = std::to_string(last);
      break;
    }
    last = rows.integer(0);
    const auto known = people::profile_of(db, rows.text(7));
    items.push_back({{"audience", rows.text(1)},
                     {"title", rows.text(2)},
                     {"filter", object_in(rows.text(3))},
                     {"purpose", rows.text(4)},
                     {"wording", rows.text(5)},
                     {"count", rows.integer(6)},
                     {"by", {{"handle", rows.text(7)}, {"name", known ? known->name : rows.text(7)}}},
                     {"at", to_rfc3339(from_ms(rows.integer(8)))}});
  }
  return {{"items", std::move(items)}, {"next", std::move(next)}};
}

}  // namespace nigiwai::social
