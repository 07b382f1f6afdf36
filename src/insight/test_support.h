// A shop with shows, and the figures kept behind its journal.
#pragma once

#include <fmt/format.h>

#include "base/time.h"
#include "insight/migrations.h"
#include "insight/visits/journal_reading.h"
#include "show/test_support.h"
#include "social/migrations.h"
#include "timeline/erasing.h"

namespace nigiwai::insight {

class InsightTest : public show::ShowTest {
 protected:
  std::vector<std::span<const store::Migration>> rooms() override {
    auto below = show::ShowTest::rooms();
    below.push_back(social::migrations());
    return below;
  }
  void SetUp() override {
    show::ShowTest::SetUp();
    kept_ = fresh();
    reading_ = std::make_unique<JournalReading>(*kept_);
  }
  std::unique_ptr<store::Database> fresh() {
    auto database = *store::Database::open(":memory:", store::Access::kReadWrite);
    const std::span<const store::Migration> rooms[] = {insight::migrations()};
    EXPECT_TRUE(store::migrate(*database, clock_, rooms).has_value());
    return database;
  }
  void read_all() {
    while (reading_->read_span(*reader_) > 0) {
    }
  }

  // Somebody came by a link, so long before now.
  void comes_by(std::int64_t link, int viewer, std::chrono::hours before) {
    sql(
        fmt::format("INSERT INTO share_arrival (link, viewer, source, arrived_at, kind) VALUES ({}, 'v{}', "
                    "'', {}, 'arrival')",
                    link, viewer, to_ms(clock_.wall() - before)));
  }
  void does(const std::string& show, const std::string& viewer, timeline::NewEvent event,
            std::int64_t at = 0) {
    ASSERT_TRUE(run<bool>([&](store::Transaction& t) -> Result<bool> {
                  journal_.append(t, show, std::move(event), {http::Role::kViewer, viewer, viewer, ""},
                                  Milliseconds(at));
                  return true;
                }).has_value());
  }
  void plays(const std::string& show, const std::string& viewer, std::int64_t from, std::int64_t to) {
    does(show, viewer, {.kind = "play.span", .data = {{"from", from}, {"to", to}}});
  }
  void sees(const std::string& show, const std::string& viewer, const std::string& product) {
    does(show, viewer, {.kind = "product.seen", .data = {{"product", product}}});
  }
  void opens(const std::string& show, const std::string& viewer, const std::string& product) {
    does(show, viewer, {.kind = "product.opened", .data = {{"product", product}}});
  }
  void orders(const std::string& show, const std::string& viewer, const std::string& order,
              const std::vector<std::pair<std::string, std::int64_t>>& lines, std::int64_t at = 0) {
    std::int64_t total = 0;
    json::array products;
    json::object amounts;
    for (const auto& [product, amount] : lines) {
      total += amount;
      products.emplace_back(product);
      amounts[product] = amount;
    }
    json::object data{{"order", order},
                      {"total", {{"amount", total}, {"currency", "JPY"}}},
                      {"pieces", lines.size()},
                      {"products", std::move(products)}};
    if (lines.size() > 1) data["amounts"] = std::move(amounts);
    does(show, viewer, {.kind = "order.placed", .data = std::move(data)}, at);
  }
  void becomes(const std::string& show, const std::string& kind, const std::string& order,
               std::int64_t amount = 0) {
    write(show, 0,
          {.kind = kind, .data = {{"order", order}, {"amount", {{"amount", amount}, {"currency", "JPY"}}}}});
  }

  std::vector<std::string> tables() {
    std::vector<std::string> names;
    auto rows = kept_->query(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%' AND name <> "
        "'migration'");
    while (rows.next()) names.push_back(rows.text(0));
    EXPECT_GE(names.size(), 11U);
    return names;
  }
  // Every row of a table, as one text.
  static std::string dump(store::Database& database, const std::string& table) {
    std::string columns, all;
    {
      auto rows = database.query("SELECT name FROM pragma_table_info(?)", table);
      while (rows.next())
        columns += fmt::format("{}quote({})", columns.empty() ? "" : " || ',' || ", rows.text(0));
    }
    auto rows = database.query(fmt::format("SELECT {} AS row FROM {} ORDER BY row", columns, table));
    while (rows.next()) all += rows.text(0) + "\n";
    return all;
  }

  std::unique_ptr<store::Database> kept_;
  std::unique_ptr<JournalReading> reading_;
};

}  // namespace nigiwai::insight
