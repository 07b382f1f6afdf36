#include "social/inbox/inbox.h"

#include <fmt/format.h>

#include "base/text.h"
#include "base/time.h"

namespace nigiwai::social {
namespace {

constexpr std::size_t kIdLength = 16;

std::string web_address(const std::string& url) {
  const bool web = url.starts_with("https://") || url.starts_with("http://");
  return web && url.size() <= kMostInboxUrl && is_utf8(url) ? url : std::string();
}

std::string one_line(std::string_view raw, std::size_t most) {
  auto clean = clean_text(plain_text(raw, most), {.most = most, .lines = Lines::kOne}, "author");
  return clean ? *std::move(clean) : std::string();
}

bool is_full(store::Database& db) {
  auto rows = db.query("SELECT count(*) FROM inbox_item WHERE state = 'open'");
  return rows.next() && rows.integer(0) >= kMostWaitingItems;
}

// Counts it on the author's newest line when they said enough within the hour.
bool folded(store::Database& db, const std::string& network, const std::string& author, WallTime now) {
  if (author.empty()) return false;
  std::int64_t said = 0;
  std::int64_t newest = 0;
  {
    auto rows = db.query(
        "SELECT count(*), max(position) FROM inbox_item WHERE network = ? AND author = ? AND author <> '' "
        "AND "
        "came_at > ?",
        network, author, to_ms(now - std::chrono::hours(1)));
    if (rows.next()) said = rows.integer(0), newest = rows.optional_integer(1).value_or(0);
  }
  if (said < kMostItemsAnHour) return false;
  db.run("UPDATE inbox_item SET more = more + 1 WHERE position = ?", newest);
  return true;
}

}  // namespace

std::string plain_text(std::string_view raw, std::size_t most) {
  auto cut = raw.size();
  if (cut > most) {
    cut = most;
    while (cut > 0 && (static_cast<unsigned char>(raw[cut]) & 0xC0U) == 0x80U) --cut;
  }
  auto mended = mended_utf8(raw.substr(0, cut));
  auto clean = clean_text(mended, {.most = most, .lines = Lines::kMany}, "text");
  return clean ? *std::move(clean) : std::string();
}

Result<bool> take_into_inbox(store::Transaction& transaction, Random& random, const NewInboxItem& item) {
  if (!is_slug(item.network)) return invalid("network", "This names no network.");
  if (item.kind != "reply" && item.kind != "mention")
    return invalid("kind", "This must be reply or mention.");
  if (item.remote.empty() || item.remote.size() > kMostRemoteId || !is_utf8(item.remote))
    return invalid("remote", fmt::format("This must be the network's id, of 1 to {} bytes.", kMostRemoteId));
  auto& db = transaction.db();
  {
    auto rows =
        db.query("SELECT 1 FROM inbox_item WHERE network = ? AND remote = ?", item.network, item.remote);
    if (rows.next()) return false;
  }
  const auto author = one_line(item.author, kMostInboxAuthor);
  if (folded(db, item.network, author, transaction.now())) return false;
  if (is_full(db)) {
    return fail(Kind::kTooMany, "inbox-full",
                fmt::format("{} items wait in the inbox, as many as it holds. Answer some or put them aside.",
                            kMostWaitingItems));
  }
  // What has not happened yet was not said; a network's clock may be wrong.
  const auto said_at = std::min(item.at, transaction.now());
  const auto answer_to =
      item.answer_to.size() <= kMostRemoteId && is_utf8(item.answer_to) ? item.answer_to : std::string();
  db.run(
      "INSERT INTO inbox_item (id, network, account, remote, kind, author, author_url, text, url, answer_to, "
      "said_at, came_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
      random.token(kIdLength), item.network, item.account, item.remote, item.kind, author,
      web_address(item.author_url), plain_text(item.text, kMostInboxText), web_address(item.url), answer_to,
      to_ms(said_at), to_ms(transaction.now()));
  return true;
}

Result<void> change_inbox_item(store::Transaction& transaction, const std::string& network,
                               const std::string& remote, const std::string& text) {
  auto& db = transaction.db();
  std::string id;
  {
    auto rows = db.query("SELECT id FROM inbox_item WHERE network = ? AND remote = ?", network, remote);
    if (!rows.next()) return {};  // never came in, or was folded
    id = rows.text(0);
  }
  const auto plain = plain_text(text, kMostInboxText);
  if (!plain.empty()) {
    db.run("UPDATE inbox_item SET text = ? WHERE id = ? AND gone = ''", plain, id);
    return {};
  }
  db.run("INSERT INTO inbox_withdrawn (network, remote) VALUES (?, ?) ON CONFLICT DO NOTHING", network,
         remote);
  // What nobody answered is taken out whole; else what we said to it stays, and theirs goes.
  const auto removed = db.run(
      "DELETE FROM inbox_item WHERE id = ?1 AND NOT EXISTS (SELECT 1 FROM inbox_answer WHERE item = ?1)", id);
  if (removed != 0) return {};
  db.run(
      "UPDATE inbox_item SET author = '', author_url = '', text = '', url = '', gone = 'withdrawn', "
      "aside_reason "
      "= CASE state WHEN 'open' THEN 'withdrawn' ELSE aside_reason END, closed_at = coalesce(closed_at, ?2), "
      "state = CASE state WHEN 'open' THEN 'aside' ELSE state END WHERE id = ?1",
      id, to_ms(transaction.now()));
  db.run("UPDATE inbox_answer SET state = 'failed', why = ? WHERE item = ? AND state = 'waiting'",
         "What this answers was withdrawn by its author.", id);
  return {};
}

Result<bool> forget_old_items(store::Transaction& transaction) {
  const auto now = transaction.now();
  return transaction.db().run(
             "UPDATE inbox_item SET author = '', author_url = '', text = '', url = '', gone = 'old', "
             "aside_reason = CASE state WHEN 'open' THEN 'old' ELSE aside_reason END, closed_at = "
             "coalesce(closed_at, ?1), state = CASE state WHEN 'open' THEN 'aside' ELSE state END WHERE "
             "position IN (SELECT position FROM inbox_item WHERE gone = '' AND came_at < ?2 ORDER BY came_at "
             "LIMIT ?3)",
             to_ms(now), to_ms(now - kInboxKept), kInboxForgottenInTurn) == kInboxForgottenInTurn;
}

}  // namespace nigiwai::social
