#include "insight/patterns/analysis.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>

#include "insight/patterns/words.h"
#include "show/learning/told.h"

namespace nigiwai::insight {
namespace {

PastShow show_of(std::size_t at) {
  PastShow show{.id = "s" + std::to_string(at)};
  show.live_at = WallTime{Milliseconds{1'760'000'000'000}} + std::chrono::days(3 * at);
  show.viewers = 100;
  show.gmv = 10'000 + static_cast<std::int64_t>(at * 7'919 % 5'000);
  show.orders = 4 + static_cast<std::int64_t>(at % 3);
  show.buyers = 4;
  show.watched_ms = 9'000'000;
  return show;
}

std::vector<PastShow> history_of(std::size_t count, const auto& change) {
  std::vector<PastShow> shows;
  for (std::size_t at = 0; at < count; ++at) {
    shows.push_back(show_of(at));
    change(at, shows.back());
  }
  return shows;
}

constexpr auto kAsTheyAre = [](std::size_t, PastShow&) {};

const FactorAnswer& factor_of(const FigureAnswer& answer, Factor factor) {
  return answer.factors.at(static_cast<std::size_t>(factor));
}

TEST(Analysed, NeedsShows) {
  EXPECT_EQ(analysed({})[0].state, FigureState::kNoShows);
  EXPECT_FALSE(analysed({})[0].usual.has_value());
  const auto one = analysed(history_of(1, kAsTheyAre));
  EXPECT_EQ(one[0].state, FigureState::kTooFewShows);
  EXPECT_NEAR(*one[0].usual, 100, 1e-6);
  const auto some = analysed(history_of(kLeastShows - 1, kAsTheyAre));
  EXPECT_EQ(some[0].state, FigureState::kTooFewShows);
  EXPECT_EQ(why_not(some[0].state, 14).ja, "まだ配信数が足りません：20 のうち 14");
}

TEST(Analysed, ComparesNothingThatIsAlwaysTheSame) {
  const auto answers = analysed(history_of(40, kAsTheyAre));
  EXPECT_EQ(answers[*figure_called("viewers")].state, FigureState::kAllEqual);
  EXPECT_EQ(answers[*figure_called("saves")].state, FigureState::kAllEqual);
  EXPECT_EQ(answers[*figure_called("gmv")].state, FigureState::kEnough);
  EXPECT_EQ(answers[*figure_called("archive_gmv")].state, FigureState::kNoShows);
}

TEST(Analysed, SaysWhyAFactorCannotBeJudged) {
  const auto answers = analysed(history_of(40, [](std::size_t at, PastShow& show) {
    show.theme = "how_to";                              // always
    if (at < 12) show.products = static_cast<int>(at);  // rarely known
    show.cast = {at < 20 ? "aki" : "minori"};           // one after the other
    show.offer = at < 20 ? "none" : "percent";          // and the offer with them
  }));
  const auto& gmv = answers[*figure_called("gmv")];
  EXPECT_EQ(factor_of(gmv, Factor::kTheme).unjudged, Unjudged::kOneLevel);
  EXPECT_EQ(factor_of(gmv, Factor::kProducts).unjudged, Unjudged::kTooFewShows);
  EXPECT_EQ(factor_of(gmv, Factor::kTalkPace).unjudged, Unjudged::kNotKept);
  EXPECT_EQ(factor_of(gmv, Factor::kOffer).unjudged, Unjudged::kTangled);
  EXPECT_FALSE(factor_of(gmv, Factor::kWeekday).unjudged.has_value());
}

TEST(Analysed, NamesTheLevelItsShowsAndByHowMuch) {
  const auto answers = analysed(history_of(60, [](std::size_t at, PastShow& show) {
    const auto late = at * 5 % 7 % 2 == 1;
    show.live_at += std::chrono::hours(late ? 4 : 0);
    if (late) show.gmv = show.gmv * 3 / 2;
  }));
  const auto& hour = factor_of(answers[*figure_called("gmv_per_view")], Factor::kHour);
  ASSERT_TRUE(hour.found);
  const auto& late = hour.levels[hour.finding];
  EXPECT_EQ(late.evidence.size(), kMostEvidence);
  EXPECT_EQ(late.shows + late.others, 60U);
  const auto other = hour.levels[1 - hour.finding];
  const auto ratio = (1 + late.effect.relative) / (1 + other.effect.relative);
  EXPECT_NEAR(std::max(ratio, 1 / ratio), 1.5, 0.1);
  EXPECT_LT(late.low.relative, late.effect.relative);
  EXPECT_GT(late.high.relative, late.effect.relative);
}

TEST(Analysed, IsNotCarriedByOneShowOfALifetime) {
  const auto answers = analysed(history_of(40, [](std::size_t at, PastShow& show) {
    show.theme = at % 2 == 0 ? "how_to" : "seasonal";
    if (at == 10) show.gmv *= 1'000;
  }));
  EXPECT_FALSE(factor_of(answers[*figure_called("gmv")], Factor::kTheme).found);
}

TEST(Pooled, PullsInWhatIsUncertainFurther) {
  const Estimate levels[] = {
      {.value = 1, .error = 0.1}, {.value = 1, .error = 1}, {.value = -1, .error = 0.1}};
  const auto pulled = pooled(levels, 0.5);
  EXPECT_GT(pulled[0].value, 0.9);
  EXPECT_LT(pulled[1].value, pulled[0].value);
  EXPECT_GT(pulled[1].high - pulled[1].low, pulled[0].high - pulled[0].low);
  EXPECT_NEAR(pulled[2].value, -pulled[0].value, 1e-9);
}

TEST(Sentences, SayHowMuchOfHowManyAndHowSurely) {
  LevelAnswer answer{.key = "20", .shows = 12, .others = 48};
  answer.effect.relative = 0.18, answer.low.relative = 0.06, answer.high.relative = 0.31;
  const auto said = sentence_of(name_of(Factor::kHour, "20", {}).phrase, "gmv_per_view", answer);
  EXPECT_EQ(said.ja, "20時台の配信は、視聴あたり注文額が平均より18 %高い傾向（12配信、80 %区間 6〜31 %）");
  EXPECT_EQ(
      said.en,
      "Shows begun between 20:00 and 20:59 tend to have the amount ordered per viewer 18 % above average (12 "
      "shows, 80 % interval 6 to 31 %)");
  const auto pin = name_of(Factor::kFirstPin, "0-2", {});
  EXPECT_EQ(pin.phrase.ja, "最初のピンが2分以内");
  EXPECT_EQ(pin.phrase.en, "whose first pin comes within 2 min");
  EXPECT_EQ(tag_of(Factor::kFirstPin, pin.brief).en, "First pin: within 2 min");
  EXPECT_EQ(name_of(Factor::kProducts, "4-8", {}).phrase.ja, "商品が4〜7点");
  EXPECT_EQ(name_of(Factor::kLead, "72-168", {}).phrase.ja, "告知が3〜7日前");
  EXPECT_EQ(tag_of(Factor::kTheme, name_of(Factor::kTheme, "behind_the_scenes", {}).brief).en.size(),
            show::kMostTag);
}

RC_GTEST_PROP(Analysed, NeverAnswersWhatIsNoNumber, ()) {
  const auto count = *rc::gen::inRange<std::size_t>(0, 45);
  const auto shows = history_of(count, [](std::size_t, PastShow& show) {
    const auto number = [](int most) { return *rc::gen::inRange<std::int64_t>(0, most); };
    show.viewers = number(3), show.gmv = number(1'000'000'000), show.orders = number(5),
    show.buyers = number(9);
    show.chatters = number(9), show.saves = number(2), show.products = number(20);
    if (number(2) == 0) show.first_pin = Milliseconds(number(3'000'000));
    show.cast = {number(2) == 0 ? "aki" : "minori"};
  });
  for (const auto& answer : analysed(shows)) {
    RC_ASSERT(!answer.usual || std::isfinite(*answer.usual));
    for (const auto& factor : answer.factors) {
      for (const auto& level : factor.levels) {
        for (const auto& effect : {level.effect, level.low, level.high})
          RC_ASSERT(std::isfinite(effect.relative) && std::isfinite(effect.absolute));
      }
    }
  }
}

}  // namespace
}  // namespace nigiwai::insight
