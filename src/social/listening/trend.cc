#include "social/listening/trend.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "social/listening/mention_reading.h"
#include "social/listening/normal_text.h"
#include "social/listening/risen_words.h"

namespace nigiwai::social {
namespace {

constexpr std::size_t kSampledNow = 1'000;  // texts: some 50 ms of cutting words
constexpr std::size_t kSampledBefore = 2'000;
constexpr std::size_t kMostWords = 8;
constexpr std::size_t kMostAuthorsTold = 3;
// What belongs to a spike, from its bucket on, and what is said against it.
constexpr std::chrono::hours kSpikeLasts{2};
constexpr std::chrono::days kDaysBefore{7};
// A spike has begun some time before it is one: half an hour is the detector's middle scale.
constexpr std::chrono::minutes kOnset{30};
constexpr std::size_t kLoudest = 50;  // mentions, of which authors are told
constexpr std::int64_t kBucketsOfSpike = 24;

struct Step {
  const char* name;
  std::int64_t first;
  std::int64_t end;
};

Step step_of(Days days) {
  if (days.to - days.from > kMostHourlyDays) return {"day", days.from, days.to};
  return {"hour", hour_of(start_of_day(days.from)), hour_of(start_of_day(days.to))};
}

json::array networks_json(store::Database& db, std::int64_t term, const Step& step, std::int64_t& total) {
  struct Network {
    std::int64_t total = 0;
    std::vector<std::int64_t> counts{};
  };
  std::map<std::string, Network> networks;
  const auto length = static_cast<std::size_t>(step.end - step.first);
  const bool hourly = step.name == std::string_view("hour");
  auto rows =
      hourly ? db.query(
                   "SELECT hour, network, count FROM mention_hour WHERE term = ? AND hour >= ? AND hour < ?",
                   term, step.first, step.end)
             : db.query("SELECT day, network, count FROM mention_day WHERE term = ? AND day >= ? AND day < ?",
                        term, step.first, step.end);
  while (rows.next()) {
    auto& network = networks[rows.text(1)];
    network.counts.resize(length);
    network.counts[static_cast<std::size_t>(rows.integer(0) - step.first)] += rows.integer(2);
    network.total += rows.integer(2);
    total += rows.integer(2);
  }
  std::vector<std::pair<std::string, Network>> sorted(networks.begin(), networks.end());
  std::ranges::sort(sorted, [](const auto& one, const auto& other) {
    return one.second.total != other.second.total ? one.second.total > other.second.total
                                                  : one.first < other.first;
  });
  while (sorted.size() > static_cast<std::size_t>(kMostNetworks)) {
    auto least = std::move(sorted.back());
    sorted.pop_back();
    auto& rest = sorted.back();
    rest.first.clear();
    rest.second.total += least.second.total;
    for (std::size_t at = 0; at < length; ++at) rest.second.counts[at] += least.second.counts[at];
  }
  json::array shown;
  for (const auto& [name, network] : sorted)
    shown.push_back({{"network", name},
                     {"total", network.total},
                     {"counts", json::array(network.counts.begin(), network.counts.end())}});
  return shown;
}

std::map<std::int64_t, std::int64_t> totals(store::Database& db, Days days) {
  std::map<std::int64_t, std::int64_t> counts;
  auto rows = db.query(
      "SELECT id, (SELECT sum(count) FROM mention_day WHERE term = term.id AND day >= ? AND day < ?) FROM "
      "term",
      days.from, days.to);
  while (rows.next()) counts[rows.integer(0)] = rows.optional_integer(1).value_or(0);
  return counts;
}

json::array voices_json(store::Database& db, Days days) {
  const auto now = totals(db, days);
  const auto before = totals(db, {days.from - (days.to - days.from), days.from});
  json::array voices;
  for (const auto& term : terms(db)) {
    auto voice = to_json(term);
    voice["count"] = now.at(term.id);
    voice["before"] = before.at(term.id);
    voices.push_back(std::move(voice));
  }
  return voices;
}

std::int64_t count_of_spike(store::Database& db, std::int64_t term, std::int64_t bucket) {
  auto rows = db.query(
      "SELECT ifnull(sum(count), 0) FROM mention_bucket WHERE term = ? AND bucket >= ? AND bucket < ?", term,
      bucket, bucket + kBucketsOfSpike);
  return rows.next() ? rows.integer(0) : 0;
}

json::object spike_object(store::Database& db, std::int64_t term, std::int64_t bucket,
                          std::int64_t score_milli, std::int64_t expected_milli) {
  return {{"term", term},
          {"at", to_rfc3339(WallTime{bucket * kBucket})},
          {"count", count_of_spike(db, term, bucket)},
          {"expected", static_cast<double>(expected_milli * kBucketsOfSpike) / 1000},
          {"score", static_cast<double>(score_milli) / 1000}};
}

json::array spikes_json(store::Database& db, std::int64_t term, Days days) {
  json::array spikes;
  auto rows = db.query(
      "SELECT bucket, score_milli, expected_milli FROM (SELECT * FROM spike WHERE term = ? AND bucket >= ? "
      "AND bucket < ? "
      "ORDER BY score_milli DESC LIMIT ?) ORDER BY bucket",
      term, bucket_of(start_of_day(days.from)), bucket_of(start_of_day(days.to)), kMostSpikes);
  while (rows.next())
    spikes.push_back(spike_object(db, term, rows.integer(0), rows.integer(1), rows.integer(2)));
  return spikes;
}

json::array words_between(const std::vector<Said>& now, store::Database& db, std::int64_t term,
                          WallTime before_from, WallTime before_to) {
  std::vector<std::vector<std::string>> words_now;
  for (const auto& said : now) words_now.push_back(words_of(said.normal));
  std::vector<std::vector<std::string>> words_before;
  for (const auto& said : sample(db, term, before_from, before_to, kSampledBefore))
    words_before.push_back(words_of(said.normal));
  json::array words;
  for (const auto& each : risen_words(words_now, words_before, kMostWords))
    words.push_back({{"word", each.word}, {"now", each.now}, {"before", each.before}});
  return words;
}

// Whom most people follow, and who was passed on most.
json::array authors_json(const std::vector<Said>& said) {
  struct Author {
    std::int64_t mentions = 0;
    std::int64_t followers = 0;
    std::int64_t boosts = 0;
  };
  std::map<std::pair<std::string, std::string>, Author> authors;
  for (const auto& each : said) {
    if (each.author.empty() || (each.followers == 0 && each.boosts == 0)) continue;
    auto& author = authors[{each.network, each.author}];
    ++author.mentions;
    author.followers = std::max(author.followers, each.followers);
    author.boosts += each.boosts;
  }
  std::vector<std::pair<std::pair<std::string, std::string>, Author>> sorted(authors.begin(), authors.end());
  std::ranges::sort(sorted, [](const auto& one, const auto& other) {
    return std::pair(one.second.boosts, one.second.followers) >
           std::pair(other.second.boosts, other.second.followers);
  });
  json::array shown;
  for (const auto& [who, author] : sorted) {
    if (shown.size() == kMostAuthorsTold) break;
    shown.push_back({{"network", who.first},
                     {"author", who.second},
                     {"mentions", author.mentions},
                     {"followers", author.followers},
                     {"boosts", author.boosts}});
  }
  return shown;
}

}  // namespace

std::optional<std::int64_t> read_day(std::string_view text) {
  if (text.size() != 10) return std::nullopt;
  const auto at = from_rfc3339(std::string(text) + "T00:00:00Z");
  if (!at) return std::nullopt;
  return std::chrono::floor<std::chrono::days>(*at).time_since_epoch().count();
}

std::string day_text(std::int64_t day) { return to_rfc3339(WallTime{std::chrono::days{day}}).substr(0, 10); }

Days newest_days(store::Database& db, WallTime now, std::int64_t length) {
  auto day = day_of(now);
  auto rows = db.query("SELECT max(day) FROM mention_day WHERE term = ?", kAllMentions);
  if (rows.next()) day = rows.optional_integer(0).value_or(day);
  return {day + 1 - length, day + 1};
}

json::object trend_json(store::Database& db, std::int64_t term, Days days) {
  const auto step = step_of(days);
  std::int64_t total = 0;
  auto networks = networks_json(db, term, step, total);
  json::value newest;
  {
    auto rows = db.query("SELECT max(at) FROM mention");
    if (rows.next() && !rows.is_null(0)) newest = to_rfc3339(from_ms(rows.integer(0)));
  }
  std::int64_t all = 0;
  {
    auto rows = db.query("SELECT ifnull(sum(count), 0) FROM mention_day WHERE term = ?", kAllMentions);
    if (rows.next()) all = rows.integer(0);
  }
  return {{"term", term},
          {"from", day_text(days.from)},
          {"to", day_text(days.to)},
          {"step", step.name},
          {"networks", std::move(networks)},
          {"total", total},
          {"voices", voices_json(db, days)},
          {"spikes", spikes_json(db, term, days)},
          {"all", all},
          {"newest", std::move(newest)}};
}

Result<json::object> spike_json(store::Database& db, std::int64_t term, WallTime at) {
  const auto bucket = bucket_of(at);
  json::object spike;
  {
    auto rows =
        db.query("SELECT score_milli, expected_milli FROM spike WHERE term = ? AND bucket = ?", term, bucket);
    if (!rows.next()) return fail(Kind::kNotFound, "not-found", "There was no spike then.");
    spike = spike_object(db, term, bucket, rows.integer(0), rows.integer(1));
  }
  const WallTime start{bucket * kBucket};
  const auto said = sample(db, term, start - kOnset, start + kSpikeLasts, kSampledNow);
  spike["words"] = words_between(said, db, term, start - kOnset - kDaysBefore, start - kOnset);
  spike["authors"] = authors_json(loudest(db, term, start - kOnset, start + kSpikeLasts, kLoudest));
  spike["looked_at"] = said.size();
  return spike;
}

json::object words_json(store::Database& db, std::int64_t term, Days days) {
  const auto from = start_of_day(days.from);
  const auto to = start_of_day(days.to);
  const auto before = from - std::max<Milliseconds>(to - from, kDaysBefore);
  return {{"words", words_between(sample(db, term, from, to, kSampledNow), db, term, before, from)}};
}

}  // namespace nigiwai::social
