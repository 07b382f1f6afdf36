#include "talk/word_list.h"

#include <gtest/gtest.h>

#include <fstream>
#include <iostream>

#include "media/migrations.h"
#include "people/migrations.h"
#include "store/test_support.h"
#include "talk/migrations.h"
#include "talk/words.h"
#include "timeline/migrations.h"

namespace nigiwai::talk {
namespace {

// The list that a shop begins with.
std::shared_ptr<const WordList> first_list() {
  const store::TestFile file("word_list_test");
  const ManualClock clock;
  Words words;
  {
    const auto database = file.open();
    const std::span<const store::Migration> rooms[] = {timeline::migrations(), media::migrations(),
                                                       people::migrations(), migrations()};
    EXPECT_TRUE(store::migrate(*database, clock, rooms).has_value());
    words.load(*database);
  }
  return words.now();
}

// Lines of a committed table, up to the first tab.
std::vector<std::string> lines_of(const std::string& name) {
  std::vector<std::string> lines;
  std::ifstream file("tests/words/" + name);
  for (std::string line; std::getline(file, line);) {
    if (line.empty() || line.starts_with('#')) continue;
    lines.push_back(line.substr(0, line.find('\t')));
  }
  return lines;
}

WordList list(const char* text) { return WordList(*parse_words(text)); }
bool caught(const WordList& words, std::string_view line) { return words.find(line) != nullptr; }

TEST(WordList, CatchesTheTableOfEvasions) {
  const auto words = first_list();
  const auto lines = lines_of("evasions.tsv");
  ASSERT_GE(lines.size(), 200U);
  std::size_t count = 0;
  for (const auto& line : lines) {
    count += caught(*words, line) ? 1 : 0;
    EXPECT_TRUE(caught(*words, line)) << line;
  }
  std::cout << count << " of " << lines.size() << " evasions caught\n";
}

TEST(WordList, PassesTheTableOfInnocentLookAlikes) {
  const auto words = first_list();
  const auto lines = lines_of("innocent.tsv");
  ASSERT_GE(lines.size(), 200U);
  std::size_t count = 0;
  for (const auto& line : lines) {
    const auto* found = words->find(line);
    count += found == nullptr ? 1 : 0;
    EXPECT_EQ(found, nullptr) << line << " is taken for " << found->word;
  }
  std::cout << count << " of " << lines.size() << " innocent lines passed\n";
}

TEST(WordList, TakesTheGravestOfTwo) {
  const auto words = list("meh\thold\nugly\trefuse\tBe kind\n");
  EXPECT_EQ(words.find("ugly and meh")->action, WordAction::kRefuse);
  EXPECT_EQ(words.find("meh, ugly")->reason, "Be kind");
  EXPECT_EQ(words.find("meh")->action, WordAction::kHold);
}

TEST(WordList, FindsLatinWordsOnlyWhole) {
  const auto words = list("ass\trefuse\npre*\trefuse\n*fix\trefuse\n");
  EXPECT_TRUE(caught(words, "you ass"));
  EXPECT_TRUE(caught(words, "a$$!"));
  EXPECT_TRUE(caught(words, "バカass"));
  EXPECT_FALSE(caught(words, "class"));
  EXPECT_FALSE(caught(words, "as"));
  EXPECT_TRUE(caught(words, "prefab"));
  EXPECT_TRUE(caught(words, "suffix"));
  EXPECT_FALSE(caught(words, "fixture"));
}

TEST(WordList, AllowsAPhraseAndNotWhatStandsBesideIt) {
  const auto words = list("|バカ\thold\nバカンス\tallow\n");
  EXPECT_FALSE(caught(words, "バカンスに"));
  EXPECT_TRUE(caught(words, "バカンス行くバカ"));
}

TEST(WordList, IsReadAndWrittenAsText) {
  const auto words =
      parse_words("\xef\xbb\xbf# ours\r\nspam\r\n\nスパム\trefuse\tご遠慮ください\nスパムおにぎり\tallow\n");
  ASSERT_TRUE(words.has_value());
  EXPECT_EQ(format_words(*words), "spam\thold\nスパム\trefuse\tご遠慮ください\nスパムおにぎり\tallow\n");
}

TEST(WordList, RefusesAnEntryThatWouldMatchEverythingNamingItsLine) {
  EXPECT_EQ(parse_words("fine\n*\n").error().field, "/text/2");
  EXPECT_EQ(parse_words("x\trefuse\n").error().field, "/text/1");
  EXPECT_EQ(parse_words("word\tburn\n").error().field, "/text/1");
  EXPECT_EQ(parse_words("…！\n").error().field, "/text/1");
}

TEST(WordList, AnswersForALineMadeToHaveManyWays) {
  const auto words = list("aaaaaaaaab\trefuse\nabab*\trefuse\n");
  EXPECT_FALSE(caught(words, std::string(200, '*')));
  EXPECT_FALSE(caught(words, std::string(200, 'a')));
}

}  // namespace
}  // namespace nigiwai::talk
