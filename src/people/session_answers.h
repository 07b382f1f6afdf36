// How a session that was just opened is answered: the token, who it is for, and the cookie.
#pragma once

#include <span>
#include <string>

#include "http/message.h"
#include "people/sessions.h"

namespace nigiwai::people {

extern const char* const kSessionSchema;

struct CookieRules {
  std::span<const std::string> origins;  // a request from another site gets its token, but no cookie
  bool secure = false;
};

void set_cookie(const http::Request& request, http::Response& response, const char* name,
                const std::string& token, std::chrono::seconds life, const CookieRules& rules);

boost::json::object staff_json(const http::Caller& staff);

// {"items"} of a list of sessions; `current` is the public id of the asker's own.
boost::json::array sessions_json(store::Database& database, const std::string& staff,
                                 const std::string& current, WallTime now);

http::Response session_answer(const http::Request& request, const NewSession& session,
                              const CookieRules& rules);

}  // namespace nigiwai::people
