#include "social/returning/return_routes.h"

#include <charconv>
#include <set>

#include "http/answers.h"
#include "http/idempotency.h"
#include "people/audit.h"
#include "social/returning/return_news.h"
#include "store/writing.h"

namespace nigiwai::social {
namespace {

using http::Access;
using http::Role;

constexpr WholeRange kDays{1, 365};
constexpr int kUsualDays = 30;
// A page tells what it shows once; a person opens few pages a minute.
const http::Rate kTelling{"news of saved products", 60, Milliseconds(1'000)};

constexpr const char* kOwnSchema =
    R"({"type":"object","properties":{"items":{"type":"array","items":{"type":"object","properties":{
  "news":{"type":"integer"},"reason":{"enum":["low","ending","back","shown","moment","story"]},"product":{"type":"object"},
  "show":{"type":["object","null"]},"at":{"type":["integer","null"]},"title":{"type":["string","null"]},
  "code":{"type":["string","null"]},"ends_at":{"type":["string","null"]},"happened_at":{"type":"string","format":"date-time"},
  "told":{"type":"boolean"}}}}}})";
constexpr const char* kFiguresSchema =
    R"({"type":"object","properties":{"days":{"type":"integer"},"rule":{"type":"string"},"saved":{"type":"integer"},
  "people":{"type":"integer"},"told":{"type":"integer"},"by_mail":{"type":"integer"},"returned":{"type":"integer"},
  "ordered":{"type":"integer"},"reasons":{"type":"array","items":{"type":"object"}},
  "most_kept":{"type":"array","items":{"type":"object"}}}})";
constexpr const char* kSettingsSchema =
    R"({"type":"object","required":["quiet_from","quiet_until","zone"],"properties":{"quiet_from":{"type":"string"},
  "quiet_until":{"type":"string"},"zone":{"type":"string"}}})";

Result<std::set<std::int64_t>> read_told(const json::object& body) {
  Fields in(body);
  const auto& all = in.array("news", kMostTold);
  std::set<std::int64_t> news;
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (all[i].is_int64()) {
      news.insert(all[i].as_int64());
    } else {
      in.wrong("news/" + std::to_string(i), "This must be a whole number.");
    }
  }
  if (const auto problem = in.problem()) return std::unexpected(*problem);
  return news;
}

Result<int> days_in(const http::Request& request) {
  const auto asked = request.asked("days");
  if (!asked) return kUsualDays;
  int days = 0;
  const auto [at, error] = std::from_chars(asked->data(), asked->data() + asked->size(), days);
  if (error != std::errc() || at != asked->data() + asked->size() || days < kDays.least || days > kDays.most)
    return invalid("days", "This must be a whole number from 1 to 365.");
  return days;
}

}  // namespace

void ReturnRoutes::add_to(http::Router& router) {
  router.add(
      {.method = "GET",
       .path = "/api/me/returns",
       .access = Access::viewers(),
       .handle = [this](http::Request& r) { return get_own(r); },
       .summary = "What happened to products that the caller saved, one for each, the most pressing first.",
       .answer = kOwnSchema});
  router.add(
      {.method = "POST",
       .path = "/api/me/returns/told",
       .access = Access::viewers(),
       .handle = [this](http::Request& r) { return post_told(r); },
       .summary = "A page showed these to the caller; no mail tells them again.",
       .body = R"({"type":"object","required":["news"],"properties":{"news":{"type":"array","maxItems":12,
  "items":{"type":"integer"}}}})",
       .rate = kTelling});
  router.add({.method = "GET",
              .path = "/api/returning",
              .access = Access::staff(),
              .handle = [this](http::Request& r) { return get_figures(r); },
              .summary =
                  "What was told of saved products in the last ?days= (30), who returned and who ordered, by "
                  "reason; and the products that most people keep.",
              .answer = kFiguresSchema});
  router.add({.method = "GET",
              .path = "/api/returning/settings",
              .access = Access::staff(),
              .handle = [this](http::Request& r) { return get_settings(r); },
              .summary = "When no digest is mailed.",
              .answer = kSettingsSchema});
  router.add(
      {.method = "PUT",
       .path = "/api/returning/settings",
       .access = Access::roles({Role::kPlanner}),
       .handle = [this](http::Request& r) { return put_settings(r); },
       .summary =
           "Sets when no digest is mailed: from one time of day to another in a time zone; never, when "
           "the two are the same.",
       .body = kSettingsSchema,
       .answer = kSettingsSchema});
  router.add(
      {.method = "POST",
       .path = "/api/returning/stories",
       .access = Access::roles({Role::kPlanner, Role::kDirector}),
       .handle = [this](http::Request& r) { return post_story(r); },
       .summary = "Tells those who saved a product of its maker's story: a moment in an archive, or the "
                  "product's page. Takes an Idempotency-Key.",
       .body = R"({"type":"object","required":["product","title"],"properties":{"product":{"type":"string"},
  "title":{"type":"string","maxLength":80},"show":{"type":"string"},"at":{"type":"integer","minimum":0}}})",
       .answer = R"({"type":"object","properties":{"product":{"type":"string"},"title":{"type":"string"},
  "keeping":{"type":"integer"}}})"});
}

ReturnRoutes::Answer ReturnRoutes::get_own(http::Request& request) {
  const auto& viewer = request.caller.id;
  const auto now = parts_.clock.wall();
  co_return http::answer(parts_.readers.read<json::object>(
      [&](store::Database& db) -> Result<json::object> { return news_json(db, viewer, now); }));
}

ReturnRoutes::Answer ReturnRoutes::post_told(http::Request& request) {
  const auto body = parse_object(request.body);
  if (!body) co_return http::problem_response(body.error());
  const auto told = read_told(*body);
  if (!told) co_return http::problem_response(told.error());
  const auto& viewer = request.caller.id;
  const auto done = co_await store::write<int>(parts_.writer, store::Lane::kRoom,
                                               [&](store::Transaction& t) -> Result<int> {
                                                 // Only what the person was shown, whatever the page says.
                                                 for (const auto& news : news_for(t.db(), viewer, t.now())) {
                                                   if (told->contains(news.position))
                                                     note_told(t, news, Way::kPage);
                                                 }
                                                 return 0;
                                               });
  co_return done ? http::empty_response() : http::problem_response(done.error());
}

ReturnRoutes::Answer ReturnRoutes::get_figures(http::Request& request) {
  const auto days = days_in(request);
  if (!days) co_return http::problem_response(days.error());
  const auto now = parts_.clock.wall();
  co_return http::answer(co_await parts_.aside.read<json::object>(
      [&](store::Database& db) -> Result<json::object> { return figures_json(db, *days, now); }));
}

ReturnRoutes::Answer ReturnRoutes::get_settings(http::Request&) {
  co_return http::answer(parts_.readers.read<json::object>(
      [](store::Database& db) -> Result<json::object> { return to_json(quiet_hours(db)); }));
}

ReturnRoutes::Answer ReturnRoutes::put_settings(http::Request& request) {
  const auto body = parse_object(request.body);
  if (!body) co_return http::problem_response(body.error());
  const auto wanted = read_quiet_hours(*body);
  if (!wanted) co_return http::problem_response(wanted.error());
  const auto& by = request.caller;
  co_return http::answer(co_await store::write<json::object>(
      parts_.writer, store::Lane::kStaff, [&](store::Transaction& t) -> Result<json::object> {
        set_quiet_hours(t, *wanted);
        people::audit(t, by, "returning.changed", "", to_json(*wanted));
        return to_json(*wanted);
      }));
}

ReturnRoutes::Answer ReturnRoutes::post_story(http::Request& request) {
  const auto key = http::idempotency_key(request, "POST /api/returning/stories");
  if (!key) co_return http::problem_response(key.error());
  const auto body = parse_object(request.body);
  if (!body) co_return http::problem_response(body.error());
  const auto story = read_story(*body);
  if (!story) co_return http::problem_response(story.error());
  const auto& by = request.caller;
  co_return http::answer(co_await store::write<json::object>(
                             parts_.writer, store::Lane::kStaff,
                             [&](store::Transaction& t) -> Result<json::object> {
                               return http::once(t, *key, [&]() -> Result<json::object> {
                                 auto told = tell_story(t, parts_.random.token(kStoryIdLength), *story);
                                 if (told) people::audit(t, by, "story.told", story->product);
                                 return told;
                               });
                             }),
                         201);
}

}  // namespace nigiwai::social
