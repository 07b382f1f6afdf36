#include "insight/reports/rows.h"

#include <algorithm>
#include <boost/json/array.hpp>
#include <cmath>
#include <map>

#include "insight/reports/catalogue.h"
#include "insight/sips/sips.h"
#include "show/plan.h"
#include "show/playbook/proof_figures.h"

namespace nigiwai::insight {
namespace {

constexpr double kMille = 1'000;

// A figure with its halves.
struct Value {
  std::optional<double> together{}, live{}, archive{};
  std::int64_t people = 0;
};

std::optional<double> number(const Tally& tally, const Definition& definition) {
  const auto figure = to_json(tally, definition);
  const auto& value = figure.at("value");
  if (value.is_null()) return std::nullopt;
  return value.to_number<double>();
}

std::optional<double> number(const std::optional<std::int64_t>& count) {
  return count ? std::optional(static_cast<double>(*count)) : std::nullopt;
}

Value told(const show::Counted& counted) {
  return {.together = static_cast<double>(counted.together),
          .live = number(counted.live),
          .archive = number(counted.archive),
          .people = counted.together};
}

// The shows of a report, or those before, counted once.
class Count {
 public:
  Count(store::Database& kept, store::Database& journal, const Counting& counting)
      : journal_(journal), over_{counting.ids(), counting.from, counting.until} {
    tallies_ = tally_of(kept, over_.shows);
  }

  // As a proof of concept counts it, until its end.
  Value counted(const show::FigureKind& kind, Sum people) const {
    auto value = told(count_figure(journal_, kind, over_));
    if (kind.unit != show::FigureUnit::kPeople) value.people = sum(people);
    return value;
  }

  Value value(const Reported& figure) const {
    if (figure.from == Reported::From::kCounted)
      return counted(*show::figure_called(figure.figure), figure.people);
    const auto& definition = *definition_of(figure.of);
    Value value{.together = number(tallies_[2], definition),
                .live = number(tallies_[0], definition),
                .archive = number(tallies_[1], definition),
                .people = sum(figure.people)};
    if (figure.from == Reported::From::kArchive) return {.together = value.archive, .people = value.people};
    if (figure.from == Reported::From::kArchiveShare) {
      const auto all = value.together.value_or(0);
      return {.together = all > 0 ? std::optional(value.archive.value_or(0) / all) : std::nullopt,
              .people = value.people};
    }
    if (!value.together && value.live) value.together = value.live;  // of the live half alone
    return value;
  }

 private:
  std::int64_t sum(Sum of) const { return tallies_[2].sums[static_cast<std::size_t>(of)]; }

  store::Database& journal_;
  show::CountedOver over_;
  Tallies tallies_{};
};

// A target of a plan, in the unit of its figure.
double in_unit(std::int64_t target, Unit unit) {
  const auto plain = static_cast<double>(target);
  if (unit == Unit::kMilliseconds) return plain * kMille;  // planned in seconds
  return unit == Unit::kRate ? plain / kMille : plain;     // in permille
}

using Targets = std::map<std::string, std::int64_t, std::less<>>;

Targets targets_of(store::Database& journal, const Subject& subject) {
  Targets targets;
  if (subject.proof) {
    for (const auto& each : subject.proof->targets) targets[each.figure] = each.target;
  } else if (subject.of == ReportOf::kShow) {
    const auto plan = show::plan_of(journal, subject.now.id);
    if (!plan) return targets;
    for (const auto& each : plan->targets) targets[each.figure] = each.target;
  }
  return targets;
}

ReportRow row_of(const Reported& figure, const Value& value, const std::optional<Value>& before) {
  ReportRow row{.figure = figure.figure,
                .group = figure.group,
                .unit = figure.unit,
                .name = name_of(figure),
                .definition = definition_of(figure),
                .value = value.together,
                .live = value.live,
                .archive = value.archive,
                .people = value.people};
  if (before) {
    row.before = before->together;
    row.people_before = before->people;
  }
  if (row.small()) row.live = row.archive = std::nullopt;
  return row;
}

json::value or_null(const std::optional<double>& value, Unit unit) {
  if (!value) return nullptr;
  if (unit == Unit::kRate) return std::round(*value * 1e6) / 1e6;
  return static_cast<std::int64_t>(std::llround(*value));
}

json::value share_or_null(const std::optional<double>& share) {
  return share ? json::value(std::round(*share * 1e4) / 1e4) : json::value();
}

}  // namespace

bool ReportRow::small() const { return people < kLeastGroup; }

std::optional<double> ReportRow::absolute() const {
  return value && before ? std::optional(*value - *before) : std::nullopt;
}

std::optional<double> ReportRow::relative() const {
  return value && before.value_or(0) > 0 ? std::optional(*value / *before - 1) : std::nullopt;
}

std::optional<double> ReportRow::reached() const {
  return target.value_or(0) > 0 ? std::optional(value.value_or(0) / *target) : std::nullopt;
}

std::vector<ReportRow> report_rows(store::Database& kept, store::Database& journal, const Subject& subject,
                                   WallTime now) {
  auto counting = subject.now;
  counting.until = std::min(counting.until, now);
  const Count here(kept, journal, counting);
  std::optional<Count> earlier;
  if (subject.before) earlier.emplace(kept, journal, *subject.before);
  const auto targets = targets_of(journal, subject);
  std::vector<ReportRow> rows;
  for (const auto& figure : reported_figures()) {
    const auto target = targets.find(figure.figure);
    if (!figure.always && target == targets.end()) continue;
    // What a proof has a target for is counted as its verdict counts it.
    const auto* kind =
        subject.proof && target != targets.end() ? show::figure_called(figure.figure) : nullptr;
    const auto of = [&](const Count& count) {
      return kind != nullptr ? count.counted(*kind, figure.people) : count.value(figure);
    };
    auto row = row_of(figure, of(here), earlier ? std::optional(of(*earlier)) : std::nullopt);
    if (target != targets.end()) {
      row.target = subject.proof ? static_cast<double>(target->second) : in_unit(target->second, figure.unit);
    }
    rows.push_back(std::move(row));
  }
  return rows;
}

json::object to_json(const ReportRow& row) {
  json::value change;
  if (const auto absolute = row.absolute()) {
    change =
        json::object{{"absolute", or_null(absolute, row.unit)}, {"relative", share_or_null(row.relative())}};
  }
  return {{"figure", row.figure},
          {"unit", to_text(row.unit)},
          {"name", to_json(row.name)},
          {"definition", to_json(row.definition)},
          {"value", or_null(row.value, row.unit)},
          {"live", or_null(row.live, row.unit)},
          {"archive", or_null(row.archive, row.unit)},
          {"before", or_null(row.before, row.unit)},
          {"change", std::move(change)},
          {"target", or_null(row.target, row.unit)},
          {"reached", share_or_null(row.reached())},
          {"small", row.small()}};
}

const ReportRow* row_of(std::span<const ReportRow> rows, std::string_view figure) {
  const auto found = std::ranges::find(rows, figure, &ReportRow::figure);
  return found == rows.end() ? nullptr : &*found;
}

}  // namespace nigiwai::insight
