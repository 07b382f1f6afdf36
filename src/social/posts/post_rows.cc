#include "social/posts/post_rows.h"

#include <fmt/format.h>

#include <limits>

#include "base/time.h"

namespace nigiwai::social {
namespace {

constexpr std::int64_t kNowhere = -1;
constexpr const char* kColumns =
    "p.position, p.id, p.text, p.language, p.picture, p.picture_alt, p.kind, p.target, p.at, p.show, "
    "p.product, p.due_at, p.when_show, p.when_moment, p.written_by, p.changed_by, p.approved_by, "
    "p.approved_at, p.removed_at, p.made_at, p.version";

std::optional<WallTime> time_in(store::Rows& rows, int column) {
  const auto ms = rows.optional_integer(column);
  return ms ? std::optional(from_ms(*ms)) : std::nullopt;
}

std::optional<std::int64_t> ms_of(const std::optional<WallTime>& time) {
  return time ? std::optional(to_ms(*time)) : std::nullopt;
}

Post read_row(store::Rows& rows) {
  Post post{.position = rows.integer(0), .id = rows.text(1)};
  post.said.text = rows.text(2);
  post.said.language = rows.text(3);
  post.said.picture = rows.text(4);
  post.said.picture_alt = rows.text(5);
  post.show = rows.text(9);
  post.product = rows.text(10);
  if (const auto what = shared_of(rows.text(6))) {
    const auto at = rows.integer(8);
    post.said.target = ShareTarget{.what = *what,
                                   .id = rows.text(7),
                                   .at = at == kNowhere ? std::nullopt : std::optional(Milliseconds(at)),
                                   .show = *what == Shared::kShow || *what == Shared::kClip ? post.show : ""};
  }
  post.said.due_at = time_in(rows, 11);
  post.said.when_show = rows.text(12);
  post.said.when_moment = show_moment(rows.text(13));
  post.written_by = rows.text(14);
  post.changed_by = rows.text(15);
  post.approved_by = rows.text(16);
  post.approved_at = time_in(rows, 17);
  post.removed_at = time_in(rows, 18);
  post.made_at = from_ms(rows.integer(19));
  post.version = rows.integer(20);
  return post;
}

std::vector<PostChannel> channels_of(store::Database& db, const std::string& post) {
  std::vector<PostChannel> found;
  auto rows = db.query(
      "SELECT account, network, name, staff, state, coalesce(link, 0), tries, next_at, problem_type, "
      "problem, "
      "uncertain, remote, url, published_at, impressions, likes, shares, replies, counted_at FROM "
      "post_channel WHERE post = ? ORDER BY place",
      post);
  while (rows.next()) {
    found.push_back({.account = rows.text(0),
                     .network = rows.text(1),
                     .name = rows.text(2),
                     .staff = rows.text(3),
                     .state = on_channel(rows.text(4)),
                     .link = rows.integer(5),
                     .tries = rows.integer(6),
                     .next_at = from_ms(rows.integer(7)),
                     .problem_type = rows.text(8),
                     .problem = rows.text(9),
                     .uncertain = rows.integer(10) != 0,
                     .remote = rows.text(11),
                     .url = rows.text(12),
                     .published_at = time_in(rows, 13),
                     .impressions = rows.optional_integer(14),
                     .likes = rows.optional_integer(15),
                     .shares = rows.optional_integer(16),
                     .replies = rows.optional_integer(17),
                     .counted_at = time_in(rows, 18)});
  }
  return found;
}

}  // namespace

void put_said(store::Database& db, const Post& post) {
  const auto& said = post.said;
  const auto& target = said.target;
  db.run(
      "UPDATE post SET text = ?, language = ?, picture = ?, picture_alt = ?, kind = ?, target = ?, at = ?, "
      "show "
      "= ?, product = ?, due_at = ?, when_show = ?, when_moment = ? WHERE id = ?",
      said.text, said.language, said.picture, said.picture_alt,
      target ? to_text(target->what) : std::string_view(), target ? target->id : std::string(),
      target && target->at ? target->at->count() : kNowhere, post.show, post.product, ms_of(said.due_at),
      said.when_show, said.when_moment ? to_text(*said.when_moment) : std::string_view(), post.id);
}

void put_channel(store::Database& db, const std::string& post, const PostChannel& channel) {
  db.run(
      "UPDATE post_channel SET state = ?, link = ?, tries = ?, next_at = ?, problem_type = ?, problem = ?, "
      "uncertain = ?, remote = ?, url = ?, published_at = ?, impressions = ?, likes = ?, shares = ?, replies "
      "= ?, counted_at = ? WHERE post = ? AND account = ?",
      to_text(channel.state), channel.link == 0 ? std::nullopt : std::optional(channel.link), channel.tries,
      to_ms(channel.next_at), channel.problem_type, channel.problem, channel.uncertain, channel.remote,
      channel.url, ms_of(channel.published_at), channel.impressions, channel.likes, channel.shares,
      channel.replies, ms_of(channel.counted_at), post, channel.account);
}

Result<Post> find_post(store::Database& db, const std::string& id) {
  std::optional<Post> post;
  {
    auto rows = db.query(fmt::format("SELECT {} FROM post p WHERE p.id = ?", kColumns), id);
    if (rows.next()) post = read_row(rows);
  }
  if (!post) return fail(Kind::kNotFound, "not-found", "There is no such post.");
  post->channels = channels_of(db, id);
  for (const auto& each : post->channels) post->said.accounts.push_back(each.account);
  return *std::move(post);
}

std::vector<Post> posts(store::Database& db, const PostsAsked& asked) {
  std::vector<std::string> ids;
  {
    // A post stands at the time it went out, or is due, or was made.
    auto rows = db.query(
        "SELECT p.id, coalesce((SELECT min(c.published_at) FROM post_channel c WHERE c.post = p.id), "
        "p.due_at, "
        "p.made_at) AS stands FROM post p WHERE (?1 OR p.removed_at IS NULL) AND (?2 = 0 OR p.position < ?2) "
        "AND stands >= ?3 AND stands < ?4 ORDER BY p.position DESC LIMIT ?5",
        asked.removed, asked.before, asked.from ? to_ms(*asked.from) : 0,
        asked.until ? to_ms(*asked.until) : std::numeric_limits<std::int64_t>::max(), asked.limit);
    while (rows.next()) ids.push_back(rows.text(0));
  }
  std::vector<Post> found;
  for (const auto& id : ids) {
    if (auto post = find_post(db, id)) found.push_back(*std::move(post));
  }
  return found;
}

}  // namespace nigiwai::social
