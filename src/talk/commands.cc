#include "talk/commands.h"

#include <fmt/format.h>

#include "base/time.h"
#include "talk/bans.h"
#include "talk/lines.h"
#include "timeline/reading.h"

namespace nigiwai::talk {
namespace {

using http::Access;
using http::Role;
using timeline::Audience;
using timeline::Command;
using timeline::NewEvent;
using timeline::ShowTimes;

constexpr TextRule kChatText{.least = 1, .most = kMostChatCharacters};
constexpr std::int64_t kMostSeq = std::int64_t{1} << 53;  // what a browser can name exactly

std::unexpected<Problem> refusal_of(const Ban& ban) {
  Problem problem{Kind::kForbidden, "banned",
                  ban.until
                      ? fmt::format("You cannot write here until {}: {}.", to_rfc3339(*ban.until), ban.reason)
                      : fmt::format("You cannot write here any more: {}.", ban.reason)};
  problem.extra = told(ban).as_object();
  return std::unexpected(std::move(problem));
}

std::unexpected<Problem> refusal_of(const ListedWord& word, const char* type, const char* usual,
                                    const char* field) {
  Problem problem{Kind::kInvalid, type, usual, field};
  if (!word.reason.empty()) problem.extra = {{"reason", word.reason}};
  return std::unexpected(std::move(problem));
}

}  // namespace

Result<Said> said(const Words& words, const Command& command) {
  auto text = clean_text(command.data.at("text").as_string(), kChatText, "/data/text");
  if (!text) return std::unexpected(text.error());
  Said line{.text = *std::move(text)};
  if (command.by.is_staff()) return line;
  const auto list = words.now();
  if (const auto* word = list->find(command.by.name)) line.in_name = *word;
  if (const auto* word = list->find(line.text)) line.in_text = *word;
  return line;
}

Result<const ListedWord*> may_say(store::Transaction& transaction, const Said& line, const Command& command) {
  if (const auto ban = ban_of(transaction.db(), command.by.id, transaction.now())) return refusal_of(*ban);
  if (line.in_name) return std::unexpected(name_refusal(*line.in_name, ""));
  if (!line.in_text) return nullptr;
  if (line.in_text->action == WordAction::kRefuse) {
    return refusal_of(*line.in_text, "word-refused", "This shop does not show lines with such a word.",
                      "/data/text");
  }
  return &*line.in_text;
}

Result<NewEvent> post_chat(store::Transaction& transaction, const Said& line, const Command& command,
                           const ShowTimes& times) {
  auto& db = transaction.db();
  NewEvent event{.kind = "chat.posted", .text = line.text};
  if (const auto* to = command.data.if_contains("to")) {
    if (!command.by.is_staff()) {
      return fail(Kind::kForbidden, "forbidden", "Replies to a line are for the staff.", "/data/to");
    }
    const auto target = event_at(db, command.show, to->as_int64());
    if (!target || target->kind != "chat.posted" || target->hidden) {
      return fail(Kind::kNotFound, "not-found", "There is no such line to reply to in this show.",
                  "/data/to");
    }
    event.data["to"] = to->as_int64();
  }
  if (command.by.is_staff()) return event;

  const auto word = may_say(transaction, line, command);
  if (!word) return std::unexpected(word.error());
  if (auto turn = take_turn(transaction, command.show, command.by.id); !turn)
    return std::unexpected(turn.error());
  if (*word != nullptr) {
    event.kind = "chat.held";
    event.audience = Audience::kPerson;
    event.person = command.by.id;
    db.run("INSERT INTO held_line (show, seq, word) VALUES (?, ?, ?)", command.show, times.last_seq + 1,
           (*word)->word);
  }
  return event;
}

Result<NewEvent> give_hearts(store::Transaction& transaction, timeline::Journal& journal,
                             const Command& command, Milliseconds at) {
  const auto count = command.data.at("count").as_int64();
  journal.count_moment(transaction, command.show, "heart", at, count);
  // For the server alone: readers get the sums, so no page carries them one by one and no name is kept with
  // them.
  return NewEvent{.kind = "heart.given", .data = {{"count", count}}, .audience = Audience::kServer};
}

void add_commands(timeline::Commands& commands, timeline::Journal& journal, const Words& words) {
  commands.add("chat.post", {.access = Access::somebody(),
                             .rate = kChatLines,
                             .staff_rate = kStaffChatLines,
                             .lane = store::Lane::kRoom,
                             .check =
                                 [](Fields& data) {
                                   data.text("text", kChatText);
                                   data.optional_whole("to", {1, kMostSeq});
                                 },
                             .prepare = [&words](const Command& asked) -> Result<timeline::Decide> {
                               auto line = said(words, asked);
                               if (!line) return std::unexpected(line.error());
                               return [line = *std::move(line)](store::Transaction& transaction,
                                                                const Command& command,
                                                                const ShowTimes& times, Milliseconds) {
                                 return post_chat(transaction, line, command, times);
                               };
                             }});
  commands.add(
      "heart",
      {.access = Access::viewers(),
       .rate = kHearts,
       .lane = store::Lane::kRoom,
       .check = [](Fields& data) { data.whole("count", {1, kMostHearts}); },
       .decide = [&journal](store::Transaction& transaction, const Command& command, const ShowTimes&,
                            Milliseconds at) { return give_hearts(transaction, journal, command, at); }});
  add_moderation(commands, journal);
}

}  // namespace nigiwai::talk
