#include "show/archive/chapters.h"

#include <gmock/gmock.h>

#include "show/test_support.h"

namespace nigiwai::show {
namespace {

using ::testing::ElementsAre;

class ChaptersTest : public ShowTest {
 protected:
  // A minute on air with a pin at 5 s and one at 40 s.
  std::string pinned_show() {
    const auto id = on_air();
    pin(id, 5'000, "lip");
    pin(id, 40'000, "oil");
    return id;
  }
  std::vector<std::string> titles(const std::string& show) {
    std::vector<std::string> found;
    for (const auto& each : chapters(*reader_, show, std::nullopt)) found.push_back(each.title);
    return found;
  }
  std::string first_id(const std::string& show) { return chapters(*reader_, show, std::nullopt).front().id; }
  template <class T>
  Result<T> write_chapters(std::function<Result<T>(store::Transaction&, const ChapterParts&)> what,
                           std::optional<std::int64_t> expected = {}) {
    return run<T>([&](store::Transaction& t) { return what(t, {journal_, random_, owner_, expected}); });
  }
  Result<std::string> add(const std::string& show, ChapterChange wanted,
                          std::optional<std::int64_t> expected = {}) {
    return write_chapters<std::string>(
        [&](store::Transaction& t, const ChapterParts& parts) { return add_chapter(t, show, wanted, parts); },
        expected);
  }
  Result<bool> change(const std::string& show, const std::string& id, ChapterChange wanted,
                      std::optional<std::int64_t> expected = {}) {
    return write_chapters<bool>(
        [&](store::Transaction& t, const ChapterParts& parts) -> Result<bool> {
          auto done = change_chapter(t, show, id, wanted, parts);
          if (!done) return std::unexpected(done.error());
          return true;
        },
        expected);
  }
  Result<bool> remove(const std::string& show, const std::string& id) {
    return write_chapters<bool>([&](store::Transaction& t, const ChapterParts& parts) -> Result<bool> {
      auto done = remove_chapter(t, show, id, parts);
      if (!done) return std::unexpected(done.error());
      return true;
    });
  }
};

TEST_F(ChaptersTest, ComeByThemselvesOfPinsAndCues) {
  const auto id = pinned_show();
  write(id, 20'000, {.kind = "cue.started", .data = {{"cue", "c1"}, {"title", "新色のご紹介"}}});
  const auto lip = shop::product(*reader_, "lip")->title;
  const auto oil = shop::product(*reader_, "oil")->title;
  EXPECT_THAT(titles(id), ElementsAre(lip, "新色のご紹介", oil));
}

TEST_F(ChaptersTest, AreMendedByStaffAndToldToAll) {
  const auto id = pinned_show();
  EXPECT_EQ(chapters_version(*reader_, id), 1);
  ASSERT_TRUE(change(id, first_id(id), {.at = Milliseconds(7'000), .title = "塗りくらべ"}));
  const auto added = add(id, {.at = Milliseconds(20'000), .title = "質問タイム"});
  ASSERT_TRUE(added);
  EXPECT_EQ(chapters_version(*reader_, id), 3);
  const auto all = chapters(*reader_, id, std::nullopt);
  ASSERT_EQ(all.size(), 3U);
  EXPECT_EQ(all[0].at, Milliseconds(7'000));
  EXPECT_EQ(all[1].id, *added);
  EXPECT_TRUE(all[0].edited);
  const auto told = timeline::latest_of(*reader_, id, std::vector<std::string>{"chapters.changed"},
                                        Milliseconds(1'000'000));
  ASSERT_TRUE(told);
  EXPECT_EQ(told->data.at("version").as_int64(), 3);
}

TEST_F(ChaptersTest, ThatAreRemovedComeBack) {
  const auto id = pinned_show();
  const auto chapter = first_id(id);
  ASSERT_TRUE(remove(id, chapter));
  EXPECT_EQ(titles(id).size(), 1U);
  EXPECT_EQ(chapters_json(*reader_, id, owner_)->at("items").as_array().size(), 2U);
  EXPECT_EQ(chapters_json(*reader_, id, {})->at("items").as_array().size(), 1U);
  ASSERT_TRUE(change(id, chapter, {.removed = false}));
  EXPECT_EQ(titles(id).size(), 2U);
}

TEST_F(ChaptersTest, RefuseWhoDidNotSeeThemAsTheyAre) {
  const auto id = pinned_show();
  ASSERT_TRUE(add(id, {.at = Milliseconds(1'000), .title = "はじめに"}, 1));
  const auto stale = add(id, {.at = Milliseconds(2'000), .title = "もう一度"}, 1);
  EXPECT_EQ(stale.error().type, "changed-meanwhile");
  EXPECT_EQ(stale.error().extra.at("present").at("version").as_int64(), 2);
  EXPECT_EQ(titles(id).size(), 3U);
}

TEST_F(ChaptersTest, RefuseWhatCannotBe) {
  const auto id = pinned_show();
  EXPECT_EQ(add(id, {.at = Milliseconds(600'000), .title = "遠すぎる"}).error().field, "/at");
  EXPECT_EQ(add(id, {.at = Milliseconds(1'000), .title = "何", .product = "nothing"}).error().field,
            "/product");
  EXPECT_EQ(change(id, "pin-99999", {.title = "どれ"}).error().type, "not-found");
  const auto planned = plan({})->id;
  EXPECT_EQ(add(planned, {.at = Milliseconds(0), .title = "まだ"}).error().type, "state");
  for (std::int64_t i = 0; i < kMostOwnChapters; ++i)
    ASSERT_TRUE(add(id, {.at = Milliseconds(i), .title = "場面"}));
  EXPECT_EQ(add(id, {.at = Milliseconds(0), .title = "場面"}).error().type, "chapter-limit");
}

TEST_F(ChaptersTest, StandInTheOutline) {
  const auto id = pinned_show();
  ASSERT_TRUE(change(id, first_id(id), {.title = "塗りくらべ"}));
  const auto drawn = outline(*reader_, id, clock_);
  EXPECT_EQ(drawn->at("chapters").at(0).at("title").as_string(), "塗りくらべ");
}

}  // namespace
}  // namespace nigiwai::show
