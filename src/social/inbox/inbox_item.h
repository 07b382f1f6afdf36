// One thing that somebody said to us: how it stands, and what may be done with it. Pure.
//
//   open ⇄ claimed → sending → answered;  put aside and reopened at any time before
//
// Whoever claims it says that they are answering it. A claim ends by itself, as a question's does.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "talk/question.h"

namespace nigiwai::social {

inline constexpr std::chrono::minutes kItemClaimLasts = talk::kClaimLasts;
inline constexpr std::size_t kMostAsideReason = 200;  // characters
// Characters, before the network counts its own: no network takes more.
inline constexpr std::size_t kMostReply = 5'000;
// Answers to one item: a conversation goes on at the network itself.
inline constexpr std::size_t kMostAnswers = 20;

enum class AnswerState { kWaiting, kSent, kFailed };
AnswerState answer_state(std::string_view text);
std::string_view to_text(AnswerState state);

struct ItemAnswer {
  std::string id{};
  std::string item{};
  std::string by{};  // handle
  std::string text{};
  AnswerState state = AnswerState::kWaiting;
  std::int64_t tries = 0;
  WallTime next_at{};
  std::string why{};  // of the last failure, in the network's words
  std::string remote{};
  std::string url{};
  WallTime made_at{};
  std::optional<WallTime> sent_at{};
};

enum class Stands { kOpen, kAnswered, kAside };  // as it is kept; a claim is of an open one
Stands stands(std::string_view text);

struct InboxItem {
  std::int64_t position = 0;
  std::string id{};
  std::string network{};
  std::string account{};
  std::string remote{};
  std::string kind{};
  std::string author{};
  std::string author_url{};
  std::string text{};
  std::string url{};
  std::string answer_to{};
  WallTime said_at{};
  WallTime came_at{};
  Stands state = Stands::kOpen;
  std::int64_t more = 0;
  std::string gone{};  // "", "withdrawn", "old"
  std::string claimed_by{};
  WallTime claimed_until{};
  std::string aside_by{};
  std::string aside_reason{};
  std::vector<ItemAnswer> answers{};  // the oldest first
};

bool is_claimed(const InboxItem& item, WallTime now);
bool is_sending(const InboxItem& item);
// "open", "claimed", "sending", "answered" or "aside".
std::string_view shown_state(const InboxItem& item, WallTime now);

// conflict: "answered", "aside", "sending", or "claimed" by somebody else, with {"by", "until"}.
Result<void> may_claim(const InboxItem& item, const std::string& handle, WallTime now);
// Only who claimed it gives it back: conflict "not-claimed".
Result<void> may_release(const InboxItem& item, const std::string& handle, WallTime now);
// An answered one may be answered again. conflict as may_claim, "gone" when its words are, or
// "limit-reached".
Result<void> may_answer(const InboxItem& item, const std::string& handle, WallTime now);
Result<void> may_put_aside(const InboxItem& item, const std::string& handle, WallTime now);
// conflict "open" when nothing is closed, "gone".
Result<void> may_reopen(const InboxItem& item);

// When an answer that found its network busy or broken is tried again, after so many tries; nothing when it
// was tried often enough: a day after it was written, nobody waits for it.
inline constexpr std::int64_t kMostAnswerTries = 9;
std::optional<Milliseconds> next_try(std::int64_t tries, const Problem& problem);
// When a network that could not be asked is asked again, after so many failures in a row.
inline constexpr Milliseconds kAskEvery{60'000};
inline constexpr Milliseconds kAskAtLatest{3'600'000};
Milliseconds next_look(std::int64_t failures, const Problem& problem);

}  // namespace nigiwai::social
