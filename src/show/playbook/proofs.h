// Proofs of concept as rows: commands and queries.
#pragma once

#include "base/fields.h"
#include "base/random.h"
#include "http/caller.h"
#include "show/playbook/proof.h"
#include "store/writer.h"

namespace nigiwai::show {

// What POST and PATCH carry; what is not there stays.
struct ProofChange {
  std::optional<std::string> title{};
  std::optional<std::string> hypothesis{};
  std::optional<WallTime> ends_at{};
  std::optional<std::vector<std::string>> shows{};
  std::optional<std::vector<Proof::Target>> targets{};
};
enum class ProofBody { kNew, kChange };  // a new one needs all but its shows
Result<ProofChange> read_proof(const json::object& body, ProofBody what);

// Refuses shows that there are not or that were cancelled, naming them, an end that is over, and the proof
// past kMostProofs (conflict "limit-reached").
Result<Proof> make_proof(store::Transaction& transaction, Random& random, const ProofChange& wanted,
                         const http::Caller& by);
// With `expected`, conflict "changed-meanwhile" when it has another version by now.
Result<Proof> change_proof(store::Transaction& transaction, const std::string& id, const ProofChange& wanted,
                           std::optional<std::int64_t> expected);
Result<Proof> remove_proof(store::Transaction& transaction, const std::string& id);

Result<Proof> find_proof(store::Database& db, const std::string& id);  // not-found

// Where it stands: {"id", "title", "hypothesis", "ends_at", "began_at", "left_ms", "ended", "shows", "held",
// "figures":
// [{"figure", "group", "unit", "currency", "target", "value", "live", "archive", "expected", "reached",
// "behind", "definition", "version"}], "verdict": {"kind", "reached", "of", "behind"}, "version"}.
json::object proof_json(store::Database& db, const Proof& proof, WallTime now);
// All of them, newest first, short.
json::array proofs_json(store::Database& db, WallTime now);
// What targets may be set for.
json::array figures_json();

}  // namespace nigiwai::show
