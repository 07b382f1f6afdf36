// Asking and answering, inside the writer's transaction.
#include <fmt/format.h>

#include "base/time.h"
#include "people/audit.h"
#include "people/members.h"
#include "talk/bans.h"
#include "talk/commands.h"
#include "talk/lines.h"
#include "talk/questions.h"

namespace nigiwai::talk {
namespace {

namespace json = boost::json;
using http::Access;
using http::Role;
using timeline::Audience;
using timeline::Command;
using timeline::NewEvent;
using timeline::ShowTimes;

constexpr std::int64_t kMostSeq = std::int64_t{1} << 53;  // what a browser can name exactly
constexpr std::int64_t kFurthestMs = std::int64_t{1} << 40;

std::int64_t seq_of(const Command& command) { return command.data.at("seq").as_int64(); }

Result<Question> question_meant(store::Database& db, const Command& command) {
  auto question = question_with(db, command.show, seq_of(command));
  if (!question)
    return fail(Kind::kNotFound, "not-found", "There is no such question in this show.", "/data/seq");
  return *std::move(question);
}

Result<NewEvent> ask(store::Transaction& transaction, const Said& line, const OnShelf& on_shelf,
                     const Command& command, const ShowTimes& times, Milliseconds at) {
  auto& db = transaction.db();
  std::string product;
  if (const auto* named = command.data.if_contains("product")) {
    product = std::string(named->as_string());
    if (!on_shelf(db, command.show, product)) {
      return fail(Kind::kNotFound, "not-found", "This product is not on the shelf of this show.",
                  "/data/product");
    }
  }
  const auto word = may_say(transaction, line, command);
  if (!word) return std::unexpected(word.error());
  {
    auto rows = db.query(
        "SELECT count(*) FROM question WHERE show = ? AND state <> 'answered' AND hidden = 0", command.show);
    rows.next();
    if (rows.integer(0) >= kMostWaitingQuestions) {
      return fail(Kind::kTooMany, "questions-full",
                  "So many questions wait for an answer already. Second one of them, or ask in the chat.");
    }
  }
  if (auto turn = take_turn(transaction, command.show, command.by.id); !turn)
    return std::unexpected(turn.error());
  NewEvent event{.kind = "question.asked", .text = line.text};
  if (!product.empty()) event.data["product"] = product;
  if (*word) {
    event.kind = "question.held";
    event.audience = Audience::kPerson;
    event.person = command.by.id;
  }
  db.run("INSERT INTO question (show, seq, at, viewer, product, state, word) VALUES (?, ?, ?, ?, ?, ?, ?)",
         command.show, times.last_seq + 1, at.count(), command.by.id, product, *word ? "held" : "open",
         *word ? (*word)->word : "");
  return event;
}

Result<NewEvent> second(store::Transaction& transaction, const Command& command) {
  auto& db = transaction.db();
  const auto question = question_meant(db, command);
  if (!question) return std::unexpected(question.error());
  const auto person = people::person_of(db, command.by.id);
  const bool own = people::person_of(db, question->viewer) == person;
  if (auto may = may_second(*question, own); !may) return std::unexpected(may.error());
  {
    auto rows = db.query("SELECT 1 FROM question_second WHERE show = ? AND seq = ? AND person IN (?, ?)",
                         command.show, question->seq, person, command.by.id);
    if (rows.next())
      return fail(Kind::kConflict, "seconded", "You asked for this question already.", "/data/seq");
  }
  db.run("INSERT INTO question_second (show, seq, person) VALUES (?, ?, ?)", command.show, question->seq,
         person);
  db.run("UPDATE question SET seconds = seconds + 1 WHERE show = ? AND seq = ?", command.show, question->seq);
  return NewEvent{.kind = "question.seconded",
                  .data = {{"seq", question->seq}},
                  .audience = Audience::kServer,
                  .sums = {{fmt::format("question/{}", question->seq), question->seconds + 1}}};
}

Result<NewEvent> claim(store::Transaction& transaction, const Command& command, Milliseconds at) {
  auto& db = transaction.db();
  const auto question = question_meant(db, command);
  if (!question) return std::unexpected(question.error());
  if (auto may = may_claim(*question, command.by.handle, transaction.now()); !may)
    return std::unexpected(may.error());
  const auto until = transaction.now() + kClaimLasts;
  db.run("UPDATE question SET claimed_by = ?, claimed_at = ?, claimed_until = ? WHERE show = ? AND seq = ?",
         command.by.handle, at.count(), to_ms(until), command.show, question->seq);
  return NewEvent{.kind = "question.claimed", .data = {{"seq", question->seq}, {"until", to_rfc3339(until)}}};
}

Result<NewEvent> release(store::Transaction& transaction, const Command& command) {
  auto& db = transaction.db();
  const auto question = question_meant(db, command);
  if (!question) return std::unexpected(question.error());
  if (auto may = may_release(*question, transaction.now()); !may) return std::unexpected(may.error());
  db.run("UPDATE question SET claimed_until = 0 WHERE show = ? AND seq = ?", command.show, question->seq);
  return NewEvent{.kind = "question.released", .data = {{"seq", question->seq}}};
}

Result<NewEvent> answer(store::Transaction& transaction, const Command& command, const ShowTimes& times,
                        Milliseconds at) {
  auto& db = transaction.db();
  const auto question = question_meant(db, command);
  if (!question) return std::unexpected(question.error());
  if (auto may = may_answer(*question); !may) return std::unexpected(may.error());
  auto given = read_answer(command.data, at, show_clock(times, transaction.now()));
  if (!given) return std::unexpected(given.error());
  given->by = command.by.handle;
  NewEvent event{.kind = "question.answered", .data = {{"seq", question->seq}}, .text = given->text};
  if (!given->text.empty()) given->text_seq = times.last_seq + 1;
  const auto stands = merged(question->answer, *std::move(given));
  if (stands.from) event.data["from"] = stands.from->count();
  if (stands.until) event.data["until"] = stands.until->count();
  const auto ms = [](const std::optional<Milliseconds>& time) {
    return time ? std::optional(static_cast<std::int64_t>(time->count())) : std::nullopt;
  };
  db.run(
      "UPDATE question SET state = 'answered', answered_by = ?, answered_at = ?, spoken_from = ?, "
      "spoken_until = ?, "
      "text_seq = ? WHERE show = ? AND seq = ?",
      stands.by, at.count(), ms(stands.from), ms(stands.until), stands.text_seq, command.show, question->seq);
  return event;
}

// Lets a held question into the room as its writer's, at its moment: it goes on under its new seq.
NewEvent let_in(store::Transaction& transaction, timeline::Journal& journal, const Question& held) {
  const http::Caller writer{.role = Role::kViewer, .id = held.viewer, .name = held.name};
  NewEvent asked{.kind = "question.asked", .data = {{"held", held.seq}}, .text = held.text};
  if (!held.product.empty()) asked.data["product"] = held.product;
  const auto seq = journal.append(transaction, held.show, std::move(asked), writer, held.at)->seq;
  transaction.db().run("UPDATE question SET seq = ?, state = 'open' WHERE show = ? AND seq = ?", seq,
                       held.show, held.seq);
  return {.kind = "question.shown",
          .data = {{"seq", held.seq}, {"as", seq}},
          .audience = Audience::kPerson,
          .person = held.viewer};
}

Result<NewEvent> set_question(store::Transaction& transaction, timeline::Journal& journal,
                              const Command& command, Line line) {
  auto& db = transaction.db();
  const auto question = question_meant(db, command);
  if (!question) return std::unexpected(question.error());
  const bool hide = line == Line::kHidden;
  const bool held = question->state == QuestionState::kHeld;
  if (question->text.empty()) {
    return fail(Kind::kNotFound, "not-found", "There is no such question in this show.", "/data/seq");
  }
  if (question->hidden == hide && !(held && !hide)) {
    return fail(Kind::kConflict, "conflict",
                hide ? "This question is hidden already." : "This question is not hidden.", "/data/seq");
  }
  people::audit(transaction, command.by, hide ? "question.hidden" : "question.shown", command.show,
                {{"seq", question->seq}});
  db.run("UPDATE question SET hidden = ? WHERE show = ? AND seq = ?", hide, command.show, question->seq);
  if (held) {
    if (!hide) return let_in(transaction, journal, *question);
    return NewEvent{.kind = "question.hidden",
                    .data = {{"seq", question->seq}},
                    .audience = Audience::kPerson,
                    .person = question->viewer};
  }
  journal.set_hidden(transaction, command.show, question->seq, hide);
  // What was answered may repeat what was asked.
  if (question->answer && question->answer->text_seq) {
    journal.set_hidden(transaction, command.show, *question->answer->text_seq, hide);
  }
  return NewEvent{.kind = hide ? "question.hidden" : "question.shown", .data = {{"seq", question->seq}}};
}

}  // namespace

void add_question_commands(timeline::Commands& commands, timeline::Journal& journal, const Words& words,
                           OnShelf on_shelf) {
  constexpr TextRule kText{.least = 1, .most = kMostQuestionCharacters};
  commands.add(
      "question.ask",
      {.access = Access::viewers(),
       .rate = kQuestions,
       .lane = store::Lane::kRoom,
       .check =
           [kText](Fields& data) {
             data.text("text", kText);
             if (data.has("product")) data.slug("product");
           },
       .prepare = [&words, on_shelf = std::move(on_shelf)](const Command& asked) -> Result<timeline::Decide> {
         auto line = said(words, asked);
         if (!line) return std::unexpected(line.error());
         return [line = *std::move(line), &on_shelf](store::Transaction& transaction, const Command& command,
                                                     const ShowTimes& times, Milliseconds at) {
           return ask(transaction, line, on_shelf, command, times, at);
         };
       }});
  const auto check_seq = [](Fields& data) { data.whole("seq", {1, kMostSeq}); };
  commands.add("question.second",
               {.access = Access::viewers(),
                .rate = kSeconds,
                .lane = store::Lane::kRoom,
                .check = check_seq,
                .decide = [](store::Transaction& t, const Command& command, const ShowTimes&, Milliseconds) {
                  return second(t, command);
                }});
  const auto add = [&](const char* name, timeline::CheckData check, timeline::Decide decide) {
    commands.add(name, {.access = Access::roles({Role::kDirector, Role::kPresenter}),
                        .rate = kModeration,
                        .lane = store::Lane::kStaff,
                        .check = std::move(check),
                        .decide = std::move(decide)});
  };
  add("question.claim", check_seq,
      [](store::Transaction& t, const Command& command, const ShowTimes&, Milliseconds at) {
        return claim(t, command, at);
      });
  add("question.release", check_seq,
      [](store::Transaction& t, const Command& command, const ShowTimes&, Milliseconds) {
        return release(t, command);
      });
  add(
      "question.answer",
      [check_seq](Fields& data) {
        check_seq(data);
        data.optional_text("text", {.least = 1, .most = kMostAnswerCharacters, .lines = Lines::kMany});
        data.optional_whole("from", {0, kFurthestMs});
        data.optional_whole("until", {0, kFurthestMs});
      },
      [](store::Transaction& t, const Command& command, const ShowTimes& times, Milliseconds at) {
        return answer(t, command, times, at);
      });
  for (const auto& [name, line] :
       {std::pair("question.hide", Line::kHidden), std::pair("question.show", Line::kShown)}) {
    add(name, check_seq,
        [&journal, line](store::Transaction& t, const Command& command, const ShowTimes&, Milliseconds) {
          return set_question(t, journal, command, line);
        });
  }
}

}  // namespace nigiwai::talk
