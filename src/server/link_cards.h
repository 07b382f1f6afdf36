// The pictures that links to shows are shown with (media/link_card): drawn when one is first asked for.
#pragma once

#include <boost/asio/thread_pool.hpp>
#include <deque>
#include <map>
#include <memory>
#include <mutex>
#include <string>

#include "http/router.h"
#include "media/link_card.h"
#include "server/html.h"
#include "show/shows.h"
#include "store/readers.h"

namespace nigiwai::server {

// Drawn cards are kept, 100 kB each: the links that are passed around in one evening.
inline constexpr std::size_t kMostCardsKept = 64;
// Cards that may wait for the thread that draws, a second of its work.
inline constexpr int kMostCardsWaiting = 30;

// What stands on the card of a show; not-found for those that the public may not know of.
Result<media::LinkCard> card_of(store::Database& db, const std::string& show, Language language);
// Where it is. Another address when the card changes, for networks keep what they have seen.
std::string card_path(const std::string& show, const media::LinkCard& card, Language language);

class LinkCards {
 public:
  explicit LinkCards(store::Readers& readers) : readers_(readers) {}  // which outlives this
  ~LinkCards();
  // GET /shows/{id}/card.jpg?lang=ja|en. This must outlive the router.
  void add_to(http::Router& router);

 private:
  using Picture = std::shared_ptr<const std::string>;
  Task<http::Response> serve(http::Request& request);
  Picture kept(const std::string& key);
  void keep(const std::string& key, Picture picture);

  store::Readers& readers_;
  std::mutex mutex_;
  std::map<std::string, Picture> cards_;
  std::deque<std::string> oldest_;
  int waiting_ = 0;
  asio::thread_pool thread_{1};
};

}  // namespace nigiwai::server
