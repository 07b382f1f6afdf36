// A poll: one question to everybody, with some answers to choose from. Pure.
//
// A person has one vote. Until the poll is closed they may move it to another answer: on a phone one often
// presses the neighbour first, and the presenter changes minds on the air.
#pragma once

#include <boost/json/object.hpp>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/result.h"

namespace nigiwai::talk {

inline constexpr std::size_t kFewestOptions = 2;
inline constexpr std::size_t kMostOptions = 6;  // what a phone shows above the chat
inline constexpr std::size_t kMostPollCharacters = 80;
inline constexpr std::size_t kMostOptionCharacters = 40;
// Of one show: a poll every few minutes of the longest.
inline constexpr std::int64_t kMostPolls = 50;

enum class PollState { kPrepared, kOpen, kClosed };
std::string_view to_text(PollState state);

struct NewPoll {
  std::string question{};
  std::vector<std::string> options{};
};
// Reads {"question", "options": [text…]}. A refusal names the option, as /options/1.
Result<NewPoll> read_poll(const boost::json::object& body);

// Votes of each option, by place.
using Tally = std::vector<std::int64_t>;
// Counts a vote for `to`, and takes it from `before` where the person had one already.
void count_vote(Tally& tally, std::optional<std::size_t> before, std::size_t to);

struct Poll {
  std::int64_t id = 0;
  std::string show{};
  std::string question{};
  std::vector<std::string> options{};
  Tally tally{};
  PollState state = PollState::kPrepared;
  std::optional<Milliseconds> opened_at{};
  std::optional<Milliseconds> closed_at{};
};
// {"id", "question", "options", "counts", "state", "opened_at", "closed_at"}.
boost::json::object to_json(const Poll& poll);
boost::json::array to_json(const Tally& tally);

}  // namespace nigiwai::talk
