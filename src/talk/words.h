// The shop's word list: kept in the database, held in memory for the rooms.
#pragma once

#include <memory>
#include <mutex>

#include "http/caller.h"
#include "store/readers.h"
#include "store/writer.h"
#include "talk/word_list.h"

namespace nigiwai::talk {

// Why a display name that has a listed word is not shown: name-refused, with the list's reason where it has
// one.
Problem name_refusal(const ListedWord& word, const std::string& field);

// Safe from any thread: those who ask hold the list of that moment.
class Words {
 public:
  std::shared_ptr<const WordList> now() const;
  // Whether a display name may be chosen: name-refused for one with a word that is held back or refused in a
  // line.
  Result<void> check_name(std::string_view name) const;
  // Reads the list from the database. Called once before anything is served, and after every change.
  void load(store::Database& database);
  // Replaces the list as a whole, in the caller's transaction; the rooms know once it is durable.
  void replace(store::Transaction& transaction, std::vector<ListedWord> words, const http::Caller& by);

 private:
  void set(std::vector<ListedWord> words);
  mutable std::mutex mutex_;
  std::shared_ptr<const WordList> now_ = std::make_shared<const WordList>(std::vector<ListedWord>{});
};

}  // namespace nigiwai::talk
