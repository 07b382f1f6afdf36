#include "social/sharing/share_tree.h"

#include <algorithm>
#include <optional>
#include <ranges>
#include <unordered_map>

namespace nigiwai::social {
namespace {

class Builder {
 public:
  void add(const Brought& one) {
    const auto by = node_of(one.by), whom = node_of(one.whom);
    if (parents_[whom] || is_above(whom, by)) return;
    parents_[whom] = by;
    tree_.nodes[whom].verified = one.verified;
    tree_.nodes[by].brought.push_back(whom);
  }

  ShareTree finish() {
    std::vector<std::size_t> order;  // parents before their children
    for (std::size_t i = 0; i < parents_.size(); ++i) {
      if (parents_[i] || tree_.nodes[i].brought.empty()) continue;
      tree_.roots.push_back(i);
      order.push_back(i);
    }
    for (std::size_t i = 0; i < order.size(); ++i) {
      const auto& node = tree_.nodes[order[i]];
      for (const auto child : node.brought) {
        tree_.nodes[child].level = node.level + 1;
        order.push_back(child);
      }
    }
    for (const auto place : order | std::views::reverse) {
      if (!parents_[place]) continue;
      const auto& node = tree_.nodes[place];
      auto& parent = tree_.nodes[*parents_[place]];
      parent.reach += 1 + node.reach;
      parent.verified_below += (node.verified ? 1 : 0) + node.verified_below;
    }
    std::ranges::sort(tree_.roots, {},
                      [&](std::size_t place) { return std::pair(-tree_.nodes[place].reach, place); });
    return std::move(tree_);
  }

 private:
  std::size_t node_of(const std::string& person) {
    const auto [found, fresh] = places_.try_emplace(person, tree_.nodes.size());
    if (fresh) {
      tree_.nodes.push_back({.person = person});
      parents_.emplace_back();
    }
    return found->second;
  }

  bool is_above(std::size_t place, std::size_t below) const {
    for (std::optional<std::size_t> at = below; at; at = parents_[*at]) {
      if (*at == place) return true;
    }
    return false;
  }

  ShareTree tree_;
  std::vector<std::optional<std::size_t>> parents_;
  std::unordered_map<std::string, std::size_t> places_;
};

}  // namespace

ShareTree share_tree(const std::vector<Brought>& arrivals) {
  Builder builder;
  for (const auto& one : arrivals) builder.add(one);
  return builder.finish();
}

std::vector<ShareLevel> levels_of(const ShareTree& tree) {
  std::vector<ShareLevel> levels;
  for (const auto& node : tree.nodes) {
    if (node.level == 0) continue;
    if (levels.size() < node.level) levels.resize(node.level);
    ++levels[node.level - 1].people;
    if (node.verified) ++levels[node.level - 1].verified;
  }
  return levels;
}

}  // namespace nigiwai::social
