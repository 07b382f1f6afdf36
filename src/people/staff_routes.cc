#include "people/staff_routes.h"

#include <fmt/format.h>

#include "base/fields.h"
#include "base/time.h"
#include "outbox/mail.h"
#include "people/audit.h"
#include "people/credentials.h"
#include "people/second_factor.h"
#include "people/session_answers.h"
#include "store/writing.h"

namespace nigiwai::people {
namespace {

using http::Access;

constexpr std::size_t kSecretBytes = 1024;
const char* const kInvitationSchema =
    R"({"type":"object","properties":{"id":{"type":"string"},"handle":{"type":"string"},"name":{"type":"string"},
  "email":{"type":["string","null"]},"role":{"type":"string"},"invited_by":{"type":"string"},"created_at":{"type":"string"},
  "expires_at":{"type":"string"},"state":{"enum":["open","used","withdrawn","expired"]},"url":{"type":"string"}}})";
const char* const kItemsSchema =
    R"({"type":"object","properties":{"items":{"type":"array","items":{"type":"object"}},"next":{"type":["string","null"]}}})";
const char* const kTokenSchema =
    R"({"type":"object","required":["token"],"properties":{"token":{"type":"string"}}})";

// What the invited read. Plain sentences: most of them have never seen this studio.
outbox::Mail invitation_mail(const NewInvitation& made, const std::string& shop, const std::string& by,
                             const std::string& url, bool japanese) {
  const auto& one = made.invitation;
  outbox::Mail mail{.to = one.email.value_or(""), .kind = "staff.invitation", .about = one.id};
  if (japanese) {
    mail.subject = fmt::format("{}のスタジオへの招待", shop);
    mail.text = fmt::format(
        "{} さん\n\n{} さんから、{}のスタジオ(ライブ配信の管理画面)へ招待されています。\n"
        "下のリンクを開き、パスワードを決めると参加できます。\n\n{}\n\n"
        "リンクは 7 日間、1 回だけ使えます。心当たりのない場合は、このメールを破棄してください。\n",
        one.name, by, shop, url);
  } else {
    mail.subject = fmt::format("Your invitation to the studio of {}", shop);
    mail.text = fmt::format(
        "Hello {},\n\n{} invites you to the studio of {}, where its live shows are run.\n"
        "Open this link and choose a password to join.\n\n{}\n\n"
        "The link works once, within 7 days. If you did not expect it, ignore this mail.\n",
        one.name, by, shop, url);
  }
  return mail;
}

}  // namespace

void StaffRoutes::add_to(http::Router& router) {
  add_invitations(router);
  add_accounts(router);
  add_own(router);
}

void StaffRoutes::add_invitations(http::Router& router) {
  router.add({.method = "GET",
              .path = "/api/staff/invitations",
              .access = Access::roles({}),
              .handle = [this](http::Request& r) { return list_invitations(r); },
              .summary = "The invitations to join the staff, newest first.",
              .answer = kItemsSchema});
  router.add(
      {.method = "POST",
       .path = "/api/staff/invitations",
       .access = Access::roles({}),
       .handle = [this](http::Request& r) { return post_invitation(r); },
       .summary =
           "Invites somebody by a one-time link, which is answered once and mailed when there is an address.",
       .body =
           R"({"type":"object","required":["name","role"],"properties":{"name":{"type":"string","maxLength":40},"email":{"type":"string"},
                "role":{"enum":["owner","planner","director","presenter","analyst"]},"handle":{"type":"string"},"language":{"enum":["ja","en"]}}})",
       .answer = kInvitationSchema,
       .rate = kInvitations});
  router.add({.method = "DELETE",
              .path = "/api/staff/invitations/{id}",
              .access = Access::roles({}),
              .handle = [this](http::Request& r) { return delete_invitation(r); },
              .summary = "Withdraws an invitation: its link opens nothing any more."});
  router.add({.method = "POST",
              .path = "/api/staff/invitations/look",
              .access = Access::open(),
              .handle = [this](http::Request& r) { return look_at_invitation(r); },
              .summary = "What the invitation of this token is for, while it is open.",
              .body = kTokenSchema,
              .answer = kInvitationSchema});
  router.add(
      {.method = "POST",
       .path = "/api/staff/invitations/accept",
       .access = Access::open(),
       .handle = [this](http::Request& r) { return accept_invitation(r); },
       .summary = "Joins the staff with a password, and signs in. The token works once.",
       .body =
           R"({"type":"object","required":["token","password"],"properties":{"token":{"type":"string"},"password":{"type":"string","minLength":10},
                "email":{"type":"string"},"name":{"type":"string","maxLength":40}}})",
       .answer = kSessionSchema});
}

StaffRoutes::Answer StaffRoutes::list_invitations(http::Request&) {
  const auto now = parts_.people.clock().wall();
  const auto found =
      parts_.people.readers().read<json::array>([&](store::Database& db) -> Result<json::array> {
        json::array items;
        for (const auto& one : invitations(db)) items.push_back(to_json(one, now));
        return items;
      });
  if (!found) co_return http::problem_response(found.error());
  co_return http::json_response(json::object{{"items", *found}, {"next", nullptr}});
}

StaffRoutes::Answer StaffRoutes::post_invitation(http::Request& request) {
  const auto body = parse_object(request.body);
  if (!body) co_return http::problem_response(body.error());
  Fields in(*body);
  Invite wanted{.name = in.text("name", kStaffName)};
  const auto role = http::staff_role(in.text("role", {.least = 1, .most = 20}));
  if (!role) in.wrong("role", "This must be owner, planner, director, presenter or analyst.");
  if (in.has("email")) {
    auto email = clean_email(in.secret("email", kSecretBytes), "/email");
    if (email) {
      wanted.email = *std::move(email);
    } else {
      in.wrong(email.error());
    }
  }
  if (in.has("handle")) wanted.handle = in.slug("handle");
  const auto language = in.optional_text("language", {.least = 2, .most = 2}).value_or("ja");
  if (language != "ja" && language != "en") in.wrong("language", "This must be ja or en.");
  if (const auto problem = in.problem()) co_return http::problem_response(*problem);
  wanted.role = *role;

  auto& people = parts_.people;
  const auto& by = request.caller;
  std::string url;
  const auto made = co_await store::write<NewInvitation>(
      people.writer(), store::Lane::kStaff, [&](store::Transaction& t) -> Result<NewInvitation> {
        auto invited = invite(t, people.random(), wanted, by);
        if (!invited) return invited;
        url = fmt::format("{}/studio/join#{}", parts_.origin, invited->token);
        if (wanted.email) {
          outbox::send(t, people.clock(),
                       invitation_mail(*invited, parts_.shop_name(t.db()), by.name, url, language == "ja"));
        }
        people.note_change(t, invited->invitation.handle, "invited", by,
                           {{"role", http::to_text(wanted.role)}});
        return invited;
      });
  if (!made) co_return http::problem_response(made.error());
  auto shown = to_json(made->invitation, people.clock().wall());
  shown["url"] = url;
  shown["mailed"] = wanted.email.has_value();
  co_return http::json_response(shown, 201);
}

StaffRoutes::Answer StaffRoutes::delete_invitation(http::Request& request) {
  auto& people = parts_.people;
  const std::string id(request.parameter("id"));
  const auto& by = request.caller;
  const auto done = co_await store::write<void>(
      people.writer(), store::Lane::kStaff, [&](store::Transaction& t) -> Result<void> {
        const auto gone = withdraw_invitation(t, id);
        if (!gone) return std::unexpected(gone.error());
        outbox::withdraw_all(t, "staff.invitation", id);
        people.note_change(t, gone->handle, "invitation-withdrawn", by);
        return {};
      });
  co_return done ? http::empty_response() : http::problem_response(done.error());
}

StaffRoutes::Answer StaffRoutes::look_at_invitation(http::Request& request) {
  if (auto taken = parts_.limits.take(kAcceptances, request.peer); !taken)
    co_return http::problem_response(taken.error());
  const auto body = parse_object(request.body);
  if (!body) co_return http::problem_response(body.error());
  Fields in(*body);
  const auto token = in.secret("token", kSecretBytes);
  if (const auto problem = in.problem()) co_return http::problem_response(*problem);
  const auto now = parts_.people.clock().wall();
  const auto found =
      parts_.people.readers().read<json::object>([&](store::Database& db) -> Result<json::object> {
        const auto one = open_invitation(db, token, now);
        if (!one) return std::unexpected(one.error());
        return to_json(*one, now);
      });
  co_return found ? http::json_response(*found) : http::problem_response(found.error());
}

StaffRoutes::Answer StaffRoutes::accept_invitation(http::Request& request) {
  if (auto taken = parts_.limits.take(kAcceptances, request.peer); !taken)
    co_return http::problem_response(taken.error());
  const auto body = parse_object(request.body);
  if (!body) co_return http::problem_response(body.error());
  Fields in(*body);
  const auto token = in.secret("token", kSecretBytes);
  auto password = in.secret("password", kSecretBytes);
  const auto raw_email = in.has("email") ? in.secret("email", kSecretBytes) : std::string();
  const auto name = in.optional_text("name", kStaffName);
  if (const auto problem = in.problem()) co_return http::problem_response(*problem);

  auto& people = parts_.people;
  const auto now = people.clock().wall();
  // Before the password is worked on, so that only the holder of a link can have the server do that.
  const auto open =
      people.readers().read<Invitation>([&](store::Database& db) { return open_invitation(db, token, now); });
  if (!open) co_return http::problem_response(open.error());
  Acceptance acceptance{
      .email = open->email.value_or(""), .name = name.value_or(open->name), .password_hash = ""};
  if (!raw_email.empty()) {
    auto email = clean_email(raw_email, "/email");
    if (!email) co_return http::problem_response(email.error());
    acceptance.email = *std::move(email);
  }
  if (acceptance.email.empty()) {
    co_return http::problem_response(invalid("/email", "Give the mail address to sign in with.").error());
  }
  if (auto fine = check_password(password, "/password"); !fine)
    co_return http::problem_response(fine.error());
  auto hash = co_await people.passwords().hash(std::move(password));
  if (!hash) co_return http::problem_response(hash.error());
  acceptance.password_hash = *std::move(hash);
  const std::string device(request.header("user-agent"));
  const auto session = co_await store::write<NewSession>(
      people.writer(), store::Lane::kStaff, [&](store::Transaction& t) -> Result<NewSession> {
        const auto caller = accept(t, people.random(), token, acceptance);
        if (!caller) return std::unexpected(caller.error());
        people.note_change(t, caller->handle, "joined", *caller, {{"role", http::to_text(caller->role)}});
        return open_session(t, people.random(), *caller, device);
      });
  if (!session) co_return http::problem_response(session.error());
  co_return session_answer(request, *session, {parts_.origins, parts_.secure_cookies});
}

}  // namespace nigiwai::people
