#include "talk/question.h"

#include <fmt/format.h>

#include "base/fields.h"
#include "base/time.h"

namespace nigiwai::talk {
namespace {

std::unexpected<Problem> conflict(std::string type, std::string detail) {
  return fail(Kind::kConflict, std::move(type), std::move(detail), "/data/seq");
}

std::optional<Milliseconds> moment(const json::object& data, std::string_view name) {
  const auto* value = data.if_contains(name);
  if (value == nullptr || !value->is_int64()) return std::nullopt;
  return Milliseconds(value->get_int64());
}

Result<void> is_readable(const Question& question) {
  if (question.state == QuestionState::kHeld) {
    return conflict("held", "This question waits: a listed word holds it back. Show it first.");
  }
  if (question.hidden || question.text.empty()) return conflict("hidden", "This question is hidden.");
  return {};
}

}  // namespace

QuestionState question_state(std::string_view text) {
  return text == "held"       ? QuestionState::kHeld
         : text == "answered" ? QuestionState::kAnswered
                              : QuestionState::kOpen;
}

const Claim* claim_of(const Question& question, WallTime now) {
  if (question.state != QuestionState::kOpen || !question.claim || question.claim->until <= now)
    return nullptr;
  return &*question.claim;
}

std::string_view shown_state(const Question& question, WallTime now) {
  switch (question.state) {
    case QuestionState::kHeld:
      return "held";
    case QuestionState::kAnswered:
      return "answered";
    case QuestionState::kOpen:
      break;
  }
  return claim_of(question, now) != nullptr ? "claimed" : "open";
}

Result<void> may_claim(const Question& question, const std::string& handle, WallTime now) {
  if (auto readable = is_readable(question); !readable) return readable;
  if (question.state == QuestionState::kAnswered) return conflict("answered", "This question is answered.");
  const auto* claim = claim_of(question, now);
  if (claim != nullptr && claim->by != handle) {
    auto problem = conflict("claimed", fmt::format("{} is answering this.", claim->by));
    problem.error().extra = {{"by", claim->by}, {"until", to_rfc3339(claim->until)}};
    return problem;
  }
  return {};
}

Result<void> may_release(const Question& question, WallTime now) {
  if (claim_of(question, now) == nullptr)
    return conflict("not-claimed", "Nobody is answering this question.");
  return {};
}

Result<void> may_answer(const Question& question) { return is_readable(question); }

Result<void> may_second(const Question& question, bool own) {
  if (question.state == QuestionState::kHeld || question.hidden || question.text.empty()) {
    return fail(Kind::kNotFound, "not-found", "There is no such question in this show.", "/data/seq");
  }
  if (own) return conflict("own", "This is your own question.");
  if (question.state == QuestionState::kAnswered) return conflict("answered", "This question is answered.");
  return {};
}

Result<Answer> read_answer(const json::object& data, Milliseconds at, Milliseconds clock) {
  Answer answer{.at = at, .from = moment(data, "from"), .until = moment(data, "until")};
  if (const auto* text = data.if_contains("text")) {
    auto clean = clean_text(text->as_string(),
                            {.least = 1, .most = kMostAnswerCharacters, .lines = Lines::kMany}, "/data/text");
    if (!clean) return std::unexpected(clean.error());
    answer.text = *std::move(clean);
  }
  if (answer.text.empty() && !answer.from) answer.from = at;
  if (answer.until && !answer.from)
    return invalid("/data/until", "Say from when the answer was spoken, too.");
  if (answer.from && *answer.from > clock)
    return invalid("/data/from", "The show has not come to this moment.");
  if (answer.until && *answer.until > clock)
    return invalid("/data/until", "The show has not come to this moment.");
  if (answer.until && *answer.until <= *answer.from)
    return invalid("/data/until", "This must be after 'from'.");
  return answer;
}

Answer merged(const std::optional<Answer>& before, Answer added) {
  if (!before) return added;
  if (!added.from) {
    added.from = before->from;
    added.until = before->until;
  }
  if (added.text.empty()) {
    added.text = before->text;
    added.text_seq = before->text_seq;
  }
  return added;
}

}  // namespace nigiwai::talk
