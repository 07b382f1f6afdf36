// Viewers whom nobody has seen for as long as the owner chose are erased by themselves, as if they had asked
// for it: their names and what they wrote go, every count stays.
//
// Somebody is seen who watches a show or does anything that the journal tells of. Members and whoever ever
// ordered are never forgotten by this: they have an account, or the shop has books to keep.
#pragma once

#include <atomic>
#include <boost/asio/thread_pool.hpp>

#include "http/router.h"
#include "insight/insight.h"
#include "people/holdings.h"
#include "people/people.h"

namespace nigiwai::server {

// Everybody is looked at once in so long.
inline constexpr std::chrono::hours kForgetEvery{24};
// Looked at together, beside; and erased in one transaction, behind all who wait for something.
inline constexpr std::int64_t kStrangersAtOnce = 500;
inline constexpr std::size_t kForgottenAtOnce = 20;

class Forgetting {
 public:
  struct Parts {  // all outlive this
    people::People& people;
    store::Writer& writer;
    insight::Insight& insight;
    const Clock& clock;
    people::Holdings holdings;
  };
  explicit Forgetting(Parts parts) : parts_(std::move(parts)) {}
  ~Forgetting() { stop(); }

  // GET and PUT /api/maintenance/forgetting, for the owner.
  void add_to(http::Router& router);  // this must outlive the router
  // Called every few minutes, from any thread.
  void tend();
  void stop();  // before the writer; safe to call twice

 private:
  struct Look {
    std::vector<std::string> unseen{};
    bool over = false;  // everybody was looked at
  };
  Task<http::Response> put_months(http::Request& request);
  void look();
  Result<Look> look_at_some();
  void forget(std::vector<std::string> viewers, bool over);
  void forget_one(store::Transaction& transaction, const std::string& viewer);
  void rest(bool over);

  Parts parts_;
  std::atomic<bool> working_{false};
  std::atomic<bool> stopped_{false};
  std::atomic<bool> asked_{true};  // the first time at once, and when the owner chose
  // By whoever set `working_`.
  SteadyTime over_at_{};
  std::string after_{};
  asio::thread_pool beside_{1};
};

}  // namespace nigiwai::server
