#include "social/posts/post_routes.h"

#include <charconv>

#include "base/time.h"
#include "http/answers.h"
#include "http/idempotency.h"
#include "http/precondition.h"
#include "media/jpeg.h"
#include "people/audit.h"
#include "store/writing.h"

namespace nigiwai::social {
namespace {

using http::Access;
using http::Role;

constexpr const char* kPostBody =
    R"({"type":"object","required":["text","accounts"],"properties":{"text":{"type":"string","maxLength":3000},
  "accounts":{"type":"array","minItems":1,"maxItems":12,"items":{"type":"string"}},"language":{"enum":["ja","en"]},
  "picture":{"type":["string","null"]},"picture_alt":{"type":["string","null"],"maxLength":500},
  "target":{"type":["object","null"],"properties":{"show":{"type":"string"},"at":{"type":"integer"},
    "product":{"type":"string"},"clip":{"type":"string"},"staff":{"type":"string"}}},
  "at":{"type":["string","null"],"format":"date-time"},"show":{"type":["string","null"]},
  "moment":{"enum":["announced","live","archived",null]}}})";
constexpr const char* kPostSchema =
    R"({"type":"object","properties":{"id":{"type":"string"},"text":{"type":"string"},"language":{"enum":["ja","en"]},
  "picture":{"type":["string","null"]},"picture_shown":{"type":["object","null"]},"picture_alt":{"type":"string"},
  "target":{"type":["object","null"]},"at":{"type":["string","null"]},"moment":{"type":["object","null"]},
  "state":{"enum":["draft","approved","scheduled","publishing","published","failed","removed"]},"begun":{"type":"boolean"},
  "written_by":{"type":"object"},"changed_by":{"type":"object"},"approved":{"type":["object","null"]},
  "removed_at":{"type":["string","null"]},"made_at":{"type":"string","format":"date-time"},"version":{"type":"integer"},
  "channels":{"type":"array","items":{"type":"object","properties":{"account":{"type":"string"},"network":{"type":"string"},
    "name":{"type":"string"},"state":{"enum":["waiting","publishing","published","failed","removing","removed"]},
    "whole":{"type":"string"},"link":{"type":["string","null"]},"tries":{"type":"integer"},
    "next_try_at":{"type":["string","null"]},"problem":{"type":["object","null"]},"uncertain":{"type":"boolean"},
    "url":{"type":["string","null"]},"published_at":{"type":["string","null"]},"impressions":{"type":["integer","null"]},
    "likes":{"type":["integer","null"]},"shares":{"type":["integer","null"]},"replies":{"type":["integer","null"]},
    "brought":{"type":["object","null"]}}}},"brought":{"type":["object","null"]}}})";
constexpr const char* kListSchema =
    R"({"type":"object","properties":{"items":{"type":"array","items":{"type":"object"}},"next":{"type":["string","null"]}}})";
constexpr const char* kFiguresSchema =
    R"({"type":"object","properties":{"all":{"type":"object"},"steady":{"type":"object"},"enough_from":{"type":"integer"},
  "kinds":{"type":"array"},"hours":{"type":"array"},"networks":{"type":"array"},"products":{"type":"array"},
  "staff":{"type":"array"}}})";
constexpr const char* kTodaySchema =
    R"({"type":"object","properties":{"streak":{"type":"integer"},"published":{"type":"integer"},"planned":{"type":"integer"},
  "drafts":{"type":"integer"},"alarm":{"type":"boolean"},"ideas":{"type":"array","items":{"type":"object"}}}})";
constexpr const char* kSettingsSchema =
    R"({"type":"object","required":["second_person"],"properties":{"second_person":{"type":"boolean"}}})";

// How far figures reach back where nobody says from when.
constexpr std::chrono::hours kUsualFigures{24 * 90};

Result<std::optional<WallTime>> time_asked(const http::Request& request, std::string_view name) {
  const auto text = request.asked(name);
  if (!text) return std::optional<WallTime>();
  const auto time = from_rfc3339(*text);
  if (!time) return invalid(std::string(name), "This must be a time, such as 2026-11-01T00:00:00+09:00.");
  return time;
}

// Minutes that the reader's clock is ahead of UTC.
Result<std::chrono::minutes> offset_asked(const http::Request& request) {
  const auto offset = request.whole("offset", -14 * 60, 14 * 60);
  if (!offset) return std::unexpected(offset.error());
  return std::chrono::minutes(offset->value_or(0));
}

Result<std::int64_t> position_in(const std::string& cursor) {
  std::int64_t position = 0;
  if (cursor.empty()) return position;
  const auto* end = cursor.data() + cursor.size();
  const auto [at, error] = std::from_chars(cursor.data(), end, position);
  if (error != std::errc() || at != end || position <= 0)
    return invalid("cursor", "This is not a cursor of this list.");
  return position;
}

Result<void> nothing_said(const http::Request& request) {
  if (request.body.empty()) return {};
  const auto body = parse_object(request.body);
  if (!body) return std::unexpected(body.error());
  Fields in(*body);
  if (const auto problem = in.problem()) return std::unexpected(*problem);
  return {};
}

Result<PostDraft> draft_in(const http::Request& request, WallTime now) {
  const auto body = parse_object(request.body);
  if (!body) return std::unexpected(body.error());
  return read_post(*body, now);
}

}  // namespace

void PostRoutes::add_to(http::Router& router) {
  const auto writing = Access::roles({Role::kPlanner, Role::kDirector});
  router.add({.method = "GET",
              .path = "/api/posts",
              .access = Access::staff(),
              .handle = [this](http::Request& r) { return list(r); },
              .summary =
                  "Posts, the newest first; of a stretch by ?from= and ?until=: those that went out, are "
                  "due or were written in it.",
              .answer = kListSchema});
  router.add({.method = "POST",
              .path = "/api/posts",
              .access = writing,
              .handle = [this](http::Request& r) { return post(r); },
              .summary = "Writes a post, a draft. Takes an Idempotency-Key.",
              .body = kPostBody,
              .answer = kPostSchema});
  router.add({.method = "GET",
              .path = "/api/posts/{id}",
              .access = Access::staff(),
              .handle = [this](http::Request& r) { return get(r); },
              .summary = "One post: how it stands on each account, and what it brought.",
              .answer = kPostSchema});
  router.add({.method = "PUT",
              .path = "/api/posts/{id}",
              .access = writing,
              .handle = [this](http::Request& r) { return put(r); },
              .summary = "Writes it anew, until it goes out. It is a draft again. With If-Match, 412 "
                         "changed-meanwhile when somebody else changed it since.",
              .body = kPostBody,
              .answer = kPostSchema});
  router.add({.method = "DELETE",
              .path = "/api/posts/{id}",
              .access = writing,
              .handle = [this](http::Request& r) { return remove(r); },
              .summary = "Takes it off every network that has it, and keeps it from the others.",
              .answer = kPostSchema});
  add_steps(router);
  add_rest(router);
}

void PostRoutes::add_steps(http::Router& router) {
  const auto writing = Access::roles({Role::kPlanner, Role::kDirector});
  const auto approving = Access::roles({Role::kDirector});
  router.add({.method = "POST",
              .path = "/api/posts/{id}/approval",
              .access = approving,
              .handle = [this](http::Request& r) { return approve(r); },
              .summary =
                  "Approves a draft. 403 second-person where the shop wants somebody else than who wrote "
                  "it. Takes If-Match.",
              .answer = kPostSchema});
  router.add({.method = "DELETE",
              .path = "/api/posts/{id}/approval",
              .access = writing,
              .handle = [this](http::Request& r) { return withdraw(r); },
              .summary = "Makes it a draft again, until it goes out.",
              .answer = kPostSchema});
  router.add({.method = "POST",
              .path = "/api/posts/{id}/publication",
              .access = writing,
              .handle = [this](http::Request& r) { return publish(r); },
              .summary = "Sets an approved post off now, whatever it waits for.",
              .answer = kPostSchema});
  router.add({.method = "POST",
              .path = "/api/posts/{id}/retry",
              .access = writing,
              .handle = [this](http::Request& r) { return retry(r); },
              .summary = "Tries again where it failed.",
              .answer = kPostSchema});
  router.add(
      {.method = "POST",
       .path = "/api/posts/{id}/counts",
       .access = Access::staff(),
       .handle = [this](http::Request& r) { return count(r); },
       .summary = "Asks the networks now for impressions and reactions; answers what stands until then.",
       .answer = kPostSchema});
}

void PostRoutes::add_rest(http::Router& router) {
  const auto writing = Access::roles({Role::kPlanner, Role::kDirector});
  router.add({.method = "POST",
              .path = "/api/post-checks",
              .access = writing,
              .handle = [this](http::Request& r) { return check(r); },
              .summary = "What each account would say, how long it is there, and why it cannot be said.",
              .body = kPostBody,
              .answer = kListSchema,
              .rate = kChecking});
  router.add({.method = "GET",
              .path = "/api/post-accounts",
              .access = Access::staff(),
              .handle = [this](http::Request& r) { return accounts(r); },
              .summary = "Accounts that posts can be said on.",
              .answer = kListSchema});
  router.add(
      {.method = "POST",
       .path = "/api/post-pictures",
       .access = writing,
       .handle = [this](http::Request& r) { return post_picture(r); },
       .summary =
           "Keeps a picture for a post: JPEG, PNG or WebP up to 10 MiB; answers what a post names it by.",
       .answer =
           R"({"type":"object","properties":{"id":{"type":"string"},"url":{"type":"string"},"small":{"type":"string"}}})",
       .max_body = media::kMostPictureBytes});
  router.add({.method = "GET",
              .path = "/post-pictures/{name}",
              .access = Access::open(),
              .handle = [this](http::Request& r) { return get_picture(r); },
              .summary = "The picture of an approved post as JPEG, for networks that fetch it themselves.",
              .rate = kFetchingPictures});
  router.add({.method = "GET",
              .path = "/api/post-figures",
              .access = Access::staff(),
              .handle = [this](http::Request& r) { return figures(r); },
              .summary =
                  "What posts brought, of a stretch by ?from= and ?until= (the last 90 days): together, on "
                  "days without a campaign, and by kind, hour (?offset= minutes from UTC), network, "
                  "product and staff.",
              .answer = kFiguresSchema});
  router.add(
      {.method = "GET",
       .path = "/api/posts-today",
       .access = Access::staff(),
       .handle = [this](http::Request& r) { return today(r); },
       .summary = "Days in a row with a post, whether today has one, and ideas (?offset= minutes from UTC).",
       .answer = kTodaySchema});
  router.add({.method = "GET",
              .path = "/api/post-settings",
              .access = Access::staff(),
              .handle = [this](http::Request& r) { return get_settings(r); },
              .summary = "Whether somebody else than who wrote a post approves it.",
              .answer = kSettingsSchema});
  router.add({.method = "PUT",
              .path = "/api/post-settings",
              .access = Access::roles({}),
              .handle = [this](http::Request& r) { return put_settings(r); },
              .summary = "Sets it.",
              .body = kSettingsSchema,
              .answer = kSettingsSchema});
}

PostRoutes::Answer PostRoutes::told(const std::string& id, int status) {
  const auto now = parts_.clock.wall();
  co_return http::answer(
      co_await parts_.aside.read<json::object>([&](store::Database& db) -> Result<json::object> {
        const auto post = find_post(db, id);
        if (!post) return std::unexpected(post.error());
        return post_json(db, wording_, *post, now);
      }),
      status);
}

PostRoutes::Answer PostRoutes::list(http::Request& request) {
  const auto page = http::page_asked(request);
  if (!page) co_return http::problem_response(page.error());
  const auto before = position_in(page->cursor);
  if (!before) co_return http::problem_response(before.error());
  const auto from = time_asked(request, "from");
  if (!from) co_return http::problem_response(from.error());
  const auto until = time_asked(request, "until");
  if (!until) co_return http::problem_response(until.error());
  const PostsAsked asked{.from = *from, .until = *until, .before = *before, .limit = page->limit};
  const auto now = parts_.clock.wall();
  co_return http::answer(co_await parts_.aside.read<json::object>(
      [&](store::Database& db) -> Result<json::object> { return posts_json(db, wording_, asked, now); }));
}

PostRoutes::Answer PostRoutes::get(http::Request& request) {
  co_return co_await told(std::string(request.parameter("id")), 200);
}

PostRoutes::Answer PostRoutes::post(http::Request& request) {
  const auto wanted = draft_in(request, parts_.clock.wall());
  if (!wanted) co_return http::problem_response(wanted.error());
  const auto key = http::idempotency_key(request, "POST /api/posts");
  if (!key) co_return http::problem_response(key.error());
  const auto& by = request.caller;
  // What stands for the key is which post was written: its figures are counted aside, as they are now.
  const auto made =
      co_await store::write<json::object>(parts_.writer, store::Lane::kStaff, [&](store::Transaction& t) {
        return http::once(t, *key, [&]() -> Result<json::object> {
          const auto post = write_post(t, parts_.random, wording_, *wanted, by);
          if (!post) return std::unexpected(post.error());
          people::audit(t, by, "post.written", post->id, {{"accounts", post->channels.size()}});
          return json::object{{"id", post->id}};
        });
      });
  if (!made) co_return http::answer(made);
  co_return co_await told(std::string(made->at("id").as_string()), 201);
}

PostRoutes::Answer PostRoutes::changed(http::Request& request, const char* what, Change change) {
  const auto& by = request.caller;
  const auto done = co_await store::write<std::string>(
      parts_.writer, store::Lane::kStaff, [&](store::Transaction& t) -> Result<std::string> {
        const auto post = change(t);
        if (!post) return std::unexpected(post.error());
        if (what != nullptr) {
          json::array names;
          for (const auto& channel : post->channels) names.push_back(json::string(channel.name));
          people::audit(t, by, what, post->id, {{"accounts", std::move(names)}, {"version", post->version}});
        }
        return post->id;
      });
  if (!done) co_return http::answer(std::unexpected(done.error()));
  parts_.publisher.hurry();
  co_return co_await told(*done, 200);
}

PostRoutes::Answer PostRoutes::put(http::Request& request) {
  const auto wanted = draft_in(request, parts_.clock.wall());
  if (!wanted) co_return http::problem_response(wanted.error());
  const auto expected = http::version_expected(request);
  if (!expected) co_return http::problem_response(expected.error());
  const std::string id(request.parameter("id"));
  co_return co_await changed(request, "post.rewritten", [&](store::Transaction& t) {
    return rewrite_post(t, wording_, id, *wanted, *expected, request.caller);
  });
}

PostRoutes::Answer PostRoutes::approve(http::Request& request) {
  if (const auto right = nothing_said(request); !right) co_return http::problem_response(right.error());
  const auto expected = http::version_expected(request);
  if (!expected) co_return http::problem_response(expected.error());
  const std::string id(request.parameter("id"));
  co_return co_await changed(request, "post.approved", [&](store::Transaction& t) {
    return approve_post(t, wording_, id, *expected, request.caller);
  });
}

PostRoutes::Answer PostRoutes::withdraw(http::Request& request) {
  const std::string id(request.parameter("id"));
  co_return co_await changed(request, "post.approval-withdrawn",
                             [&](store::Transaction& t) { return withdraw_approval(t, id); });
}

PostRoutes::Answer PostRoutes::publish(http::Request& request) {
  if (const auto right = nothing_said(request); !right) co_return http::problem_response(right.error());
  const std::string id(request.parameter("id"));
  co_return co_await changed(request, "post.set-off",
                             [&](store::Transaction& t) { return publish_now(t, id); });
}

PostRoutes::Answer PostRoutes::retry(http::Request& request) {
  if (const auto right = nothing_said(request); !right) co_return http::problem_response(right.error());
  const std::string id(request.parameter("id"));
  co_return co_await changed(request, "post.retried",
                             [&](store::Transaction& t) { return retry_post(t, id); });
}

PostRoutes::Answer PostRoutes::remove(http::Request& request) {
  const std::string id(request.parameter("id"));
  co_return co_await changed(request, "post.taken-off",
                             [&](store::Transaction& t) { return remove_post(t, id); });
}

PostRoutes::Answer PostRoutes::count(http::Request& request) {
  if (const auto right = nothing_said(request); !right) co_return http::problem_response(right.error());
  const std::string id(request.parameter("id"));
  co_return co_await changed(request, nullptr, [&](store::Transaction& t) { return ask_for_counts(t, id); });
}

PostRoutes::Answer PostRoutes::check(http::Request& request) {
  const auto wanted = draft_in(request, parts_.clock.wall());
  if (!wanted) co_return http::problem_response(wanted.error());
  co_return http::answer(parts_.readers.read<json::object>(
      [&](store::Database& db) -> Result<json::object> { return check_json(db, wording_, *wanted); }));
}

PostRoutes::Answer PostRoutes::accounts(http::Request&) {
  co_return http::answer(parts_.readers.read<json::object>(
      [&](store::Database& db) -> Result<json::object> { return post_accounts_json(db, parts_.channels); }));
}

PostRoutes::Answer PostRoutes::post_picture(http::Request& request) {
  const auto encoded = co_await pictures_.take_picture(std::move(request.body));
  if (!encoded) co_return http::problem_response(encoded.error());
  const auto kept = co_await store::write<json::object>(
      parts_.writer, store::Lane::kStaff, [&](store::Transaction& t) -> Result<json::object> {
        media::keep_picture(t, *encoded);
        auto shown = media::picture_json(encoded->hash).as_object();
        shown["id"] = encoded->hash;
        return shown;
      });
  co_return http::answer(kept, 201);
}

PostRoutes::Answer PostRoutes::get_picture(http::Request& request) {
  constexpr std::string_view kEnd = ".jpg";
  const std::string name(request.parameter("name"));
  if (!name.ends_with(kEnd))
    co_return http::problem_response({Kind::kNotFound, "not-found", "There is no such picture."});
  const auto hash = name.substr(0, name.size() - kEnd.size());
  const auto jpeg = co_await parts_.aside.read<std::string>([&](store::Database& db) -> Result<std::string> {
    {
      auto rows = db.query(
          "SELECT 1 FROM post WHERE picture = ? AND approved_at IS NOT NULL AND removed_at IS NULL LIMIT 1",
          hash);
      if (!rows.next()) return fail(Kind::kNotFound, "not-found", "There is no such picture.");
    }
    const auto kept = media::kept_picture(db, hash + "-640.webp");
    if (!kept) return std::unexpected(kept.error());
    return media::as_jpeg(*kept);
  });
  if (!jpeg) co_return http::problem_response(jpeg.error());
  auto response = http::text_response(*jpeg, "image/jpeg");
  response.with("Cache-Control", "public, max-age=86400").with("X-Content-Type-Options", "nosniff");
  co_return response;
}

PostRoutes::Answer PostRoutes::figures(http::Request& request) {
  const auto from = time_asked(request, "from");
  if (!from) co_return http::problem_response(from.error());
  const auto until = time_asked(request, "until");
  if (!until) co_return http::problem_response(until.error());
  const auto offset = offset_asked(request);
  if (!offset) co_return http::problem_response(offset.error());
  const FiguresAsked asked{.from = from->value_or(parts_.clock.wall() - kUsualFigures),
                           .until = until->value_or(WallTime::max()),
                           .offset = *offset};
  co_return http::answer(co_await parts_.aside.read<json::object>(
      [&](store::Database& db) -> Result<json::object> { return figures_json(db, asked); }));
}

PostRoutes::Answer PostRoutes::today(http::Request& request) {
  const auto offset = offset_asked(request);
  if (!offset) co_return http::problem_response(offset.error());
  const auto now = parts_.clock.wall();
  co_return http::answer(co_await parts_.aside.read<json::object>(
      [&](store::Database& db) -> Result<json::object> { return today_json(db, now, *offset); }));
}

PostRoutes::Answer PostRoutes::get_settings(http::Request&) {
  co_return http::answer(parts_.readers.read<json::object>([](store::Database& db) -> Result<json::object> {
    return json::object{{"second_person", needs_second_person(db)}};
  }));
}

PostRoutes::Answer PostRoutes::put_settings(http::Request& request) {
  const auto body = parse_object(request.body);
  if (!body) co_return http::problem_response(body.error());
  Fields in(*body);
  const auto needed = in.optional_flag("second_person");
  if (!needed) in.wrong("second_person", "This must be true or false.");
  if (const auto problem = in.problem()) co_return http::problem_response(*problem);
  const auto& by = request.caller;
  co_return http::answer(co_await store::write<json::object>(
      parts_.writer, store::Lane::kStaff, [&](store::Transaction& t) -> Result<json::object> {
        set_second_person(t, *needed);
        people::audit(t, by, "post.ruled", "", {{"second_person", *needed}});
        return json::object{{"second_person", *needed}};
      }));
}

}  // namespace nigiwai::social
