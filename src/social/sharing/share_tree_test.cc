#include "social/sharing/share_tree.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <numeric>

namespace nigiwai::social {
namespace {

TEST(ShareTree, ReachesTheSecondLevel) {
  const auto tree = share_tree({{"hana", "yuki", true}, {"hana", "ren", false}, {"yuki", "mei", true}});
  ASSERT_EQ(tree.roots.size(), 1u);
  const auto& root = tree.nodes[tree.roots.front()];
  EXPECT_EQ(root.person, "hana");
  EXPECT_EQ(root.brought.size(), 2u);
  EXPECT_EQ(root.reach, 3);
  EXPECT_EQ(root.verified_below, 2);
  const auto levels = levels_of(tree);
  ASSERT_EQ(levels.size(), 2u);
  EXPECT_EQ(levels[0].people, 2);
  EXPECT_EQ(levels[1].people, 1);
  EXPECT_EQ(levels[1].verified, 1);
}

TEST(ShareTree, BelongsToWhoCameFirst) {
  const auto tree = share_tree({{"hana", "yuki", true}, {"ren", "yuki", true}});
  ASSERT_EQ(tree.roots.size(), 1u);
  EXPECT_EQ(tree.nodes[tree.roots.front()].person, "hana");
}

TEST(ShareTree, IsNotBroughtByThoseItBrought) {
  const auto tree = share_tree({{"a", "b", true}, {"b", "c", true}, {"c", "a", true}, {"a", "a", true}});
  ASSERT_EQ(tree.roots.size(), 1u);
  EXPECT_EQ(tree.nodes[tree.roots.front()].person, "a");
  EXPECT_EQ(tree.nodes[tree.roots.front()].reach, 2);
}

TEST(ShareTree, CountsEverybodyWhoCameOnce) {
  rc::check([] {
    std::vector<Brought> arrivals;
    const auto people = *rc::gen::container<std::vector<int>>(rc::gen::inRange(0, 12));
    for (std::size_t i = 1; i < people.size(); ++i)
      arrivals.push_back({std::to_string(people[i - 1]), std::to_string(people[i]), people[i] % 2 == 0});
    const auto tree = share_tree(arrivals);
    std::int64_t below = 0, verified = 0;
    for (const auto root : tree.roots) {
      below += tree.nodes[root].reach;
      verified += tree.nodes[root].verified_below;
    }
    const auto levels = levels_of(tree);
    RC_ASSERT(below == std::accumulate(levels.begin(), levels.end(), std::int64_t{0},
                                       [](auto sum, const auto& level) { return sum + level.people; }));
    RC_ASSERT(verified == std::accumulate(levels.begin(), levels.end(), std::int64_t{0},
                                          [](auto sum, const auto& level) { return sum + level.verified; }));
    for (const auto& node : tree.nodes)
      RC_ASSERT(node.reach >= static_cast<std::int64_t>(node.brought.size()));
  });
}

}  // namespace
}  // namespace nigiwai::social
