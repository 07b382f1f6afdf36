// Posts: what the shop says on its accounts, when, and how far that came. Pure.
//
//   draft → approved → scheduled → publishing → published, or failed;  removed
//
// A post's state is read from its approval, its time and how it stands on each of its accounts: only these
// are kept. A change takes the approval away, because what was approved is not what would be said.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/fields.h"
#include "social/sharing/share_link.h"

namespace nigiwai::social {

inline constexpr std::size_t kMostPostText = 3'000;  // no network takes more than Facebook's readers do
inline constexpr std::size_t kMostPictureAlt = 500;
inline constexpr std::size_t kMostPostAccounts = 12;  // of one post: a tick for each in the composer
// Posts that are not out yet: a year of three a day.
inline constexpr std::int64_t kMostUnpublished = 1'000;
// A time that lies so far back is a mistake of the form.
inline constexpr std::chrono::hours kDueBack{1};
inline constexpr std::chrono::hours kDueAhead{24 * 400};
// What could not be said by then is stale, and a person decides: the server was away, or a network.
inline constexpr std::chrono::hours kStaleAfter{12};
// Tries of one post on one account, over about three hours.
inline constexpr std::int64_t kMostTries = 8;
inline constexpr Milliseconds kFirstPostRetry{30'000};
inline constexpr Milliseconds kLongestPostRetry{60 * 60'000};

// A moment of a show that a post waits for.
enum class ShowMoment { kAnnounced, kLive, kArchived };
std::string_view to_text(ShowMoment moment);
std::optional<ShowMoment> show_moment(std::string_view text);
// Whether a show in this state (show/lifecycle.h) has come to the moment, will, or never does any more.
enum class MomentReached { kNotYet, kNow, kNever };
MomentReached reached(ShowMoment moment, std::string_view show_state);

enum class OnChannel { kWaiting, kPublishing, kPublished, kFailed, kRemoving, kRemoved };
std::string_view to_text(OnChannel state);
OnChannel on_channel(std::string_view text);

// A post on one account.
struct PostChannel {
  std::string account{};
  std::string network{};
  std::string name{};
  std::string staff{};  // whose account; empty: the shop's
  OnChannel state = OnChannel::kWaiting;
  std::int64_t link = 0;  // position of its share link; 0 for none yet
  std::int64_t tries = 0;
  WallTime next_at{};
  std::string problem_type{};
  std::string problem{};
  bool uncertain = false;  // it may stand there twice: a try ended without an answer
  std::string remote{};
  std::string url{};
  std::optional<WallTime> published_at{};
  std::optional<std::int64_t> impressions{}, likes{}, shares{}, replies{};
  std::optional<WallTime> counted_at{};
};

// What is written; accounts by id.
struct PostDraft {
  std::string text{};
  std::string language = "ja";
  std::string picture{};
  std::string picture_alt{};
  std::optional<ShareTarget> target{};
  std::optional<WallTime> due_at{};
  std::string when_show{};
  std::optional<ShowMoment> when_moment{};
  std::vector<std::string> accounts{};
};

struct Post {
  std::int64_t position = 0;
  std::string id{};
  PostDraft said{};
  std::string show{};     // that it concerns
  std::string product{};  // likewise
  std::string written_by{};
  std::string changed_by{};
  std::string approved_by{};
  std::optional<WallTime> approved_at{};
  std::optional<WallTime> removed_at{};
  WallTime made_at{};
  std::int64_t version = 1;
  std::vector<PostChannel> channels{};
};

enum class PostState { kDraft, kApproved, kScheduled, kPublishing, kPublished, kFailed, kRemoved };
std::string_view to_text(PostState state);
PostState state_of(const Post& post, WallTime now);
// Whether anything of it has gone out, or is going: what is said cannot change any more.
bool has_begun(const Post& post);

// {text, accounts, language?, picture?, picture_alt?, target?, at? | show?+moment?}: `target` as a share link
// takes it, `at` null or absent for a post that waits for whoever publishes it.
Result<PostDraft> read_post(const json::object& body, WallTime now);

// The whole text that goes to a network: words, disclosure, link, each on lines of their own.
std::string whole_text(std::string_view text, std::string_view disclosure, std::string_view link);

// How long after the `tries`th try that failed, at least 1, the next one comes; never sooner than asked for.
Milliseconds retry_after(std::int64_t tries, Milliseconds asked);
// When the network is asked for counts again, of a post published at that time; nothing: they hardly move.
std::optional<WallTime> next_count(WallTime published_at, WallTime now);

// Whether a network knows a saying that came before by its key, so that a repeat is none.
bool knows_repeats(std::string_view network);

}  // namespace nigiwai::social
