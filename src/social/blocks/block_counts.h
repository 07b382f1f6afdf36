// What blocks bring: looked at, clicked and bought through, by block and by the site whose page it stands on.
//
// Clicks, arrivals and orders are those of the blocks' share links (sharing/), which one opens through a
// block.
#pragma once

#include "base/random.h"
#include "social/blocks/block.h"
#include "social/sharing/shares.h"
#include "store/writer.h"

namespace nigiwai::social {

// Blocks on sites that are counted. Sites are those the owner allowed, blocks name what is there: a shop with
// two hundred products on ten sites has as many.
inline constexpr std::int64_t kMostCountedBlocks = 10'000;
inline constexpr std::int64_t kMostBlocksTold = 200;  // of them to staff, the most looked at

// Whether what the block is about is public.
bool is_about_something(store::Database& db, const Block& block);

// One look. False when it is not counted: of nothing public, or one too many.
bool count_view(store::Transaction& transaction, const Block& block, const std::string& site);

// A person follows something of a block: the link, counted.
Result<ShareLink> open_block(store::Transaction& transaction, Random& random, const Block& block,
                             const std::string& site, const ShareTarget& target, Clicker who);
// Where it leads without counting anything.
Result<std::string> page_without_link(store::Database& db, ShareTarget target);

// {"items": [{"block": {"kind", "show", "product", "title"}, "site", "since", "views", "clicks", "own",
// "arrivals", "verified", "orders", "sales", "click_rate"}], "left_out", "totals"}.
json::object block_figures(store::Database& db);

}  // namespace nigiwai::social
