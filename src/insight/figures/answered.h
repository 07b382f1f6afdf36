// Answers made of both databases, read beside the loops: a figure may look at everybody who watched.
#pragma once

#include <boost/json/object.hpp>
#include <functional>

#include "http/answers.h"
#include "insight/insight.h"

namespace nigiwai::insight {

// `kept` is insight.db, `journal` the shop's database.
using Work = std::function<Result<boost::json::object>(store::Database& kept, store::Database& journal)>;

inline Task<http::Response> answered(Insight& insight, Work work) {
  const auto result = co_await insight.aside().read<boost::json::object>([&](store::Database& kept) {
    return insight.journal().read<boost::json::object>(
        [&](store::Database& journal) { return work(kept, journal); });
  });
  co_return http::answer(result);
}

}  // namespace nigiwai::insight
