// A question to the presenter: how it stands, and what may be done with it. Pure.
//
//   (held →) open ⇄ claimed → answered;  hidden and shown again at any time
//
// Whoever claims a question says that they are answering it. A claim ends by itself, so that a desk that went
// away holds nothing up: it is a time, and nobody need end it.
#pragma once

#include <boost/json/object.hpp>
#include <optional>
#include <string>

#include "base/clock.h"
#include "base/result.h"

namespace nigiwai::talk {

inline constexpr std::size_t kMostQuestionCharacters = 200;  // as a line of chat
inline constexpr std::size_t kMostAnswerCharacters = 500;
// Questions of a show that wait: more than any presenter answers. Answering or hiding one makes room.
inline constexpr std::int64_t kMostWaitingQuestions = 500;
// Long enough to say an answer, short enough that a forgotten one is soon anybody's again.
inline constexpr std::chrono::minutes kClaimLasts{5};

enum class QuestionState { kHeld, kOpen, kAnswered };  // as it is kept; a claim is of an open one
QuestionState question_state(std::string_view text);

struct Claim {
  std::string by{};  // handle
  Milliseconds at{0};
  WallTime until{};
};
struct Answer {
  std::string by{};  // handle
  Milliseconds at{0};
  std::optional<Milliseconds> from{}, until{};  // where it was spoken
  std::optional<std::int64_t> text_seq{};       // the event with its text
  std::string text{};
};
struct Question {
  std::string show{};
  std::int64_t seq = 0;
  std::int64_t position = 0;  // of its event, in the journal
  Milliseconds at{0};
  std::string viewer{};
  std::string name{};
  std::string text{};  // empty once its writer was erased
  std::string product{};
  std::string word{};
  QuestionState state = QuestionState::kOpen;
  bool hidden = false;
  std::int64_t seconds = 0;
  std::optional<Claim> claim{};
  std::optional<Answer> answer{};
};

// The claim that is in force, if any.
const Claim* claim_of(const Question& question, WallTime now);
// "held", "open", "claimed" or "answered".
std::string_view shown_state(const Question& question, WallTime now);

// Whether the staff member may claim it now: conflict "answered", "claimed" (says by whom and until when),
// "held", "hidden".
Result<void> may_claim(const Question& question, const std::string& handle, WallTime now);
// Whether a claim can be given back: conflict "not-claimed".
Result<void> may_release(const Question& question, WallTime now);
// Whether it may be answered; once answered it may be again, which adds to the answer or replaces that part
// of it.
Result<void> may_answer(const Question& question);
// Whether this person may ask for it, too: not their own, not one that is answered, and only what everybody
// can read.
Result<void> may_second(const Question& question, bool own);

// What {"text"?, "from"?, "until"?} says, within a show that is `clock` long. Refuses neither text nor
// moment, an end before its beginning, and what is still to come. Without text and `from` the answer was
// spoken at `at`.
Result<Answer> read_answer(const boost::json::object& data, Milliseconds at, Milliseconds clock);
// The answer after another one to the same question.
Answer merged(const std::optional<Answer>& before, Answer added);

}  // namespace nigiwai::talk
