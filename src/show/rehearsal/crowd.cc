#include "show/rehearsal/crowd.h"

#include <boost/json/parse.hpp>
#include <map>
#include <unordered_map>

#include "base/time.h"
#include "talk/questions.h"
#include "timeline/by_viewer.h"
#include "timeline/reading.h"

namespace nigiwai::show {
namespace {

constexpr std::string_view kStandIn = "crowd-";

constexpr std::string_view kNames[] = {
    "あおい", "あかり", "あきら", "いつき", "うみ",   "えま",   "かえで", "かおる", "かなで", "きょう",
    "くるみ", "こころ", "こはる", "さくら", "さつき", "しおり", "しずく", "すず",   "すみれ", "そら",
    "たまき", "ちとせ", "つかさ", "つばさ", "つむぎ", "ともえ", "なぎさ", "なつめ", "のぞみ", "はづき",
    "はるか", "ひかり", "ひなた", "ふうか", "ほたる", "まこと", "まどか", "みお",   "みずき", "みなみ",
    "みのる", "めぐみ", "もも",   "やよい", "ゆう",   "ゆずは", "よもぎ", "りお",   "りつ",   "わかば"};

http::Caller stand_in(const std::string& secret, const std::string& rehearsal, const std::string& viewer) {
  const auto pseudonym = timeline::pseudonym(secret, rehearsal, viewer);
  return {.role = http::Role::kViewer,
          .id = stand_in_id(pseudonym),
          .name = std::string(stand_in_name(pseudonym))};
}

struct Playing {
  std::string show;
  std::string crowd;
  Milliseconds played_at{0};
  std::int64_t played_seq = 0;
  std::vector<std::int64_t> watching;
};

std::vector<std::int64_t> curve_from(const std::string& text) {
  std::vector<std::int64_t> curve;
  for (const auto& each : json::parse(text).as_array()) curve.push_back(each.as_int64());
  return curve;
}

std::vector<Playing> on_air(store::Database& db) {
  std::vector<Playing> all;
  auto rows = db.query(
      "SELECT r.show, r.crowd, r.played_at, r.played_seq, r.watching FROM rehearsal r JOIN timeline t ON "
      "t.show = "
      "r.show WHERE r.crowd IS NOT NULL AND t.live_at IS NOT NULL AND t.length_ms IS NULL");
  while (rows.next()) {
    all.push_back({.show = rows.text(0),
                   .crowd = rows.text(1),
                   .played_at = Milliseconds(rows.integer(2)),
                   .played_seq = rows.integer(3),
                   .watching = curve_from(rows.text(4))});
  }
  return all;
}

struct Recorded {
  std::int64_t position = 0;
  std::int64_t seq = 0;
  Milliseconds at{0};
  std::string kind;
  std::string viewer;
  json::object data;
  std::string text;
};

// What the crowd did in (after, until], in order, without what staff did and what nobody may read any more.
std::vector<Recorded> recorded(store::Database& db, const Playing& playing, Milliseconds until) {
  std::vector<Recorded> all;
  auto rows = db.query(
      "SELECT e.position, e.seq, e.at, e.kind, e.by_id, e.data, coalesce(t.text, '') FROM event e LEFT JOIN "
      "event_text "
      "t ON t.position = e.position WHERE e.show = ?1 AND e.audience < 3 AND (e.at, e.seq) > (?2, ?3) AND "
      "e.at <= ?4 "
      "AND e.by_role = 'viewer' AND ((e.kind IN ('chat.posted', 'question.asked') AND e.audience = 0 AND "
      "t.hidden = 0 "
      "AND t.text <> '') OR e.kind = 'order.placed') AND e.accepted_at <= (SELECT coalesce(ended_at, 0) FROM "
      "show WHERE "
      "id = ?1) ORDER BY e.at, e.seq LIMIT ?5",
      playing.crowd, playing.played_at.count(), playing.played_seq, until.count(), kCrowdEventsATurn);
  while (rows.next()) {
    all.push_back({.position = rows.integer(0),
                   .seq = rows.integer(1),
                   .at = Milliseconds(rows.integer(2)),
                   .kind = rows.text(3),
                   .viewer = rows.text(4),
                   .data = json::parse(rows.text(5)).as_object(),
                   .text = rows.text(6)});
  }
  return all;
}

class Player {
 public:
  Player(store::Transaction& transaction, timeline::Journal& journal, const std::string& secret)
      : transaction_(transaction), journal_(journal), secret_(secret) {}

  bool play(const Playing& playing) {
    auto& db = transaction_.db();
    const auto times = timeline::times_of(db, playing.show);
    const auto original = timeline::times_of(db, playing.crowd);
    if (!times || !original) return false;
    const auto now = std::min(timeline::show_clock(*times, transaction_.now()),
                              original->length.value_or(Milliseconds(0)));
    if (now <= playing.played_at) return false;
    const auto events = recorded(db, playing, now);
    for (const auto& event : events) repeat(playing, event);
    const bool more = static_cast<std::int64_t>(events.size()) == kCrowdEventsATurn;
    const auto until = more ? events.back().at : now;
    give_hearts(playing, until);
    count_watching(playing, until);
    db.run("UPDATE rehearsal SET played_at = ?, played_seq = ? WHERE show = ?", until.count(),
           more ? events.back().seq : std::int64_t{1} << 53, playing.show);
    return more;
  }

 private:
  void repeat(const Playing& playing, const Recorded& event) {
    const auto by = stand_in(secret_, playing.show, event.viewer);
    if (event.kind == "order.placed") {
      // Told as it was, and no order of ours: nothing of it can be opened.
      auto data = event.data;
      data["order"] = "crowd-" + std::to_string(event.seq);
      data.erase("number");
      data["crowd"] = true;
      journal_.append(transaction_, playing.show,
                      {.kind = event.kind, .data = std::move(data), .audience = timeline::Audience::kStaff},
                      by, event.at);
      return;
    }
    std::int64_t position = 0;
    if (event.kind == "question.asked") {
      const auto* product = event.data.if_contains("product");
      position = talk::ask_again(transaction_, journal_,
                                 {.show = playing.show,
                                  .at = event.at,
                                  .text = event.text,
                                  .product = product ? std::string(product->as_string()) : std::string()},
                                 by);
    } else {
      position =
          journal_.append(transaction_, playing.show, {.kind = event.kind, .text = event.text}, by, event.at)
              ->position;
    }
    transaction_.db().run("INSERT INTO rehearsal_copy (position, of) VALUES (?, ?)", position,
                          event.position);
  }

  void give_hearts(const Playing& playing, Milliseconds until) {
    const auto seconds = [](Milliseconds at) { return Milliseconds((at.count() / 1000 + 1) * 1000); };
    const auto from = playing.played_at < Milliseconds(0) ? Milliseconds(0) : seconds(playing.played_at);
    for (const auto& pair :
         timeline::moment_counts(transaction_.db(), playing.crowd, "heart", from, seconds(until))) {
      const auto count = pair.as_array().at(1).as_int64();
      const Milliseconds at(pair.as_array().at(0).as_int64());
      journal_.count_moment(transaction_, playing.show, "heart", at, count);
      journal_.append(
          transaction_, playing.show,
          {.kind = "heart.given", .data = {{"count", count}}, .audience = timeline::Audience::kServer}, {},
          at);
    }
  }

  void count_watching(const Playing& playing, Milliseconds until) {
    const auto step = [](Milliseconds at) { return at < Milliseconds(0) ? -1 : at / kCrowdStep; };
    const auto now = step(until);
    if (now == step(playing.played_at) || now >= static_cast<std::int64_t>(playing.watching.size())) return;
    const auto count = playing.watching[static_cast<std::size_t>(now)];
    journal_.append(transaction_, playing.show,
                    {.kind = "crowd.counted",
                     .data = {{"watching", count}},
                     .audience = timeline::Audience::kServer,
                     .sums = {{"crowd", count}}},
                    {}, until);
  }

  store::Transaction& transaction_;
  timeline::Journal& journal_;
  const std::string& secret_;
};

}  // namespace

std::string stand_in_id(std::string_view pseudonym) { return std::string(kStandIn) + std::string(pseudonym); }

std::string_view stand_in_name(std::string_view pseudonym) {
  std::uint64_t sum = 14695981039346656037ULL;  // FNV-1a: spreads them evenly, and the same everywhere
  for (const char each : pseudonym) sum = (sum ^ static_cast<unsigned char>(each)) * 1099511628211ULL;
  return kNames[sum % std::size(kNames)];
}

std::vector<std::int64_t> watching_curve(std::span<const PlayedSpan> spans, Milliseconds length) {
  const auto steps = static_cast<std::size_t>((length + kCrowdStep - Milliseconds(1)) / kCrowdStep);
  std::vector<std::int64_t> curve(steps, 0);
  // A viewer's spans come in order, so that the last step counted says whether one is counted already.
  std::unordered_map<std::string_view, std::size_t> counted;
  for (const auto& span : spans) {
    if (span.to <= span.from || span.from < Milliseconds(0)) continue;
    const auto last = static_cast<std::size_t>((span.to - Milliseconds(1)) / kCrowdStep);
    auto step = static_cast<std::size_t>(span.from / kCrowdStep);
    auto& next = counted[span.viewer];
    for (step = std::max(step, next); step <= last && step < steps; ++step) ++curve[step];
    next = std::max(next, last + 1);
  }
  return curve;
}

std::vector<std::int64_t> recorded_watching(store::Database& db, const std::string& show) {
  const auto times = timeline::times_of(db, show);
  if (!times || !times->length) return {};
  std::vector<PlayedSpan> spans;
  auto rows = db.query(
      "SELECT by_id, data FROM event WHERE show = ?1 AND kind = 'play.span' AND accepted_at <= (SELECT "
      "coalesce(ended_at, 0) + 30000 FROM show WHERE id = ?1) ORDER BY seq",
      show);
  while (rows.next()) {
    const auto data = json::parse(rows.text(1)).as_object();
    spans.push_back({.viewer = rows.text(0),
                     .from = Milliseconds(data.at("from").as_int64()),
                     .to = Milliseconds(data.at("to").as_int64())});
  }
  return watching_curve(spans, *times->length);
}

bool play_some_crowd(store::Transaction& transaction, timeline::Journal& journal, const std::string& secret) {
  bool more = false;
  Player player(transaction, journal, secret);
  for (const auto& playing : on_air(transaction.db())) more = player.play(playing) || more;
  return more;
}

bool has_crowd_to_play(store::Database& db) { return !on_air(db).empty(); }

people::Holding crowd_holding() {
  return {
      .name = "", .all = {}, .erase = [](store::Transaction& transaction, const people::Person& person) {
        auto& db = transaction.db();
        for (const auto& viewer : person.viewers) {
          std::vector<std::int64_t> copies;
          {
            auto rows = db.query(
                std::string("SELECT c.position FROM event e JOIN rehearsal_copy c ON c.of = e.position WHERE "
                            "e.by_id = ? AND ") +
                    timeline::kByViewer,
                viewer);
            while (rows.next()) copies.push_back(rows.integer(0));
          }
          for (const auto copy : copies) {
            db.run("UPDATE event_text SET name = '', text = '', hidden = 2 WHERE position = ?", copy);
            db.run(
                "UPDATE question SET hidden = 1 WHERE (show, seq) = (SELECT show, seq FROM event WHERE "
                "position = "
                "?)",
                copy);
          }
        }
      }};
}

}  // namespace nigiwai::show
