// What the search for winning patterns finds, and how often it finds what is not there, counted on histories
// of a team that does not keep to the model by which it is judged.
//
// The team: three presenters who draw different crowds and sell differently, months in which it grows and
// dips again, a heavy tail of baskets, a crowd that is negative binomial rather than log-normal, buyers and
// talkers who are drawn one by one, a show in twenty that goes viral, factors that go with one another (late
// hours with long shows, offers with more products); of some shows the concept, the pin, the announcement and
// (of half) the captions are missing.
// Planted: what moves the chance to buy, by so much that the logarithm of GMV per view moves by half of the
// standard deviation that it has between this team's shows without it (measured on the same shows).
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <functional>
#include <numeric>
#include <random>

#include "insight/patterns/analysis.h"

namespace nigiwai::insight {
namespace {

using Engine = std::mt19937_64;
constexpr std::array kThemes{"seasonal", "limited_price", "first_look", "how_to"};

double uniform(Engine& engine) { return std::uniform_real_distribution(0.0, 1.0)(engine); }

// How each show is made; what comes of it follows.
struct Made {
  PastShow show;
  double planned = 0;  // minutes until the first pin, before some of them are lost
  double hour = 0;     // of the evening
  std::size_t theme = 0;
};

std::vector<Made> made_shows(std::size_t count, Engine& engine) {
  std::vector<Made> all(count);
  auto day = WallTime{Milliseconds{1'750'000'000'000}};
  for (std::size_t at = 0; at < count; ++at) {
    auto& made = all[at];
    auto& show = made.show;
    show.id = std::to_string(at);
    day += std::chrono::hours(24 * (2 + static_cast<int>(uniform(engine) * 4)));
    made.hour = std::array{12, 19, 20, 21}[static_cast<std::size_t>(uniform(engine) * 4)];
    show.live_at = std::chrono::floor<std::chrono::days>(day) + std::chrono::hours(int(made.hour) - 9);
    made.theme = static_cast<std::size_t>(uniform(engine) * 4);
    show.theme = kThemes[made.theme];
    show.cast = {
        std::array{"aki", "minori", "yui"}[static_cast<std::size_t>(std::sqrt(uniform(engine)) * 3)]};
    if (uniform(engine) < 0.2) show.cast.emplace_back("ren");
    show.offer = uniform(engine) < 0.5 ? "percent" : uniform(engine) < 0.3 ? "price" : "none";
    show.products = 3 + static_cast<int>(uniform(engine) * 9) + (show.offer == "none" ? 0 : 2);
    show.length = Milliseconds(static_cast<std::int64_t>((25 + uniform(engine) * 40 + made.hour) * 60'000));
    made.planned = std::exp(std::normal_distribution(1.4, 0.7)(engine));
    show.first_pin = Milliseconds(static_cast<std::int64_t>(made.planned * 60'000));
    show.lead = std::chrono::hours(static_cast<int>(std::exp(std::normal_distribution(4.0, 0.9)(engine))));
    show.talk_pace = 180 + 60 * std::normal_distribution()(engine);
  }
  return all;
}

void hold(PastShow& show, double month, double lift, Engine& engine) {
  const auto pull = show.cast[0] == "minori" ? 1.5 : show.cast[0] == "yui" ? 0.8 : 1.0;
  const auto sells = show.cast[0] == "minori" ? 0.25 : show.cast[0] == "yui" ? -0.3 : 0.0;
  auto crowd = 120 * pull * (1 + 0.08 * month + 0.25 * std::sin(month));
  if (uniform(engine) < 0.05) crowd *= 6;
  const auto drawn = std::gamma_distribution(4.0, crowd / 4)(engine);
  show.viewers = 5 + std::poisson_distribution<std::int64_t>(drawn)(engine);
  const auto mood = 0.3 * std::student_t_distribution(5.0)(engine);
  const auto buys = 0.06 * std::exp(sells + 0.03 * month + mood + lift);
  show.buyers = std::binomial_distribution<std::int64_t>(show.viewers, std::min(0.9, buys))(engine);
  show.orders = show.buyers + std::binomial_distribution<std::int64_t>(show.buyers, 0.1)(engine);
  const auto dear = std::gamma_distribution(20.0, 1 / 20.0)(engine);
  for (std::int64_t order = 0; order < show.orders; ++order)
    show.gmv +=
        static_cast<std::int64_t>(2'500 * dear * std::exp(std::normal_distribution(0.0, 0.6)(engine)));
  const auto stays = std::gamma_distribution(6.0, 70'000.0)(engine);
  show.watched_ms = static_cast<std::int64_t>(static_cast<double>(show.viewers) * stays);
  show.chatters = std::binomial_distribution<std::int64_t>(
      show.viewers, 0.1 + 0.2 * std::generate_canonical<double, 53>(engine))(engine);
  show.saves = std::poisson_distribution<std::int64_t>(0.2 * drawn * std::exp(mood / 2))(engine);
  show.archive_gmv =
      static_cast<std::int64_t>(static_cast<double>(show.gmv) * std::exponential_distribution(4.0)(engine));
}

void lose(PastShow& show, Engine& engine) {
  const auto lost = [&](double share) { return uniform(engine) < share; };
  if (lost(0.2)) show.theme.clear();
  if (lost(0.05)) show.first_pin.reset();
  if (lost(0.3)) show.lead.reset();
  if (lost(0.5)) show.talk_pace.reset();
}

// How much of the effect a show gets, in half standard deviations.
using Shape = std::function<double(const Made&)>;

std::vector<PastShow> history_with(const Shape& shape, std::size_t count, std::uint64_t seed) {
  Engine engine{seed};
  auto made = made_shows(count, engine);
  const auto month = [&](const PastShow& show) {
    return static_cast<double>((show.live_at - made.front().show.live_at).count()) / (30.0 * 86'400'000);
  };
  const auto results = engine;
  std::vector<PastShow> shows;
  for (const auto half : {0.0, 1.0}) {
    engine = results;
    double lift = 0;
    if (half > 0) {  // the spread without the effect
      double sum = 0, squares = 0;
      for (const auto& show : shows) {
        const auto each = std::log1p(static_cast<double>(show.gmv) / static_cast<double>(show.viewers));
        sum += each;
        squares += each * each;
      }
      const auto size = static_cast<double>(count);
      lift = 0.5 * std::sqrt(squares / size - sum * sum / size / size);
    }
    shows.clear();
    for (const auto& each : made) {
      auto show = each.show;
      hold(show, month(show), lift * shape(each), engine);
      shows.push_back(std::move(show));
    }
  }
  for (auto& show : shows) lose(show, engine);
  return shows;
}

// What came of the shows, dealt out anew: no factor, no presenter and no month means anything.
void shuffle_results(std::vector<PastShow>& shows, Engine& engine) {
  const auto results = shows;
  std::vector<std::size_t> order(shows.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::shuffle(order, engine);
  for (std::size_t at = 0; at < shows.size(); ++at) {
    const auto& from = results[order[at]];
    auto& show = shows[at];
    show.viewers = from.viewers, show.watched_ms = from.watched_ms, show.chatters = from.chatters;
    show.orders = from.orders, show.buyers = from.buyers, show.gmv = from.gmv, show.saves = from.saves;
    show.archive_gmv = from.archive_gmv;
  }
}

bool finds(std::span<const FigureAnswer> answers, const std::function<bool(Factor)>& which) {
  return std::ranges::any_of(answers, [&](const FigureAnswer& answer) {
    return std::ranges::any_of(answer.factors,
                               [&](const FactorAnswer& each) { return each.found && which(each.factor); });
  });
}

int found_of_100(const char* name, Factor factor, const Shape& shape, std::size_t shows) {
  int found = 0;
  const auto figure = *figure_called("gmv_per_view");
  for (std::uint64_t seed = 0; seed < 100; ++seed) {
    const auto answers = analysed(history_with(shape, shows, seed));
    found +=
        finds(std::span(answers).subspan(figure, 1), [&](Factor each) { return each == factor; }) ? 1 : 0;
  }
  std::printf("planted in %zu shows, %s: found in %d of 100\n", shows, name, found);
  return found;
}

// In half standard deviations. Of a measure: one for each deviation of the measure's own.
double by_pin(const Made& made) { return -(std::log(made.planned) - 1.4) / 0.7; }
double by_products(const Made& made) { return static_cast<double>(made.show.products - 8) / 2.8; }
double by_length(const Made& made) {
  return (static_cast<double>(made.show.length->count()) / 60'000 - 63) / 12.2;
}
// One for each range: quicker by a step, higher by a step. Most shows stand in the two in the middle.
double by_step(const Made& made) {
  return made.planned < 2 ? 3 : made.planned < 5 ? 2 : made.planned < 10 ? 1 : 0;
}
double by_half(const Made& made) { return made.show.offer == "percent" ? 1 : 0; }
double by_level(const Made& made) { return made.theme == 3 ? 1 : 0; }

TEST(Power, FindsHalfADeviationForEachOfTheFactorsOwnInEightyOfAHundred) {
  EXPECT_GE(found_of_100("half a deviation for each of the first pin's own", Factor::kFirstPin, by_pin, 60),
            80);
  EXPECT_GE(
      found_of_100("half a deviation for each of the products' own", Factor::kProducts, by_products, 60), 80);
  EXPECT_GE(found_of_100("half a deviation for each of the length's own", Factor::kLength, by_length, 60),
            80);
}
TEST(Power, FindsHalfADeviationForEachOfFourStepsInEightyOfAHundred) {
  EXPECT_GE(found_of_100("half a deviation for each of four uneven steps", Factor::kFirstPin, by_step, 60),
            80);
}
// Half a deviation between two groups of shows is too little for 60 shows, which docs/api.md says.
TEST(Power, NeedsMoreShowsForHalfADeviationBetweenHalvesAndOfOneLevel) {
  found_of_100("half a deviation between two halves", Factor::kOffer, by_half, 60);
  found_of_100("half a deviation of one level in four", Factor::kTheme, by_level, 60);
  EXPECT_GE(found_of_100("half a deviation between two halves", Factor::kOffer, by_half, 200), 80);
}

TEST(Power, FindsAnythingInAtMostFiveOfAHundredShuffledHistories) {
  int wrong = 0;
  for (std::uint64_t seed = 0; seed < 1'000; ++seed) {
    auto shows = history_with(by_half, 60, 10'000 + seed);
    Engine engine{seed};
    shuffle_results(shows, engine);
    wrong += finds(analysed(shows), [](Factor) { return true; }) ? 1 : 0;
  }
  std::printf("shuffled histories with any finding: %d of 1000\n", wrong);
  EXPECT_LE(wrong, 50);
}

// Presenters and months do mean something here; nothing else does.
TEST(Power, TakesNeitherPresenterNorMonthForAnotherFactor) {
  int wrong = 0;
  for (std::uint64_t seed = 0; seed < 300; ++seed) {
    const auto answers = analysed(history_with([](const Made&) { return 0.0; }, 60, 20'000 + seed));
    wrong += finds(answers, [](Factor factor) { return factor != Factor::kCast; }) ? 1 : 0;
  }
  std::printf("histories of presenters and months alone with another finding: %d of 300\n", wrong);
  EXPECT_LE(wrong, 24);  // 5 % and what 300 draws vary by
}

}  // namespace
}  // namespace nigiwai::insight
