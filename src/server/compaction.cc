#include "server/compaction.h"

#include <filesystem>

#include "base/fields.h"
#include "base/log.h"
#include "base/time.h"
#include "shop/orders/order_index.h"
#include "show/archive/moment_index.h"
#include "store/compaction.h"
#include "store/writing.h"

namespace nigiwai::server {
namespace {

const http::Rate kCompactions{"compactions", 3, Milliseconds(60'000)};

constexpr const char* kSchema = R"({"type":"object","properties":{"erasures":{"type":"integer"},
  "to_be_compacted":{"type":"integer"},"last_compacted_at":{"type":["string","null"],"format":"date-time"},
  "database_bytes":{"type":"integer"}}})";

}  // namespace

void Compaction::run(std::function<void(Result<int>)> done) {
  writer_.run<int>(
      store::Lane::kImports,
      [](store::Transaction& transaction) -> Result<int> {
        const auto at = to_ms(transaction.now());
        shop::merge_order_index(transaction.db());
        show::merge_moment_index(transaction.db());
        if (auto compacted = store::compact(transaction); !compacted)
          return std::unexpected(compacted.error());
        transaction.db().run("UPDATE erasure SET compacted_at = ?1 WHERE compacted_at IS NULL AND at <= ?1",
                             at);
        return 0;
      },
      [done = std::move(done)](Result<int> compacted) {
        if (!compacted) log_warn("the database was not compacted", {{"why", compacted.error().detail}});
        done(std::move(compacted));
      });
}

void Compaction::tend() {
  const auto due = readers_.read<bool>([&](store::Database& db) -> Result<bool> {
    std::optional<std::int64_t> oldest;
    {
      auto rows = db.query("SELECT min(at) FROM erasure WHERE compacted_at IS NULL");
      rows.next();
      oldest = rows.optional_integer(0);
    }
    if (!oldest) return false;
    const auto waited = clock_.wall() - from_ms(*oldest);
    if (waited < kCompactAfter) return false;
    auto live = db.query("SELECT 1 FROM show WHERE state IN ('live', 'rehearsing') LIMIT 1");
    return !live.next() || waited >= kCompactAtLast;
  });
  if (due && *due) run([](const Result<int>&) {});
}

void Compaction::add_to(http::Router& router) {
  router.add({.method = "GET",
              .path = "/api/maintenance",
              .access = http::Access::roles({}),
              .handle = [this](http::Request&) -> Task<http::Response> { co_return shown(200); },
              .summary = "The size of the database, and erasures that wait for it to be written anew.",
              .answer = kSchema});
  router.add({.method = "POST",
              .path = "/api/maintenance/compact",
              .access = http::Access::roles({}),
              .handle = [this](http::Request&) { return post_compact(); },
              .summary =
                  "Writes the database anew, so that what was erased is nowhere on the disk. Nothing else is "
                  "written meanwhile.",
              .answer = kSchema,
              .rate = kCompactions});
}

Task<http::Response> Compaction::post_compact() {
  const auto compacted =
      co_await store::answered<int>([this](std::function<void(Result<int>)> done) { run(std::move(done)); });
  if (!compacted) co_return http::problem_response(compacted.error());
  co_return shown(200);
}

http::Response Compaction::shown(int status) {
  const auto read = readers_.read<json::object>([&](store::Database& db) -> Result<json::object> {
    auto rows = db.query(
        "SELECT count(*), count(*) FILTER (WHERE compacted_at IS NULL), max(compacted_at) FROM erasure");
    rows.next();
    const auto last = rows.optional_integer(2);
    std::error_code ignored;
    return json::object{
        {"erasures", rows.integer(0)},
        {"to_be_compacted", rows.integer(1)},
        {"last_compacted_at", last ? json::value(to_rfc3339(from_ms(*last))) : json::value(nullptr)},
        {"database_bytes", static_cast<std::int64_t>(std::filesystem::file_size(path_, ignored))}};
  });
  if (!read) return http::problem_response(read.error());
  return http::json_response(*read, status);
}

}  // namespace nigiwai::server
