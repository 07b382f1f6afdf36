#include "people/member_routes.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/fields.h"
#include "base/time.h"
#include "people/credentials.h"
#include "people/own_words.h"
#include "people/sign_in.h"
#include "store/writing.h"

namespace nigiwai::people {
namespace {

using http::Access;
using http::Caller;
using http::Role;

constexpr std::chrono::hours kViewerCookieLife{365 * 24};
constexpr std::size_t kSecretBytes = 1024;

const char* const kMeSchema =
    R"({"type":"object","required":["id","name","member","orders","saved","followed","reminders"],"properties":{
  "id":{"type":"string"},"name":{"type":"string"},
  "member":{"type":["object","null"],"properties":{"id":{"type":"string"},"email":{"type":"string"},"language":{"enum":["ja","en"]},
    "joined_at":{"type":"string","format":"date-time"},
    "preferences":{"type":"object","properties":{"news":{"type":"boolean"},"reminders":{"type":"boolean"},"back_in_stock":{"type":"boolean"},"announcements":{"type":"boolean"}}},
    "consents":{"type":"array","items":{"type":"object"}}}},
  "orders":{"type":"array","items":{"type":"object"}},"saved":{"type":"array","items":{"type":"object"}},
  "followed":{"type":"array","items":{"type":"object"}},"reminders":{"type":"array","items":{"type":"object"}}}})";
const char* const kFollowSchema =
    R"({"type":"object","properties":{"following":{"type":"boolean"},"followers":{"type":"integer"}}})";

// "ja" or "en": what was asked for, else the first of the two that the browser names.
std::string language_of(const std::optional<std::string>& asked, const http::Request& request) {
  if (asked) return *asked;
  const auto header = request.header("accept-language");
  const auto ja = header.find("ja"), en = header.find("en");
  return ja != std::string_view::npos && (en == std::string_view::npos || ja < en) ? "ja" : "en";
}

}  // namespace

bool MemberRoutes::from_our_pages(const http::Request& request) const {
  const auto origin = request.header("origin");
  return origin.empty() || std::ranges::find(parts_.origins, origin) != parts_.origins.end();
}

void MemberRoutes::set_viewer_cookie(const http::Request& request, http::Response& response,
                                     const std::string& token, std::chrono::seconds life) const {
  if (!from_our_pages(request)) return;
  response.with("Set-Cookie", fmt::format("nigiwai_viewer={}; Path=/; Max-Age={}; HttpOnly; SameSite=Lax{}",
                                          token, life.count(), parts_.secure_cookies ? "; Secure" : ""));
}

void MemberRoutes::add_to(http::Router& router) {
  router.add({.method = "POST",
              .path = "/api/members/sign-in",
              .access = Access::anyone(),
              .handle = [this](http::Request& r) { return post_sign_in(r); },
              .summary = "Mails a one-time link and a 6-digit code. Answers the same for every address.",
              .body = R"({"type":"object","required":["email"],"properties":{"email":{"type":"string"},
                "language":{"enum":["ja","en"]}}})",
              .answer = R"({"type":"object","properties":{"minutes":{"type":"integer"}}})"});
  router.add({.method = "POST",
              .path = "/api/members/verify",
              .access = Access::anyone(),
              .handle = [this](http::Request& r) { return post_verify(r); },
              .summary = "Signs in with the token of the link, or the address and the code; this viewer "
                         "becomes the member's. "
                         "A new viewer's token is in the answer when there was none, or another member's.",
              .body = R"({"type":"object","properties":{"token":{"type":"string"},"email":{"type":"string"},
                "code":{"type":"string","pattern":"^[0-9]{6}$"}}})",
              .answer = R"({"type":"object","properties":{"id":{"type":"string"},"name":{"type":"string"},
                "token":{"type":["string","null"]},"member":{"type":"object"}}})"});
  router.add({.method = "POST",
              .path = "/api/members/sign-out",
              .access = Access::viewers(),
              .handle = [this](http::Request& r) { return post_sign_out(r); },
              .summary = "Signs this device out: its viewer token ends, what it did stays the member's."});
  router.add({.method = "GET",
              .path = "/api/me",
              .access = Access::viewers(),
              .handle = [this](http::Request& r) { return get_me(r); },
              .summary = "One's own page: orders, saved products, followed staff, reminders and preferences.",
              .answer = kMeSchema});
  router.add({.method = "PATCH",
              .path = "/api/me",
              .access = Access::viewers(),
              .handle = [this](http::Request& r) { return patch_me(r); },
              .summary = "Changes the display name, the language of mails or which mails one gets.",
              .body = R"({"type":"object","properties":{"name":{"type":"string","minLength":1,"maxLength":20},
                "language":{"enum":["ja","en"]},"preferences":{"type":"object","properties":{"news":{"type":"boolean"},
                "reminders":{"type":"boolean"},"back_in_stock":{"type":"boolean"},"announcements":{"type":"boolean"}}}}})",
              .answer = kMeSchema,
              .rate = http::Rate{"changes of your page", 30, Milliseconds(2'000)}});
  router.add(
      {.method = "DELETE",
       .path = "/api/me/saved/{product}",
       .access = Access::viewers(),
       .handle = [this](http::Request& r) { return delete_saved(r); },
       .summary =
           "Takes a saved product off, on every device of the person. One that is not saved is no fault."});
  router.add({.method = "GET",
              .path = "/api/staff/{handle}",
              .access = Access::anyone(),
              .handle = [this](http::Request& r) { return get_profile(r); },
              .summary = "A public profile with its words, its followers, and the shows and clips it is in.",
              .answer = R"({"type":"object","properties":{"handle":{"type":"string"},"name":{"type":"string"},
                "title":{"type":"string"},"role":{"type":"string"},"picture":{"type":["object","null"]},
                "words":{"type":"string"},"clips":{"type":"array"},"followers":{"type":"integer"},"following":{"type":"boolean"},"coming":{"type":"array"},
                "archive":{"type":"array"}}})"});
  router.add({.method = "PUT",
              .path = "/api/staff/{handle}/follow",
              .access = Access::viewers(),
              .handle = [this](http::Request& r) { return put_follow(r); },
              .summary = "Follows somebody of the staff.",
              .answer = kFollowSchema,
              .rate = kFollows});
  router.add({.method = "DELETE",
              .path = "/api/staff/{handle}/follow",
              .access = Access::viewers(),
              .handle = [this](http::Request& r) { return delete_follow(r); },
              .summary = "Follows them no longer.",
              .answer = kFollowSchema,
              .rate = kFollows});
  add_erasure_routes(router);
  add_unsubscribe_routes(router);
}

MemberRoutes::Answer MemberRoutes::post_sign_in(http::Request& request) {
  if (auto taken = parts_.limits.take(kSignInMailsFromAddress, request.peer); !taken)
    co_return http::problem_response(taken.error());
  const auto body = parse_object(request.body);
  if (!body) co_return http::problem_response(body.error());
  Fields in(*body);
  const auto raw_email = in.secret("email", kSecretBytes);
  const auto language = in.optional_text("language", {.least = 2, .most = 2});
  if (language && *language != "ja" && *language != "en") in.wrong("language", "This must be ja or en.");
  if (const auto problem = in.problem()) co_return http::problem_response(*problem);
  auto email = clean_email(raw_email, "/email");
  if (!email) co_return http::problem_response(email.error());
  if (auto taken = parts_.limits.take(kSignInMailsOfMail, *email); !taken)
    co_return http::problem_response(taken.error());
  const auto asked = co_await store::write<int>(
      parts_.writer, store::Lane::kStaff, [&](store::Transaction& transaction) -> Result<int> {
        const auto spoken = language_of(language, request);
        ask_sign_in(transaction, parts_.clock, parts_.random,
                    {.email = *email,
                     .language = spoken,
                     .origin = parts_.origin,
                     .shop = parts_.shop_name ? parts_.shop_name(transaction.db(), spoken) : std::string()});
        return 0;
      });
  if (!asked) co_return http::problem_response(asked.error());
  co_return http::json_response(json::object{{"minutes", kSignInLife.count()}}, 202);
}

MemberRoutes::Answer MemberRoutes::post_verify(http::Request& request) {
  if (auto taken = parts_.limits.take(kVerifiesFromAddress, request.peer); !taken)
    co_return http::problem_response(taken.error());
  // Somebody else's page must not sign a visitor in as somebody else.
  if (!from_our_pages(request) && request.caller.role == Role::kNobody) {
    co_return http::problem_response(
        {Kind::kForbidden, "origin",
         "Signing in without a viewer token must come from the shop's own pages."});
  }
  const auto body = parse_object(request.body);
  if (!body) co_return http::problem_response(body.error());
  Fields in(*body);
  VerifySignIn asked;
  if (in.has("token")) {
    asked.token = in.secret("token", kSecretBytes);
  } else {
    asked.email = in.secret("email", kSecretBytes);
    asked.code = in.text("code", {.least = 1, .most = 20});
    if (const auto problem = in.problem()) co_return http::problem_response(*problem);
    auto email = clean_email(asked.email, "/email");
    if (!email) co_return http::problem_response(email.error());
    asked.email = *std::move(email);
    if (asked.code.size() != 6 ||
        !std::ranges::all_of(asked.code, [](char c) { return c >= '0' && c <= '9'; })) {
      in.wrong("code", "A code is six digits.");
    }
  }
  if (const auto problem = in.problem()) co_return http::problem_response(*problem);
  if (!asked.email.empty()) {
    if (auto taken = parts_.limits.take(kVerifiesOfMail, asked.email); !taken)
      co_return http::problem_response(taken.error());
  }
  const auto& by = request.caller;
  const auto verified = co_await store::write<Verified>(
      parts_.writer, store::Lane::kStaff, [&](store::Transaction& transaction) -> Result<Verified> {
        if (parts_.terms_version) asked.terms_version = parts_.terms_version(transaction.db());
        auto answer = verify_sign_in(transaction, parts_.journal, parts_.random, asked, by);
        if (!answer.refused) parts_.people.note_viewer(transaction, answer.signed_in.viewer);
        return answer;
      });
  if (!verified) co_return http::problem_response(verified.error());
  if (verified->refused) co_return http::problem_response(*verified->refused);
  const auto& in_now = verified->signed_in;
  auto response = http::json_response(
      json::object{{"id", in_now.viewer},
                   {"name", in_now.member.name},
                   {"token", in_now.token.empty() ? json::value(nullptr) : json::value(in_now.token)},
                   {"member", {{"id", in_now.member.id}, {"email", in_now.member.email}}}});
  if (!in_now.token.empty()) set_viewer_cookie(request, response, in_now.token, kViewerCookieLife);
  co_return response;
}

MemberRoutes::Answer MemberRoutes::post_sign_out(http::Request& request) {
  const auto viewer = request.caller.id;
  const auto done = co_await store::write<int>(parts_.writer, store::Lane::kStaff,
                                               [&](store::Transaction& transaction) -> Result<int> {
                                                 parts_.people.note_gone(transaction, viewer);
                                                 sign_out(transaction, parts_.random, viewer);
                                                 return 0;
                                               });
  if (!done) co_return http::problem_response(done.error());
  auto response = http::empty_response();
  if (request.by_cookie) set_viewer_cookie(request, response, "", std::chrono::seconds(0));
  co_return response;
}

http::Response MemberRoutes::me_of(const std::string& viewer, const std::string& name) {
  const auto read =
      parts_.people.readers().read<json::object>([&](store::Database& db) -> Result<json::object> {
        const auto person = whole_person(db, parts_.holdings, viewer);
        json::object me{{"id", viewer}, {"name", name}, {"member", nullptr}};
        if (const auto member = member_with(db, person.member)) {
          me["member"] = {{"id", member->id},
                          {"email", member->email},
                          {"language", member->language},
                          {"joined_at", to_rfc3339(member->joined_at)},
                          {"preferences",
                           {{"news", member->news},
                            {"reminders", member->reminders},
                            {"back_in_stock", member->back_in_stock},
                            {"announcements", member->announcements}}},
                          {"consents", consents_of(db, member->id)}};
        }
        const auto list = [&](const auto& of) { return of ? of(db, person) : json::array(); };
        me["orders"] = list(parts_.orders_of);
        me["saved"] = list(parts_.saved_by);
        me["reminders"] = list(parts_.reminders_of);
        json::array followed;
        for (const auto& handle : followed_by(db, person)) {
          if (const auto profile = profile_of(db, handle)) followed.push_back(to_json(*profile));
        }
        me["followed"] = std::move(followed);
        return me;
      });
  if (!read) return http::problem_response(read.error());
  auto response = http::json_response(*read);
  response.with("Cache-Control", "no-store");
  return response;
}

MemberRoutes::Answer MemberRoutes::get_me(http::Request& request) {
  co_return me_of(request.caller.id, request.caller.name);
}

MemberRoutes::Answer MemberRoutes::patch_me(http::Request& request) {
  const auto body = parse_object(request.body);
  if (!body) co_return http::problem_response(body.error());
  Fields in(*body);
  const auto name = in.optional_text("name", kDisplayName);
  const auto language = in.optional_text("language", {.least = 2, .most = 2});
  if (language && *language != "ja" && *language != "en") in.wrong("language", "This must be ja or en.");
  Preferences preferences;
  if (in.has("preferences")) {
    Fields wanted(in.object("preferences"), "/preferences");
    preferences = {.news = wanted.optional_flag("news"),
                   .reminders = wanted.optional_flag("reminders"),
                   .back_in_stock = wanted.optional_flag("back_in_stock"),
                   .announcements = wanted.optional_flag("announcements")};
    if (const auto problem = wanted.problem()) in.wrong(*problem);
  }
  if (const auto problem = in.problem()) co_return http::problem_response(*problem);
  if (name) {
    if (auto fine = parts_.people.check_name(*name); !fine) co_return http::problem_response(fine.error());
  }
  const auto viewer = request.caller.id;
  const auto changed = co_await store::write<int>(
      parts_.writer, store::Lane::kRoom, [&](store::Transaction& transaction) -> Result<int> {
        const bool for_members = language || in.has("preferences");
        const auto member = member_of(transaction.db(), viewer);
        if (for_members && !member) {
          return fail(Kind::kForbidden, "sign-in-needed", "Sign in first: mail needs an address.");
        }
        if (name) {
          if (auto renamed = parts_.people.rename_in(transaction, viewer, *name); !renamed)
            return std::unexpected(renamed.error());
        }
        if (language)
          transaction.db().run("UPDATE member SET language = ? WHERE id = ?", *language, member->id);
        if (in.has("preferences")) prefer(transaction, member->id, preferences);
        return 0;
      });
  if (!changed) co_return http::problem_response(changed.error());
  co_return me_of(viewer, name.value_or(request.caller.name));
}

MemberRoutes::Answer MemberRoutes::delete_saved(http::Request& request) {
  const std::string product(request.parameter("product"));
  const auto by = request.caller;
  const auto done = co_await store::write<int>(parts_.writer, store::Lane::kRoom,
                                               [&](store::Transaction& transaction) -> Result<int> {
                                                 if (parts_.unsave) parts_.unsave(transaction, by, product);
                                                 return 0;
                                               });
  if (!done) co_return http::problem_response(done.error());
  co_return http::empty_response();
}

MemberRoutes::Answer MemberRoutes::get_profile(http::Request& request) {
  const std::string handle(request.parameter("handle"));
  const auto& caller = request.caller;
  const auto read =
      parts_.people.readers().read<json::object>([&](store::Database& db) -> Result<json::object> {
        const auto profile = profile_of(db, handle);
        if (!profile) return std::unexpected(profile.error());
        auto shown = to_json(*profile);
        shown["words"] = words_of(db, handle);
        shown["followers"] = followers_of(db, handle);
        bool following = false;
        if (caller.role == Role::kViewer) {
          const auto followed = followed_by(db, person_with(db, caller.id));
          following = std::ranges::find(followed, handle) != followed.end();
        }
        shown["following"] = following;
        if (parts_.shows_with) {
          auto shows = parts_.shows_with(db, handle);
          shown["coming"] = std::move(shows["coming"]);
          shown["archive"] = std::move(shows["archive"]);
          shown["clips"] = std::move(shows["clips"]);
        }
        return shown;
      });
  if (!read) co_return http::problem_response(read.error());
  co_return http::json_response(*read);
}

MemberRoutes::Answer MemberRoutes::put_follow(http::Request& request) { return change_follow(request, true); }
MemberRoutes::Answer MemberRoutes::delete_follow(http::Request& request) {
  return change_follow(request, false);
}

MemberRoutes::Answer MemberRoutes::change_follow(http::Request& request, bool wanted) {
  const std::string handle(request.parameter("handle"));
  const auto by = request.caller;
  const auto followers = co_await store::write<std::int64_t>(
      parts_.writer, store::Lane::kRoom, [&](store::Transaction& transaction) -> Result<std::int64_t> {
        bool changed = false;
        if (wanted) {
          auto followed = follow(transaction, by.id, handle);
          if (!followed) return std::unexpected(followed.error());
          changed = *followed;
        } else {
          changed = unfollow(transaction, by.id, handle);
        }
        if (changed) {
          parts_.journal.append(transaction, "",
                                {.kind = wanted ? "staff.followed" : "staff.unfollowed",
                                 .data = {{"handle", handle}},
                                 .audience = timeline::Audience::kServer},
                                by, Milliseconds(0));
        }
        return followers_of(transaction.db(), handle);
      });
  if (!followers) co_return http::problem_response(followers.error());
  co_return http::json_response(json::object{{"following", wanted}, {"followers", *followers}});
}

}  // namespace nigiwai::people
