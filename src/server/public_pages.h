// The public pages as they read without JavaScript, with what link previews and search engines take from
// them.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "server/html.h"
#include "show/views.h"
#include "store/database.h"

namespace nigiwai::server {

// Products to one sitemap file; the protocol takes 50,000 addresses.
inline constexpr std::int64_t kProductsInSitemap = 10'000;
// Shows of each kind on the home page, and in the lists below products and people.
inline constexpr std::int64_t kShowsListed = 24;

struct PublicPages {
  store::Database& db;
  const show::ViewParts& views;
  std::string origin;  // absolute addresses begin with it
  Language language = Language::kJapanese;

  // Of /, /shows/{id}, /products/{id} and /staff/{handle}; nothing when there is no such thing, or the public
  // may not know of it. `path` is percent-decoded.
  std::optional<PublicPage> page(std::string_view path) const;

 private:
  PublicPage home() const;
  std::optional<PublicPage> show(const std::string& id) const;
  std::optional<PublicPage> product(const std::string& id) const;
  std::optional<PublicPage> staff(const std::string& handle) const;

  PublicPage begun(const std::string& title, const std::string& path) const;
  std::string framed(const std::string& main) const;
  std::string show_list(const char* heading, const std::vector<std::string>& ids) const;
  std::string shop_name() const;
};

// /sitemap.xml names the others: /sitemap-shows.xml, /sitemap-products-0.xml, …; nothing for other paths.
std::optional<std::string> sitemap(store::Database& db, const std::string& origin, std::string_view path);

}  // namespace nigiwai::server
