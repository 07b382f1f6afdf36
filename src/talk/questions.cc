#include "talk/questions.h"

#include <fmt/format.h>

#include <map>
#include <set>

#include "base/time.h"
#include "people/members.h"
#include "people/staff.h"
#include "timeline/reading.h"
#include "timeline/withdrawn.h"

namespace nigiwai::talk {
namespace {

namespace json = boost::json;

// Seconds told to who comes back; behind these nobody looks for a place.
constexpr std::int64_t kMostSums = 100;

constexpr const char* kColumns =
    "SELECT q.show, q.seq, e.position, q.at, q.viewer, coalesce(t.name, ''), coalesce(t.text, ''), "
    "q.product, q.word, "
    "q.state, q.hidden, q.seconds, q.claimed_by, q.claimed_at, q.claimed_until, q.answered_by, "
    "q.answered_at, "
    "q.spoken_from, q.spoken_until, q.text_seq, coalesce(at.text, '') "
    "FROM question q JOIN event e ON e.show = q.show AND e.seq = q.seq "
    "LEFT JOIN event_text t ON t.position = e.position "
    "LEFT JOIN event a ON a.show = q.show AND a.seq = q.text_seq LEFT JOIN event_text at ON at.position = "
    "a.position ";

std::optional<Milliseconds> ms_of(const store::Rows& rows, int column) {
  const auto ms = rows.optional_integer(column);
  return ms ? std::optional(Milliseconds(*ms)) : std::nullopt;
}

Question question_in(const store::Rows& rows) {
  Question question{.show = rows.text(0),
                    .seq = rows.integer(1),
                    .position = rows.integer(2),
                    .at = Milliseconds(rows.integer(3)),
                    .viewer = rows.text(4),
                    .name = rows.text(5),
                    .text = rows.text(6),
                    .product = rows.text(7),
                    .word = rows.text(8),
                    .state = question_state(rows.text(9)),
                    .hidden = rows.integer(10) != 0,
                    .seconds = rows.integer(11)};
  if (!rows.text(12).empty()) {
    question.claim =
        Claim{.by = rows.text(12), .at = Milliseconds(rows.integer(13)), .until = from_ms(rows.integer(14))};
  }
  if (const auto at = ms_of(rows, 16)) {
    question.answer = Answer{.by = rows.text(15),
                             .at = *at,
                             .from = ms_of(rows, 17),
                             .until = ms_of(rows, 18),
                             .text_seq = rows.optional_integer(19),
                             .text = rows.text(20)};
  }
  return question;
}

// Makes JSON of questions for one asker, and remembers whom it looked up.
class Telling {
 public:
  Telling(store::Database& database, const Asker& asker) : database_(database), asker_(asker) {
    if (asker.caller.role != http::Role::kViewer) return;
    person_ = people::person_of(database, asker.caller.id);
    for (auto& viewer : people::viewers_of(database, person_)) own_.insert(std::move(viewer));
  }

  bool is_own(const Question& question) const { return own_.contains(question.viewer); }

  json::object operator()(const Question& question) {
    const auto* claim = claim_of(question, asker_.now);
    const bool own = is_own(question);
    json::object shown{{"show", question.show},
                       {"seq", question.seq},
                       {"at", question.at.count()},
                       {"text", question.text},
                       {"by",
                        {{"id", timeline::pseudonym(asker_.secret, question.show, question.viewer)},
                         {"name", question.name}}},
                       {"product", question.product.empty() ? json::value() : json::value(question.product)},
                       {"state", shown_state(question, asker_.now)},
                       {"seconds", question.seconds},
                       {"claim", nullptr},
                       {"answer", nullptr},
                       {"own", own},
                       {"seconded", !person_.empty() && seconded(question)}};
    if (claim != nullptr) {
      shown["claim"] = {
          {"by", staff(claim->by)}, {"at", claim->at.count()}, {"until", to_rfc3339(claim->until)}};
    }
    if (question.answer) {
      const auto& answer = *question.answer;
      shown["answer"] = {{"by", staff(answer.by)},
                         {"at", answer.at.count()},
                         {"from", answer.from ? json::value(answer.from->count()) : json::value()},
                         {"until", answer.until ? json::value(answer.until->count()) : json::value()},
                         {"text", answer.text.empty() ? json::value() : json::value(answer.text)}};
    }
    if (asker_.caller.is_staff() || own) shown["hidden"] = question.hidden;
    if (asker_.caller.is_staff() && question.state == QuestionState::kHeld) shown["word"] = question.word;
    return shown;
  }

 private:
  json::object staff(const std::string& handle) {
    auto [known, unknown] = names_.try_emplace(handle);
    if (unknown) {
      const auto profile = people::profile_of(database_, handle);
      known->second = profile ? profile->name : handle;
    }
    return {{"id", handle}, {"name", known->second}};
  }
  bool seconded(const Question& question) {
    auto rows =
        database_.query("SELECT 1 FROM question_second WHERE show = ? AND seq = ? AND person IN (?, ?)",
                        question.show, question.seq, person_, asker_.caller.id);
    return rows.next();
  }

  store::Database& database_;
  const Asker& asker_;
  std::string person_;
  std::set<std::string, std::less<>> own_;
  std::map<std::string, std::string, std::less<>> names_;
};

}  // namespace

std::optional<Question> question_with(store::Database& database, const std::string& show, std::int64_t seq) {
  auto rows = database.query(std::string(kColumns) + "WHERE q.show = ? AND q.seq = ?", show, seq);
  if (!rows.next()) return std::nullopt;
  return question_in(rows);
}

QuestionPage questions_of_show(store::Database& database, const std::string& show, const Asker& asker,
                               std::int64_t after, std::int64_t limit) {
  Telling tell(database, asker);
  std::vector<Question> read;
  {
    auto rows =
        database.query(std::string(kColumns) + "WHERE q.show = ? AND q.seq > ? ORDER BY q.seq LIMIT ?", show,
                       after, limit + 1);
    while (rows.next()) read.push_back(question_in(rows));
  }
  const auto withdrawn = timeline::withdrawn_of(database, show);
  QuestionPage page;
  if (std::cmp_greater(read.size(), limit)) {
    read.pop_back();
    page.next = read.back().seq;
  }
  for (const auto& question : read) {
    if (!asker.caller.is_staff() && timeline::is_withdrawn(withdrawn, question.at)) continue;
    const bool for_all = !question.hidden && question.state != QuestionState::kHeld;
    if (question.text.empty() || !(for_all || asker.caller.is_staff() || tell.is_own(question))) continue;
    page.items.push_back(tell(question));
  }
  return page;
}

QuestionPage questions_of_product(store::Database& database, const std::string& product, const Asker& asker,
                                  const ShowTold& show_json, std::int64_t before, std::int64_t limit) {
  Telling tell(database, asker);
  std::vector<Question> read;
  {
    auto rows = database.query(
        std::string(kColumns) +
            "WHERE q.product = ?1 AND q.product <> '' AND q.hidden = 0 AND q.state <> 'held' AND "
            "t.text <> '' AND (?4 OR NOT EXISTS (SELECT 1 FROM withdrawn w WHERE w.show = q.show AND "
            "w.from_ms "
            "<= q.at AND q.at < w.until_ms)) AND e.position < ?2 ORDER BY e.position DESC LIMIT ?3",
        product, before, limit + 1, asker.caller.is_staff());
    while (rows.next()) read.push_back(question_in(rows));
  }
  QuestionPage page;
  if (std::cmp_greater(read.size(), limit)) {
    read.pop_back();
    page.next = read.back().position;
  }
  std::map<std::string, std::optional<json::object>> shows;
  for (const auto& question : read) {
    auto [known, unknown] = shows.try_emplace(question.show);
    if (unknown) known->second = show_json(database, question.show);
    if (!known->second) continue;
    auto shown = tell(question);
    shown["show"] = *known->second;
    page.items.push_back(std::move(shown));
  }
  return page;
}

json::object question_sums(store::Database& database, const std::string& show) {
  json::object sums;
  auto rows = database.query(
      "SELECT seq, seconds FROM question INDEXED BY question_waiting WHERE show = ? AND state <> 'answered' "
      "AND hidden = 0 "
      "AND seconds > 0 ORDER BY seconds DESC LIMIT ?",
      show, kMostSums);
  while (rows.next()) sums[fmt::format("question/{}", rows.integer(0))] = rows.integer(1);
  return sums;
}

std::int64_t ask_again(store::Transaction& transaction, timeline::Journal& journal, const AskedAgain& asked,
                       const http::Caller& by) {
  timeline::NewEvent event{.kind = "question.asked", .text = asked.text};
  if (!asked.product.empty()) event.data["product"] = asked.product;
  const auto written = journal.append(transaction, asked.show, std::move(event), by, asked.at);
  transaction.db().run(
      "INSERT INTO question (show, seq, at, viewer, product, state, word) VALUES (?, ?, ?, ?, ?, 'open', '')",
      asked.show, written->seq, asked.at.count(), by.id, asked.product);
  return written->position;
}

people::Holding asked_holding() {
  return {.name = "questions",
          .all = [](store::Database& db, const people::Person& person) -> json::value {
            std::map<std::int64_t, json::object> found;  // by position: oldest first
            for (const auto& viewer : person.viewers) {
              auto rows = db.query(std::string(kColumns) + "WHERE q.viewer = ? AND t.text <> ''", viewer);
              while (rows.next()) {
                const auto question = question_in(rows);
                auto& shown = found[question.position];
                shown = {{"show", question.show},
                         {"at", question.at.count()},
                         {"text", question.text},
                         {"product", question.product},
                         {"answer", nullptr}};
                if (!question.answer) continue;
                shown["answer"] = {
                    {"text", question.answer->text},
                    {"from",
                     question.answer->from ? json::value(question.answer->from->count()) : json::value()}};
              }
            }
            json::array all;
            for (auto& [position, shown] : found) all.push_back(std::move(shown));
            return all;
          },
          .erase =
              [](store::Transaction& transaction, const people::Person& person) {
                for (const auto& viewer : person.viewers) {
                  transaction.db().run("UPDATE question SET hidden = 1 WHERE viewer = ?", viewer);
                }
              }};
}

people::Holding voted_holding() {
  return {.name = "votes", .all = [](store::Database& db, const people::Person& person) -> json::value {
            json::array all;
            auto persons = person.viewers;
            if (!person.member.empty()) persons.push_back(person.member);
            for (const auto& each : persons) {
              auto rows = db.query(
                  "SELECT p.show, p.question, o.text FROM poll_vote v JOIN poll p ON p.id = v.poll JOIN "
                  "poll_option o ON "
                  "o.poll = v.poll AND o.place = v.place WHERE v.person = ? ORDER BY p.id",
                  each);
              while (rows.next()) {
                all.push_back({{"show", rows.text(0)}, {"question", rows.text(1)}, {"voted", rows.text(2)}});
              }
            }
            return all;
          }};
}

}  // namespace nigiwai::talk
