// How questions for figures are answered: beside the loops, from insight.db and the shop's database.
#pragma once

#include <boost/json/object.hpp>
#include <functional>

#include "http/message.h"
#include "insight/insight.h"

namespace nigiwai::insight {

using FigureWork =
    std::function<Result<boost::json::object>(store::Database& kept, store::Database& journal)>;
// A figure may look at everybody who watched. `work` may refer to the caller's frame, which waits.
Task<http::Response> answered(Insight& insight, FigureWork work);

// Events that stand in the journal and not in the figures yet.
std::int64_t behind(store::Database& kept, store::Database& journal);

}  // namespace nigiwai::insight
