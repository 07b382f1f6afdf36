#include "base/text.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace nigiwai {
namespace {

TEST(CleanText, KeepsWhatPeopleWrite) {
  for (const char* line :
       {"柿渋きれい！ブルベでも平気？", "Does it ship?", "👩‍🦰❤️ だいすき", "が゙ぎ"}) {
    EXPECT_TRUE(clean_text(line, {.most = 40}, "/text").has_value()) << line;
  }
  EXPECT_EQ(clean_text("  茜と\n柿渋  ", {}, "/text").value(), "茜と 柿渋");
  EXPECT_EQ(clean_text("a\r\nb", {.lines = Lines::kMany}, "/text").value(), "a\nb");
}

TEST(CleanText, ComposesToOneForm) { EXPECT_EQ(clean_text("か\u3099", {}, "/t").value(), "が"); }

TEST(CleanText, TakesOutControlsOverridesAndZeroWidth) {
  EXPECT_EQ(clean_text("a\x01\u202E\u200B\u2066z", {}, "/t").value(), "az");
}

TEST(CleanText, LeavesWhatItCleanedAsItIs) {
  const auto once = clean_text("か\u200B\u3099a\u202E\u0301", {}, "/t").value();
  EXPECT_EQ(once, "がá");
  EXPECT_EQ(clean_text(once, {}, "/t").value(), once);
}

// A hidden character in front sends a text the long way, and is gone in the end: both ways must agree.
RC_GTEST_PROP(CleanText, TakesTheShortWayToTheSameEnd, ()) {
  const auto pieces = *rc::gen::container<std::vector<std::string>>(rc::gen::element<std::string>(
      "a", " ", "Z~", "か", "ゖ", "\u3099", "゛", "ゝ", "ヾ", "ー", "・", "ヿ", "　", "、", "〩", "\u302A",
      "〱", "漢", "㐂", "鿼", "豈", "！", "｠", "ｶﾞ", "é", "\u0301", "👩", "\u200D", "\n", "\t", "\xff"));
  std::string text;
  for (const auto& piece : pieces) text += piece;
  const TextRule rule{.least = 1, .most = 40};
  const auto here = clean_text(text, rule, "/t"), there = clean_text("\u200B" + text, rule, "/t");
  RC_ASSERT(here.has_value() == there.has_value());
  if (here) {
    RC_ASSERT(*here == *there);
  } else {
    RC_ASSERT(here.error().detail == there.error().detail);
  }
}

TEST(CleanText, StopsTenThousandCombiningMarks) {
  std::string tower = "a";
  for (int i = 0; i < 5000; ++i) tower += "\u0301";
  const auto cleaned = clean_text(tower, {.most = 200}, "/t");
  ASSERT_TRUE(cleaned.has_value());
  EXPECT_LE(cleaned->size(), 1u + 2 * (kMaxCombiningMarks + 1));
}

TEST(CleanText, RefusesAndNamesTheField) {
  EXPECT_EQ(clean_text("", {.least = 1}, "/title").error().field, "/title");
  for (const char* unseen : {"\u200D", "\uFE0F\u200D", "\u0301", " \u3000 "}) {
    EXPECT_FALSE(clean_text(unseen, {.least = 1}, "/title").has_value());
  }
  EXPECT_FALSE(clean_text("\xff\xfe", {}, "/t").has_value());
  EXPECT_FALSE(clean_text("\xC0\xAF", {}, "/t").has_value());
  EXPECT_FALSE(clean_text("12345", {.most = 4}, "/t").has_value());
  EXPECT_FALSE(clean_text(std::string(1 << 20, 'a'), {.most = 200}, "/t").has_value());
}

TEST(Slug, Table) {
  EXPECT_TRUE(is_slug("urumi-lip"));
  EXPECT_TRUE(is_slug("4901234.a_b"));
  for (const auto* bad : {"", "-a", "A", "a b", "口紅", "../x"}) EXPECT_FALSE(is_slug(bad)) << bad;
  EXPECT_FALSE(is_slug(std::string(65, 'a')));
}

}  // namespace
}  // namespace nigiwai
