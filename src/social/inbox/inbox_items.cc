#include "social/inbox/inbox_items.h"

#include <fmt/format.h>

#include "base/time.h"
#include "people/audit.h"

namespace nigiwai::social {
namespace {

constexpr std::size_t kIdLength = 16;
constexpr const char* kColumns =
    "position, id, network, account, remote, kind, author, author_url, text, url, answer_to, said_at, "
    "came_at, "
    "state, more, gone, claimed_by, claimed_until, aside_by, aside_reason";
constexpr const char* kBeingSent =
    "EXISTS (SELECT 1 FROM inbox_answer a WHERE a.item = inbox_item.id AND a.state = 'waiting')";

InboxItem item_in(store::Database& db, const store::Rows& rows) {
  InboxItem item{.position = rows.integer(0),
                 .id = rows.text(1),
                 .network = rows.text(2),
                 .account = rows.text(3),
                 .remote = rows.text(4),
                 .kind = rows.text(5),
                 .author = rows.text(6),
                 .author_url = rows.text(7),
                 .text = rows.text(8),
                 .url = rows.text(9),
                 .answer_to = rows.text(10),
                 .said_at = from_ms(rows.integer(11)),
                 .came_at = from_ms(rows.integer(12)),
                 .state = stands(rows.text(13)),
                 .more = rows.integer(14),
                 .gone = rows.text(15),
                 .claimed_by = rows.text(16),
                 .claimed_until = from_ms(rows.integer(17)),
                 .aside_by = rows.text(18),
                 .aside_reason = rows.text(19)};
  auto answers = db.query(
      "SELECT id, by, text, state, tries, next_at, why, remote, url, made_at, sent_at FROM inbox_answer "
      "WHERE "
      "item = ? ORDER BY position",
      item.id);
  while (answers.next()) {
    const auto sent_at = answers.optional_integer(10);
    item.answers.push_back({.id = answers.text(0),
                            .item = item.id,
                            .by = answers.text(1),
                            .text = answers.text(2),
                            .state = answer_state(answers.text(3)),
                            .tries = answers.integer(4),
                            .next_at = from_ms(answers.integer(5)),
                            .why = answers.text(6),
                            .remote = answers.text(7),
                            .url = answers.text(8),
                            .made_at = from_ms(answers.integer(9)),
                            .sent_at = sent_at ? std::optional(from_ms(*sent_at)) : std::nullopt});
  }
  return item;
}

// The rows in a state; ?1 is now.
std::string in_state(const std::string& state) {
  if (state == "waiting") return "state = 'open'";
  if (state == "open") return fmt::format("state = 'open' AND claimed_until <= ?1 AND NOT {}", kBeingSent);
  if (state == "claimed") return fmt::format("state = 'open' AND claimed_until > ?1 AND NOT {}", kBeingSent);
  if (state == "answered" || state == "aside") return fmt::format("state = '{}'", state);
  return "1";
}

// Finds the item for a change that `may` allows.
template <class May>
Result<InboxItem> item_for(store::Transaction& transaction, const std::string& id, May may) {
  auto item = find_item(transaction.db(), id);
  if (!item) return item;
  if (auto allowed = may(*item); !allowed) return std::unexpected(allowed.error());
  return item;
}

// What says enough of an item without saying whose it is.
boost::json::object told(const InboxItem& item) { return {{"network", item.network}, {"kind", item.kind}}; }

}  // namespace

Result<InboxItem> find_item(store::Database& db, const std::string& id) {
  auto rows = db.query(fmt::format("SELECT {} FROM inbox_item WHERE id = ?", kColumns), id);
  if (!rows.next()) return fail(Kind::kNotFound, "not-found", "There is no such item in the inbox.");
  return item_in(db, rows);
}

std::vector<InboxItem> items(store::Database& db, const ItemsAsked& asked,
                             const std::optional<ItemPlace>& after, WallTime now, std::int64_t limit) {
  std::vector<InboxItem> found;
  const auto* way = asked.oldest_first ? "ASC" : "DESC";
  auto rows = db.query(
      fmt::format(
          "SELECT {} FROM inbox_item WHERE {} AND (?2 = '' OR network = ?2) AND (?3 = '' OR kind = ?3) AND "
          "(?4 = '' OR instr(lower(text), lower(?4)) > 0 OR instr(lower(author), lower(?4)) > 0) AND (?5 "
          "IS NULL OR (came_at, 0, position) {} (?5, ?6, ?7)) ORDER BY came_at {}, position {} LIMIT ?8",
          kColumns, in_state(asked.state), asked.oldest_first ? ">" : "<", way, way),
      to_ms(now), asked.network, asked.kind, asked.text, after ? std::optional(after->at_ms) : std::nullopt,
      after ? after->source : 0, after ? after->position : 0, limit);
  while (rows.next()) found.push_back(item_in(db, rows));
  return found;
}

std::int64_t waiting_items(store::Database& db) {
  auto rows = db.query("SELECT count(*) FROM inbox_item WHERE state = 'open'");
  return rows.next() ? rows.integer(0) : 0;
}

std::vector<std::string> item_networks(store::Database& db) {
  std::vector<std::string> found;
  // One step along the index for each network.
  auto rows = db.query(
      "WITH RECURSIVE each(network) AS (SELECT min(network) FROM inbox_item UNION ALL SELECT (SELECT "
      "min(network) "
      "FROM inbox_item WHERE network > each.network) FROM each WHERE each.network IS NOT NULL) SELECT "
      "network "
      "FROM each WHERE network IS NOT NULL");
  while (rows.next()) found.push_back(rows.text(0));
  return found;
}

Result<void> claim_item(store::Transaction& transaction, const std::string& id, const http::Caller& by) {
  const auto now = transaction.now();
  const auto item =
      item_for(transaction, id, [&](const InboxItem& it) { return may_claim(it, by.handle, now); });
  if (!item) return std::unexpected(item.error());
  transaction.db().run("UPDATE inbox_item SET claimed_by = ?, claimed_until = ? WHERE id = ?", by.handle,
                       to_ms(now + kItemClaimLasts), id);
  return {};
}

Result<void> release_item(store::Transaction& transaction, const std::string& id, const http::Caller& by) {
  const auto item = item_for(
      transaction, id, [&](const InboxItem& it) { return may_release(it, by.handle, transaction.now()); });
  if (!item) return std::unexpected(item.error());
  transaction.db().run("UPDATE inbox_item SET claimed_until = 0 WHERE id = ?", id);
  return {};
}

Result<void> put_aside(store::Transaction& transaction, const std::string& id, const http::Caller& by,
                       const std::string& reason) {
  const auto now = transaction.now();
  const auto item =
      item_for(transaction, id, [&](const InboxItem& it) { return may_put_aside(it, by.handle, now); });
  if (!item) return std::unexpected(item.error());
  transaction.db().run(
      "UPDATE inbox_item SET state = 'aside', aside_by = ?, aside_reason = ?, closed_at = ?, claimed_until = "
      "0 "
      "WHERE id = ?",
      by.handle, reason, to_ms(now), id);
  people::audit(transaction, by, "inbox.put-aside", id, told(*item));
  return {};
}

Result<void> reopen(store::Transaction& transaction, const std::string& id, const http::Caller& by) {
  const auto item = item_for(transaction, id, [](const InboxItem& it) { return may_reopen(it); });
  if (!item) return std::unexpected(item.error());
  // How long the first answer took stays: it was given.
  transaction.db().run(
      "UPDATE inbox_item SET state = 'open', aside_by = '', aside_reason = '', closed_at = NULL, "
      "claimed_until = "
      "0 WHERE id = ?",
      id);
  people::audit(transaction, by, "inbox.reopened", id, told(*item));
  return {};
}

Result<std::string> answer_item(store::Transaction& transaction, Random& random, const std::string& id,
                                const http::Caller& by, const std::string& text) {
  const auto now = transaction.now();
  const auto item =
      item_for(transaction, id, [&](const InboxItem& it) { return may_answer(it, by.handle, now); });
  if (!item) return std::unexpected(item.error());
  const auto answer = random.token(kIdLength);
  transaction.db().run(
      "INSERT INTO inbox_answer (id, item, by, text, next_at, made_at) VALUES (?, ?, ?, ?, ?, ?)", answer, id,
      by.handle, text, to_ms(now), to_ms(now));
  people::audit(transaction, by, "inbox.answered", id, told(*item));
  return answer;
}

Result<std::string> try_again(store::Transaction& transaction, const std::string& answer,
                              const http::Caller& by) {
  auto& db = transaction.db();
  std::string id;
  {
    auto rows = db.query("SELECT item, state FROM inbox_answer WHERE id = ?", answer);
    if (!rows.next()) return fail(Kind::kNotFound, "not-found", "There is no such answer.");
    if (rows.text(1) != "failed") return fail(Kind::kConflict, "not-failed", "This answer has not failed.");
    id = rows.text(0);
  }
  const auto item = item_for(
      transaction, id, [&](const InboxItem& it) { return may_answer(it, by.handle, transaction.now()); });
  if (!item) return std::unexpected(item.error());
  db.run("UPDATE inbox_answer SET state = 'waiting', tries = 0, next_at = ? WHERE id = ?",
         to_ms(transaction.now()), answer);
  people::audit(transaction, by, "inbox.answered", id, told(*item));
  return id;
}

std::int64_t erase_inbox_author(store::Transaction& transaction, const std::string& network,
                                const std::string& author) {
  auto& db = transaction.db();
  std::vector<std::int64_t> theirs;
  {
    // As networks write it: the handle, with an @, or in brackets behind a name.
    auto rows = db.query(
        "SELECT position FROM inbox_item WHERE network = ?1 AND author <> '' AND (author IN (?2, '@' || ?2) "
        "OR "
        "substr(author, -length(?2) - 2) = '(' || ?2 || ')' OR substr(author, -length(?2) - 3) = '(@' || ?2 "
        "|| ')')",
        network, author);
    while (rows.next()) theirs.push_back(rows.integer(0));
  }
  for (const auto position : theirs) {
    db.run(
        "UPDATE inbox_item SET remote = 'gone ' || id, author = '', author_url = '', text = '', url = '', "
        "gone = 'withdrawn', aside_reason "
        "= CASE state WHEN 'open' THEN 'withdrawn' ELSE aside_reason END, closed_at = coalesce(closed_at, "
        "?2), "
        "state = CASE state WHEN 'open' THEN 'aside' ELSE state END WHERE position = ?1",
        position, to_ms(transaction.now()));
    db.run(
        "UPDATE inbox_answer SET state = 'failed', why = 'erased' WHERE state = 'waiting' AND item = (SELECT "
        "id "
        "FROM inbox_item WHERE position = ?)",
        position);
  }
  return static_cast<std::int64_t>(theirs.size());
}

}  // namespace nigiwai::social
