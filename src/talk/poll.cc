#include "talk/poll.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/check.h"
#include "base/fields.h"

namespace nigiwai::talk {
namespace {

json::value ms_or_null(const std::optional<Milliseconds>& ms) {
  return ms ? json::value(ms->count()) : json::value();
}

}  // namespace

std::string_view to_text(PollState state) {
  switch (state) {
    case PollState::kPrepared:
      return "prepared";
    case PollState::kOpen:
      return "open";
    case PollState::kClosed:
      return "closed";
  }
  return "";
}

Result<NewPoll> read_poll(const json::object& body) {
  Fields in(body);
  NewPoll poll{.question = in.text("question", {.least = 1, .most = kMostPollCharacters})};
  const auto& options = in.array("options", kMostOptions);
  if (const auto problem = in.problem()) return std::unexpected(*problem);
  if (options.size() < kFewestOptions) {
    return invalid("/options", fmt::format("A poll has {} to {} options.", kFewestOptions, kMostOptions));
  }
  for (std::size_t i = 0; i < options.size(); ++i) {
    const auto pointer = fmt::format("/options/{}", i);
    if (!options[i].is_string()) return invalid(pointer, "This must be text.");
    auto text = clean_text(options[i].get_string(), {.least = 1, .most = kMostOptionCharacters}, pointer);
    if (!text) return std::unexpected(text.error());
    if (std::ranges::find(poll.options, *text) != poll.options.end())
      return invalid(pointer, "Two options are the same.");
    poll.options.push_back(*std::move(text));
  }
  return poll;
}

void count_vote(Tally& tally, std::optional<std::size_t> before, std::size_t to) {
  CHECK(to < tally.size() && (!before || *before < tally.size()), "a vote is for one of the options");
  if (before) --tally[*before];
  ++tally[to];
}

json::array to_json(const Tally& tally) { return json::array(tally.begin(), tally.end()); }

json::object to_json(const Poll& poll) {
  return {{"id", poll.id},
          {"question", poll.question},
          {"options", json::array(poll.options.begin(), poll.options.end())},
          {"counts", to_json(poll.tally)},
          {"state", to_text(poll.state)},
          {"opened_at", ms_or_null(poll.opened_at)},
          {"closed_at", ms_or_null(poll.closed_at)}};
}

}  // namespace nigiwai::talk
