#include "social/inbox/hearing.h"

#include <algorithm>
#include <map>

#include "base/log.h"
#include "base/time.h"
#include "social/inbox/inbox_item.h"
#include "social/listening/mention_import.h"
#include "social/listening/mention_store.h"
#include "social/listening/on_writer.h"

namespace nigiwai::social {
namespace {

constexpr std::chrono::minutes kForgetEvery{10};
constexpr std::size_t kMostWhy = 500;  // bytes of a network's reason

// "@urumi", or the handle of "うるみ (@urumi@example.social)", as listening writes authors.
std::string handle_of(std::string author) {
  if (author.ends_with(')')) {
    const auto open = author.rfind('(');
    if (open != std::string::npos) author = author.substr(open + 1, author.size() - open - 2);
  }
  if (author.starts_with('@')) author.erase(0, 1);
  return plain_text(author, kMostAuthor);
}

}  // namespace

std::vector<Hearing::Standing> Hearing::standings(store::Database& db) {
  std::vector<Standing> found;
  auto rows = db.query("SELECT account, asked_at, failures, why FROM inbox_hearing");
  while (rows.next()) {
    found.push_back({.account = rows.text(0),
                     .asked_at = from_ms(rows.integer(1)),
                     .failures = rows.integer(2),
                     .why = rows.text(3)});
  }
  return found;
}

void Hearing::hurry(store::Transaction& transaction) {
  transaction.db().run("UPDATE inbox_hearing SET next_at = 0");
}

std::vector<Hearing::Due> Hearing::due() {
  std::vector<Due> found;
  const auto accounts = parts_.voices.accounts();
  if (!accounts) {
    log_warn("channel accounts could not be read", {{"why", accounts.error().detail}});
    return found;
  }
  struct Asked {
    std::string since{};
    std::int64_t next_at = 0;
    std::int64_t failures = 0;
  };
  using All = std::map<std::string, Asked, std::less<>>;
  auto asked = parts_.readers.read<All>([](store::Database& db) -> Result<All> {
    All all;
    auto rows = db.query("SELECT account, since, next_at, failures FROM inbox_hearing");
    while (rows.next()) all[rows.text(0)] = {rows.text(1), rows.integer(2), rows.integer(3)};
    return all;
  });
  if (!asked) return found;
  const auto now = to_ms(parts_.clock.wall());
  for (const auto& account : *accounts) {
    auto& each = (*asked)[account.id];
    if (each.next_at <= now)
      found.push_back({.account = account, .since = std::move(each.since), .failures = each.failures});
  }
  return found;
}

void Hearing::turn() {
  for (const auto& each : due()) ask(each);
  while (true) {
    const auto more = feed();
    if (!more) log_warn("listening could not be told of the inbox", {{"why", more.error().detail}});
    if (!more || !*more) break;
  }
  if (const auto gone = take_out(); !gone)
    log_warn("withdrawn mentions could not be taken out", {{"why", gone.error().detail}});
  forget();
}

void Hearing::ask(const Due& due) {
  const auto page = parts_.voices.heard(due.account, due.since);
  const auto taken = page ? take(due, *page) : Result<void>(std::unexpected(page.error()));
  if (taken) return;
  const auto& problem = taken.error();
  log_warn("a network could not be asked what was said",
           {{"network", due.account.network}, {"account", due.account.id}, {"why", problem.detail}});
  const auto wait = next_look(due.failures + 1, problem);
  const auto noted = on_writer<
      void>(parts_.writer, store::Lane::kProjections, [&](store::Transaction& t) -> Result<void> {
    t.db().run(
        "INSERT INTO inbox_hearing (account, since, asked_at, next_at, failures, why) VALUES (?1, ?2, ?3, "
        "?4, "
        "?5, ?6) ON CONFLICT (account) DO UPDATE SET asked_at = ?3, next_at = ?4, failures = ?5, why = ?6",
        due.account.id, due.since, to_ms(t.now()), to_ms(t.now() + wait), due.failures + 1,
        plain_text(problem.detail, kMostWhy));
    return {};
  });
  if (!noted) log_warn("that could not be noted", {{"why", noted.error().detail}});
}

Result<void> Hearing::take(const Due& due, const HeardPage& page) {
  const std::span all(page.items);
  for (std::size_t from = 0; from < all.size(); from += kTakenInTurn) {
    const auto some = all.subspan(from, std::min(kTakenInTurn, all.size() - from));
    const auto taken =
        on_writer<void>(parts_.writer, store::Lane::kProjections, [&](store::Transaction& t) -> Result<void> {
          for (const auto& heard : some) {
            const auto kept =
                take_into_inbox(t, parts_.random,
                                {.network = due.account.network,
                                 .account = due.account.id,
                                 .remote = heard.id,
                                 .kind = heard.kind == Heard::Kind::kReply ? "reply" : "mention",
                                 .author = heard.author,
                                 .author_url = heard.author_url,
                                 .text = heard.text,
                                 .url = heard.url,
                                 .answer_to = heard.answer_to,
                                 .at = heard.at});
            // What a network sends that is none is left out; a full inbox has to wait.
            if (!kept && kept.error().kind != Kind::kInvalid) return std::unexpected(kept.error());
          }
          return {};
        });
    if (!taken) return taken;
  }
  return on_writer<void>(parts_.writer, store::Lane::kProjections,
                         [&](store::Transaction& t) -> Result<void> {
                           t.db().run(
                               "INSERT INTO inbox_hearing (account, since, asked_at, next_at, failures, why) "
                               "VALUES (?1, ?2, ?3, ?4, "
                               "0, '') ON CONFLICT (account) DO UPDATE SET since = ?2, asked_at = ?3, "
                               "next_at = ?4, failures = 0, why "
                               "= ''",
                               due.account.id, page.next, to_ms(t.now()), to_ms(t.now() + kAskEvery));
                           return {};
                         });
}

Result<bool> Hearing::feed() {
  struct Some {
    std::vector<Mention> mentions{};
    std::int64_t to = 0;
    std::int64_t looked_at = 0;
  };
  const auto some = parts_.readers.read<Some>([](store::Database& db) -> Result<Some> {
    Some found;
    auto rows = db.query(
        "SELECT position, network, remote, said_at, author, text, url FROM inbox_item WHERE gone = '' AND "
        "position "
        "> (SELECT position FROM inbox_listened) ORDER BY position LIMIT ?",
        kListenedInTurn);
    while (rows.next()) {
      found.to = rows.integer(0);
      ++found.looked_at;
      if (rows.text(5).empty()) continue;
      found.mentions.push_back({.network = rows.text(1),
                                .id = rows.text(2),
                                .at = from_ms(rows.integer(3)),
                                .author = handle_of(rows.text(4)),
                                .text = rows.text(5),
                                .url = rows.text(6)});
    }
    return found;
  });
  if (!some) return std::unexpected(some.error());
  if (some->looked_at == 0) return false;
  if (!some->mentions.empty()) {
    const auto stored = add_mentions(parts_.listening.writer(), parts_.listening.readers(), some->mentions);
    if (!stored) return std::unexpected(stored.error());
  }
  const auto kept =
      on_writer<void>(parts_.writer, store::Lane::kProjections, [&](store::Transaction& t) -> Result<void> {
        t.db().run("UPDATE inbox_listened SET position = ?", some->to);
        return {};
      });
  if (!kept) return std::unexpected(kept.error());
  return some->looked_at == kListenedInTurn;
}

Result<void> Hearing::take_out() {
  using Keys = std::vector<std::pair<std::string, std::string>>;
  const auto withdrawn = parts_.readers.read<Keys>([](store::Database& db) -> Result<Keys> {
    Keys found;
    auto rows = db.query("SELECT network, remote FROM inbox_withdrawn LIMIT ?", kListenedInTurn);
    while (rows.next()) found.emplace_back(rows.text(0), rows.text(1));
    return found;
  });
  if (!withdrawn) return std::unexpected(withdrawn.error());
  if (withdrawn->empty()) return {};
  const auto gone = on_writer<void>(parts_.listening.writer(), store::Lane::kProjections,
                                    [&](store::Transaction& t) -> Result<void> {
                                      for (const auto& [network, remote] : *withdrawn)
                                        erase_mention(t, network, remote);
                                      return {};
                                    });
  if (!gone) return gone;
  return on_writer<void>(
      parts_.writer, store::Lane::kProjections, [&](store::Transaction& t) -> Result<void> {
        for (const auto& [network, remote] : *withdrawn)
          t.db().run("DELETE FROM inbox_withdrawn WHERE network = ? AND remote = ?", network, remote);
        return {};
      });
}

void Hearing::forget() {
  if (forgot_ && parts_.clock.steady() - *forgot_ < kForgetEvery) return;
  forgot_ = parts_.clock.steady();
  while (true) {
    const auto more = on_writer<bool>(parts_.writer, store::Lane::kProjections, forget_old_items);
    if (!more) log_warn("old items of the inbox could not be forgotten", {{"why", more.error().detail}});
    if (!more || !*more) return;
  }
}

}  // namespace nigiwai::social
