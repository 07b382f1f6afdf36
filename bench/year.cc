// Writes a year of shows into a shop's journal: bench_year DATABASE SHOWS VISITS SEED
//
// Visits come as people do: three of five while the show is on air, the others in its archive over two months, each
// playing for a while with reports every ten seconds and doing this and that meanwhile. Three of ten come by a link of
// that show: a post's, one of the staff's or one of ten viewers'. Each show follows a cue sheet, and one viewer of ten
// follows its presenter. Events stand in the order of their time, as the journal has them. Only what figures read is
// written; the schema is the shop's own.
#include <fmt/format.h>
#include <sqlite3.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <iostream>
#include <random>
#include <string>
#include <unordered_map>
#include <vector>

namespace {

constexpr std::int64_t kDayMs = 24LL * 3600 * 1000;
constexpr std::int64_t kBeginning = 1'735'689'600'000;  // 2025-01-01T00:00:00Z
constexpr std::int64_t kYearMs = 365 * kDayMs;
constexpr std::int64_t kProducts = 300;
constexpr std::int64_t kPeople = 500'000;
constexpr int kCues = 15;   // of a show
constexpr int kLinks = 12;  // to a show: a post's, one of the staff's, and viewers'

struct Show {
  std::string id;
  std::int64_t live_at = 0;
  std::int64_t length = 0;
};

struct Happening {
  std::int64_t time;
  std::uint32_t show;
  std::int32_t viewer;  // -1: the shop itself
  std::uint8_t kind;
  std::int32_t a, b;
};

constexpr const char* kKinds[] = {"show.started", "show.ended",     "play.span",     "product.seen",   "product.opened",
                                  "heart.given",  "chat.posted",    "product.saved", "question.asked", "order.placed",
                                  "order.paid",   "order.refunded", "link.made",      "cue.started"};
constexpr int kAudience[] = {0, 0, 3, 3, 3, 3, 0, 0, 0, 1, 1, 1, 3, 1};
enum Kind : std::uint8_t {
  kStarted, kEnded, kSpan, kSeen, kOpened, kHeart, kChat, kSaved, kAsked, kOrder, kPaid, kRefunded, kShared, kCue
};

std::string name_of(std::int32_t viewer) { return fmt::format("v{:012d}", viewer * 7919LL % 1'000'003); }

void run(sqlite3* db, const std::string& sql) {
  char* why = nullptr;
  if (sqlite3_exec(db, sql.c_str(), nullptr, nullptr, &why) == SQLITE_OK) return;
  std::cerr << "bench_year: " << why << "\n";
  std::exit(1);
}

class Rows {
 public:
  Rows(sqlite3* db, const char* sql) : db_(db) { sqlite3_prepare_v2(db, sql, -1, &insert_, nullptr); }
  ~Rows() { sqlite3_finalize(insert_); }
  Rows(const Rows&) = delete;
  Rows& operator=(const Rows&) = delete;

  template <typename... Values>
  void add(const Values&... values) {
    int column = 0;
    (bind(++column, values), ...);
    if (sqlite3_step(insert_) != SQLITE_DONE) {
      std::cerr << "bench_year: " << sqlite3_errmsg(db_) << "\n";
      std::exit(1);
    }
    sqlite3_reset(insert_);
  }

 private:
  void bind(int column, std::int64_t value) { sqlite3_bind_int64(insert_, column, value); }
  void bind(int column, std::string_view value) {
    sqlite3_bind_text(insert_, column, value.data(), static_cast<int>(value.size()), SQLITE_TRANSIENT);
  }

  sqlite3* db_;
  sqlite3_stmt* insert_ = nullptr;
};

class Journal {
 public:
  explicit Journal(sqlite3* db)
      : events_(db, "INSERT INTO event (show, seq, at, kind, audience, person, by_id, by_role, accepted_at, data) "
                    "VALUES (?, ?, ?, ?, ?, '', ?, ?, ?, ?)"),
        questions_(db, "INSERT INTO question (show, seq, at, viewer, product, state, word) VALUES (?, ?, ?, ?, '', 'open', '')") {}

  void write(const Show& show, std::uint32_t index, const Happening& what) {
    const auto at = std::clamp<std::int64_t>(
        what.time <= show.live_at + show.length ? what.time - show.live_at : what.a, 0, show.length);
    const auto by = what.viewer < 0 ? std::string() : name_of(what.viewer);
    const auto seq = ++seqs_[index];
    events_.add(show.id, seq, at, std::string_view(kKinds[what.kind]), std::int64_t{kAudience[what.kind]}, by,
                std::string_view(what.viewer < 0 ? "nobody" : "viewer"), what.time, data_of(show, what));
    if (what.kind == kAsked) questions_.add(show.id, seq, at, by);
    ++written;
  }
  std::int64_t written = 0;

 private:
  static std::string data_of(const Show& show, const Happening& what) {
    switch (what.kind) {
      case kSpan:
        return fmt::format(R"({{"from":{},"to":{}}})", what.a, what.b);
      case kSeen:
      case kOpened:
      case kSaved:
        return fmt::format(R"({{"product":"item-{:03}"}})", what.b);
      case kCue:
        return fmt::format(R"({{"cue":"{}-{}","title":"段取り {}"}})", show.id, what.b, what.b);
      case kHeart:
        return fmt::format(R"({{"count":{}}})", what.b);
      case kOrder:
        return fmt::format(
            R"({{"order":"o{}","number":"N-{}","total":{{"amount":{},"currency":"JPY"}},"pieces":1,"products":["item-{:03}"]}})",
            what.a, what.a, 1'000 + what.b * 17 % 6'000, what.b);
      case kPaid:
      case kRefunded:
        return fmt::format(R"({{"order":"o{}","amount":{{"amount":{},"currency":"JPY"}}}})", what.a, what.b);
      default:
        return "{}";
    }
  }

  Rows events_, questions_;
  std::unordered_map<std::uint32_t, std::int64_t> seqs_;
};

class Year {
 public:
  Year(int shows, std::int64_t visits, unsigned seed) : random_(seed), visits_(visits) {
    for (int i = 0; i < shows; ++i) {
      const auto day = kYearMs / shows * i / kDayMs;
      const auto hour = 11 + static_cast<std::int64_t>(random_() % 3);  // evening in Japan
      shows_.push_back({fmt::format("year{:06}", i), kBeginning + day * kDayMs + hour * 3'600'000,
                        (40 + static_cast<std::int64_t>(random_() % 40)) * 60'000});
    }
    days_.resize(365 + 70);
    for (std::uint32_t i = 0; i < shows_.size(); ++i) visit(i);
  }

  void write(sqlite3* db) {
    Journal journal(db);
    run(db, "BEGIN");
    run(db, "INSERT INTO staff (id, handle, name, title, role, created_at) VALUES ('minori', 'minori', '佐倉 みのり', '', "
            "'presenter', 0)");
    write_people(db);
    for (std::uint32_t i = 0; i < shows_.size(); ++i) write_show(db, i);
    write_arrivals(db);
    for (auto& day : days_) {
      std::ranges::sort(day, {}, [](const Happening& each) { return std::pair(each.time, each.kind); });
      for (const auto& each : day) journal.write(shows_[each.show], each.show, each);
      std::vector<Happening>().swap(day);
    }
    run(db, "COMMIT");
    fmt::print("{} events\n", journal.written);
  }

 private:
  struct Arrival {
    std::int64_t link, time;
    std::int32_t viewer;
  };

  static void write_people(sqlite3* db) {
    Rows people(db, "INSERT OR IGNORE INTO viewer (id, token_hash, name, created_at) VALUES (?1, CAST(?1 AS BLOB), '', 0)");
    Rows follows(db, "INSERT OR IGNORE INTO follow (handle, viewer, followed_at) VALUES ('minori', ?, ?)");
    for (std::int32_t viewer = 0; viewer < kPeople; ++viewer) {
      people.add(name_of(viewer));
      if (viewer % 10 == 0) follows.add(name_of(viewer), kBeginning + viewer * (kYearMs / kPeople));
    }
  }

  void write_show(sqlite3* db, std::uint32_t index) {
    const auto& show = shows_[index];
    run(db, fmt::format("INSERT INTO show (id, title, description, state, starts_at, ended_at, listed_at, record, "
                        "stream_key, preview_token) VALUES ('{}', '配信', '', 'archived', {}, {}, {}, 0, 'k{}', 't{}'); "
                        "INSERT INTO show_cast (show, place, handle) VALUES ('{}', 0, 'minori')",
                        show.id, show.live_at, show.live_at + show.length, show.live_at, show.id, show.id, show.id));
    run(db, fmt::format("INSERT INTO timeline (show, live_at, length_ms) VALUES ('{}', {}, {})", show.id, show.live_at,
                        show.length));
    static constexpr const char* kIntents[] = {"use_idea", "combination", "story", "price", "none"};
    for (int cue = 0; cue < kCues; ++cue) {
      run(db, fmt::format("INSERT INTO cue (id, show, place, version, title, intent, length, points, offer, poll, changed_at, "
                          "changed_by) VALUES ('{0}-{1}', '{0}', {1}, 1, '段取り {1}', '{2}', 240, '', '', '', 0, 'minori')",
                          show.id, cue, kIntents[cue % 5]));
    }
    run(db, fmt::format("INSERT INTO post (id, text, language, picture, picture_alt, kind, target, at, show, product, when_show, "
                        "when_moment, written_by, changed_by, made_at) VALUES ('p{0}', '今夜です', 'ja', '', '', 'show', '{0}', "
                        "-1, '', '', '', '', 'minori', 'minori', 0)",
                        show.id));
    for (int link = 0; link < kLinks; ++link) {
      const bool post = link == 0, staff = link == 1;
      run(db, fmt::format("INSERT INTO share_link (position, code, kind, target, show, at, viewer, staff, made_at, post, channel) "
                          "VALUES ({0}, 'code{0}', 'show', '{1}', '{1}', -1, '{2}', '{3}', 0, '{4}', '{5}'); INSERT INTO "
                          "share_click (link, what, count) VALUES ({0}, 'person', 100)",
                          link_of(index, link), show.id, post || staff ? "" : name_of(link * 1000), post || staff ? "minori" : "",
                          post ? "p" + show.id : "", post ? "x" : ""));
    }
  }
  static std::int64_t link_of(std::uint32_t show, int link) { return std::int64_t{show} * kLinks + link + 1; }

  void write_arrivals(sqlite3* db) {
    Rows rows(db, "INSERT OR IGNORE INTO share_arrival (link, viewer, source, arrived_at, kind) VALUES (?, ?, '', ?, 'arrival')");
    for (const auto& [link, time, viewer] : arrivals_) rows.add(link, name_of(viewer), time);
  }

  void add(std::int64_t time, std::uint32_t show, std::int32_t viewer, Kind kind, std::int64_t a = 0, std::int64_t b = 0) {
    const auto day = static_cast<std::size_t>((time - kBeginning) / kDayMs);
    if (day < days_.size())
      days_[day].push_back({time, show, viewer, kind, static_cast<std::int32_t>(a), static_cast<std::int32_t>(b)});
  }
  bool chance(double part) { return static_cast<double>(random_() % 1'000'000) < part * 1e6; }

  void visit(std::uint32_t index) {
    const auto& show = shows_[index];
    add(show.live_at, index, -1, kStarted);
    add(show.live_at + show.length, index, -1, kEnded);
    for (int cue = 0; cue < kCues; ++cue) add(show.live_at + show.length * cue / kCues, index, -1, kCue, 0, cue);
    const auto count = visits_ / static_cast<std::int64_t>(shows_.size());
    for (std::int64_t i = 0; i < count; ++i) {
      // Few come often, most seldom.
      const auto draw = static_cast<double>(random_() % 1'000'000) / 1e6;
      const auto viewer = static_cast<std::int32_t>(static_cast<double>(kPeople) * draw * draw);
      const bool live = chance(0.6);
      const auto from = static_cast<std::int64_t>(random_() % static_cast<std::uint64_t>(show.length));
      const auto later = static_cast<std::int64_t>(std::exp(static_cast<double>(random_() % 1'000) / 1'000 * 8.5) * 1e6);
      const auto time = live ? show.live_at + from : show.live_at + show.length + 60'000 + later;
      if (chance(0.3)) arrivals_.push_back({link_of(index, static_cast<int>(random_() % kLinks)), time - 1'000, viewer});
      play(index, viewer, time, from, live);
    }
  }

  void play(std::uint32_t index, std::int32_t viewer, std::int64_t time, std::int64_t at, bool live) {
    const auto& show = shows_[index];
    auto spans = 1 + static_cast<int>(-6.9 * std::log((static_cast<double>(random_() % 999'999) + 1) / 1e6));
    for (; spans > 0 && at < show.length; --spans) {
      const auto to = std::min(show.length, at + 10'000);
      time += to - at;
      add(time, index, viewer, kSpan, at, to);
      at = to;
      if (live && time > show.live_at + show.length) return;
    }
    const auto product = static_cast<std::int64_t>(random_() % kProducts);
    add(time, index, viewer, kSeen, at, product);
    if (chance(0.5)) add(time + 1, index, viewer, kSeen, at, (product + 1) % kProducts);
    if (chance(0.35)) add(time + 2, index, viewer, kOpened, at, product);
    if (chance(0.3)) add(time + 3, index, viewer, kHeart, at, 1 + static_cast<std::int64_t>(random_() % 20));
    if (chance(0.15)) add(time + 4, index, viewer, kChat, at);
    if (chance(0.05)) add(time + 5, index, viewer, kSaved, at, product);
    if (chance(0.02)) add(time + 6, index, viewer, kAsked, at);
    if (chance(0.01)) add(time + 7, index, viewer, kShared, at);
    if (!chance(0.025)) return;
    const auto order = ++orders_;
    add(time + 8, index, viewer, kOrder, order, product);
    add(time + 60'000, index, -1, kPaid, order);
    if (chance(0.03)) add(time + 9'000'000, index, -1, kRefunded, order, 500);
  }

  std::mt19937_64 random_;
  std::int64_t visits_;
  std::vector<Show> shows_;
  std::vector<std::vector<Happening>> days_;
  std::vector<Arrival> arrivals_;
  std::int64_t orders_ = 0;
};

}  // namespace

int main(int argc, char** argv) {
  if (argc != 5) {
    std::cerr << "usage: bench_year DATABASE SHOWS VISITS SEED\n";
    return 2;
  }
  sqlite3* db = nullptr;
  if (sqlite3_open_v2(argv[1], &db, SQLITE_OPEN_READWRITE, nullptr) != SQLITE_OK) {
    std::cerr << "bench_year: " << argv[1] << " cannot be opened\n";
    return 1;
  }
  run(db, "PRAGMA synchronous = OFF; PRAGMA cache_size = -400000");
  Year(std::atoi(argv[2]), std::atoll(argv[3]), static_cast<unsigned>(std::atoi(argv[4]))).write(db);
  sqlite3_close(db);
  return 0;
}
