#include "insight/patterns/judging.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <numeric>
#include <random>

namespace nigiwai::insight {
namespace {

// Two-sided p of a correlation whose square is `r2` with `freedom` degrees of freedom left (Wallace 1959: the
// normal deviate of Student's t, within 0.2 % from 5 degrees on).
double p_of(double r2, double freedom) {
  if (freedom < 1) return 1;
  const auto correction = (8 * freedom + 1) / (8 * freedom + 3);
  const auto deviate = correction * std::sqrt(-freedom * std::log1p(-std::min(r2, 1 - 1e-12)));
  return std::erfc(deviate / std::numbers::sqrt2);
}

// The smallest of so many p, as one p (Šidák).
double of_all(double p, std::size_t contrasts) {
  return -std::expm1(static_cast<double>(contrasts) * std::log1p(-std::min(p, 1 - 1e-12)));
}

// A number for each show and figure, the figures of a show side by side.
using Sheet = std::vector<double>;

// All figures after one adjustment: the shows' rows of `rest` are dealt out anew.
struct Deck {
  std::vector<Sheet> basis{};
  Sheet rest{};
  std::vector<double> squares{};  // of each figure's rest; 0 where it does not vary
  std::vector<double> freedom{};
};

Sheet sheet_of(std::span<const Fit> figures, const auto& column_of) {
  const auto width = figures.size();
  Sheet sheet(figures.empty() ? 0 : figures.front().roots.size() * width);
  for (std::size_t figure = 0; figure < width; ++figure) {
    const auto& column = column_of(figures[figure]);
    for (std::size_t show = 0; show < column.size(); ++show) sheet[show * width + figure] = column[show];
  }
  return sheet;
}

Deck deck_of(std::span<const Fit> figures, const Adjusted Fit::* adjusted) {
  Deck deck;
  std::size_t columns = 0;
  for (const auto& figure : figures) columns = std::max(columns, (figure.*adjusted).basis.size());
  for (std::size_t at = 0; at < columns; ++at) {
    deck.basis.push_back(sheet_of(figures, [&](const Fit& figure) {
      const auto there = (figure.*adjusted).basis.columns();
      return at < there.size() ? there[at] : Column{};
    }));
  }
  deck.rest = sheet_of(figures, [&](const Fit& figure) { return (figure.*adjusted).rest; });
  for (const auto& figure : figures) {
    const auto& rest = (figure.*adjusted).rest;
    deck.squares.push_back(figure.varies ? product(rest, rest) : 0);
    deck.freedom.push_back((figure.*adjusted).freedom);
  }
  return deck;
}

class Judging {
 public:
  Judging(const Questions& questions, std::span<const Fit> figures)
      : questions_(questions),
        width_(figures.size()),
        trend_(deck_of(figures, &Fit::by_trend)),
        all_(deck_of(figures, &Fit::by_trend_and_cast)),
        order_(figures.empty() ? 0 : figures.front().roots.size()),
        sums_(width_),
        best_(width_) {
    std::iota(order_.begin(), order_.end(), std::size_t{0});
    for (const auto& question : questions.items) {
      auto& sheets = contrasts_.emplace_back();
      for (const auto& contrast : question.contrasts) {
        sheets.push_back(sheet_of(figures, [&](const Fit& figure) {
          auto column = figure.rest_of(figure.adjusted_for(question), contrast);
          const auto length = std::sqrt(product(column, column));
          for (auto& value : column) value = length > 0 ? value / length : 0;
          return column;
        }));
      }
    }
  }

  // Looks at all questions with the shows in the present order, and tells what each found; answers the
  // smallest p.
  double look(const auto& told) {
    const auto trend_left = left(trend_);
    const auto all_left = left(all_);
    double smallest = 1;
    for (std::size_t at = 0; at < questions_.items.size(); ++at) {
      const auto& question = questions_.items[at];
      if (question.unjudged) continue;
      const auto& deck = question.of_cast ? trend_ : all_;
      find_best(at, deck, question.of_cast ? trend_left : all_left);
      for (std::size_t figure = 0; figure < width_; ++figure) {
        if (deck.squares[figure] <= 0) continue;
        const auto p = of_all(p_of(best_[figure].r2, deck.freedom[figure]), question.contrasts.size());
        smallest = std::min(smallest, p);
        told(at, figure, p, best_[figure]);
      }
    }
    return smallest;
  }

  void shuffle(std::mt19937_64& random) {
    for (auto left = order_.size(); left > 1; --left) std::swap(order_[left - 1], order_[random() % left]);
  }

 private:
  struct Best {
    double r2 = 0;
    std::size_t contrast = 0;
    bool upwards = false;
  };

  // The products of a sheet with the rest of each figure, whose rows are taken in the present order.
  void multiply(const Sheet& sheet, const Deck& deck) {
    std::ranges::fill(sums_, 0.0);
    for (std::size_t show = 0; show < order_.size(); ++show) {
      const auto* weights = sheet.data() + show * width_;
      const auto* row = deck.rest.data() + order_[show] * width_;
      for (std::size_t figure = 0; figure < width_; ++figure) sums_[figure] += weights[figure] * row[figure];
    }
  }

  // What the adjustment leaves of each figure's square in the present order.
  std::vector<double> left(const Deck& deck) {
    auto squares = deck.squares;
    for (const auto& column : deck.basis) {
      multiply(column, deck);
      for (std::size_t figure = 0; figure < width_; ++figure)
        squares[figure] -= sums_[figure] * sums_[figure];
    }
    return squares;
  }

  void find_best(std::size_t question, const Deck& deck, std::span<const double> squares) {
    std::ranges::fill(best_, Best{});
    for (std::size_t contrast = 0; contrast < contrasts_[question].size(); ++contrast) {
      multiply(contrasts_[question][contrast], deck);
      for (std::size_t figure = 0; figure < width_; ++figure) {
        if (squares[figure] <= 0) continue;
        const auto r2 = sums_[figure] * sums_[figure] / squares[figure];
        if (r2 > best_[figure].r2) best_[figure] = {r2, contrast, sums_[figure] > 0};
      }
    }
  }

  const Questions& questions_;
  std::size_t width_;
  Deck trend_, all_;
  std::vector<std::vector<Sheet>> contrasts_;  // of each question, each of length 1
  std::vector<std::size_t> order_;
  std::vector<double> sums_;
  std::vector<Best> best_;
};

}  // namespace

std::vector<std::vector<Judgement>> judge(const Questions& questions, std::span<const Fit> figures) {
  std::vector<std::vector<Judgement>> judged(questions.items.size(), std::vector<Judgement>(figures.size()));
  Judging judging(questions, figures);
  const auto smallest = judging.look([&](std::size_t question, std::size_t figure, double p,
                                         const auto& best) {
    judged[question][figure] = {.asked = true, .p = p, .contrast = best.contrast, .upwards = best.upwards};
  });
  // Once the most striking cannot be a finding any more, nothing can.
  const auto most_above = static_cast<std::size_t>(kChance * (kShuffles + 1)) - 1;
  std::vector<double> by_chance;
  std::size_t above = 0;
  std::mt19937_64 random{20261128};
  while (by_chance.size() < kShuffles && above <= most_above) {
    judging.shuffle(random);
    by_chance.push_back(judging.look([](auto&&...) {}));
    if (by_chance.back() <= smallest) ++above;
  }
  if (above > most_above) return judged;
  std::ranges::sort(by_chance);
  for (auto& answers : judged) {
    for (auto& each : answers) {
      if (!each.asked) continue;
      const auto below = std::ranges::upper_bound(by_chance, each.p) - by_chance.begin();
      each.adjusted = static_cast<double>(below + 1) / static_cast<double>(kShuffles + 1);
    }
  }
  return judged;
}

}  // namespace nigiwai::insight
