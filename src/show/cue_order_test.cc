#include "show/cue_order.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <set>

namespace nigiwai::show {
namespace {

using Ids = std::vector<std::string>;

// A sheet as the database keeps it: rows that are written, read back in the order of their places.
struct Sheet {
  std::vector<Placed> rows;

  Result<std::size_t> put(const std::string& id, const std::optional<std::string>& after) {
    const auto written = placed_after(rows, id, after);
    if (!written) return std::unexpected(written.error());
    for (const auto& each : *written) {
      const auto known = std::ranges::find(rows, each.id, &Placed::id);
      if (known == rows.end()) {
        rows.push_back(each);
      } else {
        *known = each;
      }
    }
    std::ranges::sort(rows, {}, &Placed::place);
    return written->size();
  }
  Ids ids() const {
    Ids found;
    for (const auto& each : rows) found.push_back(each.id);
    return found;
  }
};

Sheet sheet_of(const Ids& ids) {
  Sheet sheet;
  std::optional<std::string> last;
  for (const auto& id : ids) {
    EXPECT_TRUE(sheet.put(id, last).has_value());
    last = id;
  }
  return sheet;
}

TEST(CueOrder, ACueGoesRightBehindAnotherOrToTheFront) {
  auto sheet = sheet_of({"a", "b", "c", "d"});
  ASSERT_TRUE(sheet.put("d", "a").has_value());
  EXPECT_EQ(sheet.ids(), (Ids{"a", "d", "b", "c"}));
  ASSERT_TRUE(sheet.put("b", std::nullopt).has_value());
  EXPECT_EQ(sheet.ids(), (Ids{"b", "a", "d", "c"}));
  ASSERT_TRUE(sheet.put("new", "c").has_value());
  EXPECT_EQ(sheet.ids(), (Ids{"b", "a", "d", "c", "new"}));
}

TEST(CueOrder, WhatStandsThereAlreadyIsNotWritten) {
  auto sheet = sheet_of({"a", "b", "c"});
  EXPECT_EQ(*sheet.put("a", std::nullopt), 0u);
  EXPECT_EQ(*sheet.put("c", "b"), 0u);
}

TEST(CueOrder, RefusesToStandBehindItselfOrBehindWhatIsGone) {
  auto sheet = sheet_of({"a", "b"});
  const auto itself = sheet.put("a", "a");
  ASSERT_FALSE(itself.has_value());
  EXPECT_EQ(itself.error().kind, Kind::kInvalid);
  EXPECT_EQ(itself.error().field, "/after");
  const auto gone = sheet.put("a", "x");
  ASSERT_FALSE(gone.has_value());
  EXPECT_EQ(gone.error().type, "cue-gone");
  EXPECT_EQ(gone.error().field, "/after");
  EXPECT_EQ(sheet.ids(), (Ids{"a", "b"}));
}

TEST(CueOrder, OneMoveWritesOneRowUntilAGapIsFull) {
  auto sheet = sheet_of({"a", "b", "c"});
  std::size_t moves = 0;
  // c and b change places behind a, again and again, into an ever narrower gap.
  std::size_t written = 1;
  while (written == 1) {
    written = *sheet.put(moves % 2 == 0 ? "c" : "b", "a");
    ++moves;
  }
  EXPECT_GT(moves, 15u);
  EXPECT_EQ(written, 3u);
  EXPECT_EQ(sheet.rows[0].place, kPlaceStep);
}

struct Step {
  std::size_t what;   // the cue that goes
  std::size_t after;  // behind which; one past the end for the front
};

RC_GTEST_PROP(CueOrder, AnyMovesGiveTheOrderOfAListInWhichOneTakesOutAndPutsIn, ()) {
  const auto size = *rc::gen::inRange<std::size_t>(1, 12);
  Ids list;
  for (std::size_t i = 0; i < size; ++i) list.push_back("c" + std::to_string(i));
  auto sheet = sheet_of(list);
  const auto steps = *rc::gen::container<std::vector<Step>>(rc::gen::construct<Step>(
      rc::gen::inRange<std::size_t>(0, size), rc::gen::inRange<std::size_t>(0, size + 1)));
  for (const auto& step : steps) {
    const auto id = "c" + std::to_string(step.what);
    const auto after = step.after == size ? std::nullopt : std::optional("c" + std::to_string(step.after));
    if (after == id) continue;
    RC_ASSERT(sheet.put(id, after).has_value());
    list.erase(std::ranges::find(list, id));
    list.insert(after ? std::ranges::find(list, *after) + 1 : list.begin(), id);
    RC_ASSERT(sheet.ids() == list);
    std::set<std::int64_t> places;
    for (const auto& row : sheet.rows) {
      RC_ASSERT(row.place > 0);
      RC_ASSERT(places.insert(row.place).second);
    }
  }
}

RC_GTEST_PROP(CueOrder, MovesOfDifferentCuesBehindCuesThatStayMeanTheSameInEitherOrder, ()) {
  // Two directors: one takes c0 behind c2, the other c1 behind c3; nobody's move undoes the other's.
  const auto size = *rc::gen::inRange<std::size_t>(4, 20);
  Ids list;
  for (std::size_t i = 0; i < size; ++i) list.push_back("c" + std::to_string(i));
  auto first = sheet_of(list);
  auto second = first;
  RC_ASSERT(first.put("c0", "c2").has_value());
  RC_ASSERT(first.put("c1", "c3").has_value());
  RC_ASSERT(second.put("c1", "c3").has_value());
  RC_ASSERT(second.put("c0", "c2").has_value());
  RC_ASSERT(first.ids() == second.ids());
}

}  // namespace
}  // namespace nigiwai::show
