#include "people/session_answers.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/time.h"

namespace nigiwai::people {

const char* const kSessionSchema =
    R"({"type":"object","properties":{"token":{"type":"string"},"staff":{"type":"object","properties":{
  "id":{"type":"string"},"name":{"type":"string"},"role":{"type":"string"},"handle":{"type":"string"}}},
  "expires_at":{"type":"string","format":"date-time"}}})";

void set_cookie(const http::Request& request, http::Response& response, const char* name,
                const std::string& token, std::chrono::seconds life, const CookieRules& rules) {
  const auto origin = request.header("origin");
  if (!origin.empty() && std::ranges::find(rules.origins, origin) == rules.origins.end()) return;
  response.with("Set-Cookie", fmt::format("{}={}; Path=/; Max-Age={}; HttpOnly; SameSite=Lax{}", name, token,
                                          life.count(), rules.secure ? "; Secure" : ""));
}

boost::json::object staff_json(const http::Caller& staff) {
  return {
      {"id", staff.id}, {"name", staff.name}, {"role", http::to_text(staff.role)}, {"handle", staff.handle}};
}

boost::json::array sessions_json(store::Database& db, const std::string& staff, const std::string& current,
                                 WallTime now) {
  boost::json::array items;
  for (const auto& one : sessions_of(db, staff, now)) {
    items.push_back({{"id", one.id},
                     {"device", one.device},
                     {"created_at", to_rfc3339(one.created_at)},
                     {"seen_at", to_rfc3339(one.seen_at)},
                     {"expires_at", to_rfc3339(one.expires_at)},
                     {"current", one.id == current}});
  }
  return items;
}

http::Response session_answer(const http::Request& request, const NewSession& session,
                              const CookieRules& rules) {
  auto response = http::json_response(boost::json::object{{"token", session.token},
                                                          {"staff", staff_json(session.staff)},
                                                          {"expires_at", to_rfc3339(session.expires_at)}},
                                      201);
  set_cookie(request, response, "nigiwai_staff", session.token, kSessionLife, rules);
  return response;
}

}  // namespace nigiwai::people
