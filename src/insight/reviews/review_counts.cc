#include "insight/reviews/review_counts.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>

#include "base/time.h"
#include "insight/cues/cue_view.h"
#include "insight/figures/figures.h"
#include "insight/reports/catalogue.h"
#include "show/figures.h"
#include "show/playbook/proof_figures.h"

namespace nigiwai::insight {
namespace {

namespace figure = show::figure;

static_assert(Milliseconds(show::kResultsGrow).count() == kGrowthSteps * kGrowthStepMs);

constexpr double kMille = 1'000;

// Those that stand in every review, in the order in which they are read where nothing was planned.
constexpr std::array<std::string_view, 12> kAlways{
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

std::vector<Held> held_before(store::Database& journal, const Held& show) {
  std::vector<Held> before;
  auto rows = journal.query(std::string(kHeldColumns) + "AND t.live_at < ? ORDER BY t.live_at DESC LIMIT ?",
                            to_ms(show.live_at), show::kUsualShows);
  while (rows.next()) before.push_back(held_from(rows));
  return before;
}

const Reported* reported(std::string_view name) {
  const auto all = reported_figures();
  const auto found = std::ranges::find(all, name, &Reported::figure);
  return found == all.end() ? nullptr : &*found;
}

// As a plan has it: whole seconds and permille.
std::int64_t in_plan_unit(double value, show::TargetUnit unit) {
  if (unit == show::TargetUnit::kPermille) value *= kMille;
  if (unit == show::TargetUnit::kSeconds) value /= kMille;
  return std::llround(value);
}

show::TargetUnit unit_of(std::string_view figure) {
  const auto all = show::target_figures();
  const auto found = std::ranges::find(all, figure, &show::TargetFigure::name);
  return found == all.end() ? show::TargetUnit::kNumber : found->unit;
}

// The figures of one show at an age.
class ShowAtAge {
 public:
  ShowAtAge(store::Database& kept, store::Database& journal, const Held& show, Milliseconds age)
      : journal_(journal), over_{{show.id}, show.live_at, show.ended_at + age} {
    auto rows = kept.query("SELECT 1 FROM show WHERE name = ?", show.id);
    if (rows.next()) tallies_ = tally_at_age(kept, show.id, age);
  }

  std::optional<std::int64_t> operator()(std::string_view name) const {
    const auto* figure = reported(name);
    if (figure == nullptr) return std::nullopt;
    if (figure->from == Reported::From::kCounted)
      return count_figure(journal_, *show::figure_called(name), over_).together;
    const auto value = told(*figure);
    return value ? std::optional(in_plan_unit(*value, unit_of(name))) : std::nullopt;
  }

 private:
  std::optional<double> told(const Reported& figure) const {
    if (!tallies_) return std::nullopt;
    const auto& definition = *insight::definition_of(figure.of);
    const auto of = [&](Half half) {
      return to_json((*tallies_)[static_cast<std::size_t>(half)], definition).at("value");
    };
    auto value = of(figure.from == Reported::From::kArchive ? Half::kArchive : Half::kTogether);
    if (value.is_null() && figure.from == Reported::From::kFigure) value = of(Half::kLive);  // alone has one
    return value.is_null() ? std::nullopt : std::optional(value.to_number<double>());
  }

  store::Database& journal_;
  show::CountedOver over_;
  std::optional<Tallies> tallies_{};
};

std::vector<show::FigureResult> asked_figures(store::Database& journal, const std::string& show) {
  std::vector<show::FigureResult> figures;
  for (const auto& target : show::plan_of(journal, show).value_or(show::Plan{}).targets)
    figures.push_back({.figure = target.figure, .unit = unit_of(target.figure), .target = target.target});
  for (const auto name : kAlways) {
    if (std::ranges::find(figures, name, &show::FigureResult::figure) == figures.end())
      figures.push_back({.figure = std::string(name), .unit = unit_of(name)});
  }
  return figures;
}

show::CueResult to_result(const CountedCue& cue) {
  const auto& sums = cue.sums[static_cast<std::size_t>(Half::kTogether)];
  show::CueResult result{.cue = cue.cue, .title = cue.text.title};
  if (cue.planned) result.planned = cue.text.length;
  if (cue.actual) {
    result.started = cue.actual->start;
    result.lasted = cue.actual->length;
  }
  result.orders = sums.orders;
  result.saves = sums.saves;
  result.questions = sums.questions;
  return result;
}

}  // namespace

std::optional<std::int64_t> median(std::vector<std::int64_t> values) {
  if (values.empty()) return std::nullopt;
  std::ranges::sort(values);
  const auto middle = values.size() / 2;
  if (values.size() % 2 == 1) return values[middle];
  return values[middle - 1] + (values[middle] - values[middle - 1]) / 2;
}

show::ShowResults review_results(store::Database& kept, store::Database& journal, const std::string& show,
                                 WallTime now) {
  show::ShowResults results;
  std::optional<Held> held;
  {
    auto rows = journal.query(std::string(kHeldColumns) + "AND s.id = ?", show);
    if (rows.next()) held = held_from(rows);
  }
  if (!held) return results;
  const auto grown = std::chrono::duration_cast<Milliseconds>(now - held->ended_at);
  results.age = std::clamp(grown, Milliseconds(0), Milliseconds(show::kResultsGrow));
  results.figures = asked_figures(journal, show);
  const ShowAtAge own(kept, journal, *held, results.age);
  std::vector<ShowAtAge> before;
  for (const auto& each : held_before(journal, *held)) {
    if (results.last.empty()) results.last = each.id;
    before.emplace_back(kept, journal, each, results.age);
  }
  results.usual_of = static_cast<std::int64_t>(before.size());
  for (auto& result : results.figures) {
    result.value = own(result.figure);
    std::vector<std::int64_t> values;
    for (const auto& each : before) {
      if (const auto value = each(result.figure)) values.push_back(*value);
    }
    if (!before.empty()) result.last = before.front()(result.figure);
    result.usual = median(std::move(values));
  }
  return results;
}

show::CueResults review_cues(store::Database& kept, store::Database& journal, const std::string& show,
                             WallTime now) {
  const auto counted = cues_of_show(kept, journal, show, now).counted;
  show::CueResults results;
  for (const auto& cue : counted.cues) results.cues.push_back(to_result(cue));
  results.outside = to_result({.sums = counted.outside});
  return results;
}

show::ReviewCounting review_counting(Insight& insight) {
  return {.results =
              [&insight](store::Database& journal, const std::string& show, WallTime now) {
                return insight.readers().read<show::ShowResults>(
                    [&](store::Database& kept) -> Result<show::ShowResults> {
                      return review_results(kept, journal, show, now);
                    });
              },
          .cues =
              [&insight](store::Database& journal, const std::string& show, WallTime now) {
                return insight.readers().read<show::CueResults>(
                    [&](store::Database& kept) -> Result<show::CueResults> {
                      return review_cues(kept, journal, show, now);
                    });
              }};
}

}  // namespace nigiwai::insight
