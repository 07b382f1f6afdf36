// Listening over HTTP: /api/listening. All of the staff read; analysts and planners choose what is listened
// for and bring mentions in; an owner erases.
#pragma once

#include "http/router.h"
#include "show/fans/aside.h"
#include "social/listening/listening.h"

namespace nigiwai::social {

// Each counts over up to ten years of days.
inline const http::Rate kTrends{"looks at mentions", 60, Milliseconds(200)};

inline constexpr std::int64_t kLeastKeptDays = 30;   // a month is what words and spikes are held against
inline constexpr std::int64_t kMostKeptDays = 3650;  // ten years

struct ListeningParts {  // all outlive the server
  Listening& listening;
  store::Readers& shop;   // of the shop's database
  store::Writer& writer;  // of the same, for the audit log
  const Clock& clock;
};

class ListeningRoutes {
 public:
  explicit ListeningRoutes(ListeningParts parts) : parts_(parts), aside_(parts.listening.readers()) {}
  void add_to(http::Router& router);  // this must outlive the router

 private:
  using Answer = Task<http::Response>;
  void add_term_routes(http::Router& router);
  void add_trend_routes(http::Router& router);
  void add_mention_routes(http::Router& router);

  Answer list_terms(http::Request& request);
  Answer post_term(http::Request& request);
  Answer put_term(http::Request& request);
  Answer delete_term(http::Request& request);
  Answer trend(http::Request& request);
  Answer words(http::Request& request);
  Answer spike(http::Request& request);
  Answer list_mentions(http::Request& request);
  Answer post_import(http::Request& request);
  Answer import_state(http::Request& request);
  Answer get_settings(http::Request& request);
  Answer put_settings(http::Request& request);
  Answer erase(http::Request& request);

  Answer keep_term(http::Request& request, std::int64_t id);
  // Notes in the shop's audit log what was done in mentions.db.
  Task<Result<int>> note(const http::Caller& by, std::string action, std::string subject,
                         json::object detail = {});

  ListeningParts parts_;
  show::Aside aside_;
};

}  // namespace nigiwai::social
