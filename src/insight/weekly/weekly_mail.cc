#include "insight/weekly/weekly_mail.h"

#include "base/time.h"
#include "shop/settings.h"

namespace nigiwai::insight {
namespace {

constexpr std::size_t kSecretLength = 24;

std::string shop_name(store::Database& db, std::string_view language) {
  const auto shop = shop::settings(db);
  return language == "en" && !shop.name_latin.empty() ? shop.name_latin : shop.name;
}

// Those who wait for the mail of a Monday, and have not left.
constexpr const char* kWaiting =
    "FROM weekly_mail w JOIN staff s ON s.handle = w.handle WHERE w.wanted = 1 AND w.written_for < ?1 AND "
    "s.email IS NOT NULL AND s.password IS NOT NULL AND s.withdrawn_at IS NULL ";

}  // namespace

Result<WeeklyWish> read_weekly_wish(const json::object& body) {
  Fields in(body);
  const auto wanted = in.optional_flag("wanted");
  if (!in.has("wanted")) in.wrong("wanted", "This must be true or false.");
  WeeklyWish wish{.wanted = wanted.value_or(false),
                  .language = in.optional_text("language", {.least = 2, .most = 2}).value_or("ja")};
  if (wish.language != "ja" && wish.language != "en") in.wrong("language", "This must be ja or en.");
  if (const auto problem = in.problem()) return std::unexpected(*problem);
  return wish;
}

json::object weekly_wish_json(store::Database& db, const std::string& handle) {
  auto rows = db.query("SELECT wanted, language FROM weekly_mail WHERE handle = ?", handle);
  if (!rows.next()) return {{"wanted", false}, {"language", "ja"}};
  return {{"wanted", rows.integer(0) != 0}, {"language", rows.text(1)}};
}

void wish_weekly(store::Transaction& transaction, Random& random, const std::string& handle,
                 const WeeklyWish& wish) {
  const auto monday = monday_nine(transaction.now());
  transaction.db().run(
      "INSERT INTO weekly_mail (handle, wanted, language, secret, written_for) VALUES (?1, ?2, ?3, ?4, ?5) "
      "ON "
      "CONFLICT (handle) DO UPDATE SET written_for = CASE WHEN wanted < ?2 THEN max(written_for, ?5) ELSE "
      "written_for END, wanted = ?2, language = ?3",
      handle, wish.wanted, wish.language, random.token(kSecretLength),
      transaction.now() >= monday ? to_ms(monday) : std::int64_t{0});
}

std::optional<std::string> weekly_language(store::Database& db, const std::string& secret) {
  auto rows = db.query("SELECT language FROM weekly_mail WHERE secret = ?", secret);
  return rows.next() ? std::optional(rows.text(0)) : std::nullopt;
}

void stop_weekly(store::Transaction& transaction, const std::string& secret) {
  transaction.db().run("UPDATE weekly_mail SET wanted = 0 WHERE secret = ?", secret);
}

bool weekly_waits(store::Database& db, WallTime monday) {
  return db.query(std::string("SELECT 1 ") + kWaiting + "LIMIT 1", to_ms(monday)).next();
}

std::int64_t write_weekly(store::Transaction& transaction, const Clock& clock, WallTime monday,
                          const WeekFigures& figures, const std::string& origin) {
  auto& db = transaction.db();
  std::vector<std::pair<std::string, WeeklyReader>> readers;
  {
    auto rows =
        db.query(std::string("SELECT w.handle, s.email, w.language, w.secret ") + kWaiting + "LIMIT ?2",
                 to_ms(monday), kMostWeekly);
    while (rows.next())
      readers.push_back(
          {rows.text(0), {.email = rows.text(1), .language = rows.text(2), .secret = rows.text(3)}});
  }
  std::int64_t written = 0;
  for (const auto& [handle, reader] : readers) {
    db.run("UPDATE weekly_mail SET written_for = ? WHERE handle = ?", to_ms(monday), handle);
    if (figures.shows == 0) continue;
    outbox::send(transaction, clock,
                 weekly_mail(figures, reader, {.origin = origin, .shop = shop_name(db, reader.language)}));
    ++written;
  }
  return written;
}

}  // namespace nigiwai::insight
