// The routes of what is listened for, and how long it is kept.
#include <charconv>

#include "http/answers.h"
#include "people/audit.h"
#include "social/listening/listening_routes.h"
#include "social/listening/mention_store.h"
#include "store/writing.h"

namespace nigiwai::social {
namespace {

using http::Access;
using http::Role;

constexpr const char* kTermSchema =
    R"({"type":"object","required":["kind","name"],"properties":{"id":{"type":"integer","readOnly":true},
  "kind":{"enum":["shop","product","staff","rival"]},"name":{"type":"string","maxLength":60},
  "aliases":{"type":"array","maxItems":20,"items":{"type":"string","maxLength":60}},
  "about":{"type":"string","description":"the product's id, or the staff member's handle"},
  "counting":{"type":"boolean","readOnly":true}}})";
constexpr const char* kTermsSchema =
    R"({"type":"object","properties":{"items":{"type":"array","items":{"type":"object"}}}})";
constexpr const char* kSettingsSchema =
    R"({"type":"object","required":["kept_days"],"properties":{"kept_days":{"type":"integer","minimum":30,"maximum":3650}}})";

std::optional<std::int64_t> id_in(const http::Request& request) {
  const auto text = request.parameter("id");
  std::int64_t id = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), id);
  if (error != std::errc() || end != text.data() + text.size() || id <= 0) return std::nullopt;
  return id;
}

http::Response no_such_term() {
  return http::problem_response(Problem{Kind::kNotFound, "not-found", "There is no such term."});
}

}  // namespace

void ListeningRoutes::add_term_routes(http::Router& router) {
  router.add({.method = "GET",
              .path = "/api/listening/terms",
              .access = Access::staff(),
              .handle = [this](http::Request& r) { return list_terms(r); },
              .summary = "What is listened for: the shop, products, staff, rivals, with their other names.",
              .answer = kTermsSchema});
  router.add(
      {.method = "POST",
       .path = "/api/listening/terms",
       .access = Access::roles({Role::kPlanner, Role::kAnalyst}),
       .handle = [this](http::Request& r) { return post_term(r); },
       .summary = "Listens for something more; the mentions that are kept are looked through for it, too.",
       .body = kTermSchema,
       .answer = kTermSchema});
  router.add({.method = "PUT",
              .path = "/api/listening/terms/{id}",
              .access = Access::roles({Role::kPlanner, Role::kAnalyst}),
              .handle = [this](http::Request& r) { return put_term(r); },
              .summary = "Changes a term, which is then counted anew over the mentions that are kept.",
              .body = kTermSchema,
              .answer = kTermSchema});
  router.add({.method = "DELETE",
              .path = "/api/listening/terms/{id}",
              .access = Access::roles({Role::kPlanner, Role::kAnalyst}),
              .handle = [this](http::Request& r) { return delete_term(r); },
              .summary = "Listens for it no more; its counts go."});
  router.add({.method = "GET",
              .path = "/api/listening/settings",
              .access = Access::staff(),
              .handle = [this](http::Request& r) { return get_settings(r); },
              .summary = "For how many days mentions are kept. Their counts stay.",
              .answer = kSettingsSchema});
  router.add({.method = "PUT",
              .path = "/api/listening/settings",
              .access = Access::roles({}),
              .handle = [this](http::Request& r) { return put_settings(r); },
              .summary = "Changes for how many days mentions are kept; what is older goes within minutes.",
              .body = kSettingsSchema,
              .answer = kSettingsSchema});
}

ListeningRoutes::Answer ListeningRoutes::list_terms(http::Request&) {
  co_return http::answer(
      parts_.listening.readers().read<json::object>([](store::Database& db) -> Result<json::object> {
        json::array items;
        for (const auto& term : terms(db)) items.push_back(to_json(term));
        return json::object{{"items", std::move(items)}};
      }));
}

ListeningRoutes::Answer ListeningRoutes::post_term(http::Request& request) { return keep_term(request, 0); }

ListeningRoutes::Answer ListeningRoutes::put_term(http::Request& request) {
  const auto id = id_in(request);
  if (!id) co_return no_such_term();
  co_return co_await keep_term(request, *id);
}

ListeningRoutes::Answer ListeningRoutes::keep_term(http::Request& request, std::int64_t id) {
  const auto body = parse_object(request.body);
  if (!body) co_return http::problem_response(body.error());
  auto term = read_term(*body);
  if (!term) co_return http::problem_response(term.error());
  term->id = id;
  const auto kept = co_await store::write<Term>(
      parts_.listening.writer(), store::Lane::kStaff,
      [&](store::Transaction& transaction) { return social::put_term(transaction, *term); });
  if (!kept) co_return http::problem_response(kept.error());
  parts_.listening.tend();
  const auto noted =
      co_await note(request.caller, id == 0 ? "listening.term-added" : "listening.term-changed", kept->name);
  if (!noted) co_return http::problem_response(noted.error());
  co_return http::answer(to_json(*kept), id == 0 ? 201 : 200);
}

ListeningRoutes::Answer ListeningRoutes::delete_term(http::Request& request) {
  const auto id = id_in(request);
  if (!id) co_return no_such_term();
  const auto removed =
      co_await store::write<std::string>(parts_.listening.writer(), store::Lane::kStaff,
                                         [&](store::Transaction& transaction) -> Result<std::string> {
                                           std::string name;
                                           for (const auto& term : terms(transaction.db())) {
                                             if (term.id == *id) name = term.name;
                                           }
                                           if (auto done = remove_term(transaction, *id); !done)
                                             return std::unexpected(done.error());
                                           return name;
                                         });
  if (!removed) co_return http::problem_response(removed.error());
  const auto noted = co_await note(request.caller, "listening.term-removed", *removed);
  if (!noted) co_return http::problem_response(noted.error());
  co_return http::empty_response();
}

ListeningRoutes::Answer ListeningRoutes::get_settings(http::Request&) {
  co_return http::answer(
      parts_.listening.readers().read<json::object>([](store::Database& db) -> Result<json::object> {
        return json::object{{"kept_days", kept_days(db)}};
      }));
}

ListeningRoutes::Answer ListeningRoutes::put_settings(http::Request& request) {
  const auto body = parse_object(request.body);
  if (!body) co_return http::problem_response(body.error());
  Fields in(*body);
  const auto days = in.whole("kept_days", {kLeastKeptDays, kMostKeptDays});
  if (auto problem = in.problem()) co_return http::problem_response(*problem);
  const auto kept = co_await store::write<int>(parts_.listening.writer(), store::Lane::kStaff,
                                               [&](store::Transaction& transaction) -> Result<int> {
                                                 set_kept_days(transaction, days);
                                                 return 0;
                                               });
  if (!kept) co_return http::problem_response(kept.error());
  const auto noted = co_await note(request.caller, "listening.kept-days-changed", "", {{"kept_days", days}});
  if (!noted) co_return http::problem_response(noted.error());
  co_return http::answer(json::object{{"kept_days", days}});
}

Task<Result<int>> ListeningRoutes::note(const http::Caller& by, std::string action, std::string subject,
                                        json::object detail) {
  return store::write<int>(parts_.writer, store::Lane::kStaff,
                           [by, action = std::move(action), subject = std::move(subject),
                            detail = std::move(detail)](store::Transaction& transaction) -> Result<int> {
                             people::audit(transaction, by, action, subject, detail);
                             return 0;
                           });
}

}  // namespace nigiwai::social
