// People over HTTP: viewers, staff signing in, profiles, and the first owner's setup.
//
// Idempotency-Key is not taken where an answer carries a token: the stored answer would keep the token
// itself.
#pragma once

#include <boost/json/array.hpp>
#include <functional>
#include <string>
#include <vector>

#include "http/router.h"
#include "media/pictures.h"
#include "people/people.h"

namespace nigiwai::people {

// By address, because a new viewer has no other name. A phone network or a venue stands behind one address
// and comes all at once when a show starts, so the burst is a full hall.
inline const http::Rate kNewViewers{"new viewers from one address", 500, Milliseconds(100)};
inline const http::Rate kRenames{"changes of name", 10, Milliseconds(30'000)};
// Guessing a password: by address, and by mail address against those who have many addresses. Each slows only
// signing in; a session that is open stays so.
inline const http::Rate kSignInsFromAddress{"attempts to sign in from one address", 20, Milliseconds(10'000)};
inline const http::Rate kSignInsOfMail{"attempts to sign in with this mail address", 10,
                                       Milliseconds(30'000)};
// A code has a million values and three of them hold at a time; with the password known, this leaves a thief
// one chance in three hundred within a day.
inline const http::Rate kCodesOfMail{"codes for this mail address", 8, Milliseconds(90'000)};
inline const http::Rate kSetups{"attempts to set up the shop from one address", 10, Milliseconds(10'000)};

struct PeopleParts {  // all outlive the server
  People& people;
  media::Pictures& pictures;
  http::RateLimits& limits;
  // `saved` of GET /api/viewers/me, which the shop knows.
  std::function<boost::json::array(store::Database&, const std::string& viewer)> saved_by;
  // The same as the router's: a request from another site gets its token, but no cookie in place of the one
  // here.
  std::vector<std::string> origins;
  bool secure_cookies = false;  // the public URL is https
};

class Routes {
 public:
  explicit Routes(PeopleParts parts) : parts_(std::move(parts)) {}
  void add_to(http::Router& router);  // this must outlive the router

 private:
  using Answer = Task<http::Response>;
  Answer post_viewer(http::Request& request);
  Answer get_viewer(http::Request& request);
  Answer patch_viewer(http::Request& request);
  Answer post_session(http::Request& request);
  Answer get_session(http::Request& request);
  Answer delete_session(http::Request& request);
  Answer post_setup(http::Request& request);
  Answer list_staff(http::Request& request);
  Answer put_staff(http::Request& request);
  Answer put_staff_picture(http::Request& request);
  Answer put_staff_words(http::Request& request);
  Answer list_keys(http::Request& request);
  Answer post_key(http::Request& request);
  Answer delete_key(http::Request& request);

  void add_key_routes(http::Router& router);

  http::Response opened(const http::Request& request, const NewSession& session) const;
  void set_cookie(const http::Request& request, http::Response& response, const char* name,
                  const std::string& token, std::chrono::seconds life) const;

  PeopleParts parts_;
};

}  // namespace nigiwai::people
