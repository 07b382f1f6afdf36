#include "talk/words.h"

#include "people/audit.h"

namespace nigiwai::talk {

Problem name_refusal(const ListedWord& word, const std::string& field) {
  Problem problem{Kind::kInvalid, "name-refused", "Choose another display name to write here.", field};
  if (!word.reason.empty()) problem.extra = {{"reason", word.reason}};
  return problem;
}

Result<void> Words::check_name(std::string_view name) const {
  const auto list = now();
  if (const auto* word = list->find(name)) return std::unexpected(name_refusal(*word, "/name"));
  return {};
}

std::shared_ptr<const WordList> Words::now() const {
  const std::scoped_lock lock(mutex_);
  return now_;
}

void Words::set(std::vector<ListedWord> words) {
  auto made = std::make_shared<const WordList>(std::move(words));
  const std::scoped_lock lock(mutex_);
  now_ = std::move(made);
}

void Words::load(store::Database& database) {
  std::vector<ListedWord> words;
  auto rows = database.query("SELECT word, action, reason FROM word ORDER BY action = 'allow', word");
  while (rows.next()) {
    const auto action = rows.text(1);
    words.push_back({.word = rows.text(0),
                     .action = action == "refuse"  ? WordAction::kRefuse
                               : action == "allow" ? WordAction::kAllow
                                                   : WordAction::kHold,
                     .reason = rows.text(2)});
  }
  set(std::move(words));
}

void Words::replace(store::Transaction& transaction, std::vector<ListedWord> words, const http::Caller& by) {
  auto& db = transaction.db();
  db.run("DELETE FROM word");
  for (const auto& one : words) {
    db.run("INSERT INTO word (word, action, reason) VALUES (?, ?, ?)", one.word, to_text(one.action),
           one.reason);
  }
  people::audit(transaction, by, "talk.words-changed", "", {{"count", words.size()}});
  transaction.on_commit([this, words = std::move(words)] { set(words); });
}

}  // namespace nigiwai::talk
