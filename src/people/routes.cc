#include "people/routes.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/fields.h"
#include "base/time.h"
#include "people/credentials.h"
#include "people/own_words.h"
#include "people/session_answers.h"
#include "store/writing.h"

namespace nigiwai::people {
namespace {

using http::Access;
using http::Caller;
using http::Role;

constexpr std::chrono::hours kViewerCookieLife{365 * 24};
// Longer than any that fits, so that the rule itself says what is wrong.
constexpr std::size_t kSecretBytes = 1024;

const char* const kViewerSchema =
    R"({"type":"object","properties":{"token":{"type":"string"},"id":{"type":"string"},"name":{"type":"string"}}})";
const char* const kProfileProperties =
    R"("handle":{"type":"string"},"name":{"type":"string"},"title":{"type":"string"},
  "role":{"type":"string","enum":["owner","planner","director","presenter","analyst"]},"picture":{"type":["object","null"]})";

// The session's token as the router took it.
std::string session_token(const http::Request& request) {
  if (request.by_cookie) return std::string(request.cookie("nigiwai_staff"));
  const auto header = request.header("authorization");
  return std::string(header.substr(std::min(header.size(), std::string_view("Bearer ").size())));
}

// A body that may be left out altogether.
Result<json::object> parse_optional(const std::string& body) {
  if (body.empty()) return json::object{};
  return parse_object(body);
}

}  // namespace

void Routes::add_to(http::Router& router) {
  router.add({.method = "POST",
              .path = "/api/viewers",
              .access = Access::open(),
              .handle = [this](http::Request& r) { return post_viewer(r); },
              .summary = "A new viewer with a token, also set as a cookie. Without a name one is given.",
              .body = R"({"type":"object","properties":{"name":{"type":"string","minLength":1,"maxLength":20},
                "language":{"enum":["ja","en"],"default":"ja"}}})",
              .answer = kViewerSchema});
  router.add(
      {.method = "GET",
       .path = "/api/viewers/me",
       .access = Access::somebody(),
       .handle = [this](http::Request& r) { return get_viewer(r); },
       .summary = "The viewer of this token, with the products they saved.",
       .answer =
           R"({"type":"object","properties":{"id":{"type":"string"},"name":{"type":"string"},"saved":{"type":"array"}}})"});
  router.add(
      {.method = "PATCH",
       .path = "/api/viewers/me",
       .access = Access::somebody(),
       .handle = [this](http::Request& r) { return patch_viewer(r); },
       .summary = "Changes the display name.",
       .body =
           R"({"type":"object","required":["name"],"properties":{"name":{"type":"string","minLength":1,"maxLength":20}}})",
       .answer = kViewerSchema,
       .rate = kRenames});
  router.add(
      {.method = "POST",
       .path = "/api/sessions",
       .access = Access::open(),
       .handle = [this](http::Request& r) { return post_session(r); },
       .summary =
           "Signs a staff member in: a token, also set as a cookie. With a second factor, `code` is needed.",
       .body =
           R"({"type":"object","required":["email","password"],"properties":{"email":{"type":"string"},"password":{"type":"string"},"code":{"type":"string"}}})",
       .answer = kSessionSchema});
  router.add({.method = "GET",
              .path = "/api/sessions/current",
              .access = Access::staff(),
              .handle = [this](http::Request& r) { return get_session(r); },
              .summary = "Who is signed in.",
              .answer = kSessionSchema});
  router.add({.method = "DELETE",
              .path = "/api/sessions/current",
              .access = Access::staff(),
              .handle = [this](http::Request& r) { return delete_session(r); },
              .summary = "Signs out."});
  router.add(
      {.method = "POST",
       .path = "/api/setup",
       .access = Access::open(),
       .handle = [this](http::Request& r) { return post_setup(r); },
       .summary = "Makes the first owner from the one-time link that the server printed, and signs them in.",
       .body =
           R"({"type":"object","required":["token","email","password","name"],"properties":{"token":{"type":"string"},
                "email":{"type":"string"},"password":{"type":"string","minLength":10},"name":{"type":"string","maxLength":40}}})",
       .answer = kSessionSchema});
  const auto profile = fmt::format(R"({{"type":"object","properties":{{{}}}}})", kProfileProperties);
  router.add(
      {.method = "GET",
       .path = "/api/staff",
       .access = Access::open(),
       .handle = [this](http::Request& r) { return list_staff(r); },
       .summary = "The public profiles of the staff, in order of handle.",
       .answer = fmt::format(
           R"({{"type":"object","properties":{{"items":{{"type":"array","items":{}}},"next":{{"type":["string","null"]}}}}}})",
           profile)});
  router.add(
      {.method = "PUT",
       .path = "/api/staff/{handle}",
       .access = Access::roles({}),
       .handle = [this](http::Request& r) { return put_staff(r); },
       .summary = "Writes a staff profile: 201 when it is new, which then cannot sign in. Its picture stays.",
       .body =
           R"({"type":"object","required":["name","role"],"properties":{"name":{"type":"string","maxLength":40},
                "title":{"type":"string","maxLength":40},"role":{"type":"string"}}})",
       .answer = profile});
  router.add({.method = "PUT",
              .path = "/api/staff/{handle}/picture",
              .access = Access::staff(),
              .handle = [this](http::Request& r) { return put_staff_picture(r); },
              .summary = "Sets the portrait from the bytes of a JPEG, PNG or WebP file up to 10 MiB: one's "
                         "own, or any for an owner.",
              .answer = R"({"type":"object","properties":{"picture":{"type":"object"}}})",
              .max_body = media::kMostPictureBytes});
  router.add(
      {.method = "PUT",
       .path = "/api/staff/{handle}/words",
       .access = Access::staff(),
       .handle = [this](http::Request& r) { return put_staff_words(r); },
       .summary = "What stands on the page of one of the staff: one's own, or any for an owner.",
       .body =
           R"({"type":"object","required":["words"],"properties":{"words":{"type":"string","maxLength":600}}})",
       .answer = R"({"type":"object","properties":{"words":{"type":"string"}}})"});
  add_key_routes(router);
}

void Routes::set_cookie(const http::Request& request, http::Response& response, const char* name,
                        const std::string& token, std::chrono::seconds life) const {
  people::set_cookie(request, response, name, token, life, {parts_.origins, parts_.secure_cookies});
}

Routes::Answer Routes::post_viewer(http::Request& request) {
  if (auto taken = parts_.limits.take(kNewViewers, request.peer); !taken)
    co_return http::problem_response(taken.error());
  const auto body = parse_optional(request.body);
  if (!body) co_return http::problem_response(body.error());
  Fields in(*body);
  auto name = in.optional_text("name", kDisplayName);
  auto language = in.optional_text("language", {.most = 10}).value_or("ja");
  if (language != "ja" && language != "en") in.wrong("language", "This must be ja or en.");
  if (const auto problem = in.problem()) co_return http::problem_response(*problem);
  const auto viewer = co_await parts_.people.add_viewer(std::move(name), std::move(language));
  if (!viewer) co_return http::problem_response(viewer.error());
  auto response = http::json_response(
      json::object{{"token", viewer->token}, {"id", viewer->id}, {"name", viewer->name}}, 201);
  set_cookie(request, response, "nigiwai_viewer", viewer->token, kViewerCookieLife);
  co_return response;
}

namespace {

// Staff may watch too, but then with a viewer token of their own.
std::optional<Problem> not_a_viewer(const Caller& caller) {
  if (caller.role == Role::kViewer) return std::nullopt;
  return Problem{Kind::kUnauthorized, "unauthorized", "A viewer token is needed (POST /api/viewers)."};
}

}  // namespace

Routes::Answer Routes::get_viewer(http::Request& request) {
  if (const auto problem = not_a_viewer(request.caller)) co_return http::problem_response(*problem);
  const auto& caller = request.caller;
  const auto saved = parts_.people.readers().read<json::array>(
      [&](store::Database& db) -> Result<json::array> { return parts_.saved_by(db, caller.id); });
  if (!saved) co_return http::problem_response(saved.error());
  co_return http::json_response(json::object{{"id", caller.id}, {"name", caller.name}, {"saved", *saved}});
}

Routes::Answer Routes::patch_viewer(http::Request& request) {
  if (const auto problem = not_a_viewer(request.caller)) co_return http::problem_response(*problem);
  const auto body = parse_object(request.body);
  if (!body) co_return http::problem_response(body.error());
  Fields in(*body);
  const auto name = in.text("name", kDisplayName);
  if (const auto problem = in.problem()) co_return http::problem_response(*problem);
  const auto renamed = co_await parts_.people.rename_viewer(request.caller.id, name);
  if (!renamed) co_return http::problem_response(renamed.error());
  co_return http::json_response(json::object{{"id", request.caller.id}, {"name", name}});
}

http::Response Routes::opened(const http::Request& request, const NewSession& session) const {
  return session_answer(request, session, {parts_.origins, parts_.secure_cookies});
}

Routes::Answer Routes::post_session(http::Request& request) {
  if (auto taken = parts_.limits.take(kSignInsFromAddress, request.peer); !taken) {
    co_return http::problem_response(taken.error());
  }
  const auto body = parse_object(request.body);
  if (!body) co_return http::problem_response(body.error());
  Fields in(*body);
  const auto raw_email = in.secret("email", kSecretBytes);
  auto password = in.secret("password", kSecretBytes);
  auto code = in.has("code") ? in.secret("code", 40) : std::string();
  if (const auto problem = in.problem()) co_return http::problem_response(*problem);
  auto email = clean_email(raw_email, "/email");
  if (!email) co_return http::problem_response(email.error());
  if (auto taken = parts_.limits.take(kSignInsOfMail, *email); !taken)
    co_return http::problem_response(taken.error());
  if (!code.empty()) {
    if (auto taken = parts_.limits.take(kCodesOfMail, *email); !taken)
      co_return http::problem_response(taken.error());
  }
  const auto session = co_await parts_.people.sign_in({.email = *std::move(email),
                                                       .password = std::move(password),
                                                       .code = std::move(code),
                                                       .device = std::string(request.header("user-agent"))});
  if (!session) co_return http::problem_response(session.error());
  co_return opened(request, *session);
}

Routes::Answer Routes::get_session(http::Request& request) {
  auto response = http::json_response(json::object{{"staff", staff_json(request.caller)}});
  // The session's end moves as it is used, so the cookie's must move along.
  if (request.by_cookie) set_cookie(request, response, "nigiwai_staff", session_token(request), kSessionLife);
  co_return response;
}

Routes::Answer Routes::delete_session(http::Request& request) {
  const auto ended = co_await parts_.people.sign_out(session_token(request));
  if (!ended) co_return http::problem_response(ended.error());
  auto response = http::empty_response();
  if (request.by_cookie) set_cookie(request, response, "nigiwai_staff", "", std::chrono::seconds(0));
  co_return response;
}

Routes::Answer Routes::post_setup(http::Request& request) {
  if (auto taken = parts_.limits.take(kSetups, request.peer); !taken)
    co_return http::problem_response(taken.error());
  const auto body = parse_object(request.body);
  if (!body) co_return http::problem_response(body.error());
  Fields in(*body);
  const auto token = in.secret("token", kSecretBytes);
  OwnerAsked asked{.email = in.secret("email", kSecretBytes),
                   .password = in.secret("password", kSecretBytes),
                   .name = in.text("name", kStaffName)};
  if (const auto problem = in.problem()) co_return http::problem_response(*problem);
  const auto session =
      co_await parts_.people.set_up(token, std::move(asked), std::string(request.header("user-agent")));
  if (!session) co_return http::problem_response(session.error());
  co_return opened(request, *session);
}

Routes::Answer Routes::list_staff(http::Request& request) {
  const auto page = http::page_asked(request);
  if (!page) co_return http::problem_response(page.error());
  const auto found = parts_.people.readers().read<std::vector<Profile>>(
      [&](store::Database& db) -> Result<std::vector<Profile>> {
        return profiles_after(db, page->cursor, page->limit + 1);
      });
  if (!found) co_return http::problem_response(found.error());
  const auto shown = std::min(found->size(), static_cast<std::size_t>(page->limit));
  json::array items;
  for (std::size_t i = 0; i < shown; ++i) items.push_back(to_json((*found)[i]));
  const auto next = found->size() > shown ? json::value((*found)[shown - 1].handle) : json::value(nullptr);
  co_return http::json_response(json::object{{"items", std::move(items)}, {"next", next}});
}

Routes::Answer Routes::put_staff(http::Request& request) {
  const std::string handle(request.parameter("handle"));
  if (!is_slug(handle)) {
    co_return http::problem_response(
        {Kind::kInvalid, "invalid",
         "A handle is 1 to 64 of a-z, 0-9, '-', '_' and '.', starting with a letter or digit.", "handle"});
  }
  const auto body = parse_object(request.body);
  if (!body) co_return http::problem_response(body.error());
  Fields in(*body);
  Profile profile{.handle = handle,
                  .name = in.text("name", kStaffName),
                  .title = in.optional_text("title", kStaffTitle).value_or("")};
  const auto role = http::staff_role(in.text("role", {.least = 1, .most = 20}));
  if (!role) in.wrong("role", "This must be owner, planner, director, presenter or analyst.");
  if (const auto problem = in.problem()) co_return http::problem_response(*problem);
  profile.role = *role;
  const auto put = co_await parts_.people.put_profile(profile, request.caller);
  if (!put) co_return http::problem_response(put.error());
  const auto written =
      parts_.people.readers().read<Profile>([&](store::Database& db) { return profile_of(db, handle); });
  if (!written) co_return http::problem_response(written.error());
  co_return http::json_response(to_json(*written), *put == Put::kAdded ? 201 : 200);
}

Routes::Answer Routes::put_staff_picture(http::Request& request) {
  const std::string handle(request.parameter("handle"));
  if (request.caller.role != Role::kOwner && request.caller.handle != handle) {
    co_return http::problem_response(
        {Kind::kForbidden, "forbidden", "Only an owner may change somebody else's picture."});
  }
  const auto known =
      parts_.people.readers().read<Profile>([&](store::Database& db) { return profile_of(db, handle); });
  if (!known) co_return http::problem_response(known.error());
  auto picture = co_await parts_.pictures.take_picture(std::move(request.body));
  if (!picture) co_return http::problem_response(picture.error());
  const auto shown = media::picture_json(picture->hash);
  const auto set = co_await parts_.people.set_picture(handle, *std::move(picture), request.caller);
  if (!set) co_return http::problem_response(set.error());
  co_return http::json_response(json::object{{"picture", shown}});
}

Routes::Answer Routes::put_staff_words(http::Request& request) {
  const std::string handle(request.parameter("handle"));
  const auto& by = request.caller;
  if (by.role != Role::kOwner && by.handle != handle) {
    co_return http::problem_response(
        {Kind::kForbidden, "forbidden", "Only an owner may change somebody else's words."});
  }
  const auto body = parse_object(request.body);
  if (!body) co_return http::problem_response(body.error());
  Fields in(*body);
  const auto words = in.text("words", kStaffWords);
  if (const auto problem = in.problem()) co_return http::problem_response(*problem);
  auto& people = parts_.people;
  const auto done = co_await store::write<void>(people.writer(), store::Lane::kStaff,
                                                [&](store::Transaction& t) -> Result<void> {
                                                  auto set = set_words(t, handle, words);
                                                  if (set) people.note_change(t, handle, "worded", by);
                                                  return set;
                                                });
  if (!done) co_return http::problem_response(done.error());
  co_return http::json_response(json::object{{"words", words}});
}

}  // namespace nigiwai::people
