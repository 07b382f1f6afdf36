#include "social/inbox/inbox_item.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/time.h"

namespace nigiwai::social {
namespace {

std::unexpected<Problem> conflict(std::string type, std::string detail) {
  return fail(Kind::kConflict, std::move(type), std::move(detail));
}

std::unexpected<Problem> gone() {
  return conflict("gone", "What was said is gone: its author withdrew it, or it is older than it is kept.");
}

// Whether somebody else is at it.
Result<void> is_free(const InboxItem& item, const std::string& handle, WallTime now) {
  if (is_sending(item)) return conflict("sending", "An answer to this is on its way.");
  if (is_claimed(item, now) && item.claimed_by != handle) {
    auto problem = conflict("claimed", fmt::format("{} is answering this.", item.claimed_by));
    problem.error().extra = {{"by", item.claimed_by}, {"until", to_rfc3339(item.claimed_until)}};
    return problem;
  }
  return {};
}

bool passes(const Problem& problem) {
  return problem.kind == Kind::kUnavailable || problem.kind == Kind::kTooMany;
}

}  // namespace

AnswerState answer_state(std::string_view text) {
  return text == "sent"     ? AnswerState::kSent
         : text == "failed" ? AnswerState::kFailed
                            : AnswerState::kWaiting;
}

std::string_view to_text(AnswerState state) {
  switch (state) {
    case AnswerState::kSent:
      return "sent";
    case AnswerState::kFailed:
      return "failed";
    case AnswerState::kWaiting:
      break;
  }
  return "waiting";
}

Stands stands(std::string_view text) {
  return text == "answered" ? Stands::kAnswered : text == "aside" ? Stands::kAside : Stands::kOpen;
}

bool is_claimed(const InboxItem& item, WallTime now) {
  return item.state == Stands::kOpen && !item.claimed_by.empty() && item.claimed_until > now;
}

bool is_sending(const InboxItem& item) {
  return std::ranges::any_of(item.answers,
                             [](const ItemAnswer& each) { return each.state == AnswerState::kWaiting; });
}

std::string_view shown_state(const InboxItem& item, WallTime now) {
  if (item.state == Stands::kAnswered) return "answered";
  if (item.state == Stands::kAside) return "aside";
  return is_sending(item) ? "sending" : is_claimed(item, now) ? "claimed" : "open";
}

Result<void> may_claim(const InboxItem& item, const std::string& handle, WallTime now) {
  if (item.state == Stands::kAnswered) return conflict("answered", "This is answered.");
  if (item.state == Stands::kAside) return conflict("aside", "This was put aside. Reopen it first.");
  return is_free(item, handle, now);
}

Result<void> may_release(const InboxItem& item, const std::string& handle, WallTime now) {
  if (is_claimed(item, now) && item.claimed_by == handle) return {};
  return conflict("not-claimed", "You are not answering this.");
}

Result<void> may_answer(const InboxItem& item, const std::string& handle, WallTime now) {
  if (!item.gone.empty()) return gone();
  if (item.state == Stands::kAside) return conflict("aside", "This was put aside. Reopen it first.");
  if (item.answers.size() >= kMostAnswers) {
    return conflict("limit-reached",
                    fmt::format("This has {} answers already. Go on at the network itself.", kMostAnswers));
  }
  return is_free(item, handle, now);
}

Result<void> may_put_aside(const InboxItem& item, const std::string& handle, WallTime now) {
  return may_claim(item, handle, now);
}

Result<void> may_reopen(const InboxItem& item) {
  if (!item.gone.empty()) return gone();
  if (item.state == Stands::kOpen) return conflict("open", "This is open.");
  return {};
}

std::optional<Milliseconds> next_try(std::int64_t tries, const Problem& problem) {
  using std::chrono::minutes;
  using std::chrono::seconds;
  constexpr std::array<Milliseconds, kMostAnswerTries - 1> kWaits{seconds(10),  minutes(1),  minutes(5),
                                                                  minutes(20),  minutes(60), minutes(180),
                                                                  minutes(360), minutes(720)};
  if (!passes(problem) || tries >= kMostAnswerTries) return std::nullopt;
  const auto at = std::clamp<std::int64_t>(tries - 1, 0, kMostAnswerTries - 2);
  return std::max(kWaits[static_cast<std::size_t>(at)], std::min(problem.retry_after, kWaits.back()));
}

Milliseconds next_look(std::int64_t failures, const Problem& problem) {
  const auto doubled = kAskEvery * (std::int64_t{1} << std::clamp<std::int64_t>(failures - 1, 0, 6));
  return std::min(std::max(doubled, problem.retry_after), kAskAtLatest);
}

}  // namespace nigiwai::social
