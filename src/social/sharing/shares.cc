#include "social/sharing/shares.h"

#include <fmt/format.h>

#include <boost/json/parse.hpp>
#include <boost/unordered/unordered_flat_map.hpp>
#include <map>

#include "base/text_hash.h"
#include "base/time.h"
#include "people/members.h"
#include "people/staff.h"
#include "shop/products/products.h"
#include "show/shows.h"

namespace nigiwai::social {
namespace {

constexpr std::int64_t kNowhere = -1;  // `at` of a link that names no moment
constexpr const char* kLinkColumns =
    "position, code, kind, target, at, show, viewer, staff, made_at, excluded_at, excluded_by, exclusion, "
    "post, block, site";

std::optional<WallTime> optional_wall(std::optional<std::int64_t> ms) {
  return ms ? std::optional(from_ms(*ms)) : std::nullopt;
}

ShareLink read_link(store::Rows& rows) {
  const auto at = rows.integer(4);
  return {.position = rows.integer(0),
          .code = rows.text(1),
          .target = {.what = shared_of(rows.text(2)).value_or(Shared::kShow),
                     .id = rows.text(3),
                     .at = at == kNowhere ? std::nullopt : std::optional(Milliseconds(at)),
                     .show = rows.text(5)},
          .viewer = rows.text(6),
          .staff = rows.text(7),
          .made_at = from_ms(rows.integer(8)),
          .excluded_at = optional_wall(rows.optional_integer(9)),
          .excluded_by = rows.text(10),
          .exclusion = rows.text(11),
          .post = rows.text(12),
          .block = rows.text(13),
          .site = rows.text(14)};
}

// Whoever counts verified arrivals has to count again.
void note_change(store::Database& db) { db.run("UPDATE share_read SET changes = changes + 1"); }

void verify(store::Database& db, std::int64_t arrival, WallTime now) {
  note_change(db);
  db.run("UPDATE share_arrival SET verified_at = ? WHERE position = ?", to_ms(now), arrival);
}

Milliseconds played(const std::string& data) {
  const auto span = json::parse(data).as_object();
  return Milliseconds(span.at("to").as_int64() - span.at("from").as_int64());
}

// The arrivals of a viewer that nothing has verified yet.
struct WaitingRow {
  std::int64_t position;
  Waiting waiting;
  bool changed = false;
};

std::vector<WaitingRow> waiting_of(store::Database& db, const std::string& viewer) {
  std::vector<WaitingRow> found;
  auto rows = db.query(
      "SELECT position, arrived_at, played_ms FROM share_arrival WHERE viewer = ? AND verified_at IS NULL "
      "AND kind = 'arrival'",
      viewer);
  while (rows.next()) {
    found.push_back(
        {rows.integer(0), {.arrived_at = from_ms(rows.integer(1)), .played = Milliseconds(rows.integer(2))}});
  }
  return found;
}

}  // namespace

Result<void> find_target(store::Database& db, ShareTarget& target) {
  const http::Caller nobody;
  switch (target.what) {
    case Shared::kShow: {
      const auto found = show::find_for(db, target.id, nobody);
      if (!found) return std::unexpected(found.error());
      target.show = target.id;
      return {};
    }
    case Shared::kProduct: {
      const auto found = shop::product(db, target.id);
      if (!found) return std::unexpected(found.error());
      return {};
    }
    case Shared::kStaff: {
      const auto found = people::profile_of(db, target.id);
      if (!found) return std::unexpected(found.error());
      return {};
    }
    case Shared::kClip: {
      auto rows = db.query(
          "SELECT show, at FROM clip WHERE id = ? AND state = 'ready' AND shown = 1 AND at IS NOT NULL",
          target.id);
      if (!rows.next() || !show::find_for(db, rows.text(0), nobody))
        return fail(Kind::kNotFound, "not-found", "There is no such clip.");
      target.show = rows.text(0);
      target.at = Milliseconds(rows.integer(1));
      return {};
    }
  }
  return {};
}

Result<MadeLink> make_link(store::Transaction& transaction, timeline::Journal& journal, Random& random,
                           ShareTarget target, const http::Caller& by) {
  auto& db = transaction.db();
  if (auto found = find_target(db, target); !found) return std::unexpected(found.error());
  const auto at = target.at ? target.at->count() : kNowhere;
  const std::string viewer = by.is_staff() ? "" : by.id;
  const std::string staff = by.is_staff() ? by.handle : "";
  {
    auto rows =
        db.query(fmt::format("SELECT {} FROM share_link WHERE viewer = ? AND staff = ? AND kind = ? AND "
                             "target = ? AND at = ? AND post = ''",
                             kLinkColumns),
                 viewer, staff, to_text(target.what), target.id, at);
    if (rows.next()) return MadeLink{.link = read_link(rows)};
  }
  {
    auto rows = db.query("SELECT count(*) FROM share_link WHERE viewer = ? AND staff = ?", viewer, staff);
    if (rows.next() && rows.integer(0) >= kMostLinksOfOne && !by.is_staff()) {
      return fail(
          Kind::kTooMany, "too-many",
          fmt::format("One person has at most {} share links. Share one that you made.", kMostLinksOfOne));
    }
  }
  const auto code = random.token(kShareCodeLength);
  db.run(
      "INSERT INTO share_link (code, kind, target, show, at, viewer, staff, made_at) VALUES (?, ?, ?, ?, ?, "
      "?, ?, ?)",
      code, to_text(target.what), target.id, target.show, at, viewer, staff, to_ms(transaction.now()));
  const auto made = link_with(db, code);
  if (!made) return std::unexpected(made.error());
  if (!viewer.empty()) {
    journal.append(transaction, target.show,
                   {.kind = "link.made",
                    .data = {{"kind", to_text(target.what)}, {"target", target.id}},
                    .audience = timeline::Audience::kServer},
                   by, target.at.value_or(Milliseconds(0)));
  }
  return MadeLink{.link = *made, .fresh = true};
}

Result<ShareLink> make_post_link(store::Transaction& transaction, Random& random, ShareTarget target,
                                 const PostSource& source) {
  auto& db = transaction.db();
  if (auto found = find_target(db, target); !found) return std::unexpected(found.error());
  const auto code = random.token(kShareCodeLength);
  db.run(
      "INSERT INTO share_link (code, kind, target, show, at, viewer, staff, made_at, post, channel) VALUES "
      "(?, "
      "?, ?, ?, ?, '', ?, ?, ?, ?)",
      code, to_text(target.what), target.id, target.show, target.at ? target.at->count() : kNowhere,
      source.staff, to_ms(transaction.now()), source.post, source.account);
  return link_with(db, code);
}

Result<ShareLink> make_block_link(store::Transaction& transaction, Random& random, ShareTarget target,
                                  const BlockSource& source) {
  auto& db = transaction.db();
  if (auto found = find_target(db, target); !found) return std::unexpected(found.error());
  const auto at = target.at ? target.at->count() : kNowhere;
  {
    auto rows =
        db.query(fmt::format("SELECT {} FROM share_link WHERE block = ? AND site = ? AND kind = ? AND target "
                             "= ? AND at = ?",
                             kLinkColumns),
                 source.block, source.site, to_text(target.what), target.id, at);
    if (rows.next()) return read_link(rows);
  }
  {
    auto rows =
        db.query("SELECT count(*) FROM share_link WHERE block = ? AND site = ?", source.block, source.site);
    if (rows.next() && rows.integer(0) >= kMostBlockLinks)
      return fail(Kind::kTooMany, "too-many",
                  fmt::format("A block has at most {} links on one site.", kMostBlockLinks));
  }
  const auto code = random.token(kShareCodeLength);
  db.run(
      "INSERT INTO share_link (code, kind, target, show, at, viewer, staff, made_at, block, site) VALUES (?, "
      "?, ?, "
      "?, ?, '', '', ?, ?, ?)",
      code, to_text(target.what), target.id, target.show, at, to_ms(transaction.now()), source.block,
      source.site);
  return link_with(db, code);
}

Result<ShareLink> link_with(store::Database& db, const std::string& code) {
  auto rows = db.query(fmt::format("SELECT {} FROM share_link WHERE code = ?", kLinkColumns), code);
  if (!rows.next()) return fail(Kind::kNotFound, "not-found", "There is no such share link.");
  return read_link(rows);
}

void count_click(store::Transaction& transaction, const ShareLink& link, Clicker who) {
  transaction.db().run(
      "INSERT INTO share_click (link, what, count) VALUES (?, ?, 1) ON CONFLICT (link, what) DO UPDATE SET "
      "count = count + 1",
      link.position, to_text(who));
}

ArrivalKind arrive(store::Transaction& transaction, const ShareLink& link, const std::string& viewer,
                   const std::string& source) {
  auto& db = transaction.db();
  {
    auto rows =
        db.query("SELECT kind FROM share_arrival WHERE link = ? AND viewer = ?", link.position, viewer);
    if (rows.next()) {
      const auto kind = rows.text(0);
      return kind == "own"     ? ArrivalKind::kOwn
             : kind == "flood" ? ArrivalKind::kFlood
                               : ArrivalKind::kArrival;
    }
  }
  auto kind = ArrivalKind::kArrival;
  const char* text = "arrival";
  if (!link.viewer.empty() && people::person_of(db, link.viewer) == people::person_of(db, viewer)) {
    kind = ArrivalKind::kOwn;
    text = "own";
  } else {
    auto rows = db.query(
        "SELECT count(*) FROM (SELECT 1 FROM share_arrival WHERE link = ? AND source = ? AND arrived_at > ? "
        "AND kind <> 'own' "
        "LIMIT ?)",
        link.position, source, to_ms(transaction.now() - kFloodWithin), kFloodFrom);
    if (rows.next() && rows.integer(0) >= kFloodFrom) {
      kind = ArrivalKind::kFlood;
      text = "flood";
    }
  }
  db.run("INSERT INTO share_arrival (link, viewer, source, arrived_at, kind) VALUES (?, ?, ?, ?, ?)",
         link.position, viewer, source, to_ms(transaction.now()), text);
  return kind;
}

Result<void> stay(store::Transaction& transaction, const ShareLink& link, const std::string& viewer) {
  auto& db = transaction.db();
  std::optional<WaitingRow> found;
  {
    auto rows = db.query(
        "SELECT position, arrived_at, verified_at IS NULL AND kind = 'arrival' FROM share_arrival WHERE link "
        "= ? "
        "AND viewer = ?",
        link.position, viewer);
    if (!rows.next()) return fail(Kind::kNotFound, "not-found", "You did not come by this link.");
    if (rows.integer(2) != 0) found = WaitingRow{rows.integer(0), {.arrived_at = from_ms(rows.integer(1))}};
  }
  if (found && stayed(found->waiting, transaction.now())) verify(db, found->position, transaction.now());
  return {};
}

bool read_some_shares(store::Transaction& transaction) {
  auto& db = transaction.db();
  std::int64_t from = 0;
  {
    auto rows = db.query("SELECT position FROM share_read");
    if (rows.next()) from = rows.integer(0);
  }
  auto read = from;
  std::int64_t looked_at = 0;
  std::map<std::string, std::vector<WaitingRow>> waiting;  // by viewer, each looked up once a turn
  {
    auto rows = db.query(
        "SELECT position, kind, by_id, by_role, accepted_at, data FROM event WHERE position > ? ORDER BY "
        "position "
        "LIMIT ?",
        from, kEventsATurn);
    while (rows.next()) {
      read = rows.integer(0);
      ++looked_at;
      if (rows.text(3) != "viewer") continue;
      const auto viewer = rows.text(2);
      const auto [found, fresh] = waiting.try_emplace(viewer);
      if (fresh) found->second = waiting_of(db, viewer);
      if (found->second.empty()) continue;
      const auto kind = rows.text(1);
      const auto now = from_ms(rows.integer(4));
      for (auto& row : found->second) {
        const bool is_play = kind == "play.span";
        const auto before = row.waiting.played;
        if (is_play ? play(row.waiting, played(rows.text(5)), now) : verifies(row.waiting, kind, now)) {
          verify(db, row.position, now);
          row.position = 0;
        } else if (row.waiting.played != before) {
          row.changed = true;
        }
      }
      std::erase_if(found->second, [](const WaitingRow& row) { return row.position == 0; });
    }
  }
  if (looked_at == 0) return false;
  for (const auto& [viewer, rows] : waiting) {
    for (const auto& row : rows) {
      if (row.changed)
        db.run("UPDATE share_arrival SET played_ms = ? WHERE position = ?", row.waiting.played.count(),
               row.position);
    }
  }
  db.run("UPDATE share_read SET position = ?", read);
  return looked_at == kEventsATurn;
}

void exclude(store::Transaction& transaction, const ShareLink& link, const std::string& reason,
             const http::Caller& by) {
  const auto at = reason.empty() ? std::nullopt : std::optional(to_ms(transaction.now()));
  transaction.db().run(
      "UPDATE share_link SET excluded_at = ?, excluded_by = ?, exclusion = ? WHERE position = ?", at,
      reason.empty() ? std::string() : by.name, reason, link.position);
  note_change(transaction.db());
}

std::vector<ShareLink> links_of_sharer(store::Database& db, const ShareLink& link) {
  std::vector<ShareLink> found;
  const auto add = [&](const std::string& viewer, const std::string& staff) {
    auto rows = db.query(
        fmt::format("SELECT {} FROM share_link WHERE viewer = ? AND staff = ? AND block = ? AND site "
                    "= ?",
                    kLinkColumns),
        viewer, staff, link.block, link.site);
    while (rows.next()) found.push_back(read_link(rows));
  };
  if (link.viewer.empty()) {
    add("", link.staff);
  } else {
    for (const auto& viewer : people::viewers_of(db, people::person_of(db, link.viewer))) add(viewer, "");
  }
  return found;
}

BroughtCount brought_by(store::Database& db, const std::string& person, WallTime since, WallTime until,
                        const std::string& show) {
  BroughtCount count;
  std::map<std::string, bool> people;  // verified or not
  for (const auto& viewer : people::viewers_of(db, person)) {
    auto rows = db.query(
        "SELECT coalesce(m.member, a.viewer), a.verified_at FROM share_link l JOIN share_arrival a ON a.link "
        "= "
        "l.position LEFT JOIN member_viewer m ON m.viewer = a.viewer WHERE l.viewer = ? AND l.excluded_at IS "
        "NULL "
        "AND a.kind = 'arrival' AND a.arrived_at >= ? AND a.arrived_at < ? AND (? = '' OR l.show = ?)",
        viewer, to_ms(since), to_ms(until), show, show);
    while (rows.next()) {
      auto& verified = people[rows.text(0)];
      verified = verified || !rows.is_null(1);
    }
  }
  for (const auto& [whom, verified] : people) {
    ++count.arrivals;
    if (verified) ++count.verified;
  }
  return count;
}

std::string name_of(store::Database& db, const std::string& person) {
  if (const auto member = people::member_with(db, person)) return member->name;
  auto rows = db.query("SELECT name FROM viewer WHERE id = ?", person);
  return rows.next() ? rows.text(0) : std::string();
}

std::int64_t SharedArrivals::of(store::Database& db, const std::string& person, WallTime since) const {
  return brought_by(db, person, since, WallTime::max(), "").verified;
}

void SharedArrivals::each(store::Database& db, const Place& place, const Each& tell) const {
  boost::unordered_flat_map<std::int64_t, std::size_t> sharers;  // by the position of their link
  {
    auto rows = db.query(
        "SELECT l.position, coalesce(s.member, l.viewer) FROM share_link l LEFT JOIN member_viewer s ON "
        "s.viewer = l.viewer WHERE l.excluded_at IS NULL AND l.viewer <> ''");
    while (rows.next()) {
      if (const auto known = place(rows.text(1))) sharers.emplace(rows.integer(0), *known);
    }
  }
  // As they stand in the table, which is much sooner than by their links.
  auto rows = db.query(
      "SELECT a.link, coalesce(m.member, a.viewer), a.arrived_at, a.verified_at FROM share_arrival a NOT "
      "INDEXED LEFT JOIN member_viewer m ON m.viewer = a.viewer WHERE a.verified_at IS NOT NULL AND a.kind = "
      "'arrival'");
  boost::unordered_flat_map<std::string, std::int64_t, TextHash, std::equal_to<>> numbers;  // of persons
  while (rows.next()) {
    const auto sharer = sharers.find(rows.integer(0));
    if (sharer == sharers.end()) continue;
    auto whom = numbers.find(rows.view(1));
    if (whom == numbers.end()) {
      whom = numbers.emplace(rows.text(1), static_cast<std::int64_t>(numbers.size())).first;
    }
    tell(sharer->second,
         {.whom = whom->second, .arrived_at = rows.integer(2), .verified_at = rows.integer(3)});
  }
}

people::Holding holding() {
  return {.name = "shared", .all = [](store::Database& db, const people::Person& person) -> json::value {
            json::array links, came;
            for (const auto& viewer : person.viewers) {
              auto made =
                  db.query("SELECT code, kind, target, made_at FROM share_link WHERE viewer = ?", viewer);
              while (made.next()) {
                links.push_back({{"code", made.text(0)},
                                 {"kind", made.text(1)},
                                 {"target", made.text(2)},
                                 {"made_at", to_rfc3339(from_ms(made.integer(3)))}});
              }
              auto by = db.query(
                  "SELECT l.code, a.arrived_at FROM share_arrival a JOIN share_link l ON l.position = a.link "
                  "WHERE "
                  "a.viewer = ?",
                  viewer);
              while (by.next())
                came.push_back({{"code", by.text(0)}, {"arrived_at", to_rfc3339(from_ms(by.integer(1)))}});
            }
            return json::object{{"links", std::move(links)}, {"came_by", std::move(came)}};
          }};
}

}  // namespace nigiwai::social
