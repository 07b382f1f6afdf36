#include "show/playbook/playbook_rows.h"

#include "show/playbook/playbook_view.h"
#include "show/test_support.h"

namespace nigiwai::show {
namespace {

class PlaybookRowsTest : public ShowTest {
 protected:
  Result<Todo> add(TodoChange wanted) {
    if (!wanted.title) wanted.title = "仕入れ先に声をかける";
    if (!wanted.phase) wanted.phase = Phase::kOperation;
    return run<Todo>([&](store::Transaction& t) { return add_todo(t, random_, wanted); });
  }
  Result<Todo> change(const std::string& id, const TodoChange& wanted,
                      std::optional<std::int64_t> expected = {}) {
    return run<Todo>([&](store::Transaction& t) { return change_todo(t, id, wanted, expected); });
  }
  Result<bool> act(const std::string& id, Act::What what, const std::string& note) {
    return run<bool>([&](store::Transaction& t) -> Result<bool> {
      if (auto done = act_on(t, id, what, note, owner_); !done) return std::unexpected(done.error());
      return true;
    });
  }
  json::object book() { return playbook_json(*reader_, clock_.wall()); }
};

TEST_F(PlaybookRowsTest, ADefaultKeepsBothLanguagesUntilItIsReworded) {
  ASSERT_TRUE(change("rehearse", {.person = "minori"}).has_value());
  auto todo = *find_todo(*reader_, "rehearse");
  EXPECT_EQ(todo.title.en, "Hold a full rehearsal");
  EXPECT_EQ(todo.person, "minori");
  ASSERT_TRUE(change("rehearse", {.title = "カメラまで通す"}).has_value());
  todo = *find_todo(*reader_, "rehearse");
  EXPECT_EQ(todo.title.ja, "カメラまで通す");
  EXPECT_EQ(todo.title.en, "カメラまで通す");
  EXPECT_EQ(todo.why.en, "Most faults on air are sound and transitions; running through finds them first.");
  EXPECT_EQ(todo.person, "minori") << "what is not said stays";
  EXPECT_EQ(todo.version, 3);
  ASSERT_TRUE(change("rehearse", {.person = ""}).has_value());
  EXPECT_EQ(find_todo(*reader_, "rehearse")->title.ja, "カメラまで通す");
}

TEST_F(PlaybookRowsTest, AStaleChangeIsRefused) {
  ASSERT_TRUE(change("rehearse", {.goal = 2}, 1).has_value());
  const auto stale = change("rehearse", {.goal = 3}, 1);
  EXPECT_EQ(stale.error().type, "changed-meanwhile");
  EXPECT_EQ(find_todo(*reader_, "rehearse")->goal, 2);
}

TEST_F(PlaybookRowsTest, AnOwnToDoComesLastInItsPhaseAndMayBeDropped) {
  const auto added = add({.role = http::Role::kPlanner, .person = "minori", .due_at = clock_.wall()});
  ASSERT_TRUE(added.has_value()) << added.error().detail;
  const auto todos = book().at("phases").at(1).at("todos").as_array();
  EXPECT_EQ(todos.back().at("id").as_string(), added->id);
  EXPECT_EQ(todos.back().at("person").at("name").as_string(), "佐倉 みのり");
  ASSERT_TRUE(change(added->id, {.dropped = true}).has_value());
  EXPECT_EQ(book().at("phases").at(1).at("of").to_number<std::int64_t>(),
            static_cast<std::int64_t>(todos.size()) - 1);
  EXPECT_EQ(book().at("dropped").as_array().size(), 1u);
}

TEST_F(PlaybookRowsTest, PeopleAndPlacesThatAreNotThereAreRefused) {
  EXPECT_EQ(add({.person = "nobody"}).error().field, "/person");
  EXPECT_EQ(change("none", {.goal = 1}).error().type, "not-found");
  EXPECT_EQ(act("none", Act::What::kClosed, "済み").error().type, "not-found");
}

TEST_F(PlaybookRowsTest, IsNoLongerThanItsLimit) {
  const auto first = todos_of(*reader_).size();
  for (auto i = first; i < kMostTodos; ++i) ASSERT_TRUE(add({}).has_value());
  EXPECT_EQ(add({}).error().type, "limit-reached");
  EXPECT_EQ(todos_of(*reader_).size(), kMostTodos);
}

TEST_F(PlaybookRowsTest, AToDoIsClosedWithANoteAndOpenedAgain) {
  ASSERT_TRUE(act("rehearse", Act::What::kClosed, "42 分、通しました").has_value());
  EXPECT_EQ(act("rehearse", Act::What::kClosed, "もう一度").error().type, "state");
  auto shown = *todo_json(*reader_, "rehearse", clock_.wall());
  EXPECT_EQ(shown.at("state").as_string(), "closed");
  EXPECT_EQ(shown.at("closed").at("by").as_string(), "person");
  EXPECT_EQ(shown.at("closed").at("note").as_string(), "42 分、通しました");
  ASSERT_TRUE(act("rehearse", Act::What::kReopened, "音を直してから").has_value());
  EXPECT_EQ(act("rehearse", Act::What::kReopened, "音").error().type, "state");
  shown = *todo_json(*reader_, "rehearse", clock_.wall());
  EXPECT_EQ(shown.at("state").as_string(), "open");
  EXPECT_TRUE(shown.at("closed").is_null());
  EXPECT_EQ(shown.at("history").as_array().size(), 2u);
}

TEST_F(PlaybookRowsTest, WhatHappenedIsNotReopenedByHand) {
  on_air();
  EXPECT_EQ(todo_json(*reader_, "go-on-air", clock_.wall())->at("closed").at("by").as_string(), "events");
  EXPECT_EQ(act("go-on-air", Act::What::kReopened, "やりなおす").error().type, "state");
  EXPECT_EQ(act("go-on-air", Act::What::kClosed, "出ました").error().type, "state");
}

TEST_F(PlaybookRowsTest, KeepsSoManyNotesOfOneToDo) {
  for (std::size_t i = 0; i < kMostActs; ++i) {
    ASSERT_TRUE(act("rehearse", i % 2 == 0 ? Act::What::kClosed : Act::What::kReopened, "…").has_value());
  }
  EXPECT_EQ(act("rehearse", Act::What::kClosed, "…").error().type, "limit-reached");
}

}  // namespace
}  // namespace nigiwai::show
