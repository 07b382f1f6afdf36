// Durable orders a second through the writer, beside the floor of the same disk in the same run.
//
//   bench_orders FOLDER
//
// The peer is the disk itself: an append of 4 KiB and fdatasync, which one order a transaction cannot beat. Both run in
// alternation, so that a noisy machine is noisy for both. Prints orders/s, syncs/s and their ratio, by how many orders
// wait at once.
#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <filesystem>

#include "base/log.h"
#include "http/migrations.h"
#include "media/migrations.h"
#include "people/migrations.h"
#include "shop/migrations.h"
#include "shop/orders.h"
#include "shop/products.h"
#include "shop/stock.h"
#include "timeline/migrations.h"

namespace {

using namespace nigiwai;
using Seconds = std::chrono::duration<double>;

constexpr Seconds kEach{1.0};
constexpr int kRounds = 3;

struct NoRooms final : timeline::EventListener {
  void published(timeline::SharedEvent) override {}
};
struct NoShelves final : shop::Shelves {
  std::vector<std::string> live_shows_with(store::Database&, const std::string&) override { return {}; }
  bool on_shelf(store::Database&, const std::string&, const std::string&) override { return true; }
  bool is_public(store::Database&, const std::string&) override { return true; }
};

double syncs_a_second(const std::string& folder) {
  const int file = ::open((folder + "/floor").c_str(), O_CREAT | O_WRONLY | O_APPEND | O_TRUNC, 0600);
  const std::string page(4096, 'x');
  const auto began = std::chrono::steady_clock::now();
  int count = 0;
  while (std::chrono::steady_clock::now() - began < kEach) {
    if (::write(file, page.data(), page.size()) < 0 || ::fdatasync(file) != 0) return 0;
    ++count;
  }
  ::close(file);
  return count / Seconds(std::chrono::steady_clock::now() - began).count();
}

class Shop {
 public:
  explicit Shop(const std::string& folder) {
    auto database = store::Database::open(folder + "/orders.db", store::Access::kReadWrite);
    const std::span<const store::Migration> rooms[] = {http::migrations(), timeline::migrations(), media::migrations(), people::migrations(),
                                                       shop::migrations()};
    if (!database || !store::migrate(**database, clock_, rooms)) std::exit(1);
    writer_ = std::make_unique<store::WriterCore>(*std::move(database), clock_);
    orders_ = std::make_unique<shop::Orders>(*writer_, journal_, shelves_, random_);
    store::Batch<int, int> setup(*writer_, store::Lane::kStaff, [&](store::Transaction& t, std::span<const int* const> c) {
      shop::Product product{.id = "lip", .title = "口紅", .subtitle = "", .description = "", .price = {2640, "JPY"},
                            .tax_rate = 10, .picture = "", .variants = {{.sku = "lip"}}};
      if (!shop::put(t, product) ||
          !shop::change_stock(t, {.sku = "lip", .delta = shop::kMostStock, .reason = "入荷"},
                              {.role = http::Role::kOwner, .id = "s", .name = "岡", .handle = "oka"})) {
        std::exit(1);
      }
      return std::vector<Result<int>>(c.size(), 0);
    });
    setup.submit(0, [](Result<int>) {});
    writer_->step();
  }

  // Keeps `waiting` orders waiting; answers how many a second were durable.
  double orders_a_second(int waiting) {
    const auto began = std::chrono::steady_clock::now();
    std::int64_t answered = 0;
    while (std::chrono::steady_clock::now() - began < kEach) {
      for (int i = 0; i < waiting; ++i) {
        const http::Caller by{.role = http::Role::kViewer, .id = fmt::format("v{}", i), .name = "客"};
        orders_->placing().submit({.order = {.show = "", .at = std::nullopt, .lines = {{.sku = "lip", .quantity = 1}}, .contact = {}},
                                   .by = by,
                                   .key = {by.id, "POST /api/orders", fmt::format("k{}", ++keys_), "body"}},
                                  [&](Result<json::object> r) { answered += r.has_value(); });
      }
      while (writer_->step()) {
      }
    }
    return static_cast<double>(answered) / Seconds(std::chrono::steady_clock::now() - began).count();
  }

 private:
  SystemClock clock_;
  SystemRandom random_;
  NoRooms rooms_;
  NoShelves shelves_;
  timeline::Journal journal_{rooms_};
  std::unique_ptr<store::WriterCore> writer_;
  std::unique_ptr<shop::Orders> orders_;
  std::int64_t keys_ = 0;
};

}  // namespace

int main(int argc, char** argv) {
  const std::string folder = argc > 1 ? argv[1] : ".";
  std::filesystem::remove_all(folder);
  std::filesystem::create_directories(folder);
  set_log_level(LogLevel::kError);
  Shop shop(folder);
  for (const int waiting : {1, 64, 1000}) {
    double orders = 0, syncs = 0;
    for (int round = 0; round < kRounds; ++round) {
      orders += shop.orders_a_second(waiting) / kRounds;
      syncs += syncs_a_second(folder) / kRounds;
    }
    fmt::print("{:5} waiting: {:8.0f} orders/s, disk {:6.0f} syncs/s, ratio {:.2f}\n", waiting, orders, syncs, orders / syncs);
  }
}
