#include "show/cue.h"

#include <gtest/gtest.h>

namespace nigiwai::show {
namespace {

Result<CueText> read(const json::object& body) {
  Fields in(body);
  const auto text = read_cue(in);
  if (const auto problem = in.problem()) return std::unexpected(*problem);
  return text;
}

TEST(Cue, IsReadAsAWholeAndWhatIsLeftOutIsEmptyOrAMinuteLong) {
  const auto whole = read({{"title", " 口紅の塗り方 "},
                           {"intent", "use_idea"},
                           {"length_s", 300},
                           {"points", "一つ目\n二つ目"},
                           {"product", "lip"},
                           {"offer", "配信限定 20% OFF"},
                           {"poll", "p1"}});
  ASSERT_TRUE(whole.has_value()) << whole.error().detail;
  EXPECT_EQ(*whole, (CueText{.title = "口紅の塗り方",
                             .intent = Intent::kUseIdea,
                             .length = std::chrono::seconds(300),
                             .points = "一つ目\n二つ目",
                             .product = "lip",
                             .offer = "配信限定 20% OFF",
                             .poll = "p1"}));
  EXPECT_EQ(*read({{"title", "はじめに"}}), (CueText{.title = "はじめに"}));
}

TEST(Cue, RefusesWhatCannotBeNamingIt) {
  const std::pair<json::object, const char*> rows[] = {
      {{{"length_s", 60}}, "/title"},
      {{{"title", ""}}, "/title"},
      {{{"title", std::string(kMostCueTitle + 1, 'a')}}, "/title"},
      {{{"title", "a"}, {"length_s", 0}}, "/length_s"},
      {{{"title", "a"}, {"length_s", 7201}}, "/length_s"},
      {{{"title", "a"}, {"length_s", 1.5}}, "/length_s"},
      {{{"title", "a"}, {"intent", "hurry"}}, "/intent"},
      {{{"title", "a"}, {"product", "Not An Id"}}, "/product"},
      {{{"title", "a"}, {"poll", std::string(kMostCueReference + 1, 'a')}}, "/poll"},
      {{{"title", "a"}, {"points", std::string(kMostCuePoints + 1, 'a')}}, "/points"},
      {{{"title", "a"}, {"lenght_s", 60}}, "/lenght_s"},
  };
  for (const auto& [body, field] : rows) {
    const auto refused = read(body);
    ASSERT_FALSE(refused.has_value()) << field;
    EXPECT_EQ(refused.error().field, field);
  }
}

TEST(Cue, BeginsWhenThoseBeforeItAreOver) {
  std::vector<Cue> cues(3);
  cues[0].text.length = std::chrono::seconds(90);
  cues[1].text.length = std::chrono::seconds(1);
  cues[2].text.length = std::chrono::seconds(600);
  EXPECT_EQ(planned_starts(cues), (std::vector{Milliseconds(0), Milliseconds(90'000), Milliseconds(91'000)}));
  EXPECT_EQ(planned_length(cues), std::chrono::seconds(691));
  EXPECT_TRUE(planned_starts({}).empty());
}

}  // namespace
}  // namespace nigiwai::show
