#include "show/archive/withdrawals.h"

#include <fmt/format.h>

#include "base/time.h"
#include "people/audit.h"
#include "people/staff.h"

namespace nigiwai::show {
namespace {

constexpr std::size_t kIdLength = 12;
// Nobody finds it by trying: 26 letters and digits are more than 128 bits.
constexpr std::size_t kPathLength = 26;

void moved(store::Transaction& transaction, const std::string& show, const WithdrawalParts& parts) {
  transaction.db().run(
      "INSERT INTO archive_path (show, path) VALUES (?, ?) ON CONFLICT (show) DO UPDATE SET path = "
      "excluded.path",
      show, parts.random.token(kPathLength));
  transaction.on_commit([&broadcasting = parts.broadcasting, show] { broadcasting.archive_changed(show); });
}

void tell(store::Transaction& transaction, const std::string& show, const char* kind, const std::string& id,
          const timeline::Withdrawn& stretch, const WithdrawalParts& parts) {
  parts.journal.append(
      transaction, show,
      {.kind = kind, .data = {{"id", id}, {"from", stretch.from.count()}, {"until", stretch.until.count()}}});
}

json::value person(store::Database& db, const std::string& handle) {
  if (handle.empty()) return nullptr;
  const auto profile = people::profile_of(db, handle);
  return json::object{{"id", handle}, {"name", profile ? profile->name : handle}};
}

}  // namespace

Result<NewWithdrawal> read_withdrawal(const json::object& body) {
  constexpr WholeRange kPlaces{0, std::int64_t{1} << 40};
  Fields in(body);
  NewWithdrawal wanted;
  wanted.stretch.from = Milliseconds(in.whole("from", kPlaces));
  wanted.stretch.until = Milliseconds(in.whole("until", kPlaces));
  wanted.reason = in.text("reason", kWithdrawalReason);
  if (auto problem = in.problem()) return std::unexpected(*std::move(problem));
  if (wanted.stretch.until - wanted.stretch.from < kShortestWithdrawal) {
    return invalid("/until", fmt::format("A part that is withdrawn is {} ms long at least.",
                                         kShortestWithdrawal.count()));
  }
  return wanted;
}

Result<std::string> withdraw(store::Transaction& transaction, const std::string& show,
                             const NewWithdrawal& wanted, const WithdrawalParts& parts) {
  auto& db = transaction.db();
  const auto found = find(db, show);
  if (!found) return std::unexpected(found.error());
  const auto times = timeline::times_of(db, show);
  if (found->state != State::kArchived || !times || !times->length) {
    return fail(Kind::kConflict, "state", "Parts are withdrawn of a show that is over.");
  }
  if (wanted.stretch.until > *times->length) {
    return invalid("/until",
                   fmt::format("The show is {} ms long; a part ends within it.", times->length->count()));
  }
  if (timeline::left_of(timeline::withdrawn_of(db, show), wanted.stretch).empty()) {
    return fail(Kind::kConflict, "withdrawn", "All of this part is withdrawn already.");
  }
  {
    auto rows = db.query("SELECT count(*) FROM withdrawn WHERE show = ?", show);
    rows.next();
    if (rows.integer(0) >= kMostWithdrawals) {
      return fail(Kind::kConflict, "withdrawal-limit",
                  fmt::format("An archive has {} withdrawn parts at most. Restore one first, or withdraw a "
                              "longer one.",
                              kMostWithdrawals));
    }
  }
  const auto id = parts.random.token(kIdLength);
  db.run(
      "INSERT INTO withdrawal (id, show, from_ms, until_ms, reason, made_by, made_at) VALUES (?, ?, ?, ?, ?, "
      "?, ?)",
      id, show, wanted.stretch.from.count(), wanted.stretch.until.count(), wanted.reason, parts.by.handle,
      to_ms(transaction.now()));
  db.run("INSERT INTO withdrawn (show, from_ms, until_ms, id) VALUES (?, ?, ?, ?)", show,
         wanted.stretch.from.count(), wanted.stretch.until.count(), id);
  moved(transaction, show, parts);
  tell(transaction, show, "part.withdrawn", id, wanted.stretch, parts);
  people::audit(transaction, parts.by, "part.withdrawn", show,
                {{"from", wanted.stretch.from.count()}, {"until", wanted.stretch.until.count()}});
  return id;
}

Result<void> restore(store::Transaction& transaction, const std::string& show, const std::string& id,
                     const WithdrawalParts& parts) {
  auto& db = transaction.db();
  timeline::Withdrawn stretch;
  {
    auto rows =
        db.query("SELECT from_ms, until_ms, restored_at FROM withdrawal WHERE show = ? AND id = ?", show, id);
    if (!rows.next()) return fail(Kind::kNotFound, "not-found", "This show has no such withdrawn part.");
    if (rows.optional_integer(2)) return fail(Kind::kConflict, "state", "This part was restored already.");
    stretch = {Milliseconds(rows.integer(0)), Milliseconds(rows.integer(1))};
  }
  db.run("UPDATE withdrawal SET restored_by = ?, restored_at = ? WHERE id = ?", parts.by.handle,
         to_ms(transaction.now()), id);
  db.run("DELETE FROM withdrawn WHERE show = ? AND from_ms = ? AND id = ?", show, stretch.from.count(), id);
  moved(transaction, show, parts);
  tell(transaction, show, "part.restored", id, stretch, parts);
  people::audit(transaction, parts.by, "part.restored", show,
                {{"from", stretch.from.count()}, {"until", stretch.until.count()}});
  return {};
}

Result<json::object> withdrawals_json(store::Database& db, const std::string& show) {
  if (auto known = find(db, show); !known) return std::unexpected(known.error());
  json::array items;
  auto rows = db.query(
      "SELECT id, from_ms, until_ms, reason, made_by, made_at, restored_by, restored_at FROM withdrawal "
      "WHERE "
      "show = ? ORDER BY position DESC",
      show);
  while (rows.next()) {
    const auto restored_at = rows.optional_integer(7);
    items.push_back(
        {{"id", rows.text(0)},
         {"from", rows.integer(1)},
         {"until", rows.integer(2)},
         {"reason", rows.text(3)},
         {"by", person(db, rows.text(4))},
         {"at", to_rfc3339(from_ms(rows.integer(5)))},
         {"restored_by", person(db, rows.text(6))},
         {"restored_at", restored_at ? json::value(to_rfc3339(from_ms(*restored_at))) : json::value()}});
  }
  return json::object{{"items", std::move(items)}, {"next", nullptr}};
}

std::string archive_path(store::Database& db, const std::string& show) {
  auto rows = db.query("SELECT path FROM archive_path WHERE show = ?", show);
  return rows.next() ? rows.text(0) : std::string();
}

std::optional<std::string> show_of_archive(store::Database& db, const std::string& path) {
  auto rows = db.query("SELECT show FROM archive_path WHERE path = ?", path);
  if (!rows.next()) return std::nullopt;
  return rows.text(0);
}

}  // namespace nigiwai::show
