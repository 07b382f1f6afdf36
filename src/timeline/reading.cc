#include "timeline/reading.h"

#include <sodium.h>

#include <boost/json/parse.hpp>

#include "base/time.h"
#include "timeline/journal_pages.h"
#include "timeline/withdrawn.h"

namespace nigiwai::timeline {
namespace {

constexpr const char* kColumns =
    "SELECT e.position, e.show, e.seq, e.at, e.kind, e.audience, e.person, e.by_id, e.by_role, "
    "e.accepted_at, e.data, "
    "coalesce(t.name, ''), coalesce(t.text, ''), coalesce(t.hidden, 0), "
    "EXISTS (SELECT 1 FROM withdrawn w WHERE w.show = e.show AND w.from_ms <= e.at AND e.at < w.until_ms) "
    "FROM event e LEFT JOIN event_text t ON t.position = e.position ";

Event event_of(const store::Rows& row) {
  Event event{.position = row.integer(0),
              .show = row.text(1),
              .seq = row.integer(2),
              .at = Milliseconds(row.integer(3)),
              .kind = row.text(4),
              .audience = static_cast<Audience>(row.integer(5)),
              .person = row.text(6),
              .by_id = row.text(7),
              .by_role = row.text(8),
              .by_name = row.text(11),
              .accepted_at = from_ms(row.integer(9)),
              .data = json::parse(row.text(10)).as_object(),
              .text = row.text(12),
              .hidden = row.integer(13) == 1};  // 2: erased
  if (row.integer(14) != 0 && event.audience < Audience::kServer && !stays_public(event.kind))
    event.audience = Audience::kStaff;
  return event;
}

}  // namespace

bool may_see(const Event& event, const View& view) {
  switch (event.audience) {
    case Audience::kEveryone:
      break;
    case Audience::kStaff:
      return view.staff;
    case Audience::kPerson:
      return view.staff || (!view.person.empty() && event.person == view.person);
    case Audience::kServer:
      return false;
  }
  // A line of which nothing is left is a fact for the counts alone.
  const bool of_words = event.kind == "chat.posted" || event.kind == "question.asked";
  if (of_words && event.by_role == "viewer" && event.text.empty() && event.by_name.empty()) return false;
  if (!event.hidden || view.staff) return true;
  return !view.person.empty() && event.by_id == view.person;
}

std::string pseudonym(const std::string& secret, const std::string& show, const std::string& person) {
  const auto text = show + '\n' + person;
  unsigned char digest[16];
  crypto_generichash(digest, sizeof digest, reinterpret_cast<const unsigned char*>(text.data()), text.size(),
                     reinterpret_cast<const unsigned char*>(secret.data()),
                     std::min<std::size_t>(secret.size(), crypto_generichash_KEYBYTES_MAX));
  char hex[17];
  sodium_bin2hex(hex, sizeof hex, digest, 8);
  return std::string("p") + hex;
}

json::object to_json(const Event& event, const View& view) {
  json::object shown{{"seq", event.seq}, {"at", event.at.count()}, {"kind", event.kind}};
  if (event.by_role != "nobody") {
    shown["by"] = {
        {"id", event.by_role == "viewer" ? pseudonym(view.secret, event.show, event.by_id) : event.by_id},
        {"name", event.by_name},
        {"role", event.by_role}};
  }
  auto data = event.data;
  if (!event.text.empty()) data["text"] = event.text;
  shown["data"] = std::move(data);
  if (event.hidden) shown["hidden"] = true;
  shown["accepted_at"] = to_rfc3339(event.accepted_at);
  return shown;
}

Stretch events_from(store::Database& database, const std::string& show, std::int64_t from, std::int64_t limit,
                    const View& view) {
  Stretch stretch{.from = from, .to = from - 1, .events = {}};
  auto rows = database.query(std::string(kColumns) + "WHERE e.show = ? AND e.seq >= ? ORDER BY e.seq LIMIT ?",
                             show, from, std::min(limit, kMostInPage));
  while (rows.next()) {
    auto event = event_of(rows);
    stretch.to = event.seq;
    if (may_see(event, view)) stretch.events.push_back(std::move(event));
  }
  return stretch;
}

Moments events_between(store::Database& database, const std::string& show, Milliseconds at,
                       Milliseconds until, const View& view) {
  Moments moments;
  auto rows = database.query(
      std::string(kColumns) +
          "WHERE e.show = ? AND e.audience < 3 AND e.at >= ? AND e.at < ? AND e.kind <> 'heart.given' "
          "ORDER BY e.at, e.seq",
      show, at.count(), until.count());
  std::int64_t read = 0;
  std::optional<Milliseconds> last;
  while (rows.next()) {
    auto event = event_of(rows);
    // A page ends between two moments, so that asking from next_at repeats and loses nothing. What was read
    // counts, seen or not: a page that is all hidden must end too.
    if ((read >= kMostInPage && event.at != last) || read >= kMostInMoment) {
      moments.next_at = event.at != last ? event.at : event.at + Milliseconds(1);
      return moments;
    }
    ++read;
    last = event.at;
    if (may_see(event, view)) moments.events.push_back(std::move(event));
  }
  return moments;
}

json::array moment_counts(store::Database& database, const std::string& show, std::string_view what,
                          Milliseconds at, Milliseconds until) {
  json::array counts;
  auto rows = database.query(
      "SELECT second, count FROM moment_count WHERE show = ? AND what = ? AND second >= ? AND second < ? AND "
      "count > 0 "
      "ORDER BY second",
      show, what, at.count() / 1000, (until.count() + 999) / 1000);
  while (rows.next()) counts.push_back(json::array{rows.integer(0) * 1000, rows.integer(1)});
  return counts;
}

std::optional<Event> event_of_position(store::Database& database, std::int64_t position) {
  auto rows = database.query(std::string(kColumns) + "WHERE e.position = ?", position);
  if (!rows.next()) return std::nullopt;
  return event_of(rows);
}

std::vector<Event> events_behind(store::Database& database, std::int64_t position, std::int64_t limit) {
  std::vector<Event> found;
  auto rows = database.query(std::string(kColumns) + "WHERE e.position > ? ORDER BY e.position LIMIT ?",
                             position, limit);
  while (rows.next()) found.push_back(event_of(rows));
  return found;
}

std::optional<Event> latest_of(store::Database& database, const std::string& show,
                               std::span<const std::string> kinds, Milliseconds at) {
  std::optional<Event> latest;
  for (const auto& kind : kinds) {
    auto rows = database.query(std::string(kColumns) +
                                   "WHERE e.show = ? AND e.kind = ? AND e.audience < 3 AND e.at <= ? "
                                   "ORDER BY e.at DESC, e.seq DESC LIMIT 1",
                               show, kind, at.count());
    if (!rows.next()) continue;
    auto event = event_of(rows);
    if (!latest || std::pair(event.at, event.seq) > std::pair(latest->at, latest->seq))
      latest = std::move(event);
  }
  return latest;
}

}  // namespace nigiwai::timeline
