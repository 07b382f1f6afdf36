// What the figures remember of shows, viewers and orders while they read the journal, and where it is kept.
//
// Rows are fetched when they are first needed and written by flush(), all in the transaction of whoever calls
// it. Without a database everything is made anew and nothing is kept: a show's events read again for
// themselves (figures/opening.h).
#pragma once

#include <boost/unordered/unordered_flat_map.hpp>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "base/text_hash.h"
#include "insight/visits/sums.h"
#include "store/database.h"

namespace nigiwai::insight {

// What somebody did in one half of a show.
enum Did : std::uint16_t {
  kViewed = 1,
  kActed = 2,
  kBought = 4,
  kOpenedOne = 8,
  kChatted = 16,
  kAsked = 32,
  kSaved = 64,
  kShared = 128,
  kSympathized = 256,  // stages that were reached in this half first, as the next three
  kIdentified = 512,
  kParticipated = 1024,
  kSpreadIt = 2048
};

struct Visit {
  std::int64_t began_at = 0, last_at = 0;      // UTC, ms
  std::int64_t entered_ms = -1, left_ms = -1;  // of the show; -1: nothing was played
  std::int64_t raw_ms = 0, played_ms = 0;      // as told; never more than the show was long
};

enum class Stage : std::uint8_t { kSympathize, kIdentify, kParticipate, kSpread };
inline constexpr std::size_t kStages = 4;

// One viewer of one show.
struct Watcher {
  std::array<std::uint16_t, 2> did{};    // by half
  bool returning = false;                // had watched an earlier show
  std::array<std::int64_t, 2> visits{};  // by half
  std::int64_t played_ms = 0;
  std::array<std::int64_t, kStages> reached{};  // UTC ms; 0: not
  std::int64_t came_at = 0;                     // UTC ms, as the next
  std::int64_t began_at = 0;                    // of the first visit in which they played something; 0: none
  std::array<Visit, 2> latest{};                // of each half
  bool dirty = false;
};

struct Interest {
  std::int64_t product = 0, show = 0;
  std::int64_t seen_at = 0, opened_at = 0, saved_at = 0, ordered_at = 0;  // first moments, UTC ms
  std::int64_t seen = 0, opened = 0;                                      // times
  bool dirty = false;
};

struct Viewer {
  std::int64_t id = 0;
  std::string name{};
  std::int64_t shows = 0;  // watched
  std::int64_t last_show = 0, last_at = 0;
  std::vector<Interest> interests{};
  bool dirty = false;
  bool kept = false;  // in the database
};

// Order is that of the columns of `slice`.
enum class Mark : std::uint8_t {
  kWatchedMs,
  kHearts,
  kChats,
  kQuestions,
  kOpened,
  kSaves,
  kOrders,
  kPlaced,
  kEntered,
  kWent,
  kCount
};
inline constexpr auto kMarks = static_cast<std::size_t>(Mark::kCount);
using Marks = std::array<std::int64_t, kMarks>;
inline constexpr std::int64_t kSliceMs = 10'000;
inline constexpr std::int64_t kMostSlices = 24 * 3600 * 1000 / kSliceMs;  // of one show: a day

struct Show {
  std::int64_t id = 0;
  bool counted = true;                                    // a rehearsal is not
  std::int64_t live_at = 0, ended_at = 0, length_ms = 0;  // 0: not yet
  std::unordered_map<std::int64_t, Watcher> watchers{};
  bool whole = false;        // whoever is not among the watchers never was
  std::int64_t touched = 0;  // when somebody of it was last heard of, UTC ms
  // What was added since the last flush; nothing while `added` is false.
  bool added = false;
  HalfSums sums{};
  std::array<std::vector<Marks>, 2> slices{};           // by half
  std::map<std::int64_t, std::array<Sums, 2>> grown{};  // after the end, by step: archive, together
  bool dirty = false;
};

struct Purchase {
  std::int64_t id = 0;
  std::int64_t viewer = 0;
  std::int64_t placed_at = 0, position = 0, total = 0;
  bool paid = false, cancelled = false;
  std::int64_t refunded = 0, refunded_at = 0;
  bool dirty = false;
};

struct Sale {
  std::int64_t show = 0, purchase = 0, product = 0;
  bool influenced = false;
  Half half = Half::kLive;
  std::int64_t at = 0, amount = 0;
  std::int64_t lag_ms = 0;  // since the product was seen there, where it was ordered elsewhere
};

// Viewers, and as many visitors of shows, that are remembered between two flushes beyond what they need: some
// hundred bytes each.
inline constexpr std::size_t kMostRemembered = 400'000;
// Orders that are: those of some seconds, in a storm.
inline constexpr std::size_t kMostOrdersRemembered = 50'000;

// The index by which the interests of a viewer are found who was forgotten. A file that is made from nothing
// has it once somebody was, or in the end (insight.cc, rebuild).
inline constexpr const char* kIndexInterests =
    "CREATE INDEX IF NOT EXISTS interest_of_viewer ON interest (viewer)";

class Book {
 public:
  // `counted` says whether a show with this id has figures: a rehearsal has none.
  using Counted = std::function<bool(const std::string& show)>;
  Book(store::Database* database, Counted counted, std::size_t most = kMostRemembered);

  // References stand until flush().
  Show& show(std::string_view name);
  Viewer& viewer(std::string_view name);
  Watcher& watcher(Show& show, const Viewer& viewer);
  // Ends the pass that went on in this half, and begins another.
  void begin_visit(const Show& show, const Viewer& viewer, Watcher& watcher, Half half, std::int64_t time);
  void note(Viewer& viewer);  // it was changed
  std::int64_t product(std::string_view name);
  Interest& interest(Viewer& viewer, std::int64_t product, std::int64_t show);
  Purchase& purchase(std::string_view name);
  void sell(const Sale& sale) { sales_.push_back(sale); }
  // A follow, which stands in the shop's own timeline, counts as done at this show.
  void followed(const Show& show, std::int64_t position) { follows_.emplace_back(show.id, position); }
  // A show that was met before, by its number.
  Show* met(std::int64_t id);

  // `time` is when it was done, UTC ms.
  void add(Show& show, Half half, Sum sum, std::int64_t count, std::int64_t time);
  void mark(Show& show, Half half, Mark mark, std::int64_t at, std::int64_t count);

  // Instead of being told by a database: who had watched an earlier show.
  std::function<bool(const Viewer&)> returning_of{};
  // Told of every add(), too.
  std::function<void(Half, Sum, std::int64_t)> heard{};

  // Writes what changed; forgets what is too much to remember.
  void flush();
  // The same, but viewers and their interests are written only when they are too many: each then once, in the
  // order of their rows. flush() must follow in the same transaction.
  void flush_but_viewers();

 private:
  std::optional<Watcher> fetch(const Show& show, const Viewer& viewer);
  void keep_visit(std::int64_t show, std::int64_t viewer, const Watcher& watcher, std::size_t half);
  void fetch_show(const std::string& name, Show& show);
  void fetch_interests(Viewer& viewer);
  void flush_shows();
  void flush_viewers();
  void write_viewers();
  void flush_sums(Show& show);
  void flush_grown(Show& show);
  void flush_slices(Show& show);
  void note_added(Show& show);
  void flush_orders();
  void forget_purchases();
  void forget_watchers();
  void forget_viewers();
  std::int64_t last_id(const char* table);

  store::Database* db_;
  Counted counted_;
  std::size_t most_;
  std::pair<std::string_view, Show*> last_show_{};  // events of one show come together
  std::unordered_map<std::int64_t, Show*> show_by_id_;
  std::unordered_map<std::string, Show, TextHash, std::equal_to<>> shows_;
  boost::unordered_flat_map<std::string_view, std::unique_ptr<Viewer>> viewers_;  // by their own names
  std::vector<Show*> added_shows_;
  std::vector<Viewer*> changed_viewers_;
  std::vector<std::pair<Show*, std::int64_t>> changed_watchers_;
  std::map<std::string, std::int64_t, std::less<>> products_;
  std::unordered_map<std::string, Purchase, TextHash, std::equal_to<>> purchases_;
  std::vector<std::pair<const std::string, Purchase>*> changed_purchases_;
  // Whatever the database has beyond this name is among purchases_. Orders are named by the time, so a new
  // one need not be looked for.
  std::string settled_;
  std::vector<Sale> sales_;
  std::vector<std::pair<std::int64_t, std::int64_t>> follows_;
  std::size_t watchers_ = 0;    // remembered
  bool viewers_whole_ = false;  // whoever is not among the viewers never was
  std::map<std::string, std::int64_t, std::less<>> next_;
};

}  // namespace nigiwai::insight
