#include "show/learning/show_results.h"

#include <algorithm>
#include <array>
#include <map>

#include "base/time.h"
#include "show/figures.h"
#include "show/playbook/proof_figures.h"

namespace nigiwai::show {
namespace {

constexpr std::int64_t kWhole = 1000;  // permille

// Those that can be counted, in the order in which they are read where nothing was planned.
constexpr std::array<std::string_view, 12> kCounted{
    figure::kGmv,     figure::kOrders,    figure::kBuyers,    figure::kAov,
    figure::kViewers, figure::kCvr,       figure::kChatters,  figure::kQuestions,
    figure::kSaves,   figure::kReturning, figure::kFollowers, figure::kArchiveViewers};

struct Held {
  std::string id;
  WallTime live_at;
  WallTime ended_at;
};

Held held_from(const store::Rows& rows) {
  return {rows.text(0), from_ms(rows.integer(1)), from_ms(rows.integer(2))};
}

constexpr const char* kHeldColumns =
    "SELECT s.id, t.live_at, s.ended_at FROM show s JOIN timeline t ON t.show = s.id WHERE t.live_at IS NOT "
    "NULL AND s.ended_at IS NOT NULL AND s.state = 'archived' ";

std::vector<Held> held_before(store::Database& db, const Held& show) {
  std::vector<Held> before;
  auto rows = db.query(std::string(kHeldColumns) + "AND t.live_at < ? ORDER BY t.live_at DESC LIMIT ?",
                       to_ms(show.live_at), kUsualShows);
  while (rows.next()) before.push_back(held_from(rows));
  return before;
}

// Counts the figures of one show, each once.
class Counting {
 public:
  Counting(store::Database& db, const Held& show, Milliseconds age)
      : db_(db), over_{{show.id}, show.live_at, show.ended_at + age} {}

  std::optional<std::int64_t> operator()(std::string_view figure) {
    if (const auto known = counted_.find(figure); known != counted_.end()) return known->second;
    return counted_[std::string(figure)] = count(figure);
  }

 private:
  std::optional<std::int64_t> count(std::string_view figure) {
    if (figure == figure::kAov) return share_of(figure::kGmv, 1, figure::kOrders);
    if (figure == figure::kCvr) return share_of(figure::kBuyers, kWhole, figure::kViewers);
    if (figure == figure::kQuestions) {
      return number(
          "SELECT count(*) FROM question q JOIN event e ON e.show = q.show AND e.seq = q.seq WHERE q.show = "
          "? AND q.state <> 'held' AND q.hidden = 0 AND e.accepted_at <= ?");
    }
    if (figure == figure::kSaves) {
      return number(
          "SELECT count(*) FROM event INDEXED BY event_of_save WHERE show = ? AND kind = 'product.saved' AND "
          "accepted_at <= ?");
    }
    if (std::ranges::find(kCounted, figure) == kCounted.end()) return std::nullopt;
    return count_figure(db_, *figure_called(figure), over_).together;
  }
  std::int64_t number(const char* query) {
    auto rows = db_.query(query, over_.shows.front(), to_ms(over_.until));
    return rows.next() ? rows.integer(0) : 0;
  }
  // Nothing of nothing: without a view there is no rate.
  std::optional<std::int64_t> share_of(std::string_view part, std::int64_t times, std::string_view whole) {
    const auto of = (*this)(whole).value_or(0);
    if (of == 0) return std::nullopt;
    return (*this)(part).value_or(0) * times / of;
  }

  store::Database& db_;
  CountedOver over_;
  std::map<std::string, std::optional<std::int64_t>, std::less<>> counted_;
};

TargetUnit unit_of(std::string_view figure) {
  const auto all = target_figures();
  const auto found = std::ranges::find(all, figure, &TargetFigure::name);
  return found == all.end() ? TargetUnit::kNumber : found->unit;
}

}  // namespace

std::optional<std::int64_t> median(std::vector<std::int64_t> values) {
  if (values.empty()) return std::nullopt;
  std::ranges::sort(values);
  const auto middle = values.size() / 2;
  if (values.size() % 2 == 1) return values[middle];
  return values[middle - 1] + (values[middle] - values[middle - 1]) / 2;
}

ShowResults results_of_show(store::Database& db, const std::string& show, WallTime now) {
  ShowResults results;
  std::optional<Held> held;
  {
    auto rows = db.query(std::string(kHeldColumns) + "AND s.id = ?", show);
    if (rows.next()) held = held_from(rows);
  }
  if (!held) return results;
  const auto grown = std::chrono::duration_cast<Milliseconds>(now - held->ended_at);
  results.age = std::clamp(grown, Milliseconds(0), Milliseconds(kResultsGrow));
  for (const auto& target : plan_of(db, show).value_or(Plan{}).targets) {
    results.figures.push_back({.figure = target.figure, .target = target.target});
  }
  for (const auto name : kCounted) {
    if (std::ranges::find(results.figures, name, &FigureResult::figure) == results.figures.end()) {
      results.figures.push_back({.figure = std::string(name)});
    }
  }
  Counting own(db, *held, results.age);
  std::vector<Counting> before;
  for (const auto& each : held_before(db, *held)) {
    if (results.last.empty()) results.last = each.id;
    before.emplace_back(db, each, results.age);
  }
  results.usual_of = static_cast<std::int64_t>(before.size());
  for (auto& result : results.figures) {
    result.unit = unit_of(result.figure);
    result.value = own(result.figure);
    std::vector<std::int64_t> values;
    for (auto& each : before) {
      if (const auto value = each(result.figure)) values.push_back(*value);
    }
    result.usual = median(std::move(values));
    if (!before.empty()) result.last = before.front()(result.figure);
  }
  return results;
}

}  // namespace nigiwai::show
