// Blocks for any page of a shop: what each kind is asked for, what it chooses, who may stand on the wall.
// Pure.
//
// A block never invents: it shows what the archive, the room and other people said, and where there is
// nothing to show it takes no room.
#pragma once

#include <boost/json/object.hpp>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "social/sharing/share_link.h"

namespace nigiwai::social {

// Rows that a block shows: a row of cards on a phone, and no more than a glance on a desk.
inline constexpr std::size_t kMostMomentsShown = 6;
inline constexpr std::size_t kMostWordsShown = 12;
inline constexpr std::size_t kMostWallShown = 12;

enum class BlockKind { kNext, kMoments, kWords, kWall };
std::string_view to_text(BlockKind kind);

// One block: its kind and what it is about.
struct Block {
  BlockKind kind = BlockKind::kNext;
  std::string show{};     // "" for none
  std::string product{};  // likewise
  bool operator==(const Block&) const = default;
};

// next; moments of a product; words of a show or of a product; wall, of a product or of all. not-found for
// another kind, invalid for what it is not asked for.
Result<Block> read_block(std::string_view kind, std::string_view show, std::string_view product);
// "next", "moments product:lip": as rows know a block, and back.
std::string key_of(const Block& block);
std::optional<Block> block_of(std::string_view key);

// Where something in a block leads, as its address names it: "show:ID", "show:ID:12000", "clip:ID",
// "product:ID".
std::string text_of(const ShareTarget& target);
Result<ShareTarget> target_of(std::string_view text);

// A show that begins later than it was announced is still the next one for so long.
inline constexpr std::chrono::minutes kLateStart{30};
struct ShowAt {
  std::string id{};
  WallTime at{};  // it began, begins or ended
};
struct ShowsAround {
  std::vector<ShowAt> live{};
  std::vector<ShowAt> coming{};
  std::vector<ShowAt> past{};
};
// On air, the one that began last; else the soonest to come; else the latest archive.
std::optional<std::string> next_show(const ShowsAround& shows, WallTime now);

// A stretch of an archive in which a product was the subject: a clip, which staff chose, or a chapter.
struct Stretch {
  std::string show{};
  std::string clip{};  // id; empty for a chapter
  std::string title{};
  std::string label{};  // of a clip: says that it is advertising
  Milliseconds at{0};
  Milliseconds until{0};
  std::int64_t orders = 0;
  std::int64_t saves = 0;
};
// An order says more than a save.
inline constexpr std::int64_t kOrderWeighs = 3;
// What was ordered and saved at a moment of a show.
struct Happened {
  Milliseconds at{0};
  std::int64_t orders = 0;
  std::int64_t saves = 0;
};
// What is ordered or saved up to so long behind a chapter is still because of it.
inline constexpr Milliseconds kAfterChapter{60'000};
// Counts it to the stretches of that show: to the chapter that began last before it, and to clips that show
// it.
void credit(std::vector<Stretch>& stretches, std::string_view show, std::span<const Happened> happened);
// The best of them, at most `most`: chapters that sold or were saved, clips anyway; a chapter whose beginning
// is in a clip is that clip. Equals stay in their order.
std::vector<Stretch> best_of(std::vector<Stretch> stretches, std::size_t most);

// Whether an author lets their words stand on the wall.
enum class Permission { kNone, kAsked, kGranted, kWithdrawn };
std::string_view to_text(Permission permission);
std::optional<Permission> permission_of(std::string_view text);
// conflict "state" for what it is already and for taking back what was never given; nobody goes back to none.
Result<void> may_become(Permission from, Permission to);

// Clicks of a hundred views, or nothing where there was no view: {"value", "numerator", "denominator",
// "definition", "version"}.
boost::json::object click_rate(std::int64_t clicks, std::int64_t views);

}  // namespace nigiwai::social
