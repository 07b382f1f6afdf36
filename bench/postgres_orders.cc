// Durable orders in PostgreSQL, one transaction an order, in the usual ways.
//
//   bench_postgres_orders --port PORT --way statements|pipeline|function [--clients 64] [--products 1]
//   --seconds S
//
// "statements" sends BEGIN, the prepared UPDATE and INSERTs and COMMIT one after another, as most frameworks
// do; "pipeline" sends the same in one go; "function" has them in a stored function. Holds the stock that is
// left, and the orders, against the answers.
#include <fmt/format.h>
#include <libpq-fe.h>

#include <CLI/CLI.hpp>
#include <atomic>
#include <memory>
#include <thread>
#include <vector>

#include "load/control.h"
#include "load/histogram.h"

namespace {

using namespace nigiwai::bench;

constexpr const char* kSchema = R"sql(
DROP TABLE IF EXISTS order_lines, orders, stock;
CREATE TABLE stock (sku text PRIMARY KEY, pieces_left bigint NOT NULL CHECK (pieces_left >= 0)) WITH (fillfactor = 50);
CREATE TABLE orders (id bigserial PRIMARY KEY, key text NOT NULL UNIQUE, contact text NOT NULL, total bigint NOT NULL,
                     placed_at timestamptz NOT NULL DEFAULT now());
CREATE TABLE order_lines (order_id bigint NOT NULL REFERENCES orders, sku text NOT NULL, quantity bigint NOT NULL,
                          price bigint NOT NULL);
CREATE OR REPLACE FUNCTION place(wanted text, the_key text, the_contact text) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE made bigint;
BEGIN
  UPDATE stock SET pieces_left = pieces_left - 1 WHERE sku = wanted AND pieces_left > 0;
  IF NOT FOUND THEN RETURN 0; END IF;
  INSERT INTO orders (key, contact, total) VALUES (the_key, the_contact, 2640) RETURNING id INTO made;
  INSERT INTO order_lines VALUES (made, wanted, 1, 2640);
  RETURN made;
END $$;
)sql";
constexpr const char* kTake =
    "UPDATE stock SET pieces_left = pieces_left - 1 WHERE sku = $1 AND pieces_left > 0";
constexpr const char* kOrder = "INSERT INTO orders (key, contact, total) VALUES ($1, $2, 2640) RETURNING id";
constexpr const char* kLine = "INSERT INTO order_lines VALUES (currval('orders_id_seq'), $1, 1, 2640)";
constexpr const char* kPlace = "SELECT place($1, $2, $3)";
constexpr const char* kContact =
    R"({"name":"佐藤 花","email":"hana@example.jp","postal_code":"150-0001","address":"東京都渋谷区神宮前 1-2-3"})";
constexpr std::int64_t kPieces = 100'000'000;

struct Settings {
  int port = 0, clients = 64, products = 1;
  std::string way = "function";
  double seconds = 5;
};

using Result = std::unique_ptr<PGresult, decltype(&PQclear)>;

class Connection {
 public:
  explicit Connection(int port)
      : pg_(PQconnectdb(fmt::format("host=127.0.0.1 port={} user=postgres dbname=postgres", port).c_str()),
            &PQfinish) {
    if (PQstatus(pg_.get()) != CONNECTION_OK) give_up(PQerrorMessage(pg_.get()));
  }

  Result hold(PGresult* result) {
    Result held(result, &PQclear);
    const auto status = PQresultStatus(result);
    if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK && status != PGRES_PIPELINE_SYNC)
      give_up(PQerrorMessage(pg_.get()));
    return held;
  }
  std::string ask(const std::string& sql) {
    const auto result = hold(PQexec(pg_.get(), sql.c_str()));
    return PQntuples(result.get()) > 0 ? PQgetvalue(result.get(), 0, 0) : "";
  }
  void prepare() {
    for (const auto& [name, sql] :
         {std::pair{"take", kTake}, {"order", kOrder}, {"line", kLine}, {"place", kPlace}})
      hold(PQprepare(pg_.get(), name, sql, 0, nullptr));
  }

  void by_statements(const char* sku, const char* key) {
    const char* order[] = {key, kContact};
    ask("BEGIN");
    taken(hold(PQexecPrepared(pg_.get(), "take", 1, &sku, nullptr, nullptr, 0)));
    hold(PQexecPrepared(pg_.get(), "order", 2, order, nullptr, nullptr, 0));
    hold(PQexecPrepared(pg_.get(), "line", 1, &sku, nullptr, nullptr, 0));
    ask("COMMIT");
  }

  void by_function(const char* sku, const char* key) {
    const char* all[] = {sku, key, kContact};
    const auto result = hold(PQexecPrepared(pg_.get(), "place", 3, all, nullptr, nullptr, 0));
    if (std::string_view(PQgetvalue(result.get(), 0, 0)) == "0") give_up("PostgreSQL took no order");
  }

  // Between two syncs all is one transaction.
  void by_pipeline(const char* sku, const char* key) {
    if (PQpipelineStatus(pg_.get()) == PQ_PIPELINE_OFF) PQenterPipelineMode(pg_.get());
    const char* order[] = {key, kContact};
    PQsendQueryPrepared(pg_.get(), "take", 1, &sku, nullptr, nullptr, 0);
    PQsendQueryPrepared(pg_.get(), "order", 2, order, nullptr, nullptr, 0);
    PQsendQueryPrepared(pg_.get(), "line", 1, &sku, nullptr, nullptr, 0);
    PQpipelineSync(pg_.get());
    for (int i = 0; i < 3; ++i) {
      const auto result = hold(PQgetResult(pg_.get()));
      if (i == 0) taken(result);
      PQgetResult(pg_.get());  // the null that ends each
    }
    hold(PQgetResult(pg_.get()));
  }

 private:
  static void taken(const Result& result) {
    if (std::string_view(PQcmdTuples(result.get())) != "1") give_up("PostgreSQL took no piece");
  }
  std::unique_ptr<PGconn, decltype(&PQfinish)> pg_;
};

void buy(const Settings& settings, int client, std::int64_t last, Histogram& latency) {
  Connection connection(settings.port);
  connection.prepare();
  for (std::int64_t i = 0; steady_us() < last; ++i) {
    const auto sku = fmt::format("item-{}", (i * 7919 + client * 104'729) % settings.products);
    const auto key = fmt::format("{}-{}-{}-{}", settings.way, settings.clients, client, i);
    const auto from = steady_us();
    if (settings.way == "statements") connection.by_statements(sku.c_str(), key.c_str());
    if (settings.way == "pipeline") connection.by_pipeline(sku.c_str(), key.c_str());
    if (settings.way == "function") connection.by_function(sku.c_str(), key.c_str());
    latency.add(steady_us() - from);
  }
}

}  // namespace

int main(int argc, char** argv) {
  Settings settings;
  CLI::App app{"Durable orders in PostgreSQL"};
  app.add_option("--port", settings.port)->required();
  app.add_option("--way", settings.way)->check(CLI::IsMember({"statements", "pipeline", "function"}));
  app.add_option("--clients", settings.clients)->check(CLI::Range(1, 150));
  app.add_option("--products", settings.products)->check(CLI::Range(1, 100'000));
  app.add_option("--seconds", settings.seconds)->check(CLI::Range(0.1, 600.0));
  CLI11_PARSE(app, argc, argv);

  Connection owner(settings.port);
  owner.ask("SET client_min_messages = warning");
  owner.ask(kSchema);
  owner.ask(fmt::format("INSERT INTO stock SELECT 'item-' || i, {} FROM generate_series(0, {}) i", kPieces,
                        settings.products - 1));
  owner.ask("CHECKPOINT");

  std::vector<Histogram> latencies(static_cast<std::size_t>(settings.clients));
  const auto began = steady_us();
  const auto last = began + static_cast<std::int64_t>(settings.seconds * kSecond);
  {
    std::vector<std::jthread> clients;
    for (int i = 0; i < settings.clients; ++i)
      clients.emplace_back([&, i] { buy(settings, i, last, latencies[static_cast<std::size_t>(i)]); });
  }
  const auto took = static_cast<double>(steady_us() - began) / kSecond;
  Histogram latency;
  for (const auto& each : latencies) latency.add(each);

  const auto orders = std::stoll(owner.ask("SELECT count(*) FROM orders"));
  const auto lines = std::stoll(owner.ask("SELECT count(*) FROM order_lines"));
  const auto sold =
      std::stoll(owner.ask(fmt::format("SELECT sum({} - pieces_left)::bigint FROM stock", kPieces)));
  if (orders != latency.count() || lines != orders || sold != orders)
    give_up(
        fmt::format("{} answers, but {} orders, {} lines, {} pieces", latency.count(), orders, lines, sold));
  say(fmt::format(R"({{"orders":{},"per_second":{:.0f},"latency":{}}})", orders,
                  static_cast<double>(orders) / took, to_json(latency)));
}
