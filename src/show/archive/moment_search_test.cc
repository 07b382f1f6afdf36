#include "show/archive/moment_search.h"

#include <fmt/format.h>
#include <gmock/gmock.h>

#include "show/archive/chapters.h"
#include "show/archive/moment_index.h"
#include "show/test_support.h"
#include "timeline/erasing.h"

namespace nigiwai::show {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class MomentSearchTest : public ShowTest {
 protected:
  static http::Caller viewer(const std::string& id) {
    return {.role = http::Role::kViewer, .id = id, .name = "ゆず茶"};
  }
  std::int64_t say(const std::string& show, std::int64_t at, const std::string& text,
                   const http::Caller& by) {
    return *run<std::int64_t>([&](store::Transaction& t) -> Result<std::int64_t> {
      return journal_.append(t, show, {.kind = "chat.posted", .text = text}, by, Milliseconds(at))->seq;
    });
  }
  void index() {
    while (*run<bool>([](store::Transaction& t) -> Result<bool> { return index_some_moments(t); })) {
    }
  }
  void hide(const std::string& show, std::int64_t seq) {
    ASSERT_TRUE(run<bool>(
        [&](store::Transaction& t) -> Result<bool> { return journal_.set_hidden(t, show, seq, true); }));
  }
  // "kind at text" of what was found.
  std::vector<std::string> found(const std::string& show, const std::string& q,
                                 const http::Caller& caller = {}) {
    const auto answer = search_show(*reader_, show, {.q = q}, caller);
    EXPECT_TRUE(answer.has_value());
    return told(answer->at("items").as_array());
  }
  static std::vector<std::string> told(const json::array& items) {
    std::vector<std::string> lines;
    for (const auto& each : items) {
      const auto& item = each.as_object();
      lines.push_back(fmt::format(
          "{} {} {}", std::string(item.at("kind").as_string()),
          item.at("at").is_null() ? -1 : item.at("at").as_int64(),
          std::string((item.contains("title") ? item.at("title") : item.at("text")).as_string())));
    }
    return lines;
  }
};

TEST_F(MomentSearchTest, FindsWordsOfTwoCharactersInAnyKana) {
  const auto id = on_air();
  say(id, 10'000, "この口紅ほしい", viewer("a"));
  say(id, 20'000, "紅茶の口です", viewer("a"));
  say(id, 30'000, "リップもすき", viewer("b"));
  index();
  EXPECT_THAT(found(id, "口紅"), ElementsAre("line 10000 この口紅ほしい"));
  EXPECT_THAT(found(id, "りっぷ"), ElementsAre("line 30000 リップもすき"));
  EXPECT_THAT(found(id, "口紅 ほしい"), ElementsAre("line 10000 この口紅ほしい"));
  EXPECT_THAT(found(id, "。。"), IsEmpty());
}

TEST_F(MomentSearchTest, NamesChaptersAndProductsFirstAndTheStaffBeforeTheRest) {
  const auto id = on_air();
  pin(id, 5'000, "lip");
  ASSERT_TRUE(run<std::string>([&](store::Transaction& t) {
    return add_chapter(t, id, {.at = Milliseconds(40'000), .title = "口紅の塗りかた"},
                       {journal_, random_, owner_, {}});
  }));
  say(id, 10'000, "口紅ほしい", viewer("a"));
  say(id, 45'000, "この口紅は新色です", owner_);
  index();
  EXPECT_THAT(found(id, "口紅"), ElementsAre("chapter 40000 口紅の塗りかた", "staff 45000 この口紅は新色です",
                                             "line 10000 口紅ほしい"));
  const auto title = shop::product(*reader_, "lip")->title;
  EXPECT_THAT(found(id, title), ElementsAre("chapter 5000 " + title));
  const auto never = shop::product(*reader_, "oil")->title;
  EXPECT_THAT(found(id, never), ::testing::Contains("product -1 " + never));
}

TEST_F(MomentSearchTest, FindsNothingThatIsHiddenOrErased) {
  const auto id = on_air();
  const auto hidden = say(id, 10'000, "口紅は高い", viewer("a"));
  say(id, 20'000, "口紅さがしてた", viewer("gone"));
  say(id, 30'000, "口紅きれい", viewer("b"));
  index();
  hide(id, hidden);
  ASSERT_TRUE(run<bool>([&](store::Transaction& t) -> Result<bool> {
    timeline::erase_texts(t, journal_, std::vector<std::string>{"gone"});
    return true;
  }));
  EXPECT_THAT(found(id, "口紅"), ElementsAre("line 30000 口紅きれい"));
  EXPECT_THAT(found(id, "口紅", viewer("a")), ElementsAre("line 10000 口紅は高い", "line 30000 口紅きれい"));
  EXPECT_EQ(found(id, "口紅", owner_).size(), 2U);
}

TEST_F(MomentSearchTest, ForgetsTheErasedWithTheCompaction) {
  const auto id = on_air();
  say(id, 20'000, "口紅さがしてた", viewer("gone"));
  index();
  ASSERT_TRUE(run<bool>([&](store::Transaction& t) -> Result<bool> {
    timeline::erase_texts(t, journal_, std::vector<std::string>{"gone"});
    merge_moment_index(t.db());
    return true;
  }));
  auto rows =
      reader_->query("SELECT count(*) FROM moment_search WHERE moment_search MATCH ?", "grams : \"口紅\"");
  ASSERT_TRUE(rows.next());
  EXPECT_EQ(rows.integer(0), 0);
}

TEST_F(MomentSearchTest, IsTheSameWhenMadeAnew) {
  const auto id = on_air();
  for (int i = 0; i < 450; ++i) say(id, i * 100, i % 3 == 0 ? "口紅すき" : "きれい", viewer("a"));
  index();
  const auto before = found(id, "口紅");
  ASSERT_TRUE(run<bool>([](store::Transaction& t) -> Result<bool> {
    forget_moment_index(t.db());
    return true;
  }));
  EXPECT_THAT(found(id, "口紅"), IsEmpty());
  index();
  EXPECT_EQ(found(id, "口紅"), before);
}

TEST_F(MomentSearchTest, PagesThroughAllLinesOnce) {
  const auto id = on_air();
  for (int i = 0; i < 45; ++i)
    say(id, i * 1'000, fmt::format("口紅 {}", i), i % 2 == 0 ? owner_ : viewer("a"));
  index();
  std::set<std::string> seen;
  std::size_t all = 0;
  MomentQuestion question{.q = "口紅", .cursor = "", .limit = 10};
  for (int page = 0; page < 10; ++page) {
    const auto answer = search_show(*reader_, id, question, {});
    for (const auto& line : told(answer->at("items").as_array())) seen.insert(line), ++all;
    if (answer->at("next").is_null()) break;
    question.cursor = std::string(answer->at("next").as_string());
  }
  EXPECT_EQ(seen.size(), 45U);
  EXPECT_EQ(all, 45U);
}

TEST_F(MomentSearchTest, FindsTheShowsOfAllArchives) {
  const auto first = on_air();
  const auto second = plan({.title = "口紅の夜"})->id;
  ASSERT_TRUE(step(second, Step::kStart));
  const auto secret = plan({.title = "口紅の下書き"})->id;
  say(first, 10'000, "口紅ほしい", viewer("a"));
  index();
  const auto answer = search_shows(*reader_, {.q = "口紅"}, {}, broadcasting_);
  ASSERT_TRUE(answer);
  std::set<std::string> shows;
  for (const auto& each : answer->at("items").as_array()) shows.emplace(each.at("show").at("id").as_string());
  EXPECT_EQ(shows, (std::set{first, second}));
}

TEST_F(MomentSearchTest, KeepsDraftsToTheStaff) {
  const auto draft = plan({})->id;
  EXPECT_EQ(search_show(*reader_, draft, {.q = "口紅"}, {}).error().type, "not-found");
  EXPECT_TRUE(search_show(*reader_, draft, {.q = "口紅"}, owner_));
}

}  // namespace
}  // namespace nigiwai::show
