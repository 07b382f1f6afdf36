#include "social/posts/posts.h"

#include <fmt/format.h>

#include "base/time.h"
#include "media/pictures.h"
#include "people/staff.h"
#include "shop/products/products.h"
#include "shop/settings.h"
#include "show/shows.h"
#include "social/posts/post_rows.h"

namespace nigiwai::social {
namespace {

std::unexpected<Problem> no_such(const char* field, const char* what) { return invalid(field, what); }

// Fills in which show and product a post concerns; a show that is still a draft may be written of.
Result<void> find_target(store::Database& db, PostDraft& post, std::string& show, std::string& product) {
  if (!post.target) return {};
  auto& target = *post.target;
  switch (target.what) {
    case Shared::kShow: {
      const auto found = show::find(db, target.id);
      if (!found || show::is_rehearsal(found->state))
        return no_such("/target/show", "There is no such show.");
      if (found->state == show::State::kCancelled)
        return no_such("/target/show", "This show was cancelled. Choose another.");
      show = target.show = target.id;
      return {};
    }
    case Shared::kProduct:
      if (!shop::product(db, target.id)) return no_such("/target/product", "There is no such product.");
      product = target.id;
      return {};
    case Shared::kStaff:
      if (!people::profile_of(db, target.id))
        return no_such("/target/staff", "There is nobody of this handle.");
      return {};
    case Shared::kClip: {
      auto rows = db.query(
          "SELECT show, product, at FROM clip WHERE id = ? AND state = 'ready' AND shown = 1 AND at IS NOT "
          "NULL",
          target.id);
      if (!rows.next())
        return no_such("/target/clip", "There is no such clip, or it is not on the public pages yet.");
      show = target.show = rows.text(0);
      product = rows.text(1);
      return {};
    }
  }
  return {};
}

Result<void> find_moment(store::Database& db, const PostDraft& post) {
  if (!post.when_moment) return {};
  const auto found = show::find(db, post.when_show);
  if (!found || show::is_rehearsal(found->state)) return no_such("/show", "There is no such show.");
  if (reached(*post.when_moment, show::to_text(found->state)) == MomentReached::kNever)
    return invalid("/moment", "This show is past that moment. Choose another, or a time.");
  return {};
}

Result<void> find_picture(store::Database& db, const PostDraft& post) {
  if (post.picture.empty()) return {};
  if (!media::kept_picture(db, post.picture + "-640.webp"))
    return no_such("/picture", "There is no such picture. Send it first.");
  return {};
}

// Checks all that a post names, and what the networks take.
Result<std::vector<ChannelAccount>> checked(store::Database& db, const WordingParts& parts, Post& post) {
  if (auto right = find_target(db, post.said, post.show, post.product); !right)
    return std::unexpected(right.error());
  if (auto right = find_moment(db, post.said); !right) return std::unexpected(right.error());
  if (auto right = find_picture(db, post.said); !right) return std::unexpected(right.error());
  if (post.show.empty()) post.show = post.said.when_show;
  std::vector<ChannelAccount> voices;
  for (std::size_t i = 0; i < post.said.accounts.size(); ++i) {
    auto wording = word(db, parts, post.said, post.said.accounts[i], "");
    if (wording.problem) {
      if (wording.problem->field == "/accounts") wording.problem->field = fmt::format("/accounts/{}", i);
      return std::unexpected(*wording.problem);
    }
    voices.push_back(std::move(wording.account));
  }
  return voices;
}

void put_channels(store::Database& db, const std::string& id, const std::vector<ChannelAccount>& voices) {
  db.run("DELETE FROM post_channel WHERE post = ?", id);
  for (std::size_t place = 0; place < voices.size(); ++place) {
    const auto& voice = voices[place];
    db.run(
        "INSERT INTO post_channel (post, account, place, network, name, staff, state) VALUES (?, ?, ?, ?, ?, "
        "?, 'waiting')",
        id, voice.id, place, voice.network, voice.name, voice.staff);
  }
}

std::unexpected<Problem> not_now(std::string detail) {
  return fail(Kind::kConflict, "state", std::move(detail));
}

std::unexpected<Problem> begun() {
  return not_now("This post has gone out, or is going. Take it off and write another.");
}

// Of a post that is there and was not removed.
Result<Post> open_post(store::Database& db, const std::string& id) {
  auto post = find_post(db, id);
  if (post && post->removed_at) return not_now("This post was removed.");
  return post;
}

Result<void> held_to(const Post& post, std::optional<std::int64_t> expected) {
  if (!expected || *expected == post.version) return {};
  Problem problem{Kind::kConflict, "changed-meanwhile",
                  "Somebody else changed this post meanwhile. Look at it again, then save."};
  problem.extra["version"] = post.version;
  return std::unexpected(problem);
}

}  // namespace

std::string disclosure_of(store::Database& db, const std::string& staff, std::string_view language) {
  if (staff.empty()) return "";
  const auto known = shop::settings(db);
  return "#PR " + (language == "en" ? known.disclosure_latin : known.disclosure);
}

Wording word(store::Database& db, const WordingParts& parts, const PostDraft& post,
             const std::string& account, const std::string& code) {
  const auto refuse = [](Wording made, std::string field, std::string detail) {
    made.problem = Problem{Kind::kInvalid, "invalid", std::move(detail), std::move(field)};
    return made;
  };
  Wording made;
  auto standing = parts.channels.account_standing(db, account);
  if (!standing) return refuse(made, "/accounts", "There is no such account any more.");
  made.account = standing->account;
  const auto* channel = parts.channels.find(made.account.network);
  if (channel == nullptr) return refuse(made, "/accounts", "This server does not speak with this network.");
  std::string link;
  if (post.target) {
    // One that is to be made has the same length.
    link = parts.origin + "/s/" + (code.empty() ? std::string(kShareCodeLength, '0') : code);
  }
  made.whole = whole_text(post.text, disclosure_of(db, made.account.staff, post.language), link);
  made.length = channel->length_of(made.whole);
  made.most = channel->most_length();
  if (made.length > made.most) {
    return refuse(made, "/text",
                  fmt::format("{} takes {} characters, and this has {} with its link. Shorten it.",
                              made.account.name, made.most, made.length));
  }
  if (channel->needs_picture() && post.picture.empty())
    return refuse(made, "/picture", made.account.name + " takes no post without a picture. Add one.");
  return made;
}

Result<Post> write_post(store::Transaction& transaction, Random& random, const WordingParts& parts,
                        const PostDraft& wanted, const http::Caller& by) {
  auto& db = transaction.db();
  {
    auto rows = db.query(
        "SELECT count(*) FROM post p WHERE p.removed_at IS NULL AND EXISTS (SELECT 1 FROM post_channel c "
        "WHERE c.post = p.id AND c.state = 'waiting')");
    if (rows.next() && rows.integer(0) >= kMostUnpublished) {
      return fail(
          Kind::kConflict, "limit-reached",
          fmt::format("There are {} posts that have not gone out. Remove some first.", kMostUnpublished));
    }
  }
  Post post{.said = wanted};
  const auto voices = checked(db, parts, post);
  if (!voices) return std::unexpected(voices.error());
  post.id = random.ordered_token(transaction.now(), 12);
  db.run(
      "INSERT INTO post (id, text, language, picture, picture_alt, kind, target, at, show, product, due_at, "
      "when_show, when_moment, written_by, changed_by, made_at) VALUES (?, '', 'ja', '', '', '', '', -1, '', "
      "'', NULL, '', '', ?, ?, ?)",
      post.id, by.handle, by.handle, to_ms(transaction.now()));
  put_said(db, post);
  put_channels(db, post.id, *voices);
  return find_post(db, post.id);
}

Result<Post> rewrite_post(store::Transaction& transaction, const WordingParts& parts, const std::string& id,
                          const PostDraft& wanted, std::optional<std::int64_t> expected,
                          const http::Caller& by) {
  auto& db = transaction.db();
  const auto before = open_post(db, id);
  if (!before) return std::unexpected(before.error());
  if (auto right = held_to(*before, expected); !right) return std::unexpected(right.error());
  if (has_begun(*before)) return begun();
  Post post{.id = id, .said = wanted};
  const auto voices = checked(db, parts, post);
  if (!voices) return std::unexpected(voices.error());
  put_said(db, post);
  db.run(
      "UPDATE post SET changed_by = ?, approved_by = '', approved_at = NULL, version = version + 1 WHERE id "
      "= "
      "?",
      by.handle, id);
  put_channels(db, id, *voices);
  return find_post(db, id);
}

Result<Post> approve_post(store::Transaction& transaction, const WordingParts& parts, const std::string& id,
                          std::optional<std::int64_t> expected, const http::Caller& by) {
  auto& db = transaction.db();
  auto post = open_post(db, id);
  if (!post) return post;
  if (auto right = held_to(*post, expected); !right) return std::unexpected(right.error());
  if (post->approved_at) return not_now("This post is approved already.");
  if (needs_second_person(db) && (post->changed_by == by.handle || post->written_by == by.handle)) {
    return fail(Kind::kForbidden, "second-person",
                "In this shop somebody else than who wrote a post approves it.");
  }
  if (post->said.due_at && *post->said.due_at < transaction.now() - kDueBack)
    return invalid("/at", "The time of this post is past. Choose another first.");
  // What it names may have gone since it was written.
  if (auto still = checked(db, parts, *post); !still) return std::unexpected(still.error());
  db.run("UPDATE post SET approved_by = ?, approved_at = ?, version = version + 1 WHERE id = ?", by.handle,
         to_ms(transaction.now()), id);
  return find_post(db, id);
}

Result<Post> withdraw_approval(store::Transaction& transaction, const std::string& id) {
  auto& db = transaction.db();
  const auto post = open_post(db, id);
  if (!post) return post;
  if (!post->approved_at) return not_now("This post is a draft.");
  if (has_begun(*post)) return begun();
  db.run("UPDATE post SET approved_by = '', approved_at = NULL, version = version + 1 WHERE id = ?", id);
  db.run("UPDATE post_channel SET state = 'waiting', problem_type = '', problem = '' WHERE post = ?", id);
  return find_post(db, id);
}

Result<Post> publish_now(store::Transaction& transaction, const std::string& id) {
  auto& db = transaction.db();
  const auto post = open_post(db, id);
  if (!post) return post;
  if (!post->approved_at) return not_now("This post is a draft. Somebody has to approve it first.");
  const auto state = state_of(*post, transaction.now());
  if (state != PostState::kApproved && state != PostState::kScheduled)
    return not_now("This post has gone out, or is going.");
  db.run("UPDATE post SET due_at = ?, when_show = '', when_moment = '', version = version + 1 WHERE id = ?",
         to_ms(transaction.now()), id);
  return find_post(db, id);
}

Result<Post> retry_post(store::Transaction& transaction, const std::string& id) {
  auto& db = transaction.db();
  const auto post = open_post(db, id);
  if (!post) return post;
  const auto again = db.run(
      "UPDATE post_channel SET state = 'waiting', tries = 0, next_at = ?, problem_type = '', problem = '' "
      "WHERE post = ? AND (state = 'failed' OR (state = 'waiting' AND tries > 0))",
      to_ms(transaction.now()), id);
  if (again == 0) return not_now("There is nothing to try again: this post failed nowhere.");
  // A person says that it is still worth saying.
  db.run("UPDATE post SET due_at = ?, when_show = '', when_moment = '', version = version + 1 WHERE id = ?",
         to_ms(transaction.now()), id);
  return find_post(db, id);
}

Result<Post> remove_post(store::Transaction& transaction, const std::string& id) {
  auto& db = transaction.db();
  const auto post = open_post(db, id);
  if (!post) return post;
  db.run("UPDATE post SET removed_at = ?, version = version + 1 WHERE id = ?", to_ms(transaction.now()), id);
  db.run(
      "UPDATE post_channel SET state = 'removing', tries = 0, next_at = ?, count_at = NULL, problem_type = "
      "'', "
      "problem = '' WHERE post = ? AND state = 'published'",
      to_ms(transaction.now()), id);
  return find_post(db, id);
}

Result<Post> ask_for_counts(store::Transaction& transaction, const std::string& id) {
  auto& db = transaction.db();
  const auto post = open_post(db, id);
  if (!post) return post;
  db.run("UPDATE post_channel SET count_at = ? WHERE post = ? AND state = 'published'",
         to_ms(transaction.now()), id);
  return post;
}

bool needs_second_person(store::Database& db) {
  auto rows = db.query("SELECT second_person FROM post_setting");
  return rows.next() && rows.integer(0) != 0;
}

void set_second_person(store::Transaction& transaction, bool needed) {
  transaction.db().run("UPDATE post_setting SET second_person = ?", needed);
}

}  // namespace nigiwai::social
