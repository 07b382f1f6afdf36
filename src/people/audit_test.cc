#include "people/audit.h"

#include "people/people_test_support.h"

namespace nigiwai::people {
namespace {

using http::Caller;
using http::Role;

struct AuditTest : ShopTest {
  void note(const Caller& by, std::string_view action, std::string_view subject,
            boost::json::object detail = {}) {
    change<int>([&](store::Transaction& t) {
      audit(t, clock_, by, action, subject, detail);
      return 0;
    });
  }
  std::vector<std::string> actions(const AuditAsked& asked) {
    std::vector<std::string> found;
    for (const auto& row : audit_rows(*database_, asked)) found.push_back(row.action);
    return found;
  }
  const Caller ken_{.role = Role::kPlanner, .id = "s1", .name = "謙", .handle = "ken"};
  const Caller aoi_{.role = Role::kOwner, .id = "s2", .name = "葵", .handle = "aoi"};
};

TEST_F(AuditTest, TellsTheNewestFirstWithWhoDidItAndWhat) {
  note(ken_, "product.changed", "lip", {{"price", 2640}});
  clock_.advance(Milliseconds(60'000));
  note(aoi_, "shop.changed", "");

  const auto rows = audit_rows(*database_, {});

  ASSERT_EQ(rows.size(), 2U);
  EXPECT_EQ(rows[0].action, "shop.changed");
  EXPECT_EQ(rows[0].at, clock_.wall());
  EXPECT_EQ(rows[1].by_handle, "ken");
  EXPECT_EQ(rows[1].by_role, "planner");
  EXPECT_EQ(rows[1].subject, "lip");
  EXPECT_EQ(rows[1].detail.at("price"), 2640);
}

TEST_F(AuditTest, IsAskedByPersonActionKindOfActionAndSubject) {
  note(ken_, "product.changed", "lip");
  note(ken_, "product.pictured", "oil");
  note(aoi_, "productive", "lip");
  note({}, "owner.put", "aoi");

  EXPECT_EQ(actions({.by = "ken"}), (std::vector<std::string>{"product.pictured", "product.changed"}));
  EXPECT_EQ(actions({.action = "product.changed"}), std::vector<std::string>{"product.changed"});
  EXPECT_EQ(actions({.action = "product."}),
            (std::vector<std::string>{"product.pictured", "product.changed"}));
  EXPECT_EQ(actions({.subject = "lip"}), (std::vector<std::string>{"productive", "product.changed"}));
  EXPECT_EQ(actions({.by = "server"}), std::vector<std::string>{"owner.put"});
}

TEST_F(AuditTest, GoesOnFromTheLastRowOfAPage) {
  for (const auto* action : {"a", "b", "c"}) note(ken_, action, "");

  const auto first = audit_rows(*database_, {.limit = 2});

  ASSERT_EQ(first.size(), 2U);
  EXPECT_EQ(actions({.before = first.back().position}), std::vector<std::string>{"a"});
}

TEST_F(AuditTest, ShowsTheNameOfTodayAndTheHandleOfThen) {
  make_owner_of("aoi@example.com");
  const auto id = [&] {
    auto rows = database_->query("SELECT id FROM staff");
    return rows.next() ? rows.text(0) : std::string();
  }();
  note({.role = Role::kOwner, .id = id, .name = "管理者", .handle = "old-handle"}, "shop.changed", "");
  database_->run("UPDATE staff SET name = '葵'");

  const auto row = audit_rows(*database_, {.by = "old-handle"}).at(0);

  EXPECT_EQ(row.by_name, "葵");
  EXPECT_EQ(row.by_handle, "old-handle");
}

TEST_F(AuditTest, LeavesNothingOfAChangeThatWasRolledBack) {
  database_->script("BEGIN IMMEDIATE");
  store::Transaction transaction(*database_, clock_.wall());
  audit(transaction, clock_, ken_, "product.changed", "lip");
  database_->script("ROLLBACK");

  EXPECT_TRUE(audit_rows(*database_, {}).empty());
}

}  // namespace
}  // namespace nigiwai::people
