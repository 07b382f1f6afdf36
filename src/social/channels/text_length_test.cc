#include "social/channels/text_length.h"

#include <gtest/gtest.h>

#include <string>

namespace nigiwai::social {
namespace {

std::vector<std::string> texts(std::string_view text, const std::vector<TextSpan>& spans) {
  std::vector<std::string> found;
  for (const auto& span : spans) found.emplace_back(text.substr(span.begin, span.end - span.begin));
  return found;
}
using Texts = std::vector<std::string>;

TEST(TextLinks, EndWhereTheAddressDoes) {
  const auto links = [](std::string_view text) { return texts(text, links_in(text)); };
  EXPECT_EQ(links("見てね https://shop.example/s/abc。今夜"), Texts{"https://shop.example/s/abc"});
  EXPECT_EQ(links("(see https://shop.example/a_(b))."), Texts{"https://shop.example/a_(b)"});
  EXPECT_EQ(links("http://a.example, HTTPS://B.example!"), (Texts{"http://a.example", "HTTPS://B.example"}));
  EXPECT_EQ(links("https:// xhttps://a.example https://。"), Texts{});
  EXPECT_EQ(links_in("口紅 https://a.example"), (std::vector<TextSpan>{{7, 24}})) << "in bytes of UTF-8";
}

TEST(TextTags, HoldWordsOfAnyScript) {
  const auto tags = [](std::string_view text) { return texts(text, tags_in(text)); };
  EXPECT_EQ(tags("#柿渋の口紅、＃月白 #PR #2026 #2026秋"),
            (Texts{"#柿渋の口紅", "＃月白", "#PR", "#2026秋"}));
  EXPECT_EQ(tags("a#b ## # https://a.example/#top &#39;"), Texts{});
  EXPECT_EQ(tags_in("口紅 #PR"), (std::vector<TextSpan>{{7, 10}}));
}

TEST(WeightedLength, IsThatOfX) {
  struct Row {
    std::string text;
    std::size_t weight;
  };
  const Row rows[] = {
      {"", 0},
      {"hello", 5},
      {"こんばんは", 10},
      {"café", 4},
      {"cafe\u0301", 4},  // composed first
      {"“a” – b…", 9},    // the dots weigh 2
      {"見て https://shop.example/a/very/long/path/of/a/product/that/is/longer/than/23", 4 + 1 + 23},
      {"http://a.jp", 23},
      {"a.jp", 23},
      {"3.14 e.g. a..b", 14},
      {"👨‍👩‍👧‍👦", 2},
      {"🇯🇵1️⃣❤️", 6},
      {std::string(280, 'x'), 280},
  };
  for (const auto& row : rows) EXPECT_EQ(weighted_length(row.text), row.weight) << row.text;
}

TEST(OtherLengths, CountAsTheirNetworksDo) {
  EXPECT_EQ(utf16_length("口紅👄"), 4U);
  EXPECT_EQ(code_point_length("口紅👄"), 3U);
}

}  // namespace
}  // namespace nigiwai::social
