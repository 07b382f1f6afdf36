// Which group each link belongs to, and what the groups are called, as the shop's database tells it.
#pragma once

#include <boost/json/object.hpp>
#include <unordered_map>

#include "insight/ways/way.h"
#include "store/database.h"

namespace nigiwai::insight {

class Grouping {
 public:
  Grouping(store::Database& journal, By by);
  // Of who came by this link at that time; empty for none. Stands as long as this and the touch.
  std::string_view of(const Touch& touch);
  // {"of", "name", "network"}: null for what the group has none of.
  boost::json::object called(const std::string& group) const;

 private:
  struct Link {
    std::string account{};  // of the post, where it is one's
    std::string show{};     // that it leads to
  };
  const Link& link(std::int64_t position);

  store::Database& journal_;
  By by_;
  std::vector<CampaignRun> campaigns_{};            // the first that counts stands first
  std::unordered_map<std::int64_t, Link> links_{};  // by position
};

}  // namespace nigiwai::insight
