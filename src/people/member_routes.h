// Members over HTTP: signing in by mail, one's own page, following, stopping mail, export and erasure.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "http/router.h"
#include "people/holdings.h"
#include "people/people.h"

namespace nigiwai::people {

// Mails asked for: by address of the asking device, behind which a phone network may stand, and by mail
// address, so that nobody's mailbox is filled and no code is tried more than a few hundred times a day.
inline const http::Rate kSignInMailsFromAddress{"sign-in mails asked for from one address", 100,
                                                Milliseconds(3'000)};
inline const http::Rate kSignInMailsOfMail{"sign-in mails to this address", 5, Milliseconds(120'000)};
inline const http::Rate kVerifiesFromAddress{"attempts to sign in from one address", 60, Milliseconds(2'000)};
inline const http::Rate kVerifiesOfMail{"attempts to sign in with this mail address", 15,
                                        Milliseconds(60'000)};
inline const http::Rate kFollows{"changes of whom you follow", 30, Milliseconds(2'000)};
inline const http::Rate kExports{"exports of your data", 5, Milliseconds(60'000)};

struct MemberParts {  // all outlive the server
  People& people;
  store::Writer& writer;
  timeline::Journal& journal;
  http::RateLimits& limits;
  Random& random;
  const Clock& clock;
  Holdings holdings{};
  std::string origin{};  // of the pages, in links of mails
  // Of the pages that cookies are for, as PeopleParts::origins.
  std::vector<std::string> origins{};
  bool secure_cookies = false;
  std::function<std::string(store::Database&, std::string_view language)> shop_name{};
  std::function<std::string(store::Database&)> terms_version{};  // "" while the shop has no terms
  // What rooms above know for /me: `orders`, `saved` and `reminders` of a person.
  std::function<json::array(store::Database&, const Person&)> orders_of{};
  std::function<json::array(store::Database&, const Person&)> saved_by{};
  // Takes a saved product off.
  std::function<void(store::Transaction&, const http::Caller& by, const std::string& product)> unsave{};
  std::function<json::array(store::Database&, const Person&)> reminders_of{};
  // Public shows with somebody in their cast, `coming` and `archive`, and `clips` of them.
  std::function<json::object(store::Database&, const std::string& handle)> shows_with{};
  // Numbers of orders that are still to be delivered, of those in Person::orders.
  std::function<std::vector<std::string>(store::Database&, const Person&)> open_orders{};
};

class MemberRoutes {
 public:
  explicit MemberRoutes(MemberParts parts) : parts_(std::move(parts)) {}
  void add_to(http::Router& router);  // this must outlive the router

 private:
  using Answer = Task<http::Response>;
  void add_erasure_routes(http::Router& router);
  void add_unsubscribe_routes(http::Router& router);
  Answer post_sign_in(http::Request& request);
  Answer post_verify(http::Request& request);
  Answer post_sign_out(http::Request& request);
  Answer get_me(http::Request& request);
  Answer patch_me(http::Request& request);
  Answer delete_saved(http::Request& request);
  Answer get_profile(http::Request& request);
  Answer put_follow(http::Request& request);
  Answer delete_follow(http::Request& request);
  Answer get_export(http::Request& request);
  Answer post_erase(http::Request& request);
  Answer post_find(http::Request& request);
  Answer post_staff_erase(http::Request& request);
  Answer get_unsubscribe(http::Request& request);
  Answer post_unsubscribe(http::Request& request);

  Answer change_follow(http::Request& request, bool wanted);
  http::Response me_of(const std::string& viewer, const std::string& name);
  Result<int> erase_in(store::Transaction& transaction, const Person& person, const http::Caller& by,
                       bool even_open);
  bool from_our_pages(const http::Request& request) const;
  void set_viewer_cookie(const http::Request& request, http::Response& response, const std::string& token,
                         std::chrono::seconds life) const;

  MemberParts parts_;
};

}  // namespace nigiwai::people
