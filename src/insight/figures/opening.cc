#include "insight/figures/opening.h"

#include <deque>
#include <map>

#include "insight/figures/figures.h"
#include "insight/visits/event_rows.h"
#include "insight/visits/folding.h"

namespace nigiwai::insight {
namespace {

// Positions of the follows that were done at the show.
std::deque<std::int64_t> follows_at(store::Database& kept, std::int64_t show) {
  std::deque<std::int64_t> positions;
  auto rows = kept.query("SELECT position FROM follow WHERE show = ? ORDER BY position", show);
  while (rows.next()) positions.push_back(rows.integer(0));
  return positions;
}

// Reads a show's events, and what was done at it elsewhere, through the rules of the figures.
class Replay {
 public:
  Replay(store::Database& journal, store::Database& kept, std::int64_t show, Half half, Sum sum)
      : journal_(journal), kept_(kept), show_(show), book_(nullptr, [](const std::string&) { return true; }) {
    book_.heard = [this, half, sum](Half in, Sum of, std::int64_t count) {
      if (in == half && of == sum) counts_[position_] += count;
    };
    book_.returning_of = [this](const Viewer&) { return had_returned(); };
  }

  std::vector<CountedEvent> read(const std::string& show) {
    auto follows = follows_at(kept_, show_);
    auto rows = journal_.query(std::string(kEventColumns) + " WHERE show = ? ORDER BY seq", show);
    while (rows.next()) {
      while (!follows.empty() && follows.front() < rows.integer(0)) take_follow(follows);
      take(rows);
    }
    while (!follows.empty()) take_follow(follows);
    std::vector<CountedEvent> counted;
    for (const auto& [position, count] : counts_) {
      if (count != 0) counted.push_back({position, count});
    }
    return counted;
  }

 private:
  void take(const store::Rows& rows) {
    auto fact = fact_in(rows);
    if (!fact) return;
    position_ = fact->position;
    viewer_ = fact->viewer;
    fold(book_, *fact);
  }
  void take_follow(std::deque<std::int64_t>& follows) {
    auto rows = journal_.query(std::string(kEventColumns) + " WHERE position = ?", follows.front());
    follows.pop_front();
    if (rows.next()) take(rows);
  }
  bool had_returned() {
    auto rows = kept_.query(
        "SELECT w.returned FROM viewer v JOIN watcher w ON w.viewer = v.id WHERE v.name = ? AND w.show = ?",
        viewer_, show_);
    return rows.next() && rows.integer(0) != 0;
  }

  store::Database& journal_;
  store::Database& kept_;
  std::int64_t show_;
  Book book_;
  std::int64_t position_ = 0;
  std::string_view viewer_;
  std::map<std::int64_t, std::int64_t> counts_;
};

// By the orders that stand behind them: each where it was placed first.
std::vector<CountedEvent> orders_counted(store::Database& kept, std::int64_t show, Half half, Extra extra) {
  std::map<std::int64_t, std::int64_t> counts;
  std::map<std::int64_t, std::int64_t> products;
  auto rows = kept.query(
      "SELECT p.position, s.half, s.influenced, s.amount, p.total, p.paid, p.cancelled, p.refunded, s.lag_ms "
      "FROM sale s JOIN purchase p ON p.id = s.purchase WHERE s.show = ?",
      show);
  while (rows.next()) {
    if (half != Half::kTogether && rows.integer(1) != static_cast<std::int64_t>(half)) continue;
    const auto window = influence_window(extra);
    if ((rows.integer(2) != 0) != window.has_value() || rows.integer(8) > window.value_or(0)) continue;
    const auto amount = rows.integer(3);
    auto& count = counts[rows.integer(0)];
    switch (extra) {
      case Extra::kNet:
        count +=
            net_of(amount, rows.integer(4), rows.integer(5) != 0 && rows.integer(6) == 0, rows.integer(7));
        break;
      case Extra::kTogetherOrders:
        count = ++products[rows.integer(0)] > 1 ? 1 : 0;
        break;
      default:
        count += amount;
    }
  }
  std::vector<CountedEvent> counted;
  for (const auto& [position, count] : counts) {
    if (count != 0) counted.push_back({position, count});
  }
  return counted;
}

}  // namespace

std::optional<std::vector<CountedEvent>> events_counted(store::Database& journal, store::Database& kept,
                                                        const std::string& show, Half half,
                                                        const Term& term) {
  if (term.extra == Extra::kPeakViewers || term.extra == Extra::kLengthMs) return std::nullopt;
  std::int64_t id = 0;
  {
    auto rows = kept.query("SELECT id FROM show WHERE name = ?", show);
    if (rows.next()) id = rows.integer(0);
  }
  if (id == 0) return std::vector<CountedEvent>{};
  if (term.extra) return orders_counted(kept, id, half, *term.extra);
  return Replay(journal, kept, id, half, *term.sum).read(show);
}

}  // namespace nigiwai::insight
