#include "social/listening/term.h"

#include <gtest/gtest.h>

#include <boost/json/parse.hpp>

#include "social/listening/normal_text.h"
#include "social/listening/risen_words.h"

namespace nigiwai::social {
namespace {

using Ids = std::vector<std::int64_t>;

const std::vector<Term> kTerms{
    {.id = 1, .kind = TermKind::kShop, .name = "月白", .aliases = {"Geppaku"}},
    {.id = 2, .kind = TermKind::kProduct, .name = "リップカラー", .aliases = {"lip"}},
    {.id = 3, .kind = TermKind::kRival, .name = "AMI"},
};

Ids named(std::string_view text) { return TermMatcher(kTerms).terms_in(normal_text(text)); }

TEST(TermMatcher, FindsNamesAndAliasesHoweverTheyAreWritten) {
  EXPECT_EQ(named("月白の新色"), (Ids{1}));
  EXPECT_EQ(named("ＧＥＰＰＡＫＵ the brand"), (Ids{1}));
  EXPECT_EQ(named("ﾘｯﾌﾟｶﾗｰ、買った"), (Ids{2}));
  EXPECT_EQ(named("geppakuのlipが好き。amiより"), (Ids{1, 2, 3}));
  EXPECT_EQ(named("なにもない"), Ids{});
  EXPECT_EQ(named(""), Ids{});
}

TEST(TermMatcher, TakesLatinWordsAsAWholeAndCountsEachTermOnce) {
  EXPECT_EQ(named("my family slipped"), Ids{});
  EXPECT_EQ(named("ami, ami and ami!"), (Ids{3}));
  EXPECT_EQ(named("ami"), (Ids{3}));
  EXPECT_EQ(named("ami2"), Ids{});
}

Result<Term> read(std::string_view body) { return read_term(boost::json::parse(body).as_object()); }

TEST(ReadTerm, NamesTheFieldThatIsWrong) {
  EXPECT_EQ(read(R"({"kind":"enemy","name":"月白"})").error().field, "/kind");
  EXPECT_EQ(read(R"({"kind":"shop","name":""})").error().field, "/name");
  EXPECT_EQ(read(R"({"kind":"shop","name":"ab"})").error().field, "/name");
  EXPECT_EQ(read(R"({"kind":"shop","name":"月白","aliases":[7]})").error().field, "/aliases");
  EXPECT_EQ(read(R"({"kind":"shop","name":"月白","alias":["x"]})").error().field, "/alias");
  const auto term = read(R"({"kind":"rival","name":"月白","aliases":["Geppaku","ＧＥＰＰＡＫＵ","月白"]})");
  ASSERT_TRUE(term);
  EXPECT_EQ(term->aliases, std::vector<std::string>{"Geppaku"});
}

TEST(WordsOf, CutsJapaneseAndEnglishAndLeavesPeopleOut) {
  const auto words = words_of(
      normal_text("@minori 新色のリップを配信で見ました! The Colour is lovely https://example.jp/a?b=c 100"));
  const auto has = [&](std::string_view word) { return std::ranges::find(words, word) != words.end(); };
  EXPECT_TRUE(has("リップ"));
  EXPECT_TRUE(has("配信"));
  EXPECT_TRUE(has("colour"));
  EXPECT_TRUE(has("lovely"));
  for (const auto* none : {"minori", "the", "is", "example.jp", "https", "100", "の", "を"})
    EXPECT_FALSE(has(none)) << none;
}

TEST(RisenWords, TellsWhatIsSaidMoreThanBefore) {
  const std::vector<std::vector<std::string>> now{
      {"再販", "リップ"}, {"再販", "リップ"}, {"再販"}, {"欠品", "リップ"}};
  const std::vector<std::vector<std::string>> before{
      {"リップ"}, {"リップ"}, {"リップ", "再販"}, {"色"}, {"色"}, {"色"}, {"色"}, {"色"}};
  const auto risen = risen_words(now, before, 8);
  ASSERT_EQ(risen.size(), 2u);
  EXPECT_EQ(risen[0].word, "再販");
  EXPECT_EQ(risen[0].now, 3u);
  EXPECT_EQ(risen[0].before, 1u);  // one of eight is half of four
  EXPECT_EQ(risen[1].word, "リップ");
  EXPECT_TRUE(risen_words({}, before, 8).empty());
  EXPECT_EQ(risen_words(now, {}, 1).size(), 1u);
}

}  // namespace
}  // namespace nigiwai::social
