#include "show/archive/withdrawal_routes.h"

#include "http/idempotency.h"
#include "show/archive/withdrawals.h"
#include "store/writing.h"

namespace nigiwai::show {
namespace {

using http::Access;
using http::Role;

constexpr const char* kNewSchema =
    R"({"type":"object","required":["from","until","reason"],"properties":{"from":{"type":"integer"},"until":{"type":"integer"},
  "reason":{"type":"string","maxLength":200}}})";
constexpr const char* kListSchema =
    R"({"type":"object","properties":{"items":{"type":"array","items":{"type":"object","properties":{"id":{"type":"string"},
  "from":{"type":"integer"},"until":{"type":"integer"},"reason":{"type":"string"},"by":{"type":["object","null"]},
  "at":{"type":"string"},"restored_by":{"type":["object","null"]},"restored_at":{"type":["string","null"]}}}},
  "next":{"type":"null"}}})";

http::Response answer(const Result<json::object>& body, int status = 200) {
  return body ? http::json_response(*body, status) : http::problem_response(body.error());
}

}  // namespace

void WithdrawalRoutes::add_to(http::Router& router) {
  router.add({.method = "GET",
              .path = "/api/shows/{id}/withdrawals",
              .access = Access::staff(),
              .handle = [this](http::Request& r) { return list(r); },
              .summary = "The parts of an archive that are or were withdrawn: by whom, why, and who restored "
                         "them.",
              .answer = kListSchema});
  router.add({.method = "POST",
              .path = "/api/shows/{id}/withdrawals",
              .access = Access::roles({Role::kDirector}),
              .handle = [this](http::Request& r) { return withdraw(r); },
              .summary = "Takes a part of an archive from the public; its media move to a new path. Takes an "
                         "Idempotency-Key.",
              .body = kNewSchema,
              .answer = kListSchema});
  router.add({.method = "POST",
              .path = "/api/shows/{id}/withdrawals/{withdrawal}/restore",
              .access = Access::roles({Role::kDirector}),
              .handle = [this](http::Request& r) { return restore(r); },
              .summary = "Gives a withdrawn part back to the public; the media move once more.",
              .answer = kListSchema});
}

WithdrawalRoutes::Answer WithdrawalRoutes::list(http::Request& request) {
  const std::string show(request.parameter("id"));
  co_return answer(
      parts_.readers.read<json::object>([&](store::Database& db) { return withdrawals_json(db, show); }));
}

WithdrawalRoutes::Answer WithdrawalRoutes::withdraw(http::Request& request) {
  const auto body = parse_object(request.body);
  if (!body) co_return http::problem_response(body.error());
  const auto wanted = read_withdrawal(*body);
  if (!wanted) co_return http::problem_response(wanted.error());
  const auto key = http::idempotency_key(request, "POST " + request.path);
  if (!key) co_return http::problem_response(key.error());
  const std::string show(request.parameter("id"));
  const WithdrawalParts parts{parts_.journal, parts_.random, parts_.views.broadcasting, request.caller};
  co_return answer(
      co_await store::write<json::object>(parts_.writer, store::Lane::kStaff,
                                          [&](store::Transaction& t) {
                                            return http::once(t, *key, [&]() -> Result<json::object> {
                                              const auto id = show::withdraw(t, show, *wanted, parts);
                                              if (!id) return std::unexpected(id.error());
                                              auto list = withdrawals_json(t.db(), show);
                                              if (list) list->emplace("id", *id);
                                              return list;
                                            });
                                          }),
      201);
}

WithdrawalRoutes::Answer WithdrawalRoutes::restore(http::Request& request) {
  const std::string show(request.parameter("id"));
  const std::string id(request.parameter("withdrawal"));
  const WithdrawalParts parts{parts_.journal, parts_.random, parts_.views.broadcasting, request.caller};
  co_return answer(co_await store::write<json::object>(parts_.writer, store::Lane::kStaff,
                                                       [&](store::Transaction& t) -> Result<json::object> {
                                                         const auto done = show::restore(t, show, id, parts);
                                                         if (!done) return std::unexpected(done.error());
                                                         return withdrawals_json(t.db(), show);
                                                       }));
}

}  // namespace nigiwai::show
