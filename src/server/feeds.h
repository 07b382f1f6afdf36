// Feeds for others: products for the catalogues of Google and Meta, shows for feed readers.
#pragma once

#include "http/router.h"
#include "server/html.h"
#include "shop/products/product.h"
#include "show/fans/aside.h"
#include "show/shows.h"

namespace nigiwai::server {

// Items of the product feed: some 20 MB, and seconds of a thread of its own.
inline constexpr std::size_t kMostFeedItems = 20'000;
// Shows of a feed for readers: who reads seldomer than this many shows looks at the page.
inline constexpr std::int64_t kShowsInFeed = 50;

// The items of one product, one for each SKU, as Google's product data specification and Meta's catalogue
// want them (RSS 2.0 with the namespace g). Pure.
std::string product_items(const shop::Product& product, const std::string& origin, WallTime now);

// A show as feeds tell of it.
struct ShowEntry {
  std::string id{};
  std::string title{};
  std::string description{};
  std::string image{};                  // absolute
  std::optional<WallTime> starts_at{};  // while it is to come
  WallTime listed_at{};
};
// Atom 1.0 (RFC 4287) and JSON Feed 1.1. Pure.
std::string atom_of(const std::vector<ShowEntry>& shows, const std::string& shop, const std::string& origin);
json::object json_feed_of(const std::vector<ShowEntry>& shows, const std::string& shop,
                          const std::string& origin);

// GET /feeds/products.xml, /feeds/shows.atom and /feeds/shows.json.
class Feeds {
 public:
  Feeds(store::Readers& readers, const Clock& clock, std::string origin)  // both outlive this
      : aside_(readers), clock_(clock), origin_(std::move(origin)) {}
  void add_to(http::Router& router);  // this must outlive the router

 private:
  Task<http::Response> products();
  Task<http::Response> shows(bool as_json);

  show::Aside aside_;
  const Clock& clock_;
  std::string origin_;
};

}  // namespace nigiwai::server
