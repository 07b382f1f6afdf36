// The polls of a show: prepared by staff, opened and closed on the air, voted in by everybody.
//
// Each vote is an event of its own for the server alone; readers get the sums, with the next tick
// (NewEvent::sums).
#pragma once

#include <boost/json/array.hpp>

#include "http/caller.h"
#include "talk/poll.h"
#include "timeline/commands.h"

namespace nigiwai::talk {

// Somebody who changes their mind; one row a person stands whatever they do.
inline const http::Rate kVotes{"votes", 4, Milliseconds(3000)};

// Of a show, in the order in which they were prepared.
std::vector<Poll> polls(store::Database& database, const std::string& show);
// The one that is open at `at`, with its votes as they stand now or stood at the end; or nothing.
std::optional<Poll> poll_at(store::Database& database, const std::string& show, Milliseconds at);

// Polls as this caller may see them, each with "own": the option they chose, or null. Staff see prepared
// ones, too.
boost::json::array polls_json(store::Database& database, const std::string& show, const http::Caller& caller);

// What stands counted in the open poll, as a frame tells it.
boost::json::object poll_sums(store::Database& database, const std::string& show);

// Staff prepare a poll, change it and take it back, until it was opened (conflict "poll-opened" then). Other
// desks hear of it by poll.prepared and poll.discarded, for staff.
struct AtDesk {
  timeline::Journal& journal;
  std::string show;
  http::Caller by;
};
Result<Poll> prepare_poll(store::Transaction& transaction, const AtDesk& desk, const NewPoll& wanted);
Result<Poll> reword_poll(store::Transaction& transaction, const AtDesk& desk, std::int64_t id,
                         const NewPoll& wanted);
Result<void> discard_poll(store::Transaction& transaction, const AtDesk& desk, std::int64_t id);

// Closes the poll that is open, where one is: a show that ends leaves none behind.
void close_open_poll(store::Transaction& transaction, timeline::Journal& journal, const std::string& show,
                     const http::Caller& by);

// poll.open, poll.close, poll.vote.
void add_poll_commands(timeline::Commands& commands);

}  // namespace nigiwai::talk
