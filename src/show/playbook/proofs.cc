#include "show/playbook/proofs.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "base/time.h"
#include "show/lifecycle.h"
#include "show/playbook/proof_figures.h"

namespace nigiwai::show {
namespace {

constexpr std::size_t kIdLength = 12;
constexpr std::int64_t kMostTarget = 1'000'000'000'000;

std::vector<Proof::Target> read_targets(Fields& in) {
  std::vector<Proof::Target> targets;
  const auto& array = in.array("targets", figure_kinds().size());
  for (std::size_t i = 0; i < array.size(); ++i) {
    const auto place = fmt::format("targets/{}", i);
    if (!array[i].is_object()) {
      in.wrong(place, R"(This must be a target, such as {"figure": "orders", "target": 100}.)");
      return targets;
    }
    Fields one(array[i].get_object(), in.pointer_of(place));
    Proof::Target target{.figure = one.text("figure", {.most = 40}),
                         .target = one.whole("target", {1, kMostTarget})};
    if (figure_called(target.figure) == nullptr) one.wrong("figure", "There is no figure by this name.");
    if (std::ranges::find(targets, target.figure, &Proof::Target::figure) != targets.end()) {
      one.wrong("figure", "This stands in the list twice.");
    }
    if (const auto problem = one.problem()) in.wrong(*problem);
    targets.push_back(std::move(target));
  }
  if (array.empty()) in.wrong("targets", "Set at least one target.");
  return targets;
}

Result<void> check_shows(store::Database& db, const std::vector<std::string>& shows) {
  std::set<std::string_view> known;
  for (std::size_t i = 0; i < shows.size(); ++i) {
    const auto field = fmt::format("/shows/{}", i);
    if (!known.insert(shows[i]).second) return invalid(field, "This stands in the list twice.");
    auto rows = db.query("SELECT state FROM show WHERE id = ?", shows[i]);
    if (!rows.next()) return invalid(field, fmt::format("There is no show {}.", shows[i]));
    const auto state = state_of(rows.text(0));
    if (state && is_rehearsal(*state)) return invalid(field, "This is a rehearsal. Choose a show.");
    if (rows.text(0) == "cancelled") return invalid(field, "This show was cancelled. Choose another.");
  }
  return {};
}

void store_lists(store::Database& db, const Proof& proof) {
  db.run("DELETE FROM proof_show WHERE proof = ?", proof.id);
  for (std::size_t i = 0; i < proof.shows.size(); ++i) {
    db.run("INSERT INTO proof_show (proof, show, place) VALUES (?, ?, ?)", proof.id, proof.shows[i], i);
  }
  db.run("DELETE FROM proof_target WHERE proof = ?", proof.id);
  for (const auto& target : proof.targets) {
    db.run("INSERT INTO proof_target (proof, figure, target) VALUES (?, ?, ?)", proof.id, target.figure,
           target.target);
  }
}

void apply(Proof& proof, const ProofChange& wanted) {
  if (wanted.title) proof.title = *wanted.title;
  if (wanted.hypothesis) proof.hypothesis = *wanted.hypothesis;
  if (wanted.ends_at) proof.ends_at = *wanted.ends_at;
  if (wanted.shows) proof.shows = *wanted.shows;
  if (wanted.targets) proof.targets = *wanted.targets;
}

std::unexpected<Problem> no_such_proof() {
  return fail(Kind::kNotFound, "not-found", "There is no such proof of concept.");
}

// The order in which figures are always told.
std::size_t place_of(const Proof::Target& target) {
  return static_cast<std::size_t>(figure_called(target.figure) - figure_kinds().data());
}

void load_lists(store::Database& db, Proof& proof) {
  auto shows = db.query("SELECT show FROM proof_show WHERE proof = ? ORDER BY place", proof.id);
  while (shows.next()) proof.shows.push_back(shows.text(0));
  auto targets = db.query("SELECT figure, target FROM proof_target WHERE proof = ?", proof.id);
  while (targets.next()) {
    Proof::Target target{targets.text(0), targets.integer(1)};
    if (figure_called(target.figure) != nullptr) proof.targets.push_back(std::move(target));
  }
  std::ranges::sort(proof.targets, {}, place_of);
}

}  // namespace

Result<ProofChange> read_proof(const json::object& body, ProofBody what) {
  constexpr TextRule kTitle{.least = 1, .most = 80};
  constexpr TextRule kHypothesis{.least = 1, .most = 500, .lines = Lines::kMany};
  const bool fresh = what == ProofBody::kNew;
  Fields in(body);
  ProofChange change{
      .title = fresh ? in.text("title", kTitle) : in.optional_text("title", kTitle),
      .hypothesis = fresh ? in.text("hypothesis", kHypothesis) : in.optional_text("hypothesis", kHypothesis)};
  if (const auto ends = in.optional_time("ends_at")) change.ends_at = *ends;
  if ((fresh || in.has("ends_at")) && !change.ends_at)
    in.wrong("ends_at", "A proof of concept needs an end.");
  if (const auto shows = in.optional_slugs("shows", kMostShowsInProof)) change.shows = *shows;
  if (fresh || in.has("targets")) change.targets = read_targets(in);
  if (const auto problem = in.problem()) return std::unexpected(*problem);
  return change;
}

Result<Proof> make_proof(store::Transaction& transaction, Random& random, const ProofChange& wanted,
                         const http::Caller& by) {
  auto& db = transaction.db();
  {
    auto rows = db.query("SELECT count(*) FROM proof");
    if (rows.next() && rows.integer(0) >= static_cast<std::int64_t>(kMostProofs)) {
      return fail(Kind::kConflict, "limit-reached",
                  fmt::format("A shop keeps at most {} proofs of concept. Remove one that nobody looks at.",
                              kMostProofs));
    }
  }
  Proof proof{.id = random.token(kIdLength), .made_at = transaction.now()};
  apply(proof, wanted);
  if (proof.ends_at <= transaction.now())
    return invalid("/ends_at", "This is over already. Choose a time to come.");
  if (auto known = check_shows(db, proof.shows); !known) return std::unexpected(known.error());
  db.run(
      "INSERT INTO proof (id, title, hypothesis, ends_at, made_at, made_by, version) VALUES (?, ?, ?, ?, ?, "
      "?, ?)",
      proof.id, proof.title, proof.hypothesis, to_ms(proof.ends_at), to_ms(proof.made_at), by.handle,
      proof.version);
  store_lists(db, proof);
  return find_proof(db, proof.id);
}

Result<Proof> change_proof(store::Transaction& transaction, const std::string& id, const ProofChange& wanted,
                           std::optional<std::int64_t> expected) {
  auto& db = transaction.db();
  auto proof = find_proof(db, id);
  if (!proof) return proof;
  if (expected && *expected != proof->version) {
    return fail(Kind::kConflict, "changed-meanwhile",
                "Somebody else changed this proof of concept meanwhile. Look at it as it is now, then change "
                "it again.");
  }
  apply(*proof, wanted);
  if (proof->ends_at <= proof->made_at)
    return invalid("/ends_at", "This is before the proof of concept was made.");
  if (wanted.shows) {
    if (auto known = check_shows(db, proof->shows); !known) return std::unexpected(known.error());
  }
  ++proof->version;
  db.run("UPDATE proof SET title = ?, hypothesis = ?, ends_at = ?, version = ? WHERE id = ?", proof->title,
         proof->hypothesis, to_ms(proof->ends_at), proof->version, id);
  store_lists(db, *proof);
  return find_proof(db, id);
}

Result<Proof> remove_proof(store::Transaction& transaction, const std::string& id) {
  auto proof = find_proof(transaction.db(), id);
  if (proof) transaction.db().run("DELETE FROM proof WHERE id = ?", id);
  return proof;
}

Result<Proof> find_proof(store::Database& db, const std::string& id) {
  Proof proof{.id = id};
  {
    auto rows = db.query("SELECT title, hypothesis, ends_at, made_at, version FROM proof WHERE id = ?", id);
    if (!rows.next()) return no_such_proof();
    proof.title = rows.text(0);
    proof.hypothesis = rows.text(1);
    proof.ends_at = from_ms(rows.integer(2));
    proof.made_at = from_ms(rows.integer(3));
    proof.version = rows.integer(4);
  }
  load_lists(db, proof);
  return proof;
}

}  // namespace nigiwai::show
