#include "show/playbook/proof_figures.h"

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>
#include <string>

#include "base/time.h"
#include "show/figures.h"

namespace nigiwai::show {
namespace {

using enum FigureGroup;
using enum FigureUnit;
using enum FigureComes;

constexpr FigureKind kKinds[] = {
    {figure::kGmv, kSales, kMoney, kWithShows,
     "The value of what was ordered out of these shows, with tax, as it was placed, whatever became of the "
     "order; "
     "without shipping."},
    {figure::kOrders, kSales, kOrders, kWithShows,
     "Orders with something out of these shows, whatever became of them."},
    {figure::kBuyers, kSales, kPeople, kWithShows, "People with such an order."},
    {figure::kChatters, kCommunity, kPeople, kWithShows, "People who wrote in the chat of these shows."},
    {figure::kReturning, kCommunity, kPeople, kWithShows,
     "People who viewed one of these shows after they had viewed another show before."},
    {figure::kFollowers, kCommunity, kPeople, kWithShows,
     "People who began to follow somebody in the cast of these shows since the proof began; live: while one "
     "of the "
     "shows was on air."},
    {figure::kMembers, kCommunity, kPeople, kWithShows,
     "People who became members since the proof began; live: while one of the shows was on air."},
    {figure::kReminders, kCommunity, kPeople, kWithShows,
     "Members who wanted to be reminded of one of these shows."},
    {figure::kViewers, kMedia, kPeople, kWithShows,
     "People who played at least 3 seconds of one of these shows."},
    {figure::kArchiveViewers, kMedia, kPeople, kAfterwards,
     "People who played at least 3 seconds of one of these shows after its end."},
    {figure::kArchiveOrders, kMedia, kOrders, kAfterwards,
     "Orders with something out of one of these shows, placed after its end."},
    {figure::kArchiveGmv, kMedia, kMoney, kAfterwards,
     "The value of what was ordered out of one of these shows after its end, with tax, as it was placed."},
};

// What was bought out of the shows ?1, a JSON array of ids, until ?2: (order, person, live, value).
constexpr const char* kBought =
    "WITH bought (number, person, live, value) AS ("
    "SELECT o.number, coalesce(m.member, o.viewer, nullif(lower(o.email), ''), o.number), s.ended_at IS NULL "
    "OR o.placed_at <= s.ended_at, l.quantity * l.unit_price FROM json_each(?1) p JOIN show s ON s.id = "
    "p.value JOIN order_line l ON l.show = s.id JOIN placed_order o ON o.number = l.number LEFT JOIN "
    "member_viewer m ON m.viewer = o.viewer WHERE o.placed_at <= ?2 UNION ALL "
    "SELECT -o.number, coalesce(m.member, o.viewer, -o.number), s.ended_at IS NULL OR o.placed_at <= "
    "s.ended_at, o.total FROM json_each(?1) p JOIN show s ON s.id = p.value JOIN external_order o ON o.show "
    "= s.id LEFT JOIN member_viewer m ON m.viewer = o.viewer WHERE o.placed_at <= ?2) ";

// Who did something at a moment that is of no show: live while one of the shows was on air. `who` selects
// (person, at) and may use ?1 to ?3: the shows, from and until.
std::string at_any_time(const std::string& who) {
  return "WITH did (person, at) AS (" + who +
         "), halves (person, live) AS (SELECT person, EXISTS (SELECT 1 FROM json_each(?1) p JOIN show s ON "
         "s.id = p.value JOIN timeline t ON t.show = s.id WHERE did.at >= t.live_at AND (s.ended_at IS NULL "
         "OR did.at <= s.ended_at)) FROM did WHERE at >= ?2 AND at <= ?3) ";
}

// Counts the distinct `what` of the rows in `from`, in each half and together.
std::string distinct(const std::string& what, const std::string& from) {
  return "SELECT count(DISTINCT CASE WHEN live THEN " + what +
         " END), count(DISTINCT CASE WHEN NOT live THEN " + what + " END), count(DISTINCT " + what +
         ") FROM " + from;
}

Counted both(store::Rows rows) {
  rows.next();
  return {.live = rows.integer(0), .archive = rows.integer(1), .together = rows.integer(2)};
}

Counted archive_of(const Counted& counted) {
  return {.live = std::nullopt, .archive = counted.archive, .together = *counted.archive};
}

// What the people of the audience did until ?2; `moment` is the column that tells when.
std::string audience(const std::string& moment, const std::string& more = "") {
  return distinct("coalesce(m.member, a.viewer)",
                  "json_each(?1) p JOIN audience a ON a.show = p.value LEFT JOIN member_viewer m ON m.viewer "
                  "= a.viewer WHERE a." +
                      moment + " <= ?2 " + more);
}

// Another show that the same person, on whatever device, viewed before.
constexpr const char* kViewedBefore =
    "AND (EXISTS (SELECT 1 FROM audience b WHERE b.viewer = a.viewer AND b.show <> a.show AND b.viewed_at < "
    "a.viewed_at) OR EXISTS (SELECT 1 FROM member_viewer o JOIN audience b ON b.viewer = o.viewer WHERE "
    "o.member = "
    "m.member AND b.show <> a.show AND b.viewed_at < a.viewed_at))";

}  // namespace

std::string_view to_text(FigureGroup group) {
  return group == kSales ? "sales" : group == kCommunity ? "community" : "media";
}

std::string_view to_text(FigureUnit unit) {
  return unit == kMoney ? "money" : unit == kOrders ? "orders" : "people";
}

std::span<const FigureKind> figure_kinds() { return kKinds; }

const FigureKind* figure_called(std::string_view name) {
  const auto* found = std::ranges::find(kKinds, name, &FigureKind::name);
  return found == std::end(kKinds) ? nullptr : found;
}

Counted count_figure(store::Database& db, const FigureKind& kind, const CountedOver& over) {
  const auto shows = boost::json::serialize(boost::json::array(over.shows.begin(), over.shows.end()));
  const auto until = to_ms(over.until);
  const auto bought = [&](const std::string& counts) {
    return both(db.query(kBought + counts, shows, until));
  };
  const auto spent = [&] {
    return bought(
        "SELECT coalesce(sum(CASE WHEN live THEN value END), 0), coalesce(sum(CASE WHEN NOT live THEN value "
        "END), 0), coalesce(sum(value), 0) FROM bought");
  };
  const auto people = [&](const std::string& counts) { return both(db.query(counts, shows, until)); };
  const auto meanwhile = [&](const std::string& who) {
    return both(db.query(at_any_time(who) + distinct("person", "halves"), shows, to_ms(over.from), until));
  };
  const auto name = kind.name;
  if (name == figure::kGmv) return spent();
  if (name == figure::kArchiveGmv) return archive_of(spent());
  if (name == figure::kOrders) return bought(distinct("number", "bought"));
  if (name == figure::kArchiveOrders) return archive_of(bought(distinct("number", "bought")));
  if (name == figure::kBuyers) return bought(distinct("person", "bought"));
  if (name == figure::kChatters) return people(audience("chatted_at"));
  if (name == figure::kReturning) return people(audience("viewed_at", kViewedBefore));
  if (name == figure::kViewers) return people(audience("viewed_at"));
  if (name == figure::kArchiveViewers) return archive_of(people(audience("viewed_at")));
  if (name == figure::kFollowers) {
    return meanwhile(
        "SELECT coalesce(m.member, f.viewer), min(f.followed_at) FROM follow f LEFT JOIN member_viewer m ON "
        "m.viewer = f.viewer WHERE f.handle IN (SELECT c.handle FROM json_each(?1) p JOIN show_cast c ON "
        "c.show = p.value) GROUP BY coalesce(m.member, f.viewer)");
  }
  if (name == figure::kMembers) return meanwhile("SELECT id, joined_at FROM member");
  auto rows = db.query(
      "SELECT count(DISTINCT r.member) FROM json_each(?1) p JOIN reminder r ON r.show = p.value WHERE "
      "r.wanted_at <= ?2",
      shows, until);
  rows.next();
  return {.live = std::nullopt, .archive = std::nullopt, .together = rows.integer(0)};
}

}  // namespace nigiwai::show
