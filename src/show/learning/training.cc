#include "show/learning/training.h"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <cstring>

#include "base/time.h"
#include "people/staff.h"
#include "show/rehearsal/rehearsals.h"

namespace nigiwai::show {
namespace {

constexpr std::size_t kIdLength = 12;

std::uint64_t seed_from(Random& random) {
  std::array<std::uint8_t, sizeof(std::uint64_t)> bytes{};
  random.fill(bytes);
  std::uint64_t seed = 0;
  std::memcpy(&seed, bytes.data(), bytes.size());
  return seed;
}

// A feature's product is what is asked, so it is not told.
json::object question_json(const QuizQuestion& question, const std::string& currency) {
  json::array options;
  for (const auto& option : question.options) {
    if (question.kind == QuizKind::kPrice) {
      options.push_back(to_json(Money{std::stoll(option), currency}));
    } else {
      options.emplace_back(option);
    }
  }
  json::object told{{"kind", to_text(question.kind)}, {"about", question.about}, {"options", options}};
  if (question.kind != QuizKind::kFeature) told["product"] = question.product;
  return told;
}

std::string currency_of(store::Database& db) {
  auto rows = db.query("SELECT currency FROM shop WHERE id = 1");
  return rows.next() ? rows.text(0) : std::string("JPY");
}

json::array titles_of(store::Database& db, const std::string& products) {
  json::array titles;
  auto rows = db.query(
      "SELECT coalesce(p.title, j.value) FROM json_each(?) j LEFT JOIN product p ON p.id = j.value ORDER BY "
      "j.key",
      products);
  while (rows.next()) titles.emplace_back(rows.text(0));
  return titles;
}

json::value course_briefly(store::Database& db, const std::string& id) {
  auto rows = db.query("SELECT title FROM course WHERE id = ?", id);
  if (!rows.next()) return nullptr;
  return json::object{{"id", id}, {"title", rows.text(0)}};
}

json::array record_of(store::Database& db, const std::string& person) {
  json::array record;
  auto rows = db.query(
      "SELECT id, course, show, products, done_at, asked, correct FROM quiz WHERE person = ? AND done_at IS "
      "NOT NULL ORDER BY position DESC LIMIT ?",
      person, kMostQuizzesTold);
  while (rows.next()) {
    record.push_back(json::object{{"id", rows.text(0)},
                                  {"course", course_briefly(db, rows.text(1))},
                                  {"show", show_briefly(db, rows.text(2))},
                                  {"products", titles_of(db, rows.text(3))},
                                  {"done_at", time_or_null(rows.optional_integer(4))},
                                  {"asked", rows.integer(5)},
                                  {"correct", rows.integer(6)},
                                  {"passed", passes(rows.integer(5), rows.integer(6))}});
  }
  return record;
}

json::object rule_json() {
  return {{"name", kTrainedRule}, {"questions", kTrainedQuestions}, {"percent", kTrainedPercent}};
}

json::value time_or_null(const std::optional<WallTime>& time) {
  return time ? json::value(to_rfc3339(*time)) : json::value();
}

// Makes room in a person's record: what was left unanswered, and old ones that did not pass.
void tidy(store::Database& db, const std::string& person) {
  db.run("DELETE FROM quiz WHERE person = ? AND done_at IS NULL", person);
  db.run(
      "DELETE FROM quiz WHERE person = ?1 AND NOT (asked >= ?2 AND 100 * correct >= ?3 * asked) AND position "
      "NOT IN (SELECT position FROM quiz WHERE person = ?1 ORDER BY position DESC LIMIT ?4)",
      person, kTrainedQuestions, kTrainedPercent, kMostQuizzesKept);
}

}  // namespace

Result<json::object> begin_quiz(const TrainingWriting& writing, const MemoryAsked& asked) {
  auto& db = writing.transaction.db();
  const auto products = products_asked(db, asked);
  if (!products) return std::unexpected(products.error());
  const auto questions =
      make_quiz(quiz_products(db, *products, writing.by), seed_from(writing.random), kMostQuizQuestions);
  if (questions.empty()) {
    return fail(Kind::kConflict, "state", "There is nothing to ask about yet. Put a product there first.");
  }
  tidy(db, writing.by.handle);
  const auto currency = currency_of(db);
  const auto id = writing.random.token(kIdLength);
  json::array told, right;
  for (const auto& question : questions) {
    told.push_back(question_json(question, currency));
    right.emplace_back(question.right);
  }
  db.run(
      "INSERT INTO quiz (id, person, course, show, products, answers, begun_at, asked) VALUES (?, ?, ?, ?, "
      "?, "
      "?, ?, ?)",
      id, writing.by.handle, asked.course, asked.show,
      json::serialize(json::array(products->begin(), products->end())), json::serialize(right),
      to_ms(writing.transaction.now()), questions.size());
  return json::object{{"id", id}, {"questions", std::move(told)}, {"rule", rule_json()}};
}

Result<json::object> answer_quiz(const TrainingWriting& writing, const std::string& id,
                                 const std::vector<std::int64_t>& answers) {
  auto& db = writing.transaction.db();
  json::array right;
  {
    auto rows =
        db.query("SELECT answers, done_at FROM quiz WHERE id = ? AND person = ?", id, writing.by.handle);
    if (!rows.next()) return fail(Kind::kNotFound, "not-found", "There is no such quiz of yours.");
    if (!rows.is_null(1)) return fail(Kind::kConflict, "state", "This quiz was answered already.");
    right = json::parse(rows.text(0)).as_array();
  }
  if (answers.size() != right.size()) {
    return invalid("/answers",
                   fmt::format("This quiz has {} questions: answer each, -1 for none.", right.size()));
  }
  std::int64_t correct = 0;
  for (std::size_t i = 0; i < answers.size(); ++i) {
    if (right[i].to_number<std::int64_t>() == answers[i]) ++correct;
  }
  db.run("UPDATE quiz SET done_at = ?, correct = ? WHERE id = ?", to_ms(writing.transaction.now()), correct,
         id);
  const auto asked = static_cast<std::int64_t>(right.size());
  return json::object{{"asked", asked},
                      {"correct", correct},
                      {"answers", std::move(right)},
                      {"passed", passes(asked, correct)},
                      {"trained_at", time_or_null(trained_since(db, writing.by.handle))}};
}

std::optional<WallTime> trained_since(store::Database& db, const std::string& person) {
  // Of each quiz that passed: how many cases of its course are unseen, and when the last was seen.
  auto rows = db.query(
      "SELECT max(q.done_at, coalesce(max(s.at), 0)) AS since FROM quiz q LEFT JOIN course_case c ON "
      "c.course "
      "= q.course LEFT JOIN case_seen s ON s.show_case = c.show_case AND s.person = q.person WHERE q.person "
      "= "
      "?1 AND q.done_at IS NOT NULL AND q.asked >= ?2 AND 100 * q.correct >= ?3 * q.asked GROUP BY q.id "
      "HAVING count(c.show_case) = count(s.show_case) ORDER BY since LIMIT 1",
      person, kTrainedQuestions, kTrainedPercent);
  if (!rows.next()) return std::nullopt;
  return from_ms(rows.integer(0));
}

json::object training_json(store::Database& db, const std::string& person) {
  return {{"rule", rule_json()},
          {"trained_at", time_or_null(trained_since(db, person))},
          {"record", record_of(db, person)},
          {"rehearsals", practised_by(db, person)}};
}

json::array trained_people(store::Database& db) {
  json::array people;
  for (const auto& profile : people::profiles_after(db, "", people::kMostStaff)) {
    auto rows = db.query(
        "SELECT count(*), max(100 * correct / asked) FROM quiz WHERE person = ? AND done_at IS NOT NULL",
        profile.handle);
    rows.next();
    people.push_back(json::object{{"handle", profile.handle},
                                  {"name", profile.name},
                                  {"role", http::to_text(profile.role)},
                                  {"trained_at", time_or_null(trained_since(db, profile.handle))},
                                  {"quizzes", rows.integer(0)},
                                  {"best_percent", or_null(rows.optional_integer(1))}});
  }
  return people;
}

}  // namespace nigiwai::show
