#include "http/answers.h"

#include "http/precondition.h"

namespace nigiwai::http {

Response answer(const Result<boost::json::object>& body, int status) {
  if (!body)
    return body.error().type == "changed-meanwhile" ? stale_response(body.error())
                                                    : problem_response(body.error());
  auto response = json_response(*body, status);
  response.with("Cache-Control", "no-store");
  return response;
}

}  // namespace nigiwai::http
