#include "insight/patterns/figure.h"

#include <algorithm>
#include <cmath>

namespace nigiwai::insight {
namespace {

using enum FigureUnit;
using enum FigureScale;

constexpr FigureKind kKinds[] = {
    {"gmv_per_view", kMoney, kLog,
     "The value of what was ordered while the show was on air, with tax, as it was placed, by each person "
     "who "
     "played at least 3 seconds."},
    {"gmv", kMoney, kLog,
     "The value of what was ordered while the show was on air, with tax, as it was placed."},
    {"orders", kNumber, kLog, "Orders out of the show while it was on air, whatever became of them."},
    {"cvr", kShare, kLogit, "People who ordered while the show was on air, of those who viewed it then."},
    {"viewers", kNumber, kLog, "People who played at least 3 seconds while the show was on air."},
    {"average_view", kMilliseconds, kLog,
     "What was played while the show was on air, by each who viewed it."},
    {"engagement", kShare, kLogit,
     "People who wrote in the chat while the show was on air, of those who viewed."},
    {"saves", kNumber, kLog, "Products saved while the show was on air."},
    {"archive_gmv", kMoney, kLog,
     "The value of what was ordered within seven days after the end, with tax, as it was placed."},
};

constexpr double kBaskets = 1.5;  // 1 and the square of how much baskets vary, of their mean

struct Share {
  std::int64_t part, whole;
};

Share share_of(std::string_view figure, const PastShow& show) {
  const auto part = figure == "cvr" ? show.buyers : show.chatters;
  return {std::min(part, show.viewers), show.viewers};
}

std::optional<double> amount_of(std::string_view figure, const PastShow& show) {
  const auto each = [&](std::int64_t whole) -> std::optional<double> {
    if (show.viewers == 0) return std::nullopt;
    return static_cast<double>(whole) / static_cast<double>(show.viewers);
  };
  if (figure == "gmv_per_view") return each(show.gmv);
  if (figure == "average_view") return each(show.watched_ms);
  if (figure == "gmv") return static_cast<double>(show.gmv);
  if (figure == "orders") return static_cast<double>(show.orders);
  if (figure == "viewers") return static_cast<double>(show.viewers);
  if (figure == "saves") return static_cast<double>(show.saves);
  if (!show.archive_gmv) return std::nullopt;
  return static_cast<double>(*show.archive_gmv);
}

// How often it is among all viewers of the team; half a one on either side keeps it inside 0 and 1.
double usual_share(std::string_view figure, std::span<const PastShow> shows) {
  double part = 0.5, whole = 1;
  for (const auto& show : shows) {
    const auto share = share_of(figure, show);
    part += static_cast<double>(share.part);
    whole += static_cast<double>(share.whole);
  }
  return part / whole;
}

Measured logits(std::string_view figure, std::span<const PastShow> shows) {
  const auto usual = usual_share(figure, shows);
  Measured all;
  for (const auto& show : shows) {
    const auto [part, whole] = share_of(figure, show);
    const auto viewers = static_cast<double>(whole) + kUsualViewersAdded;
    const auto share = (static_cast<double>(part) + usual * kUsualViewersAdded) / viewers;
    all.values.push_back(whole > 0 ? std::optional(std::log(share / (1 - share))) : std::nullopt);
    all.noise.push_back(1 / (viewers * usual * (1 - usual)));
  }
  return all;
}

Measured logarithms(std::string_view figure, std::span<const PastShow> shows) {
  Measured all;
  const auto buyers = usual_share("cvr", shows);
  for (const auto& show : shows) {
    const auto amount = amount_of(figure, show);
    all.values.push_back(amount ? std::optional(std::log1p(*amount)) : std::nullopt);
    // Baskets differ by about their own size, so that each buyer counts for a little less than one.
    const auto viewers = static_cast<double>(show.viewers) + kUsualViewersAdded;
    all.noise.push_back(figure == "gmv_per_view" ? kBaskets / (viewers * buyers) : 0);
  }
  return all;
}

double middle_of(std::vector<double> values) {
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::ranges::nth_element(values, middle);
  return *middle;
}

void bring_in(std::vector<std::optional<double>>& values) {
  std::vector<double> known;
  for (const auto& value : values)
    if (value) known.push_back(*value);
  if (known.empty()) return;
  const auto middle = middle_of(known);
  for (auto& value : known) value = std::abs(value - middle);
  constexpr double kOfNormal = 1.4826;  // a normal deviation over the median one
  const auto reach = kFarOut * kOfNormal * middle_of(std::move(known));
  if (reach <= 0) return;
  for (auto& value : values)
    if (value) value = std::clamp(*value, middle - reach, middle + reach);
}

}  // namespace

std::span<const FigureKind> figure_kinds() { return kKinds; }

std::optional<std::size_t> figure_called(std::string_view name) {
  const auto* found = std::ranges::find(kKinds, name, &FigureKind::name);
  if (found == std::end(kKinds)) return std::nullopt;
  return static_cast<std::size_t>(found - kKinds);
}

std::size_t Measured::known() const {
  return static_cast<std::size_t>(
      std::ranges::count_if(values, [](const auto& value) { return value.has_value(); }));
}

Measured measured(std::size_t figure, std::span<const PastShow> shows) {
  const auto& kind = kKinds[figure];
  auto all = kind.scale == kLogit ? logits(kind.name, shows) : logarithms(kind.name, shows);
  bring_in(all.values);
  return all;
}

double in_unit(const FigureKind& figure, double on_scale) {
  if (figure.scale == kLogit) return 1 / (1 + std::exp(-on_scale));
  return std::max(0.0, std::expm1(on_scale));
}

}  // namespace nigiwai::insight
