#include "social/listening/mention_store.h"

#include <fmt/format.h>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <map>
#include <set>

#include "social/listening/normal_text.h"

namespace nigiwai::social {
namespace {

TermKind kind_of(std::string_view text) {
  for (const auto kind : {TermKind::kShop, TermKind::kProduct, TermKind::kStaff, TermKind::kRival}) {
    if (text == to_text(kind)) return kind;
  }
  return TermKind::kAll;
}

void forget_counts(store::Database& db, std::int64_t term) {
  for (const auto* sql : {"DELETE FROM mention_day WHERE term = ?", "DELETE FROM mention_hour WHERE term = ?",
                          "DELETE FROM mention_bucket WHERE term = ?", "DELETE FROM spike WHERE term = ?"})
    db.run(sql, term);
}

void raise_revision(store::Database& db) { db.run("UPDATE listening SET revision = revision + 1"); }

// What a batch adds to the counts, summed up before it is written: an export is mostly of few days.
class Counts {
 public:
  void add(std::int64_t term, const std::string& network, WallTime at) {
    ++days_[{term, day_of(at), network}];
    ++hours_[{term, hour_of(at), network}];
    const auto bucket = bucket_of(at);
    ++buckets_[{term, bucket}];
    const auto [known, fresh] = from_.try_emplace(term, bucket);
    if (!fresh) known->second = std::min(known->second, bucket);
  }

  void store(store::Database& db) const {
    for (const auto& [place, count] : days_) {
      db.run(
          "INSERT INTO mention_day (term, day, network, count) VALUES (?, ?, ?, ?) "
          "ON CONFLICT DO UPDATE SET count = count + excluded.count",
          std::get<0>(place), std::get<1>(place), std::get<2>(place), count);
    }
    for (const auto& [place, count] : hours_) {
      db.run(
          "INSERT INTO mention_hour (term, hour, network, count) VALUES (?, ?, ?, ?) "
          "ON CONFLICT DO UPDATE SET count = count + excluded.count",
          std::get<0>(place), std::get<1>(place), std::get<2>(place), count);
    }
    for (const auto& [place, count] : buckets_) {
      db.run(
          "INSERT INTO mention_bucket (term, bucket, count) VALUES (?, ?, ?) "
          "ON CONFLICT DO UPDATE SET count = count + excluded.count",
          place.first, place.second, count);
    }
    for (const auto& [term, bucket] : from_)
      db.run("UPDATE term SET changed_from = min(ifnull(changed_from, ?), ?) WHERE id = ?", bucket, bucket,
             term);
  }

 private:
  using Place = std::tuple<std::int64_t, std::int64_t, std::string>;
  std::map<Place, std::int64_t> days_;
  std::map<Place, std::int64_t> hours_;
  std::map<std::pair<std::int64_t, std::int64_t>, std::int64_t> buckets_;
  std::map<std::int64_t, std::int64_t> from_;
};

// By who said it, or, in a file that does not tell, by what it was.
bool is_erased(store::Database& db, const Mention& mention, std::string_view key) {
  auto rows =
      db.query("SELECT 1 FROM erased_author WHERE key = ? UNION ALL SELECT 1 FROM mention WHERE key = ?",
               store::Blob{author_key(mention.network, mention.author)}, store::Blob{erased_key(key)});
  return rows.next();
}

std::set<std::int64_t> terms_still_counting(store::Database& db) {
  std::set<std::int64_t> ids;
  auto rows = db.query("SELECT id FROM term WHERE counted_to IS NOT NULL");
  while (rows.next()) ids.insert(rows.integer(0));
  return ids;
}

}  // namespace

std::vector<Term> terms(store::Database& db) {
  std::vector<Term> all;
  auto rows = db.query(
      "SELECT id, kind, name, aliases, about, counted_to IS NOT NULL FROM term WHERE id > 0 ORDER BY id");
  while (rows.next()) {
    Term term{.id = rows.integer(0), .kind = kind_of(rows.text(1)), .name = rows.text(2)};
    for (const auto& alias : json::parse(rows.text(3)).as_array())
      term.aliases.emplace_back(std::string_view(alias.as_string()));
    term.about = rows.text(4);
    term.counting = rows.integer(5) == 1;
    all.push_back(std::move(term));
  }
  return all;
}

Result<Term> put_term(store::Transaction& transaction, const Term& term) {
  auto& db = transaction.db();
  {
    auto rows = db.query("SELECT 1 FROM term WHERE name = ? AND id <> ?", term.name, term.id);
    if (rows.next())
      return fail(Kind::kConflict, "name-taken", "Another term has this name already.", "/name");
  }
  const auto aliases = json::serialize(json::array(term.aliases.begin(), term.aliases.end()));
  auto kept = term;
  if (term.id == 0) {
    std::int64_t count = 0;
    {
      auto rows = db.query("SELECT count(*) FROM term WHERE id > 0");
      if (rows.next()) count = rows.integer(0);
    }
    if (count >= static_cast<std::int64_t>(kMostTerms))
      return fail(Kind::kConflict, "too-many-terms",
                  fmt::format("{} terms are the most. Remove one first.", kMostTerms));
    db.run("INSERT INTO term (kind, name, aliases, about, counted_to) VALUES (?, ?, ?, ?, 0)",
           to_text(term.kind), term.name, aliases, term.about);
    kept.id = db.last_row_id();
  } else {
    const auto changed = db.run(
        "UPDATE term SET kind = ?, name = ?, aliases = ?, about = ?, counted_to = 0, changed_from = 0 WHERE "
        "id = ? AND id > 0",
        to_text(term.kind), term.name, aliases, term.about, term.id);
    if (changed == 0) return fail(Kind::kNotFound, "not-found", "There is no such term.");
    forget_counts(db, term.id);
  }
  raise_revision(db);
  kept.counting = true;
  return kept;
}

Result<void> remove_term(store::Transaction& transaction, std::int64_t id) {
  auto& db = transaction.db();
  if (db.run("DELETE FROM term WHERE id = ? AND id > 0", id) == 0)
    return fail(Kind::kNotFound, "not-found", "There is no such term.");
  forget_counts(db, id);
  raise_revision(db);
  return {};
}

std::int64_t terms_revision(store::Database& db) {
  auto rows = db.query("SELECT revision FROM listening");
  return rows.next() ? rows.integer(0) : 0;
}

Result<Stored> store_mentions(store::Transaction& transaction, std::span<const Matched> batch,
                              std::int64_t revision) {
  auto& db = transaction.db();
  if (terms_revision(db) != revision)
    return fail(Kind::kUnavailable, "terms-changed",
                "What is listened for has changed meanwhile. Try again.");
  {
    auto rows = db.query("SELECT ifnull(max(id), 0) - ifnull(min(id), 0) FROM mention");
    if (rows.next() && rows.integer(0) >= kMostMentions) {
      return fail(
          Kind::kConflict, "too-many-mentions",
          fmt::format("{} mentions are the most that are kept. Keep them for fewer days, or import less.",
                      kMostMentions));
    }
  }
  const auto counting = terms_still_counting(db);
  bool any_erased = false;
  {
    auto rows = db.query("SELECT 1 FROM erased_author LIMIT 1");
    any_erased = rows.next();
  }
  Stored stored;
  Counts counts;
  for (const auto& [mention, key, terms] : batch) {
    if (any_erased && is_erased(db, mention, key)) {
      ++stored.known;
      continue;
    }
    const auto added = db.run(
        "INSERT INTO mention (key, network, at, author, text, url, followers, boosts, likes) VALUES (?, ?, "
        "?, ?, ?, ?, ?, ?, ?) "
        "ON CONFLICT DO NOTHING",
        store::Blob{key}, mention.network, to_ms(mention.at), mention.author, mention.text, mention.url,
        mention.followers, mention.boosts, mention.likes);
    if (added == 0) {
      ++stored.known;
      continue;
    }
    ++stored.fresh;
    counts.add(kAllMentions, mention.network, mention.at);
    for (const auto term : terms) {
      if (!counting.contains(term)) counts.add(term, mention.network, mention.at);
    }
  }
  counts.store(db);
  return stored;
}

Result<bool> recount_some(store::Transaction& transaction) {
  auto& db = transaction.db();
  std::int64_t from = -1;
  std::set<std::int64_t> here;  // the terms that have come exactly this far
  {
    auto rows = db.query("SELECT id, counted_to FROM term WHERE counted_to IS NOT NULL ORDER BY counted_to");
    while (rows.next() && (from < 0 || rows.integer(1) == from)) {
      from = rows.integer(1);
      here.insert(rows.integer(0));
    }
  }
  if (here.empty()) return false;
  std::vector<Term> counted;
  for (auto& term : terms(db)) {
    if (here.contains(term.id)) counted.push_back(std::move(term));
  }
  const TermMatcher matcher(counted);
  Counts counts;
  std::int64_t looked_at = 0;
  auto to = from;
  {
    auto rows = db.query("SELECT id, network, at, text FROM mention WHERE id > ? ORDER BY id LIMIT ?", from,
                         kRecountedInTurn);
    while (rows.next()) {
      to = rows.integer(0);
      ++looked_at;
      for (const auto term : matcher.terms_in(normal_text(rows.text(3))))
        counts.add(term, rows.text(1), from_ms(rows.integer(2)));
    }
  }
  counts.store(db);
  const bool ended = looked_at < kRecountedInTurn;
  for (const auto term : here)
    db.run("UPDATE term SET counted_to = ? WHERE id = ?", ended ? std::nullopt : std::optional(to), term);
  return true;
}

std::int64_t kept_days(store::Database& db) {
  auto rows = db.query("SELECT kept_days FROM listening");
  return rows.next() ? rows.integer(0) : 0;
}

void set_kept_days(store::Transaction& transaction, std::int64_t days) {
  transaction.db().run("UPDATE listening SET kept_days = ?", days);
}

Result<bool> forget_some(store::Transaction& transaction) {
  auto& db = transaction.db();
  const auto earliest = to_ms(transaction.now() - std::chrono::days(kept_days(db)));
  return db.run("DELETE FROM mention WHERE id IN (SELECT id FROM mention WHERE at < ? ORDER BY at LIMIT ?)",
                earliest, kForgottenInTurn) == kForgottenInTurn;
}

void refuse_author(store::Transaction& transaction, const std::string& network, const std::string& author) {
  transaction.db().run("INSERT INTO erased_author (key) VALUES (?) ON CONFLICT DO NOTHING",
                       store::Blob{author_key(network, author)});
}

void erase_mention(store::Transaction& transaction, const std::string& network, const std::string& id) {
  const auto key = key_of({.network = network, .id = id});
  transaction.db().run(
      "UPDATE mention SET key = ?, author = '', text = '', url = '', followers = NULL WHERE key = ?",
      store::Blob{erased_key(key)}, store::Blob{key});
}

Erased erase_some(store::Transaction& transaction, const std::string& network, const std::string& author,
                  std::int64_t from) {
  auto& db = transaction.db();
  std::vector<std::pair<std::int64_t, std::string>> theirs;
  {
    auto rows =
        db.query("SELECT id, key FROM mention WHERE id > ? AND id <= ? AND author = ? AND network = ?", from,
                 from + kErasedInTurn, author, network);
    while (rows.next()) theirs.emplace_back(rows.integer(0), rows.text(1));
  }
  for (const auto& [id, key] : theirs) {
    db.run("UPDATE mention SET key = ?, author = '', text = '', url = '', followers = NULL WHERE id = ?",
           store::Blob{erased_key(key)}, id);
  }
  Erased erased{.mentions = static_cast<std::int64_t>(theirs.size()), .next = from + kErasedInTurn};
  auto rows = db.query("SELECT 1 FROM mention WHERE id > ? LIMIT 1", *erased.next);
  if (rows.next()) return erased;
  erased.next.reset();
  // What the log still has of it goes as well.
  transaction.on_commit([&db] { db.script("PRAGMA wal_checkpoint(TRUNCATE)"); });
  return erased;
}

}  // namespace nigiwai::social
