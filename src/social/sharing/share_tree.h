// Who brought whom, to every level. Pure.
//
// Somebody was brought by whoever's link they came by first. Nobody is brought by those they brought
// themselves, so that what arrivals say is a tree whatever links people pass around.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace nigiwai::social {

// In order of time.
struct Brought {
  std::string by{};  // a person: a member, a viewer, or one of the staff
  std::string whom{};
  bool verified = false;
};

struct ShareTreeNode {
  std::string person{};
  bool verified = false;               // came and took part; roots did not come by a link
  std::vector<std::size_t> brought{};  // places in ShareTree::nodes, in order of time
  std::size_t level = 0;               // of roots 0
  std::int64_t reach = 0;              // all below
  std::int64_t verified_below = 0;
};

struct ShareTree {
  std::vector<ShareTreeNode> nodes{};
  std::vector<std::size_t> roots{};  // who brought somebody and was not brought; the furthest reach first
};

ShareTree share_tree(const std::vector<Brought>& arrivals);

struct ShareLevel {
  std::int64_t people = 0;
  std::int64_t verified = 0;
};
// People at level 1, 2, ….
std::vector<ShareLevel> levels_of(const ShareTree& tree);

}  // namespace nigiwai::social
