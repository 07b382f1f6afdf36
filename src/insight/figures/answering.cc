#include "insight/figures/answering.h"

#include "http/answers.h"
#include "insight/figures/figures.h"

namespace nigiwai::insight {

Task<http::Response> answered(Insight& insight, FigureWork work) {
  const auto result = co_await insight.aside().read<json::object>([&](store::Database& kept) {
    return insight.journal().read<json::object>(
        [&](store::Database& journal) { return work(kept, journal); });
  });
  co_return http::answer(result);
}

std::int64_t behind(store::Database& kept, store::Database& journal) {
  auto rows = journal.query("SELECT coalesce(max(position), 0) FROM event");
  return rows.next() ? std::max<std::int64_t>(0, rows.integer(0) - read_to(kept)) : 0;
}

}  // namespace nigiwai::insight
