#include "base/fields.h"
#include "base/qr.h"
#include "base/time.h"
#include "people/credentials.h"
#include "people/second_factor.h"
#include "people/session_answers.h"
#include "people/staff_routes.h"
#include "people/totp.h"
#include "store/writing.h"

namespace nigiwai::people {

namespace {

using http::Access;

constexpr std::size_t kSecretBytes = 1024;
const char* const kCodesSchema =
    R"({"type":"object","properties":{"recovery_codes":{"type":"array","items":{"type":"string"}}}})";
const char* const kPasswordAndCode =
    R"({"type":"object","required":["password","code"],"properties":{"password":{"type":"string"},"code":{"type":"string"}}})";

json::object codes_json(const std::vector<std::string>& codes) {
  return {{"recovery_codes", json::array(codes.begin(), codes.end())}};
}

}  // namespace

void StaffRoutes::add_own(http::Router& router) {
  const auto add = [&](const char* method, const char* path, Answer (StaffRoutes::*handler)(http::Request&),
                       const char* summary, const char* body, const char* answer) {
    router.add({.method = method,
                .path = path,
                .access = Access::staff(),
                .handle = [this, handler](http::Request& r) { return (this->*handler)(r); },
                .summary = summary,
                .body = body,
                .answer = answer});
  };
  add("GET", "/api/account", &StaffRoutes::get_own, "One's own account.", "",
      R"({"type":"object","properties":{"email":{"type":"string"},"second_factor":{"type":"boolean"},"recovery_codes_left":{"type":"integer"}}})");
  add("GET", "/api/sessions", &StaffRoutes::list_own_sessions, "Where one is signed in.", "",
      R"({"type":"object","properties":{"items":{"type":"array","items":{"type":"object"}}}})");
  add("DELETE", "/api/sessions", &StaffRoutes::end_own_other_sessions, "Signs out everywhere else.", "", "");
  add("DELETE", "/api/sessions/{id}", &StaffRoutes::end_own_session, "Ends one of one's own sessions.", "",
      "");
  add("PUT", "/api/account/password", &StaffRoutes::put_password,
      "Changes one's own password; all other sessions end.",
      R"({"type":"object","required":["current","password"],"properties":{"current":{"type":"string"},"password":{"type":"string","minLength":10}}})",
      "");
  add("POST", "/api/account/second-factor", &StaffRoutes::begin_factor,
      "Begins a second factor: its secret and QR code, told once. In force after its first code.",
      R"({"type":"object","required":["password"],"properties":{"password":{"type":"string"}}})",
      R"({"type":"object","properties":{"secret":{"type":"string"},"uri":{"type":"string"},"qr":{"type":"string"}}})");
  add("PUT", "/api/account/second-factor", &StaffRoutes::confirm_factor,
      "Puts the second factor in force with its first code; answers the recovery codes, told once.",
      R"({"type":"object","required":["code"],"properties":{"code":{"type":"string"}}})", kCodesSchema);
  add("POST", "/api/account/second-factor/off", &StaffRoutes::end_factor, "Switches one's second factor off.",
      kPasswordAndCode, "");
  add("POST", "/api/account/second-factor/recovery-codes", &StaffRoutes::renew_recovery_codes,
      "New recovery codes; those before open nothing any more.", kPasswordAndCode, kCodesSchema);
}

StaffRoutes::Answer StaffRoutes::get_own(http::Request& request) {
  auto& people = parts_.people;
  const auto& caller = request.caller;
  const auto shown = people.readers().read<json::object>([&](store::Database& db) -> Result<json::object> {
    const auto account = account_of(db, caller.handle, people.clock().wall());
    if (!account) return std::unexpected(account.error());
    auto own = to_json(*account);
    own["recovery_codes_left"] = recovery_codes_left(db, caller.id);
    return own;
  });
  co_return shown ? http::json_response(*shown) : http::problem_response(shown.error());
}

StaffRoutes::Answer StaffRoutes::list_own_sessions(http::Request& request) {
  const auto now = parts_.people.clock().wall();
  const auto found =
      parts_.people.readers().read<json::array>([&](store::Database& db) -> Result<json::array> {
        return sessions_json(db, request.caller.id, request.caller.session, now);
      });
  if (!found) co_return http::problem_response(found.error());
  co_return http::json_response(json::object{{"items", *found}, {"next", nullptr}});
}

StaffRoutes::Answer StaffRoutes::end_own_session(http::Request& request) {
  auto& people = parts_.people;
  const std::string session(request.parameter("id"));
  const auto& by = request.caller;
  const auto done = co_await store::write<void>(
      people.writer(), store::Lane::kStaff, [&](store::Transaction& t) -> Result<void> {
        if (!people::end_session_of(t, by.id, session)) {
          return fail(Kind::kNotFound, "not-found", "This session has ended already.");
        }
        people.note_change(t, by.handle, "sessions-ended", by, {{"count", 1}});
        people.end_sockets(t, [session](const http::Caller& caller) { return caller.session == session; });
        return {};
      });
  co_return done ? http::empty_response() : http::problem_response(done.error());
}

StaffRoutes::Answer StaffRoutes::end_own_other_sessions(http::Request& request) {
  auto& people = parts_.people;
  const auto& by = request.caller;
  const auto done = co_await store::write<void>(
      people.writer(), store::Lane::kStaff, [&](store::Transaction& t) -> Result<void> {
        const auto ended = people::end_sessions_of(t, by.id, by.session);
        people.note_change(t, by.handle, "sessions-ended", by, {{"count", ended}});
        people.end_sockets(t, [id = by.id, kept = by.session](const http::Caller& caller) {
          return caller.id == id && caller.session != kept;
        });
        return {};
      });
  co_return done ? http::empty_response() : http::problem_response(done.error());
}

Task<Result<void>> StaffRoutes::check_own_password(std::string staff, std::string password,
                                                   std::string field) {
  if (auto taken = parts_.limits.take(kOwnPassword, staff); !taken) co_return taken;
  auto& people = parts_.people;
  const auto hash = people.readers().read<std::optional<std::string>>(
      [&](store::Database& db) -> Result<std::optional<std::string>> {
        auto rows = db.query("SELECT password FROM staff WHERE id = ?", staff);
        if (!rows.next()) return std::nullopt;
        return rows.optional_text(0);
      });
  if (!hash) co_return std::unexpected(hash.error());
  const auto same = co_await people.passwords().matches(*hash, std::move(password));
  if (!same) co_return std::unexpected(same.error());
  if (!*same) co_return invalid(field, "This is not your password.");
  co_return Result<void>{};
}

StaffRoutes::Answer StaffRoutes::put_password(http::Request& request) {
  const auto body = parse_object(request.body);
  if (!body) co_return http::problem_response(body.error());
  Fields in(*body);
  auto current = in.secret("current", kSecretBytes);
  auto password = in.secret("password", kSecretBytes);
  if (const auto problem = in.problem()) co_return http::problem_response(*problem);
  if (auto fine = check_password(password, "/password"); !fine)
    co_return http::problem_response(fine.error());
  const auto& by = request.caller;
  const auto right = co_await check_own_password(by.id, std::move(current), "/current");
  if (!right) co_return http::problem_response(right.error());
  auto& people = parts_.people;
  const auto hash = co_await people.passwords().hash(std::move(password));
  if (!hash) co_return http::problem_response(hash.error());
  const auto done = co_await store::write<void>(
      people.writer(), store::Lane::kStaff, [&](store::Transaction& t) -> Result<void> {
        t.db().run("UPDATE staff SET password = ? WHERE id = ?", *hash, by.id);
        people::end_sessions_of(t, by.id, by.session);
        people.note_change(t, by.handle, "password-changed", by);
        people.end_sockets(t, [id = by.id, kept = by.session](const http::Caller& caller) {
          return caller.id == id && caller.session != kept;
        });
        return {};
      });
  co_return done ? http::empty_response() : http::problem_response(done.error());
}

StaffRoutes::Answer StaffRoutes::begin_factor(http::Request& request) {
  const auto body = parse_object(request.body);
  if (!body) co_return http::problem_response(body.error());
  Fields in(*body);
  auto password = in.secret("password", kSecretBytes);
  if (const auto problem = in.problem()) co_return http::problem_response(*problem);
  const auto& by = request.caller;
  const auto right = co_await check_own_password(by.id, std::move(password), "/password");
  if (!right) co_return http::problem_response(right.error());
  auto& people = parts_.people;
  const auto begun = co_await store::write<json::object>(
      people.writer(), store::Lane::kStaff, [&](store::Transaction& t) -> Result<json::object> {
        const auto secret = begin_second_factor(t, people.secrets(), by.id);
        if (!secret) return std::unexpected(secret.error());
        const auto account = account_of(t.db(), by.handle, t.now());
        if (!account) return std::unexpected(account.error());
        const auto uri = totp_uri(parts_.shop_name(t.db()), account->email, *secret);
        const auto qr = qr_svg(uri);
        if (!qr) return std::unexpected(qr.error());
        return json::object{{"secret", base32(*secret)}, {"uri", uri}, {"qr", *qr}};
      });
  if (!begun) co_return http::problem_response(begun.error());
  auto response = http::json_response(*begun);
  response.with("Cache-Control", "no-store");
  co_return response;
}

StaffRoutes::Answer StaffRoutes::confirm_factor(http::Request& request) {
  const auto body = parse_object(request.body);
  if (!body) co_return http::problem_response(body.error());
  Fields in(*body);
  const auto code = in.secret("code", 40);
  if (const auto problem = in.problem()) co_return http::problem_response(*problem);
  const auto& by = request.caller;
  if (auto taken = parts_.limits.take(kOwnPassword, by.id); !taken)
    co_return http::problem_response(taken.error());
  auto& people = parts_.people;
  const auto codes = co_await store::write<std::vector<std::string>>(
      people.writer(), store::Lane::kStaff, [&](store::Transaction& t) -> Result<std::vector<std::string>> {
        auto made = confirm_second_factor(t, people.secrets(), by.id, code);
        if (made) people.note_change(t, by.handle, "second-factor-on", by);
        return made;
      });
  if (!codes) co_return http::problem_response(codes.error());
  co_return http::json_response(codes_json(*codes));
}

StaffRoutes::Answer StaffRoutes::end_factor(http::Request& request) {
  const auto body = parse_object(request.body);
  if (!body) co_return http::problem_response(body.error());
  Fields in(*body);
  auto password = in.secret("password", kSecretBytes);
  const auto code = in.secret("code", 40);
  if (const auto problem = in.problem()) co_return http::problem_response(*problem);
  const auto& by = request.caller;
  const auto right = co_await check_own_password(by.id, std::move(password), "/password");
  if (!right) co_return http::problem_response(right.error());
  auto& people = parts_.people;
  const auto done = co_await store::write<void>(
      people.writer(), store::Lane::kStaff, [&](store::Transaction& t) -> Result<void> {
        if (auto taken = take_code(t, people.secrets().box, by.id, code); !taken)
          return invalid("/code", taken.error().detail);
        if (!remove_second_factor(t, by.id)) {
          return fail(Kind::kConflict, "conflict", "There is no second factor to switch off.");
        }
        people.note_change(t, by.handle, "second-factor-off", by);
        return {};
      });
  co_return done ? http::empty_response() : http::problem_response(done.error());
}

StaffRoutes::Answer StaffRoutes::renew_recovery_codes(http::Request& request) {
  const auto body = parse_object(request.body);
  if (!body) co_return http::problem_response(body.error());
  Fields in(*body);
  auto password = in.secret("password", kSecretBytes);
  const auto code = in.secret("code", 40);
  if (const auto problem = in.problem()) co_return http::problem_response(*problem);
  const auto& by = request.caller;
  const auto right = co_await check_own_password(by.id, std::move(password), "/password");
  if (!right) co_return http::problem_response(right.error());
  auto& people = parts_.people;
  const auto codes = co_await store::write<std::vector<std::string>>(
      people.writer(), store::Lane::kStaff, [&](store::Transaction& t) -> Result<std::vector<std::string>> {
        if (!has_second_factor(t.db(), by.id)) {
          return fail(Kind::kConflict, "conflict", "Switch a second factor on first.");
        }
        if (auto taken = take_code(t, people.secrets().box, by.id, code); !taken)
          return invalid("/code", taken.error().detail);
        people.note_change(t, by.handle, "recovery-codes-renewed", by);
        return new_recovery_codes(t, people.random(), by.id);
      });
  if (!codes) co_return http::problem_response(codes.error());
  co_return http::json_response(codes_json(*codes));
}

}  // namespace nigiwai::people
