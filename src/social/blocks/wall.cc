#include "social/blocks/wall.h"

#include <fmt/format.h>
#include <sodium.h>

#include <algorithm>
#include <charconv>

#include "base/time.h"
#include "people/audit.h"
#include "shop/products/products.h"

namespace nigiwai::social {
namespace {

constexpr std::size_t kIdLength = 16;
constexpr const char* kColumns =
    "SELECT position, id, source, ref, product, permission, words, picked_by, picked_at FROM wall_mention ";

std::vector<WallMention> read(store::Database& db, store::Rows rows) {
  std::vector<WallMention> found;
  while (rows.next()) {
    found.push_back({.position = rows.integer(0),
                     .id = rows.text(1),
                     .source = wall_source(rows.text(2)).value_or(WallSource::kInbox),
                     .ref = rows.text(3),
                     .product = rows.text(4),
                     .permission = permission_of(rows.text(5)).value_or(Permission::kNone),
                     .permitted = rows.text(6),
                     .picked_by = rows.text(7),
                     .picked_at = from_ms(rows.integer(8))});
  }
  for (auto& one : found) {
    if (one.source == WallSource::kInbox) one.words = words_in(db, one.source, one.ref);
  }
  return found;
}

bool leads_somewhere(const std::string& url) {
  return url.starts_with("https://") || url.starts_with("http://");
}

}  // namespace

std::string_view to_text(WallSource source) { return source == WallSource::kInbox ? "inbox" : "listening"; }

std::optional<WallSource> wall_source(std::string_view text) {
  if (text == "inbox") return WallSource::kInbox;
  if (text == "listening") return WallSource::kListening;
  return std::nullopt;
}

std::optional<SaidWords> words_in(store::Database& source, WallSource which, const std::string& ref) {
  const auto words = [](store::Rows rows) -> std::optional<SaidWords> {
    if (!rows.next() || rows.text(3).empty()) return std::nullopt;
    return SaidWords{.network = rows.text(0),
                     .author = rows.text(1),
                     .author_url = rows.text(2),
                     .text = rows.text(3),
                     .url = rows.text(4),
                     .at = from_ms(rows.integer(5))};
  };
  if (which == WallSource::kInbox) {
    return words(source.query(
        "SELECT network, author, author_url, text, url, said_at FROM inbox_item WHERE id = ? AND gone = ''",
        ref));
  }
  std::int64_t id = 0;
  const auto [end, error] = std::from_chars(ref.data(), ref.data() + ref.size(), id);
  if (error != std::errc() || end != ref.data() + ref.size()) return std::nullopt;
  return words(
      source.query("SELECT network, CASE author WHEN '' THEN '' ELSE '@' || author END, '', text, url, at "
                   "FROM mention WHERE id = ?",
                   id));
}

std::string fingerprint(const SaidWords& words) {
  const auto said = words.author + '\n' + words.text;
  unsigned char digest[16];
  crypto_generichash(digest, sizeof digest, reinterpret_cast<const unsigned char*>(said.data()), said.size(),
                     nullptr, 0);
  char hex[2 * sizeof digest + 1];
  sodium_bin2hex(hex, sizeof hex, digest, sizeof digest);
  return hex;
}

bool on_wall(const WallMention& mention) {
  return mention.permission == Permission::kGranted && mention.words &&
         fingerprint(*mention.words) == mention.permitted;
}

bool is_changed(const WallMention& mention) {
  return mention.permission == Permission::kGranted && mention.words && !on_wall(mention);
}

std::vector<WallMention> wall_mentions(store::Database& db, const std::string& product) {
  return read(
      db, db.query(std::string(kColumns) + "WHERE ?1 = '' OR product = ?1 ORDER BY position DESC", product));
}

Result<std::vector<WallMention>> with_listening(std::vector<WallMention> mentions,
                                                store::Readers& listening) {
  if (std::ranges::none_of(mentions, [](const auto& one) { return one.source == WallSource::kListening; }))
    return mentions;
  return listening.read<std::vector<WallMention>>(
      [&](store::Database& db) -> Result<std::vector<WallMention>> {
        for (auto& one : mentions) {
          if (one.source == WallSource::kListening) one.words = words_in(db, one.source, one.ref);
        }
        return mentions;
      });
}

Result<WallMention> wall_mention(store::Database& db, const std::string& id) {
  auto found = read(db, db.query(std::string(kColumns) + "WHERE id = ?", id));
  if (found.empty()) return fail(Kind::kNotFound, "not-found", "This mention is not chosen for the wall.");
  return std::move(found.front());
}

std::vector<PermissionNote> permission_notes(store::Database& db, std::int64_t mention) {
  std::vector<PermissionNote> notes;
  auto rows = db.query(
      "SELECT permission, note, by, at FROM wall_permission WHERE mention = ? ORDER BY position DESC",
      mention);
  while (rows.next()) {
    notes.push_back({.permission = permission_of(rows.text(0)).value_or(Permission::kNone),
                     .note = rows.text(1),
                     .by = rows.text(2),
                     .at = from_ms(rows.integer(3))});
  }
  return notes;
}

Result<std::string> pick_mention(store::Transaction& transaction, Random& random, const WallPick& pick,
                                 const std::optional<SaidWords>& words, const http::Caller& by) {
  auto& db = transaction.db();
  if (!words) return invalid("/ref", "There is no such mention, or its words are gone.");
  if (words->author.empty())
    return invalid("/ref", "Nobody is named as its author: it cannot be attributed.");
  if (!leads_somewhere(words->url))
    return invalid("/ref", "It has no address: the wall leads to the original.");
  if (!pick.product.empty() && !shop::product_exists(db, pick.product))
    return invalid("/product", "There is no such product.");
  const auto known = read(
      db, db.query(std::string(kColumns) + "WHERE source = ? AND ref = ?", to_text(pick.source), pick.ref));
  if (!known.empty()) {
    db.run("UPDATE wall_mention SET product = ? WHERE position = ?", pick.product, known.front().position);
    return known.front().id;
  }
  {
    auto rows = db.query("SELECT count(*) FROM wall_mention");
    if (rows.next() && rows.integer(0) >= kMostOnWall)
      return fail(Kind::kTooMany, "too-many",
                  fmt::format("{} mentions are chosen for the wall. Take one off first.", kMostOnWall));
  }
  const auto id = random.token(kIdLength);
  db.run(
      "INSERT INTO wall_mention (id, source, ref, product, permission, picked_by, picked_at) VALUES (?, ?, "
      "?, ?, "
      "'none', ?, ?)",
      id, to_text(pick.source), pick.ref, pick.product, by.handle, to_ms(transaction.now()));
  people::audit(transaction, by, "block.mention-picked", id, {{"network", words->network}});
  return id;
}

Result<void> note_permission(store::Transaction& transaction, const WallMention& mention,
                             Permission permission, const std::string& note, const http::Caller& by) {
  auto& db = transaction.db();
  if (auto right = may_become(mention.permission, permission); !right) return right;
  if (!mention.words && permission != Permission::kWithdrawn)
    return fail(Kind::kConflict, "gone", "Its words are gone: there is nothing left to permit.");
  if (permission == Permission::kGranted && note.empty())
    return invalid("/note", "Say how the author gave the permission, such as: reply of 3 May, in words.");
  if (permission != Permission::kWithdrawn &&
      permission_notes(db, mention.position).size() >= static_cast<std::size_t>(kMostPermissionNotes))
    return fail(Kind::kTooMany, "too-many", "So much was noted about this mention already. Choose it anew.");
  db.run("UPDATE wall_mention SET permission = ?, words = ? WHERE position = ?", to_text(permission),
         permission == Permission::kGranted ? fingerprint(*mention.words) : std::string(), mention.position);
  db.run("INSERT INTO wall_permission (mention, permission, note, by, at) VALUES (?, ?, ?, ?, ?)",
         mention.position, to_text(permission), note, by.handle, to_ms(transaction.now()));
  people::audit(transaction, by, "block.permission-noted", mention.id, {{"permission", to_text(permission)}});
  return {};
}

namespace {
void remove(store::Database& db, std::int64_t position) {
  db.run("DELETE FROM wall_permission WHERE mention = ?", position);
  db.run("DELETE FROM wall_mention WHERE position = ?", position);
}
}  // namespace

Result<void> drop_mention(store::Transaction& transaction, const std::string& id, const http::Caller& by) {
  const auto found = wall_mention(transaction.db(), id);
  if (!found) return std::unexpected(found.error());
  remove(transaction.db(), found->position);
  people::audit(transaction, by, "block.mention-dropped", id);
  return {};
}

void forget_gone(store::Transaction& transaction, const std::vector<WallMention>& mentions) {
  for (const auto& one : mentions) {
    if (!one.words) remove(transaction.db(), one.position);
  }
}

}  // namespace nigiwai::social
