#include "show/archive/captions.h"

#include <gtest/gtest.h>

namespace nigiwai::show {
namespace {

constexpr Milliseconds ms(std::int64_t n) { return Milliseconds(n); }
// The picture came after two seconds, and was away from 12 to 20 s.
const std::vector<Piece> kPieces{{ms(0), ms(2'000), ms(10'000)}, {ms(10'000), ms(20'000), ms(5'000)}};

TEST(Captions, GoFromTheRecordingIntoTheShow) {
  const auto moved = into_show({{ms(1'000), ms(2'000), "a"},
                                {ms(9'000), ms(10'000), "b"},
                                {ms(9'000), ms(11'000), "c"},
                                {ms(14'000), ms(99'000), "d"}},
                               kPieces);
  ASSERT_TRUE(moved.has_value());
  EXPECT_EQ((*moved)[0].from, ms(3'000));
  EXPECT_EQ((*moved)[1].until, ms(12'000)) << "before the gap";
  EXPECT_EQ((*moved)[2].until, ms(21'000)) << "over the gap";
  EXPECT_EQ((*moved)[3].until, ms(25'000)) << "to the end";
  const auto beyond = into_show({{.from = ms(15'000), .until = ms(16'000), .text = "e", .line = 7}}, kPieces);
  ASSERT_FALSE(beyond.has_value());
  EXPECT_EQ(beyond.error().extra.at("line").as_int64(), 7);
  EXPECT_EQ(into_show({}, {}).error().type, "not-recorded");
}

TEST(Captions, ComeBackAsTheyWere) {
  const std::vector<Caption> given{
      {ms(0), ms(1'000), "a"}, {ms(9'000), ms(11'000), "b"}, {ms(14'000), ms(15'000), "c"}};
  const auto back = into_recording(*into_show(given, kPieces), kPieces);
  ASSERT_EQ(back.size(), given.size());
  for (std::size_t i = 0; i < given.size(); ++i) {
    EXPECT_EQ(back[i].from, given[i].from) << i;
    EXPECT_EQ(back[i].until, given[i].until) << i;
  }
}

TEST(Captions, AreLeftOutWhereThereIsNoPicture) {
  const std::vector<Caption> in_the_gap{{ms(13'000), ms(15'000), "a"}};
  EXPECT_TRUE(into_recording(in_the_gap, kPieces).empty());
}

TEST(Captions, KnowALanguage) {
  for (const auto* good : {"ja", "en", "zh-Hant", "pt-BR", "yue"}) EXPECT_TRUE(is_language(good)) << good;
  for (const auto* bad : {"", "j", "JA", "ja-", "japanese", "ja.vtt", "ja/..", "zh-Hant-of-some-kind"})
    EXPECT_FALSE(is_language(bad)) << bad;
}

}  // namespace
}  // namespace nigiwai::show
