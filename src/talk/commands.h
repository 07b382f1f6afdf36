// What people say and feel in a show, over the room's socket: chat.post, chat.hide, chat.show, chat.pin,
// chat.unpin, chat.approve, chat.reject, talk.slow, viewer.ban, viewer.unban, heart. Questions, polls and
// notes have files of their own: questions.h, polls.h, notes.h.
#pragma once

#include "talk/words.h"
#include "timeline/commands.h"
#include "timeline/journal.h"

namespace nigiwai::talk {

// A line of chat: what one reads while watching. In characters as people count them.
inline constexpr std::size_t kMostChatCharacters = 200;
// Hearts that one message may carry: a player sums the taps of a moment.
inline constexpr std::int64_t kMostHearts = 50;
// Lines of one person that are hidden or shown together: the newest, more than anybody posts by hand in a
// show.
inline constexpr std::int64_t kMostLinesAtOnce = 300;

// A lively viewer; more than this is no conversation.
inline const http::Rate kChatLines{"chat lines", 5, Milliseconds(1500)};
// Staff answer many at once; this only stops a script run wild.
inline const http::Rate kStaffChatLines{"chat lines", 60, Milliseconds(200)};
inline const http::Rate kHearts{"hearts", 20, Milliseconds(200)};
// Clearing a raid line by line must not be slowed.
inline const http::Rate kModeration{"moderation", 200, Milliseconds(50)};

// These decide inside the writer's transaction (timeline/commands.h). Their data is checked already.

// A line as it will stand, and what the word list says of it and of its writer's name. Made before the writer
// has it: a long list takes a long line a millisecond.
struct Said {
  std::string text;
  std::optional<ListedWord> in_name{};
  std::optional<ListedWord> in_text{};
};
Result<Said> said(const Words& words, const timeline::Command& command);
// Whether a viewer may say this here: the word for which it is to be held, or null. Refusals: banned,
// name-refused, word-refused. The line lives as long as what is answered.
Result<const ListedWord*> may_say(store::Transaction& transaction, const Said& line,
                                  const timeline::Command& command);

// A line: chat.posted, or chat.held (for the sender and staff) when a listed word says so. Refusals: banned,
// name-refused, word-refused, slow-mode; not-found for a line to reply to.
Result<timeline::NewEvent> post_chat(store::Transaction& transaction, const Said& line,
                                     const timeline::Command& command, const timeline::ShowTimes& times);
Result<timeline::NewEvent> give_hearts(store::Transaction& transaction, timeline::Journal& journal,
                                       const timeline::Command& command, Milliseconds at);

enum class Line { kHidden, kShown };
// Hides a line of chat from every public reading, live and archived, or shows it again: that of `seq`, or all
// of `person` (a pseudonym). Refuses with not-found when there is no such line in this show, and with
// conflict when it is so already.
Result<timeline::NewEvent> set_line(store::Transaction& transaction, timeline::Journal& journal,
                                    const timeline::Command& command, Line line);

// Both journal and words must outlive the commands.
void add_commands(timeline::Commands& commands, timeline::Journal& journal, const Words& words);
// The staff's part of them (moderation.cc).
void add_moderation(timeline::Commands& commands, timeline::Journal& journal);

}  // namespace nigiwai::talk
