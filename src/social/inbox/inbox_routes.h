// The inbox over HTTP: /api/inbox. All of the staff read; who plans, directs or presents answers.
#pragma once

#include "http/router.h"
#include "show/fans/aside.h"
#include "social/inbox/inbox_views.h"
#include "timeline/commands.h"

namespace nigiwai::social {

// Every page open at a desk looks every few seconds.
inline const http::Rate kInboxLooks{"looks into the inbox", 120, Milliseconds(250)};
// Each is sent to a network, which has limits of its own.
inline const http::Rate kInboxAnswers{"answers", 30, Milliseconds(2'000)};
inline const http::Rate kNetworkLooks{"looks at the networks", 5, Milliseconds(5'000)};

struct InboxParts {  // all outlive the server
  store::Writer& writer;
  store::Readers& readers;
  show::Aside& aside;
  Random& random;
  const Clock& clock;
  timeline::Commands& commands;
  const Voices& voices;
  std::function<void()> answered{};  // wakes the sending
  std::function<void()> look{};      // wakes the hearing
};

class InboxRoutes {
 public:
  explicit InboxRoutes(InboxParts parts) : parts_(std::move(parts)) {}
  void add_to(http::Router& router);  // this must outlive the router

 private:
  using Answer = Task<http::Response>;
  using Change =
      std::function<Result<void>(store::Transaction&, const std::string& id, const http::Caller& by)>;
  void add_item_routes(http::Router& router);
  void add_question_routes(http::Router& router);
  Answer list(http::Request& request);
  Answer count(http::Request& request);
  Answer figures(http::Request& request);
  Answer look(http::Request& request);
  Answer get_item(http::Request& request);
  Answer post_answer(http::Request& request);
  Answer post_aside(http::Request& request);
  Answer post_retry(http::Request& request);
  Answer changed(http::Request& request, Change change);
  Answer asked(http::Request& request, const char* command, json::object data);
  Answer answer_question(http::Request& request);
  http::Response told(const std::string& id, int status = 200);

  InboxParts parts_;
};

}  // namespace nigiwai::social
