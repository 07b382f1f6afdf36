// By which way the viewers of a show came, as numbers of groups. Pure.
//
// A way is the last link that led to the show, or to none, and by which they came within kBroughtWithinMs
// before they came (returned/cause.h); who came by none, or by none of the kind that is asked for, is of no
// group.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "insight/returned/cause.h"

namespace nigiwai::insight {

enum class By : std::uint8_t {
  kWay,      // whatever link: a post's, one that staff or viewers shared, a block's
  kPost,     // each post's links
  kChannel,  // those of the posts on each account
  kCampaign,
  kStaff  // those that each of the staff shared
};
std::string_view to_text(By by);
std::optional<By> by_of(std::string_view text);

// Viewers' links count for a campaign, of its show or of all, while it runs.
struct CampaignRun {
  std::string id{};
  std::string show{};  // empty for every show
  std::int64_t from = 0;
  std::int64_t until = 0;
};
// The first of them for which an arrival counts by a link that leads to `show`, empty for none; null for
// none.
const CampaignRun* campaign_of(std::span<const CampaignRun> campaigns, std::string_view show,
                               std::int64_t arrived_at);

// People as the figures count them (visits/people_sums.h), of both halves of a show together.
struct WayCounts {
  std::int64_t viewers = 0;
  std::int64_t engaged = 0;
  std::int64_t savers = 0;
  std::int64_t buyers = 0;
  std::int64_t buying_viewers = 0;
  std::int64_t orders = 0;
  std::int64_t placed = 0;                  // minor units
  std::optional<std::int64_t> clicks = {};  // nothing where no link of the group leads to the shows

  WayCounts& operator+=(const WayCounts& more);
};
// Of one viewer of one show, by what they did there (visits/book.h).
WayCounts counts_of(std::uint16_t did);
// Nothing where there is nobody to divide by.
std::optional<double> cvr_of(const WayCounts& counts);

struct WayGroup {
  std::string of{};
  WayCounts counts{};
};
struct WayGroups {
  std::vector<WayGroup> told{};  // the largest first
  WayCounts others{};            // all that are too small to be told, and those past kMostGroups
};
// `least` viewers are the fewest of a group that is told.
WayGroups told_apart(const std::map<std::string, WayCounts, std::less<>>& groups, std::int64_t least);

}  // namespace nigiwai::insight
