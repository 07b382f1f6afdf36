#include "social/posts/post_turns.h"

#include <fmt/format.h>

#include "base/time.h"
#include "show/shows.h"
#include "social/sharing/shares.h"

namespace nigiwai::social {
namespace {

// A network's words, as far as a person reads them.
constexpr std::size_t kMostProblemBytes = 600;

bool may_be_tried_again(const Problem& problem) {
  return problem.kind == Kind::kUnavailable || problem.kind == Kind::kTooMany;
}

// What is told of a post where it concerns a show, and in the shop's own timeline otherwise: to the staff.
void tell(store::Transaction& transaction, timeline::Journal& journal, const PostErrand& errand,
          const char* kind, json::object more) {
  json::object data{{"post", errand.post.id},
                    {"account", errand.channel.account},
                    {"network", errand.channel.network},
                    {"name", errand.channel.name}};
  for (auto& [name, value] : more) data[name] = std::move(value);
  // A show that was removed or only planned has no room to tell it in.
  const bool has_timeline =
      !errand.post.show.empty() && timeline::times_of(transaction.db(), errand.post.show).has_value();
  journal.append(transaction, has_timeline ? errand.post.show : std::string(),
                 {.kind = kind, .data = std::move(data), .audience = timeline::Audience::kStaff});
}

void fail_channel(store::Transaction& transaction, timeline::Journal& journal, PostErrand errand,
                  const Problem& problem) {
  auto& channel = errand.channel;
  channel.state = OnChannel::kFailed;
  channel.problem_type = problem.type;
  channel.problem = problem.detail.substr(0, kMostProblemBytes);
  put_channel(transaction.db(), errand.post.id, channel);
  tell(transaction, journal, errand, "post.failed", {{"type", channel.problem_type}});
}

// Of posts that wait for a moment of a show.
void reach_moments(store::Transaction& transaction, timeline::Journal& journal) {
  auto& db = transaction.db();
  std::vector<std::pair<std::string, MomentReached>> come;
  {
    auto rows = db.query(
        "SELECT p.id, p.when_moment, coalesce(s.state, 'cancelled') FROM post p LEFT JOIN show s ON s.id = "
        "p.when_show WHERE p.when_show <> '' AND p.due_at IS NULL AND p.approved_at IS NOT NULL AND "
        "p.removed_at IS NULL");
    while (rows.next()) {
      const auto moment = show_moment(rows.text(1));
      const auto now = moment ? reached(*moment, rows.text(2)) : MomentReached::kNever;
      if (now != MomentReached::kNotYet) come.emplace_back(rows.text(0), now);
    }
  }
  for (const auto& [id, now] : come) {
    db.run("UPDATE post SET due_at = ? WHERE id = ?", to_ms(transaction.now()), id);
    if (now == MomentReached::kNow) continue;
    auto post = find_post(db, id);
    if (!post) continue;
    for (const auto& channel : post->channels) {
      if (channel.state == OnChannel::kWaiting)
        fail_channel(transaction, journal, {.post = *post, .channel = channel},
                     {Kind::kConflict, "moment-missed",
                      "The show was cancelled, or is past the moment that this post waited for."});
    }
  }
}

// Everything that waits and whose time is past by too much: a person decides.
void note_stale(store::Transaction& transaction, timeline::Journal& journal) {
  auto& db = transaction.db();
  std::vector<std::string> stale;
  {
    auto rows = db.query(
        "SELECT DISTINCT p.id FROM post p JOIN post_channel c ON c.post = p.id WHERE c.state = 'waiting' AND "
        "p.approved_at IS NOT NULL AND p.removed_at IS NULL AND p.due_at < ?",
        to_ms(transaction.now() - kStaleAfter));
    while (rows.next()) stale.push_back(rows.text(0));
  }
  for (const auto& id : stale) {
    auto post = find_post(db, id);
    if (!post) continue;
    for (const auto& channel : post->channels) {
      if (channel.state != OnChannel::kWaiting) continue;
      fail_channel(transaction, journal, {.post = *post, .channel = channel},
                   {Kind::kUnavailable, "too-late",
                    "It could not be said within twelve hours of its time" +
                        (channel.problem.empty() ? std::string(".") : ": " + channel.problem)});
    }
  }
}

struct Place {
  std::string post{}, account{};
};

std::optional<Place> first_of(store::Rows rows) {
  if (!rows.next()) return std::nullopt;
  return Place{rows.text(0), rows.text(1)};
}

std::optional<PostErrand> errand_at(store::Database& db, const Place& place, PostErrand::What what) {
  auto post = find_post(db, place.post);
  if (!post) return std::nullopt;
  for (const auto& channel : post->channels) {
    if (channel.account == place.account) return PostErrand{.what = what, .post = *post, .channel = channel};
  }
  return std::nullopt;
}

// Makes the link and the words; marks it as going.
Result<void> make_ready(store::Transaction& transaction, Random& random, const WordingParts& parts,
                        PostErrand& errand) {
  auto& db = transaction.db();
  auto& channel = errand.channel;
  const auto& said = errand.post.said;
  std::string code;
  if (said.target) {
    if (channel.link == 0) {
      auto made = make_post_link(transaction, random, *said.target,
                                 {.post = errand.post.id,
                                  .account = channel.account,
                                  .staff = channel.staff.empty() ? errand.post.written_by : channel.staff});
      if (!made)
        return fail(Kind::kConflict, "target-gone",
                    "What this post links to is not public: " + made.error().detail);
      channel.link = made->position;
      code = made->code;
    } else {
      auto rows = db.query("SELECT code FROM share_link WHERE position = ?", channel.link);
      if (rows.next()) code = rows.text(0);
    }
  }
  const auto wording = word(db, parts, said, channel.account, code);
  if (wording.problem) return std::unexpected(*wording.problem);
  errand.saying = {.text = wording.whole,
                   .link = code.empty() ? std::string() : parts.origin + "/s/" + code,
                   .picture_alt = said.picture_alt,
                   .language = said.language,
                   .key = errand.post.id + "-" + channel.account};
  ++channel.tries;
  channel.state = OnChannel::kPublishing;
  put_channel(db, errand.post.id, channel);
  return {};
}

}  // namespace

void recover_posts(store::Transaction& transaction) {
  auto& db = transaction.db();
  std::vector<Place> going;
  {
    auto rows = db.query("SELECT post, account FROM post_channel WHERE state = 'publishing'");
    while (rows.next()) going.push_back({rows.text(0), rows.text(1)});
  }
  for (const auto& place : going) {
    auto errand = errand_at(db, place, PostErrand::What::kPublish);
    if (!errand) continue;
    auto& channel = errand->channel;
    channel.state = OnChannel::kWaiting;
    channel.next_at = transaction.now();
    channel.uncertain = channel.uncertain || !knows_repeats(channel.network);
    put_channel(db, place.post, channel);
  }
}

bool is_any_due(store::Database& db, WallTime now) {
  auto rows = db.query(
      "SELECT EXISTS (SELECT 1 FROM post_channel c JOIN post p ON p.id = c.post WHERE c.state = 'waiting' "
      "AND "
      "p.approved_at IS NOT NULL AND p.removed_at IS NULL AND (p.due_at <= ?1 AND c.next_at <= ?1)) OR "
      "EXISTS "
      "(SELECT 1 FROM post p JOIN show s ON s.id = p.when_show WHERE p.when_show <> '' AND p.due_at IS NULL "
      "AND "
      "p.approved_at IS NOT NULL AND p.removed_at IS NULL AND (s.state = p.when_moment OR s.state IN "
      "('scheduled', "
      "'live', 'archived', 'cancelled') AND NOT (s.state IN ('scheduled', 'live') AND p.when_moment = "
      "'archived') "
      "AND NOT (s.state = 'scheduled' AND p.when_moment = 'live'))) OR EXISTS (SELECT 1 FROM post_channel "
      "WHERE "
      "state = 'removing' AND next_at <= ?1) OR EXISTS (SELECT 1 FROM post_channel WHERE count_at <= ?1)",
      to_ms(now));
  return rows.next() && rows.integer(0) != 0;
}

std::optional<PostErrand> take_errand(store::Transaction& transaction, timeline::Journal& journal,
                                      Random& random, const WordingParts& parts) {
  auto& db = transaction.db();
  const auto now = to_ms(transaction.now());
  reach_moments(transaction, journal);
  note_stale(transaction, journal);
  while (
      const auto place = first_of(db.query(
          "SELECT c.post, c.account FROM post_channel c JOIN post p ON p.id = c.post WHERE c.state = "
          "'waiting' AND p.approved_at IS NOT NULL AND p.removed_at IS NULL AND p.due_at <= ?1 AND c.next_at "
          "<= ?1 ORDER BY max(p.due_at, c.next_at), p.position, c.place LIMIT 1",
          now))) {
    auto errand = errand_at(db, *place, PostErrand::What::kPublish);
    if (!errand) return std::nullopt;
    const auto ready = make_ready(transaction, random, parts, *errand);
    if (ready) return errand;
    fail_channel(transaction, journal, *std::move(errand), ready.error());
  }
  if (const auto place = first_of(db.query(
          "SELECT post, account FROM post_channel WHERE state = 'removing' AND next_at <= ? ORDER BY next_at "
          "LIMIT 1",
          now)))
    return errand_at(db, *place, PostErrand::What::kRemove);
  if (const auto place = first_of(db.query(
          "SELECT post, account FROM post_channel WHERE count_at <= ? ORDER BY count_at LIMIT 1", now)))
    return errand_at(db, *place, PostErrand::What::kCount);
  return std::nullopt;
}

void settle_published(store::Transaction& transaction, timeline::Journal& journal, const PostErrand& errand,
                      const Result<Published>& outcome) {
  auto& db = transaction.db();
  auto settled = errand;
  auto& channel = settled.channel;
  const auto now = transaction.now();
  if (outcome) {
    channel.state = OnChannel::kPublished;
    channel.problem.clear();
    channel.problem_type.clear();
    channel.remote = outcome->id;
    channel.url = outcome->url;
    channel.published_at = now;
    // It was taken off while the network was asked.
    const auto post = find_post(db, errand.post.id);
    if (post && post->removed_at) {
      channel.state = OnChannel::kRemoving;
      channel.tries = 0;
      channel.next_at = now;
    }
    put_channel(db, errand.post.id, channel);
    if (channel.state == OnChannel::kPublished)
      db.run("UPDATE post_channel SET count_at = ? WHERE post = ? AND account = ?",
             to_ms(now + std::chrono::minutes(1)), errand.post.id, channel.account);
    return tell(transaction, journal, settled, "post.published", {{"url", channel.url}});
  }
  const auto& problem = outcome.error();
  // Whether the network took it is not known: it may have, and the answer was lost.
  if (problem.kind == Kind::kUnavailable && !knows_repeats(channel.network)) channel.uncertain = true;
  if (!may_be_tried_again(problem) || channel.tries >= kMostTries)
    return fail_channel(transaction, journal, std::move(settled), problem);
  channel.state = OnChannel::kWaiting;
  channel.next_at = now + retry_after(channel.tries, problem.retry_after);
  channel.problem_type = problem.type;
  channel.problem = problem.detail.substr(0, kMostProblemBytes);
  put_channel(db, errand.post.id, channel);
}

void settle_removed(store::Transaction& transaction, timeline::Journal& journal, const PostErrand& errand,
                    const Result<void>& outcome) {
  auto settled = errand;
  auto& channel = settled.channel;
  // What the network has no more is taken off, whoever did it.
  if (outcome || outcome.error().kind == Kind::kNotFound) {
    channel.state = OnChannel::kRemoved;
    channel.problem.clear();
    channel.problem_type.clear();
    put_channel(transaction.db(), errand.post.id, channel);
    return tell(transaction, journal, settled, "post.removed", {});
  }
  const auto& problem = outcome.error();
  ++channel.tries;
  channel.problem_type = problem.type;
  channel.problem = problem.detail.substr(0, kMostProblemBytes);
  if (may_be_tried_again(problem) && channel.tries < kMostTries) {
    channel.next_at = transaction.now() + retry_after(channel.tries, problem.retry_after);
  } else {
    channel.state = OnChannel::kPublished;  // it still stands there, and the staff read why
  }
  put_channel(transaction.db(), errand.post.id, channel);
}

void settle_counts(store::Transaction& transaction, const PostErrand& errand,
                   const Result<SayingCounts>& outcome) {
  auto& db = transaction.db();
  const auto now = transaction.now();
  const auto& channel = errand.channel;
  if (outcome) {
    // Only the counts: the post may have been taken off while the network was asked.
    db.run(
        "UPDATE post_channel SET impressions = ?, likes = ?, shares = ?, replies = ?, counted_at = ? WHERE "
        "post "
        "= ? AND account = ?",
        outcome->impressions, outcome->likes, outcome->shares, outcome->replies, to_ms(now), errand.post.id,
        channel.account);
  }
  auto next = channel.published_at ? next_count(*channel.published_at, now) : std::nullopt;
  if (!outcome && next) next = std::max(*next, now + outcome.error().retry_after);
  db.run("UPDATE post_channel SET count_at = ? WHERE post = ? AND account = ? AND state = 'published'",
         next ? std::optional(to_ms(*next)) : std::nullopt, errand.post.id, channel.account);
}

void put_back(store::Transaction& transaction, const PostErrand& errand) {
  if (errand.what != PostErrand::What::kPublish) return;
  auto channel = errand.channel;
  channel.state = OnChannel::kWaiting;
  channel.tries -= 1;
  channel.uncertain = channel.uncertain || !knows_repeats(channel.network);
  put_channel(transaction.db(), errand.post.id, channel);
}

}  // namespace nigiwai::social
