#include "talk/word_list.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "base/text.h"
#include "talk/fold.h"

namespace nigiwai::talk {
namespace {

using Glyphs = std::vector<Glyph>;
using Kind = Glyph::Kind;

// Said before an insult so often that it begins a word all the same; folded as heard() folds.
constexpr std::u32string_view kLeadIns[] = {
    U"お前",   U"お前ら",   U"貴様",     U"奴",       U"君",     U"全員",   U"皆",       U"女",
    U"おまえ", U"おまえは", U"おまえが", U"おまえら", U"てめえ", U"てめ",   U"きみ",     U"きさま",
    U"あんた", U"あいつ",   U"こいつ",   U"そいつ",   U"もう",   U"はやく", U"まじ",     U"まじで",
    U"ほんと", U"ほんとに", U"とつとと", U"さつさと", U"とつと", U"とと",   U"さと",     U"いますぐ",
    U"みんな", U"ぜんいん", U"この",     U"その",     U"くそ",   U"ど",     U"うるさい", U"だまつて",
    U"だまて", U"きえて",   U"ぜつたい", U"ぜたい",   U"ぶつ",   U"ぶ",     U"やつは",   U"ねえ",
    U"うわ",   U"わ"};

constexpr std::string_view kEndings[] = {"", "s", "z", "es", "ed", "ing"};

bool stands(const Glyph& glyph) { return glyph.kind == Kind::kLetter || glyph.kind == Kind::kDigit; }
bool may_be(const Glyph& glyph, char letter) { return (glyph.letters >> (letter - 'a') & 1u) != 0; }

bool ascii_word(std::string_view word) {
  return std::ranges::all_of(word, [](char c) { return static_cast<unsigned char>(c) < 0x80; }) &&
         std::ranges::any_of(word, [](char c) { return (c | 0x20) >= 'a' && (c | 0x20) <= 'z'; });
}

// How the letters of a match were set apart: by spaces only one by one, by signs in any way.
struct Gaps {
  int spaces = 0;   // letters that follow a space
  int letters = 0;  // letters that follow another letter directly
  bool wide() const { return spaces > 0; }
};

class LatinMatch {
 public:
  LatinMatch(const Glyphs& glyphs, const std::string& letters, bool any_start, bool any_end)
      : glyphs_(glyphs), letters_(letters), any_start_(any_start), any_end_(any_end) {}

  bool found() {
    for (std::size_t at = 0; at < glyphs_.size(); ++at) {
      if (letters_.empty() || !may_be(glyphs_[at], letters_[0])) continue;
      if (glyphs_[at].character == U'*') continue;  // a blank has to have a letter before it
      if (!any_start_ && at > 0 && stands(glyphs_[at - 1])) continue;
      if (from(at, 0, {}, 0, 0)) return true;
    }
    return false;
  }

 private:
  // Whether letters_[letter..] stand from `at`; `real` letters were no signs or digits, `blank` were '*'.
  bool from(std::size_t at, std::size_t letter, Gaps gaps, int real, int blank) {
    if (++steps_ > kMostSteps) return false;
    if (letter == letters_.size()) return ends(at, gaps, real, blank);
    const char wanted = letters_[letter];
    if (wanted == '\0') {
      if (at >= glyphs_.size() || stands(glyphs_[at])) return false;
      while (at < glyphs_.size() && !stands(glyphs_[at]) && glyphs_[at].letters == 0) ++at;
      return from(at, letter + 1, gaps, real, blank);
    }
    // What sets letters apart: nothing, signs, or one space.
    const auto begin = at;
    bool space = false;
    if (letter > 0 && letters_[letter - 1] != '\0') {
      while (at < glyphs_.size() && at - begin < 4 && glyphs_[at].kind != Kind::kOther &&
             !stands(glyphs_[at]) && !may_be(glyphs_[at], wanted)) {
        space = space || glyphs_[at].kind == Kind::kSpace;
        ++at;
      }
      if (at == begin) {
        ++gaps.letters;
      } else if (space) {
        ++gaps.spaces;
      }
      if (gaps.spaces > 0 && gaps.letters > 0) return false;
    }
    // A run of the letter, however long it is drawn out.
    std::size_t end = at;
    while (end < glyphs_.size() && may_be(glyphs_[end], wanted)) {
      real += glyphs_[end].kind == Kind::kLetter ? 1 : 0;
      blank += glyphs_[end].character == U'*' ? 1 : 0;
      ++end;
      if (from(end, letter + 1, gaps, real, blank)) return true;
    }
    return false;
  }

  bool ends(std::size_t at, Gaps gaps, int real, int blank) const {
    // Mostly signs is no word; and a word that is mostly left blank could be any.
    if (real < 2 && real + blank < 3) return real >= 1 && letters_.size() <= 4 && blank == 0;
    if (blank > real) return false;
    if (any_end_) return true;
    if (gaps.wide()) return at >= glyphs_.size() || !stands(glyphs_[at]);
    for (const auto ending : kEndings) {
      std::size_t i = at;
      bool same = true;
      for (const char c : ending) {
        same = same && i < glyphs_.size() && may_be(glyphs_[i], c) && glyphs_[i].character != U'*';
        ++i;
      }
      if (same && (i >= glyphs_.size() || !stands(glyphs_[i]))) return true;
    }
    return false;
  }

  static constexpr int kMostSteps = 20'000;  // a line made to have many ways is not looked at for ever
  const Glyphs& glyphs_;
  const std::string& letters_;
  bool any_start_, any_end_;
  int steps_ = 0;
};

// Whether a word begins here: not in the middle of kana, unless what stands before is said before insults.
bool begins_at(const Heard& line, const Glyphs& glyphs, std::size_t at) {
  if (at == 0) return true;
  const auto here = line.from[at], before = line.from[at - 1];
  const auto previous = glyphs[before].character, first = glyphs[here].character;
  if (here - before > 1) {
    // Something was between them; what only lengthens does not part words.
    const auto between = glyphs[before + 1];
    if (between.kind == Kind::kSpace || between.kind == Kind::kSign) {
      // 「わ た し ね」 spells わたしね: where single kana are set apart, that parts nothing.
      const bool spelled = before == 0 || !is_japanese(glyphs[before - 1].character);
      if (!spelled || !is_hiragana(previous)) return true;
    }
  }
  if (!is_japanese(previous)) return true;
  // Hiragana behind kanji is mostly that word's own ending (貸しね); katakana begins anew.
  if (is_hiragana(previous) != is_hiragana(first) && is_kana(first) && previous != U'ー') {
    if (is_kana(previous) || !is_hiragana(first)) return true;
  }
  if (!is_kana(previous) && !is_hiragana(first)) return true;
  const std::u32string_view until(line.text.data(), at);
  return std::ranges::any_of(kLeadIns, [&](auto lead) { return until.ends_with(lead); });
}

}  // namespace

std::string_view to_text(WordAction action) {
  switch (action) {
    case WordAction::kHold:
      return "hold";
    case WordAction::kRefuse:
      return "refuse";
    case WordAction::kAllow:
      return "allow";
  }
  return "hold";
}

WordList::WordList(std::vector<ListedWord> words) : words_(std::move(words)) {
  for (std::size_t i = 0; i < words_.size(); ++i) {
    std::string_view word = words_[i].word;
    const bool allow = words_[i].action == WordAction::kAllow;
    if (ascii_word(word) && word.find_first_of("0123456789") == std::string_view::npos) {
      Latin latin{.word = i, .letters = {}};
      latin.any_start = word.starts_with('*');
      latin.any_end = word.ends_with('*') && word.size() > 1;
      for (const char raw : word) {
        const char c = raw >= 'A' && raw <= 'Z' ? static_cast<char>(raw - 'A' + 'a') : raw;
        if (c == ' ') {
          latin.letters.push_back('\0');
        } else if (c >= 'a' && c <= 'z') {
          latin.letters.push_back(c);
        }
      }
      if (!allow) latin_.push_back(std::move(latin));
      continue;
    }
    const bool begins = word.starts_with('|');
    if (begins) word.remove_prefix(1);
    auto text = heard(latin_glyphs(word)).text;
    if (text.empty()) continue;
    (allow ? allowed_ : japanese_).push_back({.word = i, .text = std::move(text), .begins = begins});
  }
}

const ListedWord* WordList::find(std::string_view line) const {
  const auto glyphs = latin_glyphs(line);
  const auto said = heard(glyphs);
  const ListedWord* found = nullptr;
  const auto take = [&](std::size_t word) {
    if (found == nullptr || words_[word].action == WordAction::kRefuse) found = &words_[word];
    return found->action == WordAction::kRefuse;
  };
  const auto is_allowed = [&](std::size_t begin, std::size_t end) {
    return std::ranges::any_of(allowed_, [&](const Japanese& phrase) {
      for (auto at = said.text.find(phrase.text); at != std::u32string::npos;
           at = said.text.find(phrase.text, at + 1)) {
        if (at <= begin && at + phrase.text.size() >= end) return true;
      }
      return false;
    });
  };
  for (const auto& one : japanese_) {
    for (auto at = said.text.find(one.text); at != std::u32string::npos;
         at = said.text.find(one.text, at + 1)) {
      if (one.begins && !begins_at(said, glyphs, at)) continue;
      if (is_allowed(at, at + one.text.size())) continue;
      if (take(one.word)) return found;
      break;
    }
  }
  for (const auto& one : latin_) {
    if (LatinMatch(glyphs, one.letters, one.any_start, one.any_end).found() && take(one.word)) return found;
  }
  return found;
}

Result<void> check_word(const ListedWord& word, const std::string& field) {
  std::string_view text = word.word;
  if (text.starts_with('|')) text.remove_prefix(1);
  std::size_t letters = 0;
  for (const auto& glyph : latin_glyphs(text)) {
    if (glyph.kind == Kind::kLetter || glyph.kind == Kind::kOther || glyph.kind == Kind::kDigit) ++letters;
  }
  if (letters < 2) return invalid(field, "A word of the list needs at least two letters.");
  if (character_count(word.word) > kMostWordCharacters) {
    return invalid(field, fmt::format("A word of the list has at most {} characters.", kMostWordCharacters));
  }
  return {};
}

Result<std::vector<ListedWord>> parse_words(std::string_view text) {
  std::vector<ListedWord> words;
  if (text.starts_with("\xef\xbb\xbf")) text.remove_prefix(3);
  for (std::size_t number = 1; !text.empty(); ++number) {
    const auto end = std::min(text.find('\n'), text.size());
    auto line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (line.empty() || line.starts_with('#')) continue;
    const auto field = fmt::format("/text/{}", number);
    const auto cut = [&line] {
      const auto tab = std::min(line.find('\t'), line.size());
      const auto part = line.substr(0, tab);
      line.remove_prefix(std::min(tab + 1, line.size()));
      return part;
    };
    auto word = clean_text(cut(), {.least = 1, .most = kMostWordCharacters}, field);
    if (!word) return std::unexpected(word.error());
    ListedWord listed{.word = *std::move(word)};
    const auto action = cut();
    if (action == "refuse") {
      listed.action = WordAction::kRefuse;
    } else if (action == "allow") {
      listed.action = WordAction::kAllow;
    } else if (!action.empty() && action != "hold") {
      return invalid(field, "After the word and a tab comes hold, refuse or allow.");
    }
    auto reason = clean_text(cut(), {.most = kMostReasonCharacters}, field);
    if (!reason) return std::unexpected(reason.error());
    listed.reason = *std::move(reason);
    if (auto fine = check_word(listed, field); !fine) return std::unexpected(fine.error());
    if (words.size() >= kMostWords)
      return invalid(field, fmt::format("A list has at most {} words.", kMostWords));
    const auto same = std::ranges::find(words, listed.word, &ListedWord::word);
    if (same == words.end()) {
      words.push_back(std::move(listed));
    } else {
      *same = std::move(listed);  // the last word on it counts
    }
  }
  return words;
}

std::string format_words(const std::vector<ListedWord>& words) {
  std::string text;
  for (const auto& one : words) {
    text += fmt::format("{}\t{}", one.word, to_text(one.action));
    if (!one.reason.empty()) text += "\t" + one.reason;
    text += '\n';
  }
  return text;
}

}  // namespace nigiwai::talk
