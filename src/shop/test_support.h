// A shop on a real database without a writer's thread: what is submitted is decided by step().
#pragma once

#include <gtest/gtest.h>

#include <set>
#include <span>

#include "base/random.h"
#include "http/migrations.h"
#include "media/migrations.h"
#include "outbox/migrations.h"
#include "people/migrations.h"
#include "shop/migrations.h"
#include "shop/products/products.h"
#include "shop/products/shelves.h"
#include "shop/products/stock.h"
#include "store/test_support.h"
#include "timeline/journal.h"
#include "timeline/migrations.h"

namespace nigiwai::shop {

class HeardEvents final : public timeline::EventListener {
 public:
  void published(timeline::SharedEvent event) override { events.push_back(std::move(event)); }
  std::vector<timeline::SharedEvent> of(std::string_view show, std::string_view kind) const {
    std::vector<timeline::SharedEvent> found;
    for (const auto& event : events) {
      if (event->show == show && event->kind == kind) found.push_back(event);
    }
    return found;
  }
  std::vector<timeline::SharedEvent> events;
};

class ShopTest : public testing::Test {
 protected:
  virtual std::vector<std::span<const store::Migration>> rooms() {
    return {http::migrations(),  outbox::migrations(), timeline::migrations(),
            media::migrations(), people::migrations(), migrations()};
  }

  void SetUp() override {
    auto database = file_.open();
    ASSERT_NE(database, nullptr);
    const auto migrated = store::migrate(*database, clock_, rooms());
    ASSERT_TRUE(migrated.has_value()) << migrated.error().detail;
    core_ = std::make_unique<store::WriterCore>(std::move(database), clock_);
    reader_ = file_.open(store::Access::kReadOnly);
  }
  void TearDown() override {
    reader_.reset();
    core_.reset();
  }

  // Runs one command through the writer, as a handler would.
  template <class T>
  Result<T> run(std::function<Result<T>(store::Transaction&)> work) {
    store::Batch<int, T> one(*core_, store::Lane::kStaff,
                             [&](store::Transaction& t, std::span<const int* const>) {
                               std::vector<Result<T>> outcomes;
                               outcomes.push_back(work(t));
                               return outcomes;
                             });
    std::optional<Result<T>> answer;
    one.submit(0, [&](Result<T> result) { answer = std::move(result); });
    core_->step();
    return *std::move(answer);
  }

  void add_product(const std::string& id, std::int64_t price, std::int64_t stock, int tax_rate = 10) {
    const auto done = run<bool>([&](store::Transaction& t) -> Result<bool> {
      Product product{.id = id,
                      .title = "The " + id,
                      .subtitle = "",
                      .description = "",
                      .price = {price, "JPY"},
                      .tax_rate = tax_rate,
                      .picture = "",
                      .variants = {{.sku = id, .options = {}, .price = {}, .left = 0}}};
      if (auto put_done = put(t, product); !put_done) return std::unexpected(put_done.error());
      if (stock != 0) {
        if (auto changed = change_stock(t, {id, stock, "first delivery"}, owner_); !changed) {
          return std::unexpected(changed.error());
        }
      }
      return true;
    });
    ASSERT_TRUE(done.has_value()) << done.error().detail;
  }

  std::int64_t left(const std::string& sku) { return number("SELECT left FROM sku WHERE sku = ?", sku); }
  template <class... Values>
  std::int64_t number(const std::string& sql, const Values&... values) {
    auto rows = reader_->query(sql, values...);
    EXPECT_TRUE(rows.next()) << sql;
    return rows.integer(0);
  }

  ManualClock clock_;
  SeededRandom random_{7};
  HeardEvents heard_;
  timeline::Journal journal_{heard_};
  store::TestFile file_{"shop_test"};
  std::unique_ptr<store::WriterCore> core_;
  std::unique_ptr<store::Database> reader_;
  const http::Caller owner_{http::Role::kOwner, "s1", "店長", "owner"};
  const http::Caller viewer_{http::Role::kViewer, "v1", "ゆず茶", ""};
};

// Shows with everything on their shelf, or nothing.
class FakeShelves final : public Shelves {
 public:
  std::vector<std::string> live_shows_with(store::Database&, const std::string& product) override {
    if (!shelf.contains(product)) return {};
    return {live.begin(), live.end()};
  }
  bool on_shelf(store::Database&, const std::string&, const std::string& product) override {
    return shelf.contains(product);
  }
  bool is_public(store::Database&, const std::string& show) override { return live.contains(show); }
  std::set<std::string> live, shelf;
};

}  // namespace nigiwai::shop
