#include "show/marks.h"

#include <gtest/gtest.h>

namespace nigiwai::show {
namespace {

Mark pinned(int at, std::int64_t seq, const char* product) {
  return {Milliseconds(at), seq, MarkKind::kPinned, product};
}
Mark unpinned(int at, std::int64_t seq) { return {Milliseconds(at), seq, MarkKind::kUnpinned, ""}; }
Mark started(int at) { return {Milliseconds(at), 0, MarkKind::kPictureStarted, ""}; }
Mark lost(int at) { return {Milliseconds(at), 0, MarkKind::kPictureLost, ""}; }

const std::vector<Mark> kShow{started(200),           pinned(1000, 5, "lip"), lost(1500),
                              pinned(2000, 6, "oil"), started(2500),          unpinned(3000, 7)};

TEST(Pins, TheLatestAtOrBeforeAMomentIsInForce) {
  EXPECT_EQ(pin_at(kShow, Milliseconds(999)), std::nullopt);
  EXPECT_EQ(pin_at(kShow, Milliseconds(1000)), (Pin{"lip", Milliseconds(1000), 5}));
  EXPECT_EQ(pin_at(kShow, Milliseconds(2500)), (Pin{"oil", Milliseconds(2000), 6}));
  EXPECT_EQ(pin_at(kShow, Milliseconds(3000)), std::nullopt);
}

TEST(Pins, AtOneMomentTheHigherSeqWins) {
  const std::vector<Mark> marks{pinned(1000, 5, "lip"), pinned(1000, 6, "oil")};
  EXPECT_EQ(pin_at(marks, Milliseconds(1000))->product, "oil");
}

TEST(Pins, StretchesEndWhereTheNextBeginsOrTheShowEnds) {
  EXPECT_EQ(pin_stretches(kShow, std::nullopt),
            (std::vector<PinStretch>{{"lip", Milliseconds(1000), Milliseconds(2000)},
                                     {"oil", Milliseconds(2000), Milliseconds(3000)}}));
  const std::vector<Mark> open{pinned(1000, 5, "lip"), pinned(1500, 6, "lip")};
  EXPECT_EQ(pin_stretches(open, std::nullopt),
            (std::vector<PinStretch>{{"lip", Milliseconds(1000), std::nullopt}}));
  EXPECT_EQ(pin_stretches(open, Milliseconds(9000)),
            (std::vector<PinStretch>{{"lip", Milliseconds(1000), Milliseconds(9000)}}));
}

TEST(Picture, IsAwayUntilItStartsAndAfterItWasLost) {
  EXPECT_EQ(away_since({}), Milliseconds(0));
  EXPECT_EQ(away_since(kShow), std::nullopt);
  EXPECT_EQ(away_since(std::vector{started(200), lost(1500), lost(1600)}), Milliseconds(1500));
}

TEST(Picture, GapsAreWhereItIsAway) {
  EXPECT_EQ(gaps(kShow, Milliseconds(4000)), (std::vector<Gap>{{Milliseconds(0), Milliseconds(200)},
                                                               {Milliseconds(1500), Milliseconds(2500)}}));
  EXPECT_EQ(gaps(std::vector{started(50), lost(1500)}, Milliseconds(4000)),
            (std::vector<Gap>{{Milliseconds(1500), Milliseconds(4000)}}));
}

TEST(PinStretches, ArePartedByWhatIsWithdrawn) {
  const std::vector<PinStretch> pinned{{"lip", Milliseconds(0), Milliseconds(10'000)},
                                       {"oil", Milliseconds(10'000), std::nullopt}};
  const std::vector<timeline::Withdrawn> withdrawn{{Milliseconds(2'000), Milliseconds(3'000)},
                                                   {Milliseconds(9'000), Milliseconds(11'000)}};
  EXPECT_EQ(outside(pinned, withdrawn),
            (std::vector<PinStretch>{{"lip", Milliseconds(0), Milliseconds(2'000)},
                                     {"lip", Milliseconds(3'000), Milliseconds(9'000)},
                                     {"oil", Milliseconds(11'000), std::nullopt}}));
}

}  // namespace
}  // namespace nigiwai::show
