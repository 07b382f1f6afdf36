// What people say and feel in a show, over the room's socket: chat.post, chat.hide, chat.show, heart.
#pragma once

#include "timeline/commands.h"
#include "timeline/journal.h"

namespace nigiwai::talk {

// A line of chat: what one reads while watching. In characters as people count them.
inline constexpr std::size_t kMostChatCharacters = 200;
// Hearts that one message may carry: a player sums the taps of a moment.
inline constexpr std::int64_t kMostHearts = 50;

// A lively viewer; more than this is no conversation.
inline const http::Rate kChatLines{"chat lines", 5, Milliseconds(1500)};
// Staff answer many at once; this only stops a script run wild.
inline const http::Rate kStaffChatLines{"chat lines", 60, Milliseconds(200)};
inline const http::Rate kHearts{"hearts", 20, Milliseconds(200)};
// Clearing a raid line by line must not be slowed.
inline const http::Rate kModeration{"moderation", 200, Milliseconds(50)};

// Decide inside the writer's transaction (timeline/commands.h). Their data is checked already.
Result<timeline::NewEvent> post_chat(const timeline::Command& command);
Result<timeline::NewEvent> give_hearts(store::Transaction& transaction, timeline::Journal& journal,
                                       const timeline::Command& command, Milliseconds at);

enum class Line { kHidden, kShown };
// Hides a line of chat from every public reading, live and archived, or shows it again. Refuses with
// not-found when `seq` is no line of chat of this show, and with conflict when it is so already.
Result<timeline::NewEvent> set_line(store::Transaction& transaction, timeline::Journal& journal,
                                    const timeline::Command& command, Line line);

// The journal must outlive the commands.
void add_commands(timeline::Commands& commands, timeline::Journal& journal);

}  // namespace nigiwai::talk
