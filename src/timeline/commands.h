// Commands: intents that come over a room's socket and may be refused.
//
// The rooms above register theirs (`chat.post`, `product.pin`, …) with who may send it and how often; what
// most of them do is decided in the writer together with all that wait, and becomes one event.
#pragma once

#include <functional>
#include <map>
#include <string>

#include "base/fields.h"
#include "base/net.h"
#include "http/rate_limit.h"
#include "store/writer.h"
#include "timeline/journal.h"

namespace nigiwai::timeline {

// A key of a command dedupes this long.
inline constexpr std::chrono::hours kCommandKeyKept{24};

struct Command {
  std::string name;
  std::string show;
  http::Caller by;
  std::optional<Milliseconds> at;  // the sender's playhead
  std::string key;
  json::object data;
};

// Decides a command inside the writer's transaction: what event it becomes, or why not. Must refuse before it
// writes anything, because the commands decided together share one savepoint.
using Decide =
    std::function<Result<NewEvent>(store::Transaction&, const Command&, const ShowTimes&, Milliseconds at)>;
// Checks the data before the command goes to the writer; on the loop of the socket.
using CheckData = std::function<void(Fields& data)>;
// Does there, too, what is costly and needs no database, so that the writer need not: answers how this very
// command is decided, or why it is not.
using Prepare = std::function<Result<Decide>(const Command&)>;

struct CommandRule {
  http::Access access;
  http::Rate rate;
  std::optional<http::Rate> staff_rate{};  // of the staff, where theirs is another
  store::Lane lane = store::Lane::kRoom;
  CheckData check{};
  Decide decide{};    // or
  Prepare prepare{};  // when it is set
};

class Commands {
 public:
  Commands(store::WriterCore& writer, Journal& journal, http::RateLimits& limits);

  void add(std::string name, CommandRule rule);
  // Whole path of one command: role, rate, data, writer. Answers the event's seq.
  Task<Result<std::int64_t>> handle(Command command);
  // The same from what a client sent: {"do", "key", "at"?, "data"?}. Refusals name the member.
  static Result<Command> read(const json::object& message, const std::string& show, const http::Caller& by);

 private:
  struct Item {
    Command command;
    const Decide* decide;  // of its rule
    Decide prepared{};     // its own, where the rule prepares
  };
  using Appending = store::Batch<Item, std::int64_t>;
  std::vector<Result<std::int64_t>> append_all(store::Transaction& transaction,
                                               std::span<const Item* const> items);

  Journal& journal_;
  http::RateLimits& limits_;
  std::map<std::string, CommandRule, std::less<>> rules_;
  std::map<store::Lane, std::unique_ptr<Appending>> appending_;
};

// Forgets the keys older than kCommandKeyKept.
void forget_old_keys(store::Transaction& transaction);

}  // namespace nigiwai::timeline
