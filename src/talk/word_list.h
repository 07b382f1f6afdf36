// The word list: which lines a shop does not want in its room, however they are written. Pure.
//
// An entry is a word as the shop writes it. Japanese words are found anywhere in a line, over width, kana,
// spacing, lengthening and repetition; with "|" in front, as in "|しね", only where a word begins (after a
// space, a sign, another script, or words such as おまえ and もう), because わたしね is innocent. Latin words
// are found as whole words, over look-alikes, accents, letters set apart and repeated, with the endings s,
// es, ed, ing; "*" at an end takes any beginning or ending. An `allow` entry is a phrase in which a listed
// word is innocent.
//
// It refuses to judge what is meant: sarcasm, new words and pictures made of letters pass, and staff hide
// those.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace nigiwai::talk {

enum class WordAction { kHold, kRefuse, kAllow };
std::string_view to_text(WordAction action);

struct ListedWord {
  std::string word;
  WordAction action = WordAction::kHold;
  std::string reason{};
};

inline constexpr std::size_t kMostWords = 2000;  // a line is held against each of them
inline constexpr std::size_t kMostWordCharacters = 40;
inline constexpr std::size_t kMostReasonCharacters = 100;

class WordList {
 public:
  explicit WordList(std::vector<ListedWord> words);
  // The gravest entry that stands in the line (refuse before hold), or null. Lives as long as the list.
  const ListedWord* find(std::string_view line) const;
  const std::vector<ListedWord>& words() const { return words_; }

 private:
  struct Latin {
    std::size_t word;
    std::string letters;  // '\0' is a space of the phrase
    bool any_start = false, any_end = false;
  };
  struct Japanese {
    std::size_t word;
    std::u32string text;
    bool begins = false;
  };
  std::vector<ListedWord> words_;
  std::vector<Latin> latin_;
  std::vector<Japanese> japanese_, allowed_;
};

// One word a line: the word, a tab, hold, refuse or allow, and perhaps a tab and a reason. Without an action
// it is hold; empty lines and those that begin with # are passed over. A refusal names the line as
// /text/<number from 1>.
Result<std::vector<ListedWord>> parse_words(std::string_view text);
std::string format_words(const std::vector<ListedWord>& words);

// Refuses an entry that would match nothing or nearly everything.
Result<void> check_word(const ListedWord& word, const std::string& field);

}  // namespace nigiwai::talk
