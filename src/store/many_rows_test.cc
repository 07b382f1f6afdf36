#include "store/many_rows.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "store/test_support.h"

namespace nigiwai::store {
namespace {

TEST(ManyRows, WritesEveryRowHoweverMany) {
  const TestFile file("many_rows_test");
  const auto database = file.open();
  ASSERT_NE(database, nullptr);
  database->script(
      "CREATE TABLE sold (id INTEGER PRIMARY KEY, name TEXT NOT NULL, many INTEGER NOT NULL) STRICT");
  static const InsertRows kSold("INSERT INTO sold VALUES", 3,
                                "ON CONFLICT DO UPDATE SET many = many + excluded.many");
  for (const std::size_t count : {0U, 1U, 7U, 8U, 9U, 16U, 23U}) {
    database->run("DELETE FROM sold");
    std::vector<std::string> names;
    for (std::size_t i = 0; i < count; ++i) names.push_back(fmt::format("of {}", i));
    ManyRows<std::int64_t, std::string_view, std::int64_t> rows(*database, kSold);
    for (std::size_t i = 0; i < count; ++i) rows.add(static_cast<std::int64_t>(i), names[i], 2);
    rows.finish();
    if (count > 0) rows.add(0, names[0], 5);
    rows.finish();
    auto read = database->query("SELECT id, name, many FROM sold ORDER BY id");
    for (std::size_t i = 0; i < count; ++i) {
      ASSERT_TRUE(read.next()) << i << " of " << count;
      EXPECT_EQ(read.integer(0), static_cast<std::int64_t>(i));
      EXPECT_EQ(read.text(1), names[i]);
      EXPECT_EQ(read.integer(2), i == 0 ? 7 : 2);
    }
    EXPECT_FALSE(read.next());
  }
}

}  // namespace
}  // namespace nigiwai::store
