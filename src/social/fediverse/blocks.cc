#include "social/fediverse/blocks.h"

#include <algorithm>
#include <boost/json/array.hpp>

#include "base/time.h"
#include "outbox/deliveries.h"
#include "people/audit.h"
#include "social/fediverse/actors.h"

namespace nigiwai::social::fediverse {
namespace {

namespace json = boost::json;

constexpr std::int64_t kReceiversShown = 50;
constexpr std::size_t kLongestDomain = 253;

// "example.social" of "Example.Social"; empty for what is no domain.
std::string clean_domain(std::string_view raw) {
  std::string domain(raw);
  std::ranges::transform(domain, domain.begin(),
                         [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  const bool fine = !domain.empty() && domain.size() <= kLongestDomain && domain.front() != '.' &&
                    domain.front() != '-' && domain.back() != '.' && !domain.contains("..");
  const auto letter = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.';
  };
  return fine && std::ranges::all_of(domain, letter) ? domain : std::string();
}

json::array blocks_json(store::Database& db) {
  json::array blocks;
  auto rows = db.query("SELECT domain, blocked_at FROM fediverse_block ORDER BY domain");
  while (rows.next())
    blocks.push_back({{"domain", rows.text(0)}, {"blocked_at", to_rfc3339(from_ms(rows.integer(1)))}});
  return blocks;
}

json::array actors_json(store::Database& db, const std::string& origin) {
  json::array actors;
  for (const auto& actor : local_actors(db)) {
    const auto& name = actor.name;
    std::int64_t followers = 0, notes = 0;
    {
      auto rows = db.query("SELECT count(*) FROM fediverse_follower WHERE actor = ?", name);
      rows.next();
      followers = rows.integer(0);
    }
    {
      auto rows =
          db.query("SELECT count(*) FROM fediverse_note WHERE actor = ? AND deleted_at IS NULL", name);
      rows.next();
      notes = rows.integer(0);
    }
    actors.push_back({{"name", name},
                      {"account", "@" + name + "@" + authority_of(origin)},
                      {"display", actor.display},
                      {"followers", followers},
                      {"posts", notes}});
  }
  return actors;
}

}  // namespace

bool is_blocked(store::Database& db, std::string_view host) {
  host = host.substr(0, host.rfind(':'));
  while (!host.empty()) {
    {
      auto rows = db.query("SELECT 1 FROM fediverse_block WHERE domain = ?", host);
      if (rows.next()) return true;
    }
    const auto dot = host.find('.');
    if (dot == std::string_view::npos) return false;
    host.remove_prefix(dot + 1);
  }
  return false;
}

Result<bool> block(store::Transaction& transaction, const std::string& raw, const http::Caller& by) {
  auto& db = transaction.db();
  const auto domain = clean_domain(raw);
  if (domain.empty()) return invalid("domain", "This is no domain, such as spam.example.");
  {
    auto rows = db.query("SELECT count(*) FROM fediverse_block");
    rows.next();
    if (rows.integer(0) >= kMostBlocks)
      return fail(Kind::kTooMany, "block-limit", "5000 domains are blocked; take some out first.");
  }
  const bool fresh =
      db.run("INSERT INTO fediverse_block (domain, blocked_at) VALUES (?, ?) ON CONFLICT DO NOTHING", domain,
             to_ms(transaction.now())) > 0;
  std::vector<std::string> below;
  {
    auto rows = db.query("SELECT DISTINCT host FROM fediverse_follower");
    while (rows.next())
      if (outbox::stands_below(rows.text(0), domain)) below.push_back(rows.text(0));
  }
  for (const auto& host : below) db.run("DELETE FROM fediverse_follower WHERE host = ?", host);
  outbox::forget_deliveries(transaction, domain);
  if (fresh) people::audit(transaction, by, "fediverse.blocked", domain);
  return fresh;
}

Result<void> unblock(store::Transaction& transaction, const std::string& domain, const http::Caller& by) {
  if (transaction.db().run("DELETE FROM fediverse_block WHERE domain = ?", domain) == 0)
    return fail(Kind::kNotFound, "not-found", "This domain is not blocked.");
  people::audit(transaction, by, "fediverse.unblocked", domain);
  return {};
}

void change(store::Transaction& transaction, const FediverseChange& wanted, const http::Caller& by) {
  auto& db = transaction.db();
  if (wanted.on) {
    // What happened while it was off is not told afterwards.
    db.run("UPDATE fediverse SET since = ? WHERE is_on = 0 AND ?", to_ms(transaction.now()), *wanted.on);
    db.run("UPDATE fediverse SET is_on = ?", *wanted.on);
  }
  if (wanted.language) db.run("UPDATE fediverse SET language = ?", *wanted.language);
  json::object detail;
  if (wanted.on) detail["on"] = *wanted.on;
  if (wanted.language) detail["language"] = *wanted.language;
  people::audit(transaction, by, "fediverse.changed", "", std::move(detail));
}

json::object fediverse_json(store::Database& db, const std::string& origin) {
  bool on = true;
  std::string language;
  {
    auto rows = db.query("SELECT is_on, language FROM fediverse");
    rows.next();
    on = rows.integer(0) == 1;
    language = rows.text(1);
  }
  return {{"on", on},
          {"language", language},
          {"actors", actors_json(db, origin)},
          {"blocks", blocks_json(db)},
          {"deliveries", outbox::deliveries_json(db, kReceiversShown)}};
}

}  // namespace nigiwai::social::fediverse
