#include "social/posts/post.h"

#include <algorithm>
#include <array>

namespace nigiwai::social {
namespace {

constexpr std::array<std::string_view, 3> kMoments{"announced", "live", "archived"};
constexpr std::array<std::string_view, 6> kOnChannel{"waiting", "publishing", "published",
                                                     "failed",  "removing",   "removed"};
constexpr std::array<std::string_view, 7> kStates{"draft",     "approved", "scheduled", "publishing",
                                                  "published", "failed",   "removed"};
// LINE by X-Line-Retry-Key, Bluesky by the record's key, our own fediverse server by its outbox.
constexpr std::array<std::string_view, 3> kKnowRepeats{"line", "bluesky", "fediverse"};

// null says the same as nothing.
json::object without_nulls(const json::object& body) {
  json::object kept;
  for (const auto& [name, value] : body) {
    if (!value.is_null()) kept[name] = value;
  }
  return kept;
}

bool all_are(const Post& post, auto... states) {
  return std::ranges::all_of(post.channels,
                             [&](const PostChannel& each) { return ((each.state == states) || ...); });
}

bool any_is(const Post& post, auto... states) {
  return std::ranges::any_of(post.channels,
                             [&](const PostChannel& each) { return ((each.state == states) || ...); });
}

}  // namespace

std::string_view to_text(ShowMoment moment) { return kMoments[static_cast<std::size_t>(moment)]; }

std::optional<ShowMoment> show_moment(std::string_view text) {
  const auto found = std::ranges::find(kMoments, text);
  if (found == kMoments.end()) return std::nullopt;
  return static_cast<ShowMoment>(found - kMoments.begin());
}

MomentReached reached(ShowMoment moment, std::string_view show_state) {
  if (show_state == "cancelled") return MomentReached::kNever;
  switch (moment) {
    case ShowMoment::kAnnounced:
      if (show_state == "archived") return MomentReached::kNever;
      return show_state == "draft" ? MomentReached::kNotYet : MomentReached::kNow;
    case ShowMoment::kLive:
      if (show_state == "archived") return MomentReached::kNever;
      return show_state == "live" ? MomentReached::kNow : MomentReached::kNotYet;
    case ShowMoment::kArchived:
      return show_state == "archived" ? MomentReached::kNow : MomentReached::kNotYet;
  }
  return MomentReached::kNever;
}

std::string_view to_text(OnChannel state) { return kOnChannel[static_cast<std::size_t>(state)]; }

OnChannel on_channel(std::string_view text) {
  const auto found = std::ranges::find(kOnChannel, text);
  return found == kOnChannel.end() ? OnChannel::kFailed : static_cast<OnChannel>(found - kOnChannel.begin());
}

std::string_view to_text(PostState state) { return kStates[static_cast<std::size_t>(state)]; }

PostState state_of(const Post& post, WallTime now) {
  using enum OnChannel;
  if (post.removed_at) return PostState::kRemoved;
  if (!post.approved_at) return PostState::kDraft;
  if (all_are(post, kPublished, kRemoving, kRemoved)) return PostState::kPublished;
  if (any_is(post, kPublishing)) return PostState::kPublishing;
  if (any_is(post, kWaiting)) {
    if (post.said.due_at) return *post.said.due_at <= now ? PostState::kPublishing : PostState::kScheduled;
    return post.said.when_moment ? PostState::kScheduled : PostState::kApproved;
  }
  return PostState::kFailed;
}

bool has_begun(const Post& post) {
  return std::ranges::any_of(post.channels, [](const PostChannel& each) {
    return each.tries > 0 || each.state == OnChannel::kPublished;
  });
}

Result<PostDraft> read_post(const json::object& body, WallTime now) {
  const auto said = without_nulls(body);
  Fields in(said);
  PostDraft post{.text = in.text("text", {.least = 1, .most = kMostPostText, .lines = Lines::kMany})};
  post.language = in.optional_text("language", {.least = 2, .most = 2}).value_or("ja");
  if (post.language != "ja" && post.language != "en") in.wrong("language", "This must be ja or en.");
  post.picture = in.optional_text("picture", {.most = 64}).value_or("");
  post.picture_alt = in.optional_text("picture_alt", {.most = kMostPictureAlt}).value_or("");
  if (post.picture.empty() && !post.picture_alt.empty())
    in.wrong("picture_alt", "This tells what a picture shows, and there is none.");
  if (in.has("target")) {
    const auto& wanted = in.object("target");
    if (auto target = read_share(wanted)) {
      post.target = *target;
    } else {
      auto problem = target.error();
      problem.field = "/target" + problem.field;
      in.wrong(problem);
    }
  }
  if (const auto at = in.optional_time("at"); at && *at) {
    post.due_at = **at;
    if (**at < now - kDueBack) in.wrong("at", "This time is past. Choose one to come.");
    if (**at > now + kDueAhead) in.wrong("at", "This lies too far ahead: at most 400 days.");
  }
  if (in.has("moment")) {
    post.when_moment = show_moment(in.text("moment", {.most = 20}));
    if (!post.when_moment) in.wrong("moment", "This must be announced, live or archived.");
    if (in.has("show")) post.when_show = in.slug("show");
    if (post.when_show.empty()) in.wrong("show", "Name the show whose moment this post waits for.");
    if (post.due_at) in.wrong("at", "Choose a time, or a moment of a show, not both.");
  } else if (in.has("show")) {
    in.wrong("moment", "Say which moment of the show this post waits for.");
  }
  const auto accounts = in.optional_slugs("accounts", kMostPostAccounts).value_or(std::vector<std::string>{});
  if (accounts.empty()) in.wrong("accounts", "Choose at least one account that says it.");
  for (const auto& account : accounts) {
    if (std::ranges::find(post.accounts, account) == post.accounts.end()) post.accounts.push_back(account);
  }
  if (const auto problem = in.problem()) return std::unexpected(*problem);
  return post;
}

std::string whole_text(std::string_view text, std::string_view disclosure, std::string_view link) {
  std::string whole(text);
  for (const auto more : {disclosure, link}) {
    if (more.empty()) continue;
    whole += '\n';
    whole += more;
  }
  return whole;
}

Milliseconds retry_after(std::int64_t tries, Milliseconds asked) {
  auto delay = kFirstPostRetry;
  for (std::int64_t i = 1; i < tries && delay < kLongestPostRetry; ++i) delay *= 2;
  return std::max(std::min(delay, kLongestPostRetry), asked);
}

std::optional<WallTime> next_count(WallTime published_at, WallTime now) {
  const auto age = now - published_at;
  if (age < std::chrono::hours(1)) return now + std::chrono::minutes(5);
  if (age < std::chrono::hours(24)) return now + std::chrono::minutes(30);
  if (age < std::chrono::hours(24 * 30)) return now + std::chrono::hours(12);
  return std::nullopt;
}

bool knows_repeats(std::string_view network) {
  return std::ranges::find(kKnowRepeats, network) != kKnowRepeats.end();
}

}  // namespace nigiwai::social
