// What a route answers with: the JSON of a result, or its problem.
#pragma once

#include <boost/json/object.hpp>

#include "http/message.h"

namespace nigiwai::http {

// For what belongs to one reader or is old in a moment: nobody keeps it (Cache-Control: no-store). A problem
// of type changed-meanwhile is 412, as whoever sent If-Match expects.
Response answer(const Result<boost::json::object>& body, int status = 200);

}  // namespace nigiwai::http
