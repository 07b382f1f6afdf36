#include "social/blocks/block.h"

#include <gtest/gtest.h>

namespace nigiwai::social {
namespace {

WallTime at(int minutes) { return WallTime{} + std::chrono::minutes(minutes); }

TEST(ReadBlock, KnowsWhatEachKindIsAbout) {
  struct Case {
    const char* kind;
    const char* show;
    const char* product;
    const char* wrong;  // the field; "" where it is right
  };
  for (const auto& [kind, show, product, wrong] : {Case{"next", "", "", ""},
                                                   {"next", "s1", "", "show"},
                                                   {"next", "", "lip", "product"},
                                                   {"moments", "", "lip", ""},
                                                   {"moments", "", "", "product"},
                                                   {"moments", "s1", "lip", "show"},
                                                   {"words", "s1", "", ""},
                                                   {"words", "", "lip", ""},
                                                   {"words", "", "", "show"},
                                                   {"words", "s1", "lip", "show"},
                                                   {"wall", "", "", ""},
                                                   {"wall", "", "lip", ""},
                                                   {"wall", "s1", "", "show"},
                                                   {"wall", "", "L p", "product"}}) {
    const auto block = read_block(kind, show, product);
    EXPECT_EQ(block ? "" : block.error().field, wrong) << kind << ' ' << show << ' ' << product;
  }
  EXPECT_EQ(read_block("lines", "", "").error().kind, Kind::kNotFound);
}

TEST(KeyOfBlock, ComesBackAsTheSameBlock) {
  for (const auto& block : {Block{BlockKind::kNext}, Block{BlockKind::kMoments, "", "lip"},
                            Block{BlockKind::kWords, "s1", ""}, Block{BlockKind::kWall, "", "lip"}}) {
    EXPECT_EQ(block_of(key_of(block)), block) << key_of(block);
  }
  EXPECT_EQ(key_of({BlockKind::kMoments, "", "lip"}), "moments product:lip");
  EXPECT_FALSE(block_of("moments"));
  EXPECT_FALSE(block_of(""));
}

TEST(TargetOf, ReadsWhereSomethingLeads) {
  for (const auto* text : {"show:abc", "show:abc:12000", "clip:c1", "product:lip"}) {
    const auto target = target_of(text);
    ASSERT_TRUE(target) << text;
    EXPECT_EQ(text_of(*target), text);
  }
  for (const auto* text :
       {"", "show", "show:", "show:abc:", "show:abc:x", "show:abc:-1", "show:abc:999999999999",
        "show:abc:1:2", "staff:a", "product:L p", "https://evil.example", "//evil.example"}) {
    EXPECT_FALSE(target_of(text)) << text;
  }
}

TEST(NextShow, IsOnAirThenToComeThenPast) {
  ShowsAround shows{.live = {{"first", at(-50)}, {"second", at(-5)}},
                    .coming = {{"later", at(90)}, {"soon", at(10)}},
                    .past = {{"old", at(-900)}, {"new", at(-300)}}};
  EXPECT_EQ(next_show(shows, at(0)), "second");
  shows.live.clear();
  EXPECT_EQ(next_show(shows, at(0)), "soon");
  EXPECT_EQ(next_show(shows, at(30)), "soon") << "it may begin late";
  EXPECT_EQ(next_show(shows, at(41)), "later") << "nobody began it";
  shows.coming.clear();
  EXPECT_EQ(next_show(shows, at(0)), "new");
  EXPECT_FALSE(next_show({}, at(0)));
}

Stretch chapter(const char* title, int from, int until, std::int64_t orders = 0, std::int64_t saves = 0) {
  return {.show = "s",
          .title = title,
          .at = Milliseconds(from),
          .until = Milliseconds(until),
          .orders = orders,
          .saves = saves};
}
Stretch clip(const char* title, int from, int until, std::int64_t orders = 0) {
  auto made = chapter(title, from, until, orders);
  made.clip = title;
  return made;
}
std::vector<std::string> titles(const std::vector<Stretch>& best) {
  std::vector<std::string> all;
  for (const auto& one : best) all.push_back(one.title);
  return all;
}

TEST(BestMoments, AreClipsAndChaptersThatSoldOrWereSaved) {
  const auto best = best_of({clip("clip", 0, 10), chapter("quiet", 100, 200),
                             chapter("saved", 200, 300, 0, 2), chapter("sold", 300, 400, 1)},
                            9);
  EXPECT_EQ(titles(best), (std::vector<std::string>{"sold", "saved", "clip"}));
}

TEST(BestMoments, ShowAChapterThatIsInAClipAsTheClip) {
  const auto best =
      best_of({chapter("inside", 5, 90, 4), clip("clip", 0, 10, 3), chapter("behind", 10, 20, 1)}, 9);
  EXPECT_EQ(titles(best), (std::vector<std::string>{"clip", "behind"}));
}

TEST(BestMoments, KeepTheirOrderWhereTheyAreEqualAndEndAtTheLimit) {
  const auto best = best_of({chapter("a", 0, 1, 1), chapter("b", 2, 3, 1), chapter("c", 4, 5, 1)}, 2);
  EXPECT_EQ(titles(best), (std::vector<std::string>{"a", "b"}));
}

TEST(CreditToMoments, GoesToTheChapterThatBeganLastAndToClipsThatShowIt) {
  std::vector<Stretch> stretches{clip("clip", 5'000, 7'000), chapter("first", 0, 5'000),
                                 chapter("again", 8'000, 9'000)};
  stretches.push_back(chapter("elsewhere", 0, 100'000));
  stretches.back().show = "other";
  credit(stretches, "s",
         std::vector<Happened>{{.at = Milliseconds(6'000), .orders = 2},     // behind the first, in the clip
                               {.at = Milliseconds(8'500), .saves = 1},      // in the last
                               {.at = Milliseconds(69'001), .orders = 9}});  // long after all
  EXPECT_EQ(stretches[0].orders, 2);
  EXPECT_EQ(stretches[1].orders, 2);
  EXPECT_EQ(stretches[1].saves, 0);
  EXPECT_EQ(stretches[2].saves, 1);
  EXPECT_EQ(stretches[2].orders, 0);
  EXPECT_EQ(stretches[3].orders, 0);
}

TEST(Permission, IsAskedGivenAndTakenBack) {
  using enum Permission;
  struct Case {
    Permission from, to;
    bool may;
  };
  for (const auto& [from, to, may] : {Case{kNone, kAsked, true},
                                      {kNone, kGranted, true},  // given without being asked
                                      {kNone, kWithdrawn, false},
                                      {kAsked, kAsked, false},
                                      {kAsked, kGranted, true},
                                      {kAsked, kWithdrawn, true},  // refused
                                      {kGranted, kGranted, true},  // of other words
                                      {kGranted, kWithdrawn, true},
                                      {kWithdrawn, kWithdrawn, false},
                                      {kWithdrawn, kGranted, true},
                                      {kGranted, kNone, false}}) {
    EXPECT_EQ(may_become(from, to).has_value(), may) << to_text(from) << " → " << to_text(to);
  }
}

TEST(ClickRate, IsNothingOfNothing) {
  EXPECT_TRUE(click_rate(3, 0).at("value").is_null());
  EXPECT_DOUBLE_EQ(click_rate(1, 4).at("value").as_double(), 0.25);
}

}  // namespace
}  // namespace nigiwai::social
