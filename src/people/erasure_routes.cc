// Export and erasure: of one's own data, and by the owner for somebody who asks the shop.
#include <fmt/format.h>

#include "base/fields.h"
#include "base/time.h"
#include "people/audit.h"
#include "people/credentials.h"
#include "people/member_routes.h"
#include "store/writing.h"

namespace nigiwai::people {
namespace {

using http::Access;

constexpr std::size_t kSecretBytes = 1024;

const char* const kEraseBody =
    R"({"type":"object","required":["confirm"],"properties":{"confirm":{"const":"erase"},"even_open_orders":{"type":"boolean"}}})";
const char* const kFoundSchema =
    R"({"type":"object","properties":{"member":{"type":"boolean"},"devices":{"type":"integer"},"orders":{"type":"integer"},
  "open_orders":{"type":"array","items":{"type":"string"}}}})";

struct EraseAsked {
  bool even_open_orders = false;
};

EraseAsked read_erase(Fields& in) {
  if (in.text("confirm", {.least = 1, .most = 20}) != "erase") {
    in.wrong("confirm", "This must be the word erase, so that nobody erases by mistake.");
  }
  return {.even_open_orders = in.optional_flag("even_open_orders").value_or(false)};
}

}  // namespace

void MemberRoutes::add_erasure_routes(http::Router& router) {
  router.add({.method = "GET",
              .path = "/api/me/export",
              .access = Access::viewers(),
              .handle = [this](http::Request& r) { return get_export(r); },
              .summary = "Everything that the shop keeps about this person, as JSON.",
              .answer = R"({"type":"object"})",
              .rate = kExports});
  router.add({.method = "POST",
              .path = "/api/me/erase",
              .access = Access::viewers(),
              .handle = [this](http::Request& r) { return post_erase(r); },
              .summary =
                  "Erases this person for good: 409 open-orders while an order is to be delivered, unless "
                  "even_open_orders is true.",
              .body = kEraseBody});
  router.add(
      {.method = "POST",
       .path = "/api/people/find",
       .access = Access::roles({}),
       .handle = [this](http::Request& r) { return post_find(r); },
       .summary = "What the shop keeps under a mail address, before it is erased for somebody who asks.",
       .body = R"({"type":"object","required":["email"],"properties":{"email":{"type":"string"}}})",
       .answer = kFoundSchema});
  router.add(
      {.method = "POST",
       .path = "/api/people/erase",
       .access = Access::roles({}),
       .handle = [this](http::Request& r) { return post_staff_erase(r); },
       .summary = "Erases the person of a mail address for good, as POST /api/me/erase does.",
       .body = R"({"type":"object","required":["email","confirm"],"properties":{"email":{"type":"string"},
                "confirm":{"const":"erase"},"even_open_orders":{"type":"boolean"}}})"});
}

MemberRoutes::Answer MemberRoutes::get_export(http::Request& request) {
  const auto viewer = request.caller.id;
  const auto read =
      parts_.people.readers().read<json::object>([&](store::Database& db) -> Result<json::object> {
        auto all = export_of(db, parts_.holdings, whole_person(db, parts_.holdings, viewer));
        all["exported_at"] = to_rfc3339(parts_.clock.wall());
        return all;
      });
  if (!read) co_return http::problem_response(read.error());
  auto response = http::json_response(*read);
  response.with("Content-Disposition", "attachment; filename=\"my-data.json\"")
      .with("Cache-Control", "no-store");
  co_return response;
}

Result<int> MemberRoutes::erase_in(store::Transaction& transaction, const Person& person,
                                   const http::Caller& by, bool even_open) {
  const auto open =
      parts_.open_orders ? parts_.open_orders(transaction.db(), person) : std::vector<std::string>();
  if (!open.empty() && !even_open) {
    Problem problem{
        Kind::kConflict, "open-orders",
        fmt::format(
            "{} is still to be delivered, which nobody could do without the address. Wait for it, ask "
            "the shop to cancel it, or confirm that it is given up.",
            fmt::join(open, ", "))};
    problem.extra = {{"orders", json::array(open.begin(), open.end())}};
    return std::unexpected(std::move(problem));
  }
  for (const auto& viewer : person.viewers) parts_.people.note_gone(transaction, viewer);
  erase(transaction, parts_.holdings, person, by);
  return 0;
}

MemberRoutes::Answer MemberRoutes::post_erase(http::Request& request) {
  const auto body = parse_object(request.body);
  if (!body) co_return http::problem_response(body.error());
  Fields in(*body);
  const auto asked = read_erase(in);
  if (const auto problem = in.problem()) co_return http::problem_response(*problem);
  const auto by = request.caller;
  const auto erased = co_await store::write<int>(
      parts_.writer, store::Lane::kStaff, [&](store::Transaction& transaction) -> Result<int> {
        const auto person = whole_person(transaction.db(), parts_.holdings, by.id);
        return erase_in(transaction, person, by, asked.even_open_orders);
      });
  if (!erased) co_return http::problem_response(erased.error());
  auto response = http::empty_response();
  if (request.by_cookie) set_viewer_cookie(request, response, "", std::chrono::seconds(0));
  co_return response;
}

MemberRoutes::Answer MemberRoutes::post_find(http::Request& request) {
  const auto body = parse_object(request.body);
  if (!body) co_return http::problem_response(body.error());
  Fields in(*body);
  const auto raw = in.secret("email", kSecretBytes);
  if (const auto problem = in.problem()) co_return http::problem_response(*problem);
  const auto email = clean_email(raw, "/email");
  if (!email) co_return http::problem_response(email.error());
  const auto read =
      parts_.people.readers().read<json::object>([&](store::Database& db) -> Result<json::object> {
        const auto person = person_of_address(db, parts_.holdings, *email);
        const auto open = parts_.open_orders ? parts_.open_orders(db, person) : std::vector<std::string>();
        return json::object{{"member", !person.member.empty()},
                            {"devices", person.viewers.size()},
                            {"orders", person.orders.size()},
                            {"open_orders", json::array(open.begin(), open.end())}};
      });
  if (!read) co_return http::problem_response(read.error());
  co_return http::json_response(*read);
}

MemberRoutes::Answer MemberRoutes::post_staff_erase(http::Request& request) {
  const auto body = parse_object(request.body);
  if (!body) co_return http::problem_response(body.error());
  Fields in(*body);
  const auto raw = in.secret("email", kSecretBytes);
  const auto asked = read_erase(in);
  if (const auto problem = in.problem()) co_return http::problem_response(*problem);
  const auto email = clean_email(raw, "/email");
  if (!email) co_return http::problem_response(email.error());
  const auto by = request.caller;
  const auto erased = co_await store::write<int>(
      parts_.writer, store::Lane::kStaff, [&](store::Transaction& transaction) -> Result<int> {
        const auto person = person_of_address(transaction.db(), parts_.holdings, *email);
        if (person.member.empty() && person.orders.empty()) {
          return fail(Kind::kNotFound, "not-found", "The shop keeps nothing under this mail address.");
        }
        if (auto done = erase_in(transaction, person, by, asked.even_open_orders); !done) return done;
        audit(transaction, by, "person.erased", "");
        return 0;
      });
  if (!erased) co_return http::problem_response(erased.error());
  co_return http::empty_response();
}

}  // namespace nigiwai::people
