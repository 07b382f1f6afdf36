#include "timeline/withdrawn.h"

#include <gtest/gtest.h>

namespace nigiwai::timeline {
namespace {

const std::vector<Withdrawn> kTwo{{Milliseconds(1'000), Milliseconds(2'000)},
                                  {Milliseconds(5'000), Milliseconds(6'000)}};

TEST(Withdrawn, EndsBeforeItsUntil) {
  EXPECT_FALSE(is_withdrawn(kTwo, Milliseconds(999)));
  EXPECT_TRUE(is_withdrawn(kTwo, Milliseconds(1'000)));
  EXPECT_TRUE(is_withdrawn(kTwo, Milliseconds(1'999)));
  EXPECT_FALSE(is_withdrawn(kTwo, Milliseconds(2'000)));
}

TEST(Withdrawn, OverlapsWhatReachesIntoIt) {
  EXPECT_FALSE(overlaps(kTwo, {Milliseconds(0), Milliseconds(1'000)}));
  EXPECT_TRUE(overlaps(kTwo, {Milliseconds(0), Milliseconds(1'001)}));
  EXPECT_TRUE(overlaps(kTwo, {Milliseconds(5'200), Milliseconds(5'300)}));
  EXPECT_FALSE(overlaps(kTwo, {Milliseconds(6'000), Milliseconds(9'000)}));
}

TEST(Withdrawn, LeavesWhatIsOutsideOfIt) {
  struct Row {
    Withdrawn stretch;
    std::vector<Withdrawn> left;
  };
  const Row rows[] = {
      {{Milliseconds(0), Milliseconds(9'000)},
       {{Milliseconds(0), Milliseconds(1'000)},
        {Milliseconds(2'000), Milliseconds(5'000)},
        {Milliseconds(6'000), Milliseconds(9'000)}}},
      {{Milliseconds(1'000), Milliseconds(2'000)}, {}},
      {{Milliseconds(1'500), Milliseconds(5'500)}, {{Milliseconds(2'000), Milliseconds(5'000)}}},
      {{Milliseconds(2'000), Milliseconds(5'000)}, {{Milliseconds(2'000), Milliseconds(5'000)}}},
  };
  for (const auto& [stretch, left] : rows) EXPECT_EQ(left_of(kTwo, stretch), left) << stretch.from.count();
}

}  // namespace
}  // namespace nigiwai::timeline
