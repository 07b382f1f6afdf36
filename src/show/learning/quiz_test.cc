#include "show/learning/quiz.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

namespace nigiwai::show {
namespace {

std::vector<QuizProduct> products() {
  return {{.id = "lip",
           .title = "うるみリップ",
           .prices = {{"うるみリップ", 2640}},
           .features = {"全 5 色", "柿渋", "うるみリップの秋色です。", "リップ"},
           .answered = {{"食事で落ちますか", "4 時間はもちます"}}},
          {.id = "oil",
           .title = "椿オイル",
           .prices = {{"椿オイル", 3300}},
           .features = {"全 5 色", "30 ml"},
           .answered = {{"髪にも使えますか", "毛先に 2 滴どうぞ"}, {"香りはありますか", "ありません"}}},
          {.id = "mist", .title = "朝のミスト", .prices = {{"朝のミスト", 1980}}, .features = {}}};
}

TEST(Quiz, IsTheSameForTheSameSeed) {
  const auto first = make_quiz(products(), 7, kMostQuizQuestions);
  EXPECT_EQ(first, make_quiz(products(), 7, kMostQuizQuestions));
  EXPECT_NE(first, make_quiz(products(), 8, kMostQuizQuestions));
}

TEST(Quiz, AsksWhatHasOneRightAnswer) {
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    const auto quiz = make_quiz(products(), seed, kMostQuizQuestions);
    // Three prices, two features (all five colours are of two products; what names the product is none),
    // three answers.
    ASSERT_EQ(quiz.size(), 8u);
    for (const auto& question : quiz) {
      ASSERT_GE(question.options.size(), 2u);
      ASSERT_LE(question.options.size(), kMostQuizOptions);
      ASSERT_LT(question.right, question.options.size());
      const std::set<std::string> distinct(question.options.begin(), question.options.end());
      EXPECT_EQ(distinct.size(), question.options.size());
      EXPECT_NE(question.about, "全 5 色");
      if (question.about == "うるみリップ") {
        EXPECT_EQ(question.options[question.right], "2640");
        EXPECT_EQ(question.options.size(), 4u);
      }
      if (question.about == "柿渋") {
        EXPECT_EQ(question.options[question.right], "うるみリップ");
      }
      if (question.about == "髪にも使えますか") {
        EXPECT_EQ(question.options[question.right], "毛先に 2 滴どうぞ");
      }
    }
  }
}

TEST(Quiz, HoldsToItsLength) { EXPECT_EQ(make_quiz(products(), 1, 3).size(), 3u); }

TEST(Quiz, OfOneProductAsksItsPriceAlone) {
  const auto all = products();
  const auto quiz = make_quiz(std::span(all).first(1), 1, 20);
  ASSERT_EQ(quiz.size(), 1u);
  EXPECT_EQ(quiz[0].kind, QuizKind::kPrice);
  EXPECT_TRUE(make_quiz({}, 1, 20).empty());
}

TEST(Quiz, MakesUpPricesOfCheapThings) {
  const std::vector<QuizProduct> cheap{{.id = "a", .title = "A", .prices = {{"A", 1}}}};
  const auto quiz = make_quiz(cheap, 3, 20);
  ASSERT_EQ(quiz.size(), 1u);
  for (const auto& option : quiz[0].options) EXPECT_GT(std::stoll(option), 0);
}

}  // namespace
}  // namespace nigiwai::show
