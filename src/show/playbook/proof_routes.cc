#include "show/playbook/proof_routes.h"

#include "http/answers.h"
#include "http/idempotency.h"
#include "http/precondition.h"
#include "people/audit.h"
#include "show/playbook/proofs.h"
#include "store/writing.h"

namespace nigiwai::show {
namespace {

using http::Access;
using http::Role;

constexpr const char* kProofSchema =
    R"({"type":"object","properties":{"id":{"type":"string"},"title":{"type":"string"},"hypothesis":{"type":"string"},
  "ends_at":{"type":"string","format":"date-time"},"began_at":{"type":"string","format":"date-time"},
  "ended":{"type":"boolean"},"left_ms":{"type":"integer"},"held":{"type":"integer"},"of":{"type":"integer"},
  "shows":{"type":"array","items":{"type":"object"}},"version":{"type":"integer"},
  "figures":{"type":"array","items":{"type":"object","properties":{"figure":{"type":"string"},
    "group":{"enum":["sales","community","media"]},"unit":{"enum":["money","orders","people"]},
    "currency":{"type":"string"},"target":{"type":"integer"},"value":{"type":"integer"},"live":{"type":["integer","null"]},
    "archive":{"type":["integer","null"]},"expected":{"type":"number"},"reached":{"type":"boolean"},
    "behind":{"type":"boolean"},"definition":{"type":"string"},"version":{"type":"integer"}}}},
  "verdict":{"type":"object","properties":{"kind":{"enum":["no-shows","not-begun","reached","on-course","behind","proved",
    "partly","missed"]},"reached":{"type":"integer"},"of":{"type":"integer"},
    "behind":{"type":"array","items":{"type":"string"}}}}}})";
constexpr const char* kChangeSchema =
    R"({"type":"object","properties":{"title":{"type":"string","maxLength":80},"hypothesis":{"type":"string","maxLength":500},
  "ends_at":{"type":"string","format":"date-time"},"shows":{"type":"array","maxItems":50,"items":{"type":"string"}},
  "targets":{"type":"array","items":{"type":"object","required":["figure","target"],
    "properties":{"figure":{"type":"string"},"target":{"type":"integer","minimum":1}}}}}})";
constexpr const char* kListSchema =
    R"({"type":"object","properties":{"items":{"type":"array","items":{"type":"object"}},
  "figures":{"type":"array","items":{"type":"object"}}}})";

}  // namespace

void ProofRoutes::add_to(http::Router& router) {
  const auto planning = Access::roles({Role::kPlanner, Role::kDirector});
  router.add({.method = "GET",
              .path = "/api/proofs",
              .access = Access::staff(),
              .handle = [this](http::Request& r) { return list_proofs(r); },
              .summary = "All proofs of concept, newest first, and the figures that may have a target.",
              .answer = kListSchema});
  router.add({.method = "POST",
              .path = "/api/proofs",
              .access = planning,
              .handle = [this](http::Request& r) { return post_proof(r); },
              .summary = "Makes a proof of concept. Takes an Idempotency-Key.",
              .body = kChangeSchema,
              .answer = kProofSchema});
  router.add(
      {.method = "GET",
       .path = "/api/proofs/{id}",
       .access = Access::staff(),
       .handle = [this](http::Request& r) { return get_proof(r); },
       .summary = "Where a proof of concept stands: each target against what was counted, live and archive.",
       .answer = kProofSchema});
  router.add(
      {.method = "PATCH",
       .path = "/api/proofs/{id}",
       .access = planning,
       .handle = [this](http::Request& r) { return patch_proof(r); },
       .summary =
           "Changes its words, end, shows or targets. With If-Match, 412 changed-meanwhile when somebody "
           "else changed it since.",
       .body = kChangeSchema,
       .answer = kProofSchema});
  router.add({.method = "DELETE",
              .path = "/api/proofs/{id}",
              .access = planning,
              .handle = [this](http::Request& r) { return delete_proof(r); },
              .summary = "Removes a proof of concept. What its figures counted stays."});
}

ProofRoutes::Answer ProofRoutes::list_proofs(http::Request&) {
  co_return http::answer(parts_.readers.read<json::object>([&](store::Database& db) -> Result<json::object> {
    return json::object{{"items", proofs_json(db, parts_.clock.wall())}, {"figures", figures_json()}};
  }));
}

ProofRoutes::Answer ProofRoutes::get_proof(http::Request& request) {
  const std::string id(request.parameter("id"));
  co_return http::answer(parts_.readers.read<json::object>([&](store::Database& db) -> Result<json::object> {
    const auto proof = find_proof(db, id);
    if (!proof) return std::unexpected(proof.error());
    return proof_json(db, *proof, parts_.clock.wall());
  }));
}

ProofRoutes::Answer ProofRoutes::post_proof(http::Request& request) {
  const auto body = parse_object(request.body);
  if (!body) co_return http::problem_response(body.error());
  const auto wanted = read_proof(*body, ProofBody::kNew);
  if (!wanted) co_return http::problem_response(wanted.error());
  const auto key = http::idempotency_key(request, "POST /api/proofs");
  if (!key) co_return http::problem_response(key.error());
  const auto& by = request.caller;
  co_return http::answer(co_await store::write<json::object>(
                             parts_.writer, store::Lane::kStaff,
                             [&](store::Transaction& t) {
                               return http::once(t, *key, [&]() -> Result<json::object> {
                                 const auto proof = make_proof(t, parts_.random, *wanted, by);
                                 if (!proof) return std::unexpected(proof.error());
                                 people::audit(t, by, "proof.made", proof->id, {{"title", proof->title}});
                                 return proof_json(t.db(), *proof, t.now());
                               });
                             }),
                         201);
}

ProofRoutes::Answer ProofRoutes::patch_proof(http::Request& request) {
  const auto body = parse_object(request.body);
  if (!body) co_return http::problem_response(body.error());
  const auto wanted = read_proof(*body, ProofBody::kChange);
  if (!wanted) co_return http::problem_response(wanted.error());
  const auto expected = http::version_expected(request);
  if (!expected) co_return http::problem_response(expected.error());
  const std::string id(request.parameter("id"));
  const auto& by = request.caller;
  co_return http::answer(co_await store::write<json::object>(
      parts_.writer, store::Lane::kStaff, [&](store::Transaction& t) -> Result<json::object> {
        const auto proof = change_proof(t, id, *wanted, *expected);
        if (!proof) return std::unexpected(proof.error());
        people::audit(t, by, "proof.changed", id, {{"title", proof->title}});
        return proof_json(t.db(), *proof, t.now());
      }));
}

ProofRoutes::Answer ProofRoutes::delete_proof(http::Request& request) {
  const std::string id(request.parameter("id"));
  const auto& by = request.caller;
  const auto removed =
      co_await store::write<Proof>(parts_.writer, store::Lane::kStaff, [&](store::Transaction& t) {
        auto proof = remove_proof(t, id);
        if (proof) people::audit(t, by, "proof.removed", id, {{"title", proof->title}});
        return proof;
      });
  co_return removed ? http::empty_response() : http::problem_response(removed.error());
}

}  // namespace nigiwai::show
