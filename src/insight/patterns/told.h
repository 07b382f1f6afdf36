// An analysis as docs/api.md shows it.
#pragma once

#include <boost/json/object.hpp>

#include "insight/patterns/analysis.h"
#include "store/database.h"

namespace nigiwai::insight {

// One figure; reads which patterns the team has noted, to name the one that says what was found.
boost::json::object told(store::Database& db, const History& history, std::size_t figure,
                         const FigureAnswer& answer);

}  // namespace nigiwai::insight
