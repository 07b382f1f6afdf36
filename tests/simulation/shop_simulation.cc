// The writer, the journal and the orders under a disk that dies at any moment, seed by seed.
//
//   simulation [--seeds N] [--from SEED] [--plant oversell|lost]
//
// Each seed is a shop with a few SKUs and buyers who retry with their key until they are answered, while
// staff change stock and viewers chat; the process or the power goes several times. After every start it must
// hold that
//   1. every acknowledged order is there, once, with its lines, and stock + sold = what was put in;
//   2. seq has no gap, and what was acknowledged with a seq stands at that seq;
//   3. an offer gave no more pieces than it has, nobody more than their share, and counts what orders took of
//   it.
// --plant breaks the shop on purpose, to see that the simulation notices; it then exits with 1.
#include <fmt/format.h>

#include <boost/json/parse.hpp>
#include <cstring>
#include <map>
#include <set>

#include "base/log.h"
#include "base/time.h"
#include "http/migrations.h"
#include "media/migrations.h"
#include "people/migrations.h"
#include "shop/migrations.h"
#include "shop/offers/offer_store.h"
#include "shop/orders/orders.h"
#include "shop/products/product.h"
#include "shop/products/products.h"
#include "shop/products/stock.h"
#include "simulated_disk.h"
#include "timeline/migrations.h"

namespace nigiwai::simulation {
namespace {

enum class Plant { kNothing, kOversell, kLost };

struct Nobody final : timeline::EventListener {
  void published(timeline::SharedEvent) override {}
};

struct OneShow final : shop::Shelves {
  std::vector<std::string> live_shows_with(store::Database&, const std::string&) override { return {"show"}; }
  bool on_shelf(store::Database&, const std::string&, const std::string&) override { return true; }
  bool is_public(store::Database&, const std::string&) override { return true; }
};

struct Failure : std::runtime_error {
  using std::runtime_error::runtime_error;
};

void must(bool holds, const std::string& what) {
  if (!holds) throw Failure(what);
}

constexpr int kSkus = 3;
constexpr int kBuyers = 12;
constexpr int kRounds = 40;
constexpr std::int64_t kOfferPieces = 9;
constexpr std::int64_t kOfferPerson = 3;

std::string sku_name(int sku) { return fmt::format("sku-{}", sku); }

std::unique_ptr<store::Database> open_shop(const SimulatedDisk& disk, const Clock& clock) {
  auto opened = store::Database::open("shop.db", store::Access::kReadWrite, disk.vfs());
  must(opened.has_value(), "the database opens");
  const std::span<const store::Migration> rooms[] = {http::migrations(), timeline::migrations(),
                                                     media::migrations(), people::migrations(),
                                                     shop::migrations()};
  must(store::migrate(**opened, clock, rooms).has_value(), "the schema is whole");
  return *std::move(opened);
}

// The files of a shop in which nothing has happened: made once, for a schema takes longer than what follows.
SimulatedDisk::Files empty_shop() {
  SimulatedDisk disk(0);
  open_shop(disk, ManualClock()).reset();
  return disk.copy();
}

class Simulation {
 public:
  Simulation(std::uint64_t seed, Plant plant, const SimulatedDisk::Files& empty)
      : random_(seed), disk_(seed ^ 0x9e3779b97f4a7c15), ids_(seed), plant_(plant) {
    disk_.files = empty;
    disk_.files = disk_.copy();
  }

  void run() {
    start();
    setup();
    for (int round = 0; round < kRounds; ++round) {
      if (chance(8)) disk_.die_after(static_cast<std::int64_t>(random_() % 60));
      for (int n = static_cast<int>(random_() % 6); n >= 0; --n) submit();
      while (core_->step()) clock_.advance(Milliseconds(random_() % 3));
      if (disk_.is_dead()) {
        const auto crash = chance(2) ? Crash::kPower : Crash::kProcess;
        stop();
        disk_.restart(crash);
        start();
        check();
      } else {
        disk_.die_after(-1);
      }
    }
    // Everybody is answered in the end.
    for (auto& buyer : buyers_) {
      if (buyer.waiting) place(buyer);
    }
    while (core_->step()) {
    }
    if (plant_ == Plant::kLost && !acknowledged_.empty()) {
      database().run("DELETE FROM order_line");
    }
    if (plant_ == Plant::kOversell)
      database().run("UPDATE sku SET left = left + 1 WHERE sku = ?", sku_name(0));
    check();
    stop();
  }

  std::size_t orders() const { return acknowledged_.size(); }

 private:
  struct Buyer {
    http::Caller caller;
    int attempts = 0;
    bool waiting = false;
    shop::PlaceOrder order{};
  };
  struct Acknowledged {
    std::string sku;
    std::int64_t quantity;
  };

  bool chance(std::uint64_t one_in) { return random_() % one_in == 0; }
  store::Database& database() { return *database_; }

  void start() {
    auto opened = open_shop(disk_, clock_);
    database_ = opened.get();
    core_ = std::make_unique<store::WriterCore>(std::move(opened), clock_);
    orders_ = std::make_unique<shop::Orders>(*core_, journal_, shelves_, ids_);
    writes_ = std::make_unique<Writes>(*core_, store::Lane::kStaff,
                                       [](store::Transaction& t, std::span<const Step* const> steps) {
                                         std::vector<Result<std::int64_t>> outcomes;
                                         for (const auto* step : steps) outcomes.push_back((*step)(t));
                                         return outcomes;
                                       });
  }

  void stop() {
    orders_.reset();
    writes_.reset();
    core_.reset();
  }

  void write(std::function<Result<std::int64_t>(store::Transaction&)> step,
             std::function<void(Result<std::int64_t>)> done) {
    writes_->submit(std::move(step), std::move(done));
  }

  void setup() {
    for (int i = 0; i < kBuyers; ++i) {
      buyers_.push_back({.caller = {.role = http::Role::kViewer, .id = fmt::format("v{}", i), .name = "客"}});
    }
    for (int sku = 0; sku < kSkus; ++sku) {
      const auto pieces = static_cast<std::int64_t>(5 + random_() % 40);
      write(
          [&, sku, pieces](store::Transaction& t) -> Result<std::int64_t> {
            shop::Product product;
            product.id = sku_name(sku);
            product.title = "口紅";
            product.price = {2640, "JPY"};
            product.variants = {{.sku = product.id}};
            if (auto put = shop::put(t, product); !put) return std::unexpected(put.error());
            auto now =
                shop::change_stock(t, {.sku = sku_name(sku), .delta = pieces, .reason = "入荷"}, staff_);
            if (!now) return std::unexpected(now.error());
            return now->left;
          },
          [&, sku, pieces](Result<std::int64_t> r) {
            must(r.has_value(), r ? "" : "the shop is set up: " + r.error().detail);
            put_in_[sku_name(sku)] = pieces;
          });
    }
    write(
        [&](store::Transaction& t) -> Result<std::int64_t> {
          journal_.open(t, "show");
          journal_.begin(t, "show", staff_);
          shop::insert_offer(t.db(), {.id = "offer",
                                      .show = "show",
                                      .title = "20% OFF",
                                      .benefit = shop::Benefit::kPercent,
                                      .value = 20,
                                      .targets = {{.product = sku_name(0)}},
                                      .pieces = kOfferPieces,
                                      .per_person = kOfferPerson});
          shop::keep_opening(t.db(), "offer", {.from = Milliseconds(0)});
          return 0;
        },
        [](Result<std::int64_t> r) { must(r.has_value(), "the show begins"); });
    while (core_->step()) {
    }
  }

  void submit() {
    if (chance(6)) return change_stock();
    if (chance(3)) return chat();
    auto& buyer = buyers_[random_() % buyers_.size()];
    if (!buyer.waiting) {
      buyer.waiting = true;
      ++buyer.attempts;
      buyer.order = {.show = "show",
                     .at = std::nullopt,
                     .lines = {{.sku = sku_name(static_cast<int>(random_() % kSkus)),
                                .quantity = static_cast<std::int64_t>(1 + random_() % 3)}},
                     .contact = {}};
      if (auto& line = buyer.order.lines[0]; line.sku == sku_name(0) && chance(2))
        line.price = Money{2112, "JPY"};
    }
    place(buyer);
    if (chance(3)) place(buyer);  // sent twice with the same key
  }

  void place(Buyer& buyer) {
    const auto key = fmt::format("{}-{}", buyer.caller.id, buyer.attempts);
    orders_->placing().submit(
        {.order = buyer.order, .by = buyer.caller, .key = {buyer.caller.id, "POST /api/orders", key, "body"}},
        [this, &buyer, key, line = buyer.order.lines[0]](const Result<std::string>& answer) {
          if (!answer) {
            // Refused for good, or lost with the process: then the buyer asks again with the same key.
            if (answer.error().type == "sold-out" || answer.error().type == "offer-gone")
              buyer.waiting = false;
            return;
          }
          const std::string id(json::parse(*answer).at("id").as_string());
          const auto known = by_key_.find(key);
          must(known == by_key_.end() || known->second == id, "one key, one order");
          by_key_[key] = id;
          acknowledged_[id] = {line.sku, line.quantity};
          buyer.waiting = false;
        });
  }

  void change_stock() {
    const auto sku = sku_name(static_cast<int>(random_() % kSkus));
    const auto delta = static_cast<std::int64_t>(random_() % 9) - 3;
    if (delta == 0) return;
    uncertain_[sku].insert(delta);
    write(
        [&, sku, delta](store::Transaction& t) -> Result<std::int64_t> {
          auto now = shop::change_stock(t, {.sku = sku, .delta = delta, .reason = "数え直し"}, staff_);
          if (!now) return std::unexpected(now.error());
          return now->left;
        },
        [this, sku, delta](Result<std::int64_t> r) {
          if (r) put_in_[sku] += delta;
          const auto& problem = r ? "" : r.error().type;
          if (r || problem == "conflict") uncertain_[sku].erase(uncertain_[sku].find(delta));
        });
  }

  void chat() {
    auto& buyer = buyers_[random_() % buyers_.size()];
    const auto text = fmt::format("line {}", ++said_);
    write(
        [&, text](store::Transaction& t) -> Result<std::int64_t> {
          return journal_
              .append(t, "show", {.kind = "chat.posted", .text = text}, buyer.caller, Milliseconds(0))
              ->seq;
        },
        [this, text](Result<std::int64_t> seq) {
          if (seq) lines_[*seq] = text;
        });
  }

  void check() {
    auto& db = database();
    std::map<std::string, std::int64_t> sold;
    {
      auto rows = db.query("SELECT sku, sum(quantity) FROM order_line GROUP BY sku");
      while (rows.next()) sold[rows.text(0)] = rows.integer(1);
    }
    {
      auto rows = db.query("SELECT sku, left FROM sku");
      while (rows.next()) {
        const auto sku = rows.text(0);
        must(rows.integer(1) >= 0, fmt::format("{} was oversold: {} left", sku, rows.integer(1)));
        // A change of stock that was not answered may have been kept or not.
        const auto total = rows.integer(1) + sold[sku];
        std::set<std::int64_t> possible{put_in_[sku]};
        for (const auto delta : uncertain_[sku]) {
          for (const auto one : std::set<std::int64_t>(possible)) possible.insert(one + delta);
        }
        must(possible.contains(total),
             fmt::format("stock + sold of {} is {}, put in were {}", sku, total, put_in_[sku]));
        put_in_[sku] = total;
        uncertain_[sku].clear();
      }
    }
    {
      auto rows = db.query(
          "SELECT f.taken, (SELECT coalesce(sum(quantity), 0) FROM order_offer), "
          "(SELECT count(*) FROM order_offer u WHERE NOT EXISTS (SELECT 1 FROM order_line l WHERE l.number = "
          "u.number AND "
          "l.place = u.place AND l.quantity = u.quantity AND l.unit_price = 2112)) FROM offer f");
      if (rows.next()) {
        must(rows.integer(0) <= kOfferPieces,
             fmt::format("the offer gave {} pieces of {}", rows.integer(0), kOfferPieces));
        must(rows.integer(0) == rows.integer(1),
             fmt::format("the offer counts {}, orders took {}", rows.integer(0), rows.integer(1)));
        must(rows.integer(2) == 0, "an order has the price of the offer that it used");
      }
    }
    {
      auto rows = db.query(
          "SELECT o.viewer, sum(u.quantity) FROM order_offer u JOIN placed_order o ON o.number = u.number "
          "GROUP BY o.viewer");
      while (rows.next())
        must(rows.integer(1) <= kOfferPerson, rows.text(0) + " has more of the offer than one person may");
    }
    for (const auto& [id, line] : acknowledged_) {
      auto rows = db.query(
          "SELECT l.sku, l.quantity FROM placed_order o JOIN order_line l ON l.number = o.number WHERE o.id "
          "= ?",
          id);
      must(rows.next(), fmt::format("order {} was acknowledged and is not there", id));
      must(rows.text(0) == line.sku && rows.integer(1) == line.quantity && !rows.next(),
           "an order keeps its lines");
    }
    {
      auto rows = db.query("SELECT show, count(*), min(seq), max(seq) FROM event GROUP BY show");
      while (rows.next()) {
        must(rows.integer(2) == 1 && rows.integer(3) == rows.integer(1),
             fmt::format("seq of '{}' has a gap", rows.text(0)));
      }
    }
    for (const auto& [seq, text] : lines_) {
      auto rows = db.query(
          "SELECT t.text FROM event e JOIN event_text t USING (position) WHERE e.show = 'show' AND e.seq = ?",
          seq);
      must(rows.next() && rows.text(0) == text, fmt::format("the line acknowledged as {} is not there", seq));
    }
  }

  using Step = std::function<Result<std::int64_t>(store::Transaction&)>;
  using Writes = store::Batch<Step, std::int64_t>;

  std::mt19937_64 random_;
  SimulatedDisk disk_;
  SeededRandom ids_;
  Plant plant_;
  ManualClock clock_;
  Nobody nobody_;
  OneShow shelves_;
  timeline::Journal journal_{nobody_};
  http::Caller staff_{.role = http::Role::kOwner, .id = "s1", .name = "岡", .handle = "oka"};
  std::unique_ptr<store::WriterCore> core_;
  store::Database* database_ = nullptr;
  std::unique_ptr<shop::Orders> orders_;
  std::unique_ptr<Writes> writes_;
  std::vector<Buyer> buyers_;
  std::map<std::string, std::int64_t> put_in_;
  std::map<std::string, std::multiset<std::int64_t>> uncertain_;
  std::map<std::string, Acknowledged> acknowledged_;
  std::map<std::string, std::string> by_key_;
  std::map<std::int64_t, std::string> lines_;
  int said_ = 0;
};

}  // namespace
}  // namespace nigiwai::simulation

int main(int argc, char** argv) {
  using namespace nigiwai::simulation;
  std::uint64_t seeds = 1000, from = 1;
  auto plant = Plant::kNothing;
  for (int i = 1; i + 1 < argc; i += 2) {
    if (std::strcmp(argv[i], "--seeds") == 0) seeds = std::strtoull(argv[i + 1], nullptr, 10);
    if (std::strcmp(argv[i], "--from") == 0) from = std::strtoull(argv[i + 1], nullptr, 10);
    if (std::strcmp(argv[i], "--plant") == 0)
      plant = std::strcmp(argv[i + 1], "lost") == 0 ? Plant::kLost : Plant::kOversell;
  }
  nigiwai::set_log_level(nigiwai::LogLevel::kError);
  std::size_t orders = 0;
  const auto empty = empty_shop();
  for (auto seed = from; seed < from + seeds; ++seed) {
    try {
      Simulation simulation(seed, plant, empty);
      simulation.run();
      orders += simulation.orders();
    } catch (const std::exception& broken) {
      std::printf("seed %llu: %s\n", static_cast<unsigned long long>(seed), broken.what());
      std::printf("repeat it with: simulation --from %llu --seeds 1\n",
                  static_cast<unsigned long long>(seed));
      return 1;
    }
  }
  std::printf("%llu seeds, %zu orders acknowledged and found\n", static_cast<unsigned long long>(seeds),
              orders);
  return 0;
}
