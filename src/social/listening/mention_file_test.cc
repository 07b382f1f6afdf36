#include "social/listening/mention_file.h"

#include <gtest/gtest.h>

#include <sstream>

#include "base/time.h"

namespace nigiwai::social {
namespace {

const WallTime kEarliest = *from_rfc3339("2024-01-01T00:00:00Z");
const WallTime kLatest = *from_rfc3339("2026-12-31T00:00:00Z");

struct Read {
  std::vector<Mention> mentions{};
  std::vector<RefusedRow> refused{};
  std::string problem{};
};

Read read(const std::string& text, const std::string& network = "") {
  std::istringstream in(text);
  Read all;
  auto file = MentionFile::open(in, {.network = network, .earliest = kEarliest, .latest = kLatest});
  if (!file) return {.problem = file.error().detail};
  while (auto row = file->next()) {
    if (auto* refusal = std::get_if<RefusedRow>(&*row)) {
      all.refused.push_back(*refusal);
    } else {
      all.mentions.push_back(std::get<Mention>(*row));
    }
  }
  return all;
}

TEST(MentionFile, ReadsATableWithTheNamesThatExportsHave) {
  const auto all = read(
      "\xEF\xBB\xBF"
      "id,created_at,username,full_text,permalink,followers_count,retweet_count,likes,lang\r\n"
      "1,2026-05-01 10:00:00,@sakura,\"新色、\n届いた\",https://x.example/1,120,3,9,ja\r\n",
      "X");
  ASSERT_EQ(all.mentions.size(), 1u) << all.problem;
  const auto& one = all.mentions.front();
  EXPECT_EQ(one.network, "x");
  EXPECT_EQ(one.author, "sakura");
  EXPECT_EQ(one.text, "新色、\n届いた");
  EXPECT_EQ(to_rfc3339(one.at), "2026-05-01T10:00:00.000Z");
  EXPECT_EQ(one.followers, 120);
  EXPECT_EQ(one.boosts, 3);
  EXPECT_EQ(one.likes, 9);
}

TEST(MentionFile, ReadsJsonLines) {
  const auto all = read(
      "{\"network\":\"instagram\",\"at\":\"2026-05-01T10:00:00Z\",\"text\":\"好き\",\"likes\":4,\"extra\":"
      "null}\n"
      "\n"
      "{\"network\":\"x\",\"at\":1777629600,\"text\":\"hello\"}\n");
  ASSERT_EQ(all.mentions.size(), 2u);
  EXPECT_EQ(all.mentions[0].likes, 4);
  EXPECT_FALSE(all.mentions[1].likes);
}

TEST(MentionFile, TellsLineAndColumnOfABrokenRowAndReadsOn) {
  const auto all = read(
      "network,at,text,likes\n"
      "x,2026-05-01 10:00:00,fine,1\n"
      "x,some day,text,1\n"
      "no network!,2026-05-01 10:00:00,text,1\n"
      "x,2026-05-01 10:00:00,,1\n"
      "x,2026-05-01 10:00:00,text,many\n"
      "x,2020-05-01 10:00:00,text,1\n"
      "x,2036-05-01 10:00:00,text,1\n"
      "x,2026-05-01 10:00:00,a,b,c,d\n"
      "x,2026-05-01 10:00:00,\"never closed,1\n"
      "x,2026-05-01 10:00:00,\xFF,1\n"
      "x,2026-05-01 11:00:00,fine too,\n");
  EXPECT_EQ(all.mentions.size(), 2u);
  std::vector<std::pair<std::size_t, std::string>> places;
  for (const auto& each : all.refused) places.emplace_back(each.line, each.column);
  const std::vector<std::pair<std::size_t, std::string>> expected{{3, "at"},    {4, "network"}, {5, "text"},
                                                                  {6, "likes"}, {7, "at"},      {8, "at"},
                                                                  {9, ""},      {10, ""},       {11, "text"}};
  EXPECT_EQ(places, expected);
}

TEST(MentionFile, RefusesWhatIsNoExport) {
  EXPECT_NE(read("").problem.find("empty"), std::string::npos);
  EXPECT_NE(read("a,b\n1,2\n").problem.find("column at"), std::string::npos);
  EXPECT_NE(read("at,text\n").problem.find("network"), std::string::npos);
  EXPECT_NE(read("at,date,text\n", "x").problem.find("Two columns"), std::string::npos);
  EXPECT_NE(read("at,text\n", "two words").problem.find("no name of a network"), std::string::npos);
}

TEST(MentionFile, ReadsPastTheEndOfItsBufferAsIfItHadNone) {
  std::string table = "network,at,text\n";
  const std::string text(400, 'a');
  const std::size_t rows = 6'000;  // 2.5 MB, three fillings
  for (std::size_t row = 0; row < rows; ++row)
    table += "x,2026-05-01 10:00:00,\"" + text + "\n" + std::to_string(row) + "\"\n";
  table += "x,broken,text\n";
  const auto all = read(table);
  ASSERT_EQ(all.mentions.size(), rows);
  for (std::size_t row = 0; row < rows; ++row)
    ASSERT_TRUE(all.mentions[row].text.ends_with("\n" + std::to_string(row)));
  ASSERT_EQ(all.refused.size(), 1u);
  EXPECT_EQ(all.refused[0].line, 2 + rows * 2);
}

TEST(MentionFile, TakesControlsAndTurnedTextOut) {
  const auto all = read(
      "network,at,text,url\nx,2026-05-01 10:00:00,a\xE2\x80\xAE"
      "b\x01"
      "c,javascript:alert(1)\n");
  ASSERT_EQ(all.mentions.size(), 1u);
  EXPECT_EQ(all.mentions[0].text, "ab c");
  EXPECT_EQ(all.mentions[0].url, "");
}

TEST(KeyOf, IsOfTheIdOrOfWhatWasSaid) {
  const Mention one{.network = "x", .id = "1", .at = kEarliest, .text = "a"};
  auto other = one;
  other.text = "edited";
  EXPECT_EQ(key_of(one), key_of(other));
  other.network = "y";
  EXPECT_NE(key_of(one), key_of(other));
  auto nameless = one;
  nameless.id.clear();
  auto later = nameless;
  later.at += Milliseconds(1000);
  EXPECT_NE(key_of(nameless), key_of(later));
}

}  // namespace
}  // namespace nigiwai::social
