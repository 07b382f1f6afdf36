#include "show/archive/chapter.h"

#include <gtest/gtest.h>

namespace nigiwai::show {
namespace {

Mark pinned(std::int64_t at, std::int64_t seq, std::string product) {
  return {.at = Milliseconds(at), .seq = seq, .kind = MarkKind::kPinned, .product = std::move(product)};
}
Beginning pin(std::int64_t at, std::int64_t seq, std::string product) {
  return {.made_by = MadeBy::kPin,
          .seq = seq,
          .at = Milliseconds(at),
          .title = product + "!",
          .product = product};
}
Beginning cue(std::int64_t at, std::int64_t seq, std::string title) {
  return {.made_by = MadeBy::kCue, .seq = seq, .at = Milliseconds(at), .title = std::move(title)};
}
std::vector<std::string> told(const std::vector<Chapter>& chapters) {
  std::vector<std::string> lines;
  for (const auto& each : chapters) {
    lines.push_back(each.id + " " + std::to_string(each.at.count()) + "-" +
                    (each.until ? std::to_string(each.until->count()) : "") + " " + each.title +
                    (each.removed ? " removed" : ""));
  }
  return lines;
}
using Lines = std::vector<std::string>;

TEST(Chapters, BeginWithEachPinOfAnotherProduct) {
  const Mark unpinned{.at = Milliseconds(50'000), .seq = 4, .kind = MarkKind::kUnpinned};
  const auto beginnings =
      beginnings_of(std::vector<Mark>{pinned(0, 1, "lip"), pinned(10'000, 2, "lip"), pinned(40'000, 3, "oil"),
                                      unpinned, pinned(60'000, 5, "oil")});
  ASSERT_EQ(beginnings.size(), 3U);
  EXPECT_EQ(beginnings[1],
            (Beginning{.made_by = MadeBy::kPin, .seq = 3, .at = Milliseconds(40'000), .product = "oil"}));
  EXPECT_EQ(chapter_id(beginnings[2]), "pin-5");
}

TEST(Chapters, EndWhereTheNextOneBegins) {
  const std::vector beginnings{pin(1'000, 3, "lip"), pin(60'000, 9, "oil")};
  EXPECT_EQ(told(chapters_of(beginnings, {}, Milliseconds(90'000))),
            (Lines{"pin-3 1000-60000 lip!", "pin-9 60000-90000 oil!"}));
  EXPECT_EQ(chapters_of(beginnings, {}, std::nullopt).back().until, std::nullopt);
}

TEST(Chapters, TakeACueAndItsPinForOne) {
  const std::vector two{pin(1'000, 3, "lip"), pin(2'500, 4, "oil")};
  EXPECT_EQ(told(chapters_of(two, {}, Milliseconds(9'000))),
            (Lines{"pin-3 1000-2500 lip!", "pin-4 2500-9000 oil!"}));
  const std::vector beside{cue(1'000, 3, "新色のご紹介"), pin(1'200, 4, "lip")};
  const auto chapters = chapters_of(beside, {}, Milliseconds(9'000));
  EXPECT_EQ(told(chapters), (Lines{"pin-4 1000-9000 新色のご紹介"}));
  EXPECT_EQ(chapters.front().product, "lip");
}

TEST(Chapters, AreWhatStaffMadeOfThem) {
  const std::vector beginnings{pin(1'000, 3, "lip"), pin(60'000, 9, "oil"), pin(61'000, 12, "lip")};
  const std::vector<ChapterEdit> edits{{.id = "pin-3", .at = Milliseconds(5'000), .title = "塗りくらべ"},
                                       {.id = "pin-9", .removed = true},
                                       {.id = "pin-77", .title = "no such"},
                                       {.id = "own-a", .at = Milliseconds(30'000), .title = "質問"}};
  EXPECT_EQ(told(chapters_of(beginnings, edits, Milliseconds(90'000))),
            (Lines{"pin-3 5000-30000 塗りくらべ", "own-a 30000-61000 質問", "pin-12 61000-90000 lip!"}));
  EXPECT_EQ(told(chapters_of(beginnings, edits, Milliseconds(90'000), Removed::kShown))[2],
            "pin-9 60000-61000 oil! removed");
}

TEST(Chapters, BeginBehindWhatIsWithdrawnOrAreGone) {
  const std::vector beginnings{pin(1'000, 3, "lip"), pin(10'000, 9, "oil"), pin(12'000, 12, "lip"),
                               pin(20'000, 15, "oil")};
  const std::vector<timeline::Withdrawn> withdrawn{{Milliseconds(9'000), Milliseconds(15'000)}};
  EXPECT_EQ(told(outside(chapters_of(beginnings, {}, Milliseconds(30'000)), withdrawn)),
            (Lines{"pin-3 1000-9000 lip!", "pin-12 15000-20000 lip!", "pin-15 20000-30000 oil!"}));
  EXPECT_EQ(outside(chapters_of(beginnings, {}, std::nullopt), withdrawn).back().until, std::nullopt);
}

}  // namespace
}  // namespace nigiwai::show
