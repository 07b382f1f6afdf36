#include "timeline/commands.h"

#include "base/time.h"
#include "store/writing.h"

namespace nigiwai::timeline {

Commands::Commands(store::WriterCore& writer, Journal& journal, http::RateLimits& limits)
    : journal_(journal), limits_(limits) {
  for (const auto lane : {store::Lane::kStaff, store::Lane::kRoom}) {
    appending_[lane] = std::make_unique<Appending>(
        writer, lane, [this](store::Transaction& transaction, std::span<const Item* const> items) {
          return append_all(transaction, items);
        });
  }
}

void Commands::add(std::string name, CommandRule rule) { rules_.emplace(std::move(name), std::move(rule)); }

Result<Command> Commands::read(const json::object& message, const std::string& show, const http::Caller& by) {
  Fields in(message);
  Command command{.name = in.text("do", {.least = 1, .most = 40}),
                  .show = show,
                  .by = by,
                  .at = std::nullopt,
                  .key = in.text("key", {.least = 1, .most = 64}),
                  .data = in.has("data") ? in.object("data") : json::object{}};
  if (const auto at = in.optional_whole("at", {0, std::int64_t{1} << 40})) command.at = Milliseconds(*at);
  if (const auto problem = in.problem()) return std::unexpected(*problem);
  return command;
}

Task<Result<std::int64_t>> Commands::handle(Command command) {
  const auto found = rules_.find(command.name);
  if (found == rules_.end()) {
    co_return invalid("/do", "There is no command '" + command.name + "'.");
  }
  const auto& rule = found->second;
  if (!rule.access.allows(command.by.role)) {
    if (!command.by.is_somebody()) {
      co_return fail(Kind::kUnauthorized, "unauthorized", "A viewer token is needed (POST /api/viewers).");
    }
    co_return fail(Kind::kForbidden, "forbidden", "This command is for: " + rule.access.described() + ".");
  }
  Fields data(command.data, "/data");
  if (rule.check) rule.check(data);
  if (auto problem = data.problem()) co_return std::unexpected(*std::move(problem));
  const auto& rate = rule.staff_rate && command.by.is_staff() ? *rule.staff_rate : rule.rate;
  if (auto taken = limits_.take(rate, command.by.id); !taken) co_return std::unexpected(taken.error());
  Decide prepared;
  if (rule.prepare) {
    auto made = rule.prepare(command);
    if (!made) co_return std::unexpected(made.error());
    prepared = *std::move(made);
  }
  auto item = Item{std::move(command), &rule.decide, std::move(prepared)};
  co_return co_await store::decide(*appending_.at(rule.lane), std::move(item));
}

std::vector<Result<std::int64_t>> Commands::append_all(store::Transaction& transaction,
                                                       std::span<const Item* const> items) {
  std::vector<Result<std::int64_t>> outcomes;
  outcomes.reserve(items.size());
  auto& db = transaction.db();
  for (const auto* item : items) {
    const auto& command = item->command;
    {
      auto known = db.query("SELECT seq FROM command_key WHERE caller = ? AND show = ? AND key = ?",
                            command.by.id, command.show, command.key);
      if (known.next()) {
        outcomes.emplace_back(known.integer(0));
        continue;
      }
    }
    const auto times = times_of(db, command.show);
    if (!times) {
      outcomes.emplace_back(std::unexpected(times.error()));
      continue;
    }
    const auto at = place(*times, command.at, transaction.now(), command.by);
    const auto& decide = item->prepared ? item->prepared : *item->decide;
    auto event = decide(transaction, command, *times, at);
    if (!event) {
      outcomes.emplace_back(std::unexpected(event.error()));
      continue;
    }
    const auto seq = journal_.append(transaction, command.show, *std::move(event), command.by, at)->seq;
    db.run("INSERT INTO command_key (caller, show, key, seq, created_at) VALUES (?, ?, ?, ?, ?)",
           command.by.id, command.show, command.key, seq, to_ms(transaction.now()));
    outcomes.emplace_back(seq);
  }
  return outcomes;
}

void forget_old_keys(store::Transaction& transaction) {
  transaction.db().run("DELETE FROM command_key WHERE created_at < ?",
                       to_ms(transaction.now() - kCommandKeyKept));
}

}  // namespace nigiwai::timeline
