#include "talk/commands.h"

#include <fmt/format.h>

#include "timeline/reading.h"

namespace nigiwai::talk {
namespace {

using http::Access;
using http::Role;
using timeline::Command;
using timeline::NewEvent;
using timeline::ShowTimes;

constexpr TextRule kChatText{.least = 1, .most = kMostChatCharacters};
constexpr std::int64_t kMostSeq = std::int64_t{1} << 53;  // what a browser can name exactly

std::optional<timeline::Event> event_at(store::Database& database, const std::string& show,
                                        std::int64_t seq) {
  auto stretch = timeline::events_from(database, show, seq, 1, {.staff = true});
  if (stretch.events.empty() || stretch.events.front().seq != seq) return std::nullopt;
  return std::move(stretch.events.front());
}

}  // namespace

Result<NewEvent> post_chat(const Command& command) {
  auto text = clean_text(command.data.at("text").as_string(), kChatText, "/data/text");
  if (!text) return std::unexpected(text.error());
  return NewEvent{.kind = "chat.posted", .text = *std::move(text)};
}

Result<NewEvent> give_hearts(store::Transaction& transaction, timeline::Journal& journal,
                             const Command& command, Milliseconds at) {
  const auto count = command.data.at("count").as_int64();
  journal.count_moment(transaction, command.show, "heart", at, count);
  // For the server alone: readers get the sums, so no page carries them one by one and no name is kept with
  // them.
  return NewEvent{.kind = "heart.given", .data = {{"count", count}}, .audience = timeline::Audience::kServer};
}

Result<NewEvent> set_line(store::Transaction& transaction, timeline::Journal& journal, const Command& command,
                          Line line) {
  const auto seq = command.data.at("seq").as_int64();
  const auto target = event_at(transaction.db(), command.show, seq);
  if (!target || target->kind != "chat.posted") {
    return fail(Kind::kNotFound, "not-found",
                fmt::format("There is no line of chat with seq {} in this show.", seq), "/data/seq");
  }
  const bool hide = line == Line::kHidden;
  if (target->hidden == hide) {
    return fail(Kind::kConflict, "conflict",
                hide ? "This line is hidden already." : "This line is not hidden.", "/data/seq");
  }
  journal.set_hidden(transaction, command.show, seq, hide);
  return NewEvent{.kind = hide ? "chat.hidden" : "chat.shown", .data = {{"seq", seq}}};
}

void add_commands(timeline::Commands& commands, timeline::Journal& journal) {
  commands.add("chat.post", {.access = Access::somebody(),
                             .rate = kChatLines,
                             .staff_rate = kStaffChatLines,
                             .lane = store::Lane::kRoom,
                             .check = [](Fields& data) { data.text("text", kChatText); },
                             .decide = [](store::Transaction&, const Command& command, const ShowTimes&,
                                          Milliseconds) { return post_chat(command); }});
  commands.add(
      "heart",
      {.access = Access::viewers(),
       .rate = kHearts,
       .lane = store::Lane::kRoom,
       .check = [](Fields& data) { data.whole("count", {1, kMostHearts}); },
       .decide = [&journal](store::Transaction& transaction, const Command& command, const ShowTimes&,
                            Milliseconds at) { return give_hearts(transaction, journal, command, at); }});
  for (const auto& [name, line] :
       {std::pair("chat.hide", Line::kHidden), std::pair("chat.show", Line::kShown)}) {
    commands.add(
        name,
        {.access = Access::roles({Role::kDirector, Role::kPresenter}),
         .rate = kModeration,
         .lane = store::Lane::kStaff,
         .check = [](Fields& data) { data.whole("seq", {1, kMostSeq}); },
         .decide = [&journal, line](store::Transaction& transaction, const Command& command, const ShowTimes&,
                                    Milliseconds) { return set_line(transaction, journal, command, line); }});
  }
}

}  // namespace nigiwai::talk
