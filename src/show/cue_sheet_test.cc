#include "show/cue_sheet.h"

#include "show/cue_start.h"
#include "show/test_support.h"

namespace nigiwai::show {
namespace {

using Titles = std::vector<std::string>;

class CueSheetTest : public ShowTest {
 protected:
  template <class T>
  Result<T> writing(const std::string& show, std::function<Result<T>(const CueWriting&)> work) {
    return run<T>([&](store::Transaction& t) {
      return work({.transaction = t, .random = random_, .by = owner_, .show = show});
    });
  }
  Result<Cue> add(const std::string& show, const CueText& text, const After& after = std::nullopt) {
    return writing<Cue>(show, [&](const CueWriting& w) { return add_cue(w, text, after); });
  }
  Result<Cue> change(const std::string& show, const std::string& cue, const CueText& text,
                     std::optional<std::int64_t> expected = std::nullopt) {
    return writing<Cue>(show, [&](const CueWriting& w) { return change_cue(w, cue, text, expected); });
  }
  Result<int> remove(const std::string& show, const std::string& cue,
                     std::optional<std::int64_t> expected = std::nullopt) {
    return writing<int>(show, [&](const CueWriting& w) -> Result<int> {
      if (auto done = remove_cue(w, cue, expected); !done) return std::unexpected(done.error());
      return 0;
    });
  }
  Result<Copied> copy(const std::string& from, const std::string& to) {
    return writing<Copied>(to, [&](const CueWriting& w) { return copy_cues(w, from); });
  }
  Result<timeline::NewEvent> start(const std::string& show, const std::string& cue) {
    auto event = run<timeline::NewEvent>([&](store::Transaction& t) {
      const timeline::Command command{
          .name = "cue.start", .show = show, .by = owner_, .at = {}, .key = "k", .data = {{"cue", cue}}};
      return decide_cue_start(t, command, *timeline::times_of(t.db(), show), Milliseconds(0));
    });
    if (event) write(show, show_clock(*timeline::times_of(*reader_, show), clock_.wall()).count(), *event);
    return event;
  }
  Titles titles(const std::string& show) {
    Titles all;
    for (const auto& cue : cues_of(*reader_, show)) all.push_back(cue.text.title);
    return all;
  }
  std::string planned_show() { return plan({.shelf = std::vector<std::string>{"lip"}})->id; }
};

TEST_F(CueSheetTest, CuesStandWhereTheyArePutAndMoveWithoutANewVersion) {
  const auto show = planned_show();
  const auto a = add(show, {.title = "a"});
  const auto c = add(show, {.title = "c"});
  add(show, {.title = "b"}, a->id);
  add(show, {.title = "first"}, "");
  EXPECT_EQ(titles(show), (Titles{"first", "a", "b", "c"}));
  const auto moved = writing<int>(show, [&](const CueWriting& w) -> Result<int> {
    if (auto done = move_cue(w, c->id, ""); !done) return std::unexpected(done.error());
    return 0;
  });
  ASSERT_TRUE(moved.has_value());
  EXPECT_EQ(titles(show), (Titles{"c", "first", "a", "b"}));
  EXPECT_EQ(find_cue(*reader_, show, c->id)->version, 1);
  EXPECT_EQ(add(show, {.title = "x"}, "gone").error().type, "cue-gone");
}

TEST_F(CueSheetTest, TheSameCueWrittenTwiceRefusesTheSecondAndTellsTheOthersState) {
  const auto show = planned_show();
  const auto one = add(show, {.title = "one"}), two = add(show, {.title = "two"});
  ASSERT_TRUE(change(show, one->id, {.title = "mine"}, 1).has_value());
  EXPECT_TRUE(change(show, two->id, {.title = "other"}, 1).has_value());
  const auto stale = change(show, one->id, {.title = "theirs"}, 1);
  ASSERT_FALSE(stale.has_value());
  EXPECT_EQ(stale.error().type, "changed-meanwhile");
  EXPECT_EQ(stale.error().extra.at("present").at("title").as_string(), "mine");
  EXPECT_EQ(remove(show, one->id, 1).error().type, "changed-meanwhile");
  ASSERT_TRUE(remove(show, one->id, 2).has_value());
  EXPECT_TRUE(change(show, one->id, {.title = "late"}, 2).error().extra.at("present").is_null());
  EXPECT_EQ(change(show, one->id, {.title = "late"}).error().kind, Kind::kNotFound);
  EXPECT_EQ(titles(show), Titles{"other"});
}

TEST_F(CueSheetTest, AProductMustBeOnTheShelfButStaysWhereItWas) {
  const auto show = planned_show();
  EXPECT_EQ(add(show, {.title = "a", .product = "oil"}).error().field, "/product");
  const auto cue = add(show, {.title = "a", .product = "lip"});
  ASSERT_TRUE(cue.has_value());
  ASSERT_TRUE(run<Show>([&](store::Transaction& t) {
                return nigiwai::show::change(t, journal_, show, {.shelf = std::vector<std::string>{"oil"}});
              }).has_value());
  EXPECT_TRUE(change(show, cue->id, {.title = "b", .product = "lip"}).has_value());
  EXPECT_TRUE(change(show, cue->id, {.title = "b", .product = "oil"}).has_value());
  EXPECT_EQ(change(show, cue->id, {.title = "b", .product = "lip"}).error().field, "/product");
}

TEST_F(CueSheetTest, HoldsFiveHundredCuesAndRefusesTheNext) {
  const auto show = planned_show();
  for (std::size_t i = 0; i < kMostCues; ++i) ASSERT_TRUE(add(show, {.title = "cue"}).has_value());
  EXPECT_EQ(add(show, {.title = "one more"}).error().type, "too-many");
  const auto other = planned_show();
  add(other, {.title = "of another"});
  EXPECT_EQ(copy(other, show).error().type, "too-many");
  ASSERT_TRUE(copy(show, plan({})->id).has_value());
}

TEST_F(CueSheetTest, ACopyLeavesProductsThatAreNotOnTheShelf) {
  const auto from = plan({.shelf = std::vector<std::string>{"lip", "oil"}})->id;
  add(from, {.title = "a", .product = "lip", .offer = "o1"});
  add(from, {.title = "b",
             .intent = Intent::kStory,
             .length = std::chrono::seconds(90),
             .points = "p",
             .product = "oil"});
  const auto to = planned_show();
  add(to, {.title = "here"});
  const auto copied = copy(from, to);
  ASSERT_TRUE(copied.has_value());
  EXPECT_EQ(copied->cues, 2u);
  EXPECT_EQ(copied->not_on_shelf, Titles{"oil"});
  const auto cues = cues_of(*reader_, to);
  ASSERT_EQ(titles(to), (Titles{"here", "a", "b"}));
  EXPECT_EQ(cues[1].text, (CueText{.title = "a", .product = "lip", .offer = "o1"}));
  EXPECT_EQ(
      cues[2].text,
      (CueText{.title = "b", .intent = Intent::kStory, .length = std::chrono::seconds(90), .points = "p"}));
  EXPECT_EQ(copy(to, to).error().field, "/from");
  EXPECT_EQ(copy("none", to).error().field, "/from");
}

TEST_F(CueSheetTest, StartsAreReadBackFromTheTimeline) {
  const auto show = planned_show();
  const auto a = add(show, {.title = "a", .length = std::chrono::seconds(30)});
  const auto b = add(show, {.title = "b", .product = "lip"});
  EXPECT_EQ(start(show, a->id).error().type, "state");
  ASSERT_TRUE(step(show, Step::kStart).has_value());
  ASSERT_TRUE(start(show, a->id).has_value());
  EXPECT_EQ(start(show, a->id).error().type, "already-running");
  EXPECT_EQ(start(show, "none").error().field, "/data/cue");
  clock_.advance(Milliseconds(45'000));
  const auto started = start(show, b->id);
  ASSERT_TRUE(started.has_value());
  EXPECT_EQ(started->audience, timeline::Audience::kStaff);
  EXPECT_EQ(started->data, (json::object{{"cue", b->id}, {"title", "b"}, {"product", "lip"}}));
  EXPECT_EQ(remove(show, b->id).error().type, "state");
  ASSERT_TRUE(remove(show, a->id).has_value());
  clock_.advance(Milliseconds(5'000));
  const auto sheet = *sheet_json(*reader_, show, clock_.wall());
  EXPECT_EQ(sheet.at("current").as_string(), b->id);
  const auto& starts = sheet.at("starts").as_array();
  ASSERT_EQ(starts.size(), 2u);
  EXPECT_EQ(starts[0].at("title").as_string(), "a");
  EXPECT_EQ(starts[0].at("lasted_ms").as_int64(), 45'000);
  EXPECT_EQ(starts[1].at("at").as_int64(), 45'000);
  EXPECT_EQ(starts[1].at("lasted_ms").as_int64(), 5'000);
  EXPECT_EQ(sheet.at("items").at(0).at("started_ms").as_int64(), 45'000);
  EXPECT_EQ(sheet.at("items").at(0).at("planned_ms").as_int64(), 0);
}

TEST_F(CueSheetTest, StaysAsItWasOnceTheShowIsOver) {
  const auto show = planned_show();
  const auto cue = add(show, {.title = "a"});
  ASSERT_TRUE(step(show, Step::kStart).has_value());
  ASSERT_TRUE(add(show, {.title = "while on air"}).has_value());
  ASSERT_TRUE(step(show, Step::kEnd).has_value());
  EXPECT_EQ(add(show, {.title = "b"}).error().type, "state");
  EXPECT_EQ(change(show, cue->id, {.title = "b"}).error().type, "state");
  EXPECT_EQ(remove(show, cue->id).error().type, "state");
  EXPECT_TRUE(copy(show, planned_show()).has_value());
}

TEST(CueStarts, EachLastsUntilTheNextAndTheLastUntilNow) {
  const std::vector<CueStart> starts{{"a", "", Milliseconds(1'000), 3},
                                     {"b", "", Milliseconds(4'000), 5},
                                     {"a", "", Milliseconds(9'000), 9}};
  EXPECT_EQ(lasted(starts, Milliseconds(9'500)),
            (std::vector{Milliseconds(3'000), Milliseconds(5'000), Milliseconds(500)}));
  EXPECT_EQ(lasted(starts, Milliseconds(8'000)).back(), Milliseconds(0));
  EXPECT_TRUE(lasted({}, Milliseconds(5)).empty());
}

}  // namespace
}  // namespace nigiwai::show
