#include "base/fields.h"
#include "base/time.h"
#include "people/audit.h"
#include "people/second_factor.h"
#include "people/session_answers.h"
#include "people/staff_routes.h"
#include "store/writing.h"

namespace nigiwai::people {
namespace {

using http::Access;

const char* const kAccountSchema =
    R"({"type":"object","properties":{"handle":{"type":"string"},"name":{"type":"string"},"title":{"type":"string"},
  "role":{"type":"string"},"email":{"type":["string","null"]},"state":{"enum":["profile","active","withdrawn"]},
  "second_factor":{"type":"boolean"},"seen_at":{"type":["string","null"]},"sessions":{"type":"integer"}}})";
const char* const kItemsSchema =
    R"({"type":"object","properties":{"items":{"type":"array","items":{"type":"object"}},"next":{"type":["string","null"]}}})";

}  // namespace

void StaffRoutes::add_accounts(http::Router& router) {
  const auto owner = Access::roles({});
  const auto add = [&](const char* method, const char* path, Answer (StaffRoutes::*handler)(http::Request&),
                       const char* summary, const char* answer) {
    router.add({.method = method,
                .path = path,
                .access = owner,
                .handle = [this, handler](http::Request& r) { return (this->*handler)(r); },
                .summary = summary,
                .answer = answer});
  };
  add("GET", "/api/accounts", &StaffRoutes::list_accounts,
      "Everybody on the staff, withdrawn ones included, with how they sign in.", kItemsSchema);
  router.add({.method = "PATCH",
              .path = "/api/accounts/{handle}",
              .access = owner,
              .handle = [this](http::Request& r) { return patch_account(r); },
              .summary = "Gives another role; it holds at once.",
              .body = R"({"type":"object","required":["role"],"properties":{"role":{"type":"string"}}})",
              .answer = kAccountSchema});
  add("POST", "/api/accounts/{handle}/withdraw", &StaffRoutes::withdraw_account,
      "Takes an account out of use: its sessions and sockets end at once.", kAccountSchema);
  add("POST", "/api/accounts/{handle}/reactivate", &StaffRoutes::reactivate_account,
      "Puts a withdrawn account back into use, with the password it had.", kAccountSchema);
  add("GET", "/api/accounts/{handle}/sessions", &StaffRoutes::list_sessions_of,
      "Where somebody is signed in.", kItemsSchema);
  add("DELETE", "/api/accounts/{handle}/sessions", &StaffRoutes::end_sessions_of,
      "Signs somebody out everywhere.", kAccountSchema);
  add("DELETE", "/api/accounts/{handle}/sessions/{id}", &StaffRoutes::end_session_of,
      "Ends one session of somebody.", kAccountSchema);
  add("DELETE", "/api/accounts/{handle}/second-factor", &StaffRoutes::reset_second_factor,
      "Takes the second factor off for somebody who has lost it, and signs them out everywhere.",
      kAccountSchema);
  add("GET", "/api/audit", &StaffRoutes::get_audit,
      "Who changed what, newest first; filtered by ?by=handle, ?action= (or a kind with its dot) and "
      "?subject=.",
      kItemsSchema);
}

StaffRoutes::Answer StaffRoutes::list_accounts(http::Request&) {
  const auto now = parts_.people.clock().wall();
  const auto found =
      parts_.people.readers().read<json::array>([&](store::Database& db) -> Result<json::array> {
        json::array items;
        for (const auto& one : accounts(db, now)) items.push_back(to_json(one));
        return items;
      });
  if (!found) co_return http::problem_response(found.error());
  co_return http::json_response(json::object{{"items", *found}, {"next", nullptr}});
}

StaffRoutes::Answer StaffRoutes::change_account(std::string handle, Change change) {
  auto& people = parts_.people;
  const auto changed = co_await store::write<Account>(
      people.writer(), store::Lane::kStaff, [&](store::Transaction& t) -> Result<Account> {
        const auto account = account_of(t.db(), handle, t.now());
        if (!account) return std::unexpected(account.error());
        if (auto done = change(t, *account); !done) return std::unexpected(done.error());
        return account_of(t.db(), handle, t.now());
      });
  co_return changed ? http::json_response(to_json(*changed)) : http::problem_response(changed.error());
}

StaffRoutes::Answer StaffRoutes::patch_account(http::Request& request) {
  const auto body = parse_object(request.body);
  if (!body) co_return http::problem_response(body.error());
  Fields in(*body);
  const auto role = http::staff_role(in.text("role", {.least = 1, .most = 20}));
  if (!role) in.wrong("role", "This must be owner, planner, director, presenter or analyst.");
  if (const auto problem = in.problem()) co_return http::problem_response(*problem);
  auto& people = parts_.people;
  co_return co_await change_account(std::string(request.parameter("handle")),
                                    [&](store::Transaction& t, const Account& account) -> Result<void> {
                                      const auto before = set_role(t, account, *role);
                                      if (!before) return std::unexpected(before.error());
                                      if (*before != *role)
                                        people.note_role(t, account.profile, *role, request.caller);
                                      return {};
                                    });
}

StaffRoutes::Answer StaffRoutes::withdraw_account(http::Request& request) {
  auto& people = parts_.people;
  co_return co_await change_account(
      std::string(request.parameter("handle")),
      [&](store::Transaction& t, const Account& account) -> Result<void> {
        if (auto done = withdraw(t, account); !done) return done;
        people.note_change(t, account.profile.handle, "withdrawn", request.caller);
        people.end_sockets(t, [id = account.id](const http::Caller& caller) { return caller.id == id; });
        return {};
      });
}

StaffRoutes::Answer StaffRoutes::reactivate_account(http::Request& request) {
  auto& people = parts_.people;
  co_return co_await change_account(std::string(request.parameter("handle")),
                                    [&](store::Transaction& t, const Account& account) -> Result<void> {
                                      if (auto done = reactivate(t, account); !done) return done;
                                      people.note_change(t, account.profile.handle, "reactivated",
                                                         request.caller);
                                      return {};
                                    });
}

StaffRoutes::Answer StaffRoutes::list_sessions_of(http::Request& request) {
  const std::string handle(request.parameter("handle"));
  const auto now = parts_.people.clock().wall();
  const auto found =
      parts_.people.readers().read<json::array>([&](store::Database& db) -> Result<json::array> {
        const auto account = account_of(db, handle, now);
        if (!account) return std::unexpected(account.error());
        return sessions_json(db, account->id, request.caller.session, now);
      });
  if (!found) co_return http::problem_response(found.error());
  co_return http::json_response(json::object{{"items", *found}, {"next", nullptr}});
}

StaffRoutes::Answer StaffRoutes::end_sessions_of(http::Request& request) {
  auto& people = parts_.people;
  co_return co_await change_account(
      std::string(request.parameter("handle")),
      [&](store::Transaction& t, const Account& account) -> Result<void> {
        const auto ended = people::end_sessions_of(t, account.id);
        people.note_change(t, account.profile.handle, "sessions-ended", request.caller, {{"count", ended}});
        people.end_sockets(t, [id = account.id](const http::Caller& caller) { return caller.id == id; });
        return {};
      });
}

StaffRoutes::Answer StaffRoutes::end_session_of(http::Request& request) {
  auto& people = parts_.people;
  const std::string session(request.parameter("id"));
  co_return co_await change_account(
      std::string(request.parameter("handle")),
      [&](store::Transaction& t, const Account& account) -> Result<void> {
        if (!people::end_session_of(t, account.id, session)) {
          return fail(Kind::kNotFound, "not-found", "This session has ended already.");
        }
        people.note_change(t, account.profile.handle, "sessions-ended", request.caller, {{"count", 1}});
        people.end_sockets(t, [session](const http::Caller& caller) { return caller.session == session; });
        return {};
      });
}

StaffRoutes::Answer StaffRoutes::reset_second_factor(http::Request& request) {
  auto& people = parts_.people;
  co_return co_await change_account(
      std::string(request.parameter("handle")),
      [&](store::Transaction& t, const Account& account) -> Result<void> {
        if (!remove_second_factor(t, account.id)) {
          return fail(Kind::kConflict, "conflict", "There is no second factor to take off.");
        }
        people::end_sessions_of(t, account.id);
        people.note_change(t, account.profile.handle, "second-factor-reset", request.caller);
        people.end_sockets(t, [id = account.id](const http::Caller& caller) { return caller.id == id; });
        return {};
      });
}

StaffRoutes::Answer StaffRoutes::get_audit(http::Request& request) {
  const auto page = http::page_asked(request);
  if (!page) co_return http::problem_response(page.error());
  AuditAsked asked{.by = std::string(request.asked("by").value_or("")),
                   .action = std::string(request.asked("action").value_or("")),
                   .subject = std::string(request.asked("subject").value_or("")),
                   .limit = page->limit + 1};
  const auto before = request.whole("cursor", 1, std::int64_t{1} << 60);
  if (!before) co_return http::problem_response(before.error());
  asked.before = *before;
  auto rows = parts_.people.readers().read<std::vector<AuditRow>>(
      [&](store::Database& db) -> Result<std::vector<AuditRow>> { return audit_rows(db, asked); });
  if (!rows) co_return http::problem_response(rows.error());
  json::value next;
  if (rows->size() > static_cast<std::size_t>(page->limit)) {
    rows->pop_back();
    next = std::to_string(rows->back().position);
  }
  json::array items;
  for (const auto& row : *rows) {
    items.push_back(
        {{"id", row.position},
         {"at", to_rfc3339(row.at)},
         {"by", row.by_handle.empty()
                    ? json::value()
                    : json::value({{"handle", row.by_handle}, {"name", row.by_name}, {"role", row.by_role}})},
         {"action", row.action},
         {"subject", row.subject},
         {"subject_name", row.subject_name.empty() ? json::value() : json::value(row.subject_name)},
         {"detail", row.detail}});
  }
  co_return http::json_response(json::object{{"items", std::move(items)}, {"next", next}});
}

}  // namespace nigiwai::people
