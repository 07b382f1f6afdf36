#include "media/ingest/browser/door.h"

#include <algorithm>

#include "base/log.h"
#include "http/connection.h"
#include "media/ingest/browser/publisher.h"
#include "timeline/handshake.h"

namespace nigiwai::media::ingest::browser {

Door::Door(Gate& gate, Options options)
    : gate_(gate), options_(std::move(options)), transcoders_(options_.limits.picture_transcoders) {}

Door::~Door() { stop(); }

void Door::add_to(http::Router& router) {
  router.add({.method = "GET",
              .path = "/api/shows/{id}/broadcast",
              .access = http::Access::roles({http::Role::kDirector, http::Role::kPresenter}),
              .handle = [this](http::Request& request) { return open(request); },
              .summary = "Sends the show's picture from a page: a WebSocket (nigiwai.broadcast.v1) that "
                         "takes recordings of MediaRecorder."});
}

Task<http::Response> Door::open(http::Request& request) {
  // A page of another site may open a socket here, but not with our cookie.
  if (request.by_cookie &&
      std::ranges::find(options_.origins, request.header("origin")) == options_.origins.end()) {
    co_return http::problem_response(
        {Kind::kForbidden, "origin",
         "A picture with a cookie must come from the shop's own pages (its Origin is checked)."});
  }
  auto response = timeline::open_websocket(request, kProtocol);
  if (!response) co_return http::problem_response(response.error());
  response->takeover = [this, show = std::string(request.parameter("id")), caller = request.caller,
                        peer = request.peer](http::TakenConnection connection) {
    take(std::move(connection), show, caller, peer);
  };
  co_return *std::move(response);
}

void Door::take(http::TakenConnection connection, std::string show, http::Caller caller, std::string peer) {
  boost::system::error_code error;
  const int descriptor = connection.socket.release(error);
  if (error) return;
  auto line = std::make_unique<Line>(descriptor, connection.read_already);
  tidy();
  const std::scoped_lock lock(mutex_);
  if (stopping_) return;
  // A page cannot read the answer of a handshake that fails: it is let in to be told. Twice as many as may
  // send are too many even for that.
  const auto count = static_cast<int>(publishers_.size());
  if (count >= 2 * options_.limits.publishers) return;
  std::optional<Problem> refusal;
  if (count >= options_.limits.publishers) {
    refusal = Problem{Kind::kTooMany, "too-many-publishers", "Too many phones broadcast already."};
  }
  publishers_.push_back(std::make_unique<Publisher>(
      Publisher::Way{.show = std::move(show), .caller = std::move(caller), .peer = std::move(peer)}, gate_,
      transcoders_, options_.limits));
  publishers_.back()->start(std::move(line), std::move(refusal));
}

// Lets go of those who have gone.
void Door::tidy() {
  std::list<std::unique_ptr<Publisher>> finished;
  const std::scoped_lock lock(mutex_);
  for (auto each = publishers_.begin(); each != publishers_.end();) {
    const auto next = std::next(each);
    if ((*each)->done()) finished.splice(finished.end(), publishers_, each);
    each = next;
  }
}

void Door::dismiss(const std::function<bool(const http::Caller&)>& whom) {
  const std::scoped_lock lock(mutex_);
  for (const auto& each : publishers_) {
    if (whom(each->caller())) {
      each->end({Kind::kUnauthorized, "unauthorized", "This session has ended or has another role now."});
    }
  }
}

void Door::stop() {
  std::list<std::unique_ptr<Publisher>> all;
  {
    const std::scoped_lock lock(mutex_);
    stopping_ = true;
    all.swap(publishers_);
  }
  for (const auto& each : all) {
    each->end({Kind::kUnavailable, "stopping", "The server is shutting down; connect again soon."});
  }
}

}  // namespace nigiwai::media::ingest::browser
