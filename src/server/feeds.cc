#include "server/feeds.h"

#include <fmt/format.h>

#include <boost/json/serialize.hpp>

#include "base/time.h"
#include "media/pictures.h"
#include "server/link_cards.h"
#include "shop/products/products.h"
#include "shop/settings.h"

namespace nigiwai::server {
namespace {

// A catalogue fetches once an hour, a feed reader every quarter.
const http::Rate kFetching{"feeds", 20, Milliseconds(3'000)};
constexpr const char* kFreshFor = "public, max-age=300";
constexpr std::size_t kMostDescription = 5'000;  // bytes; Google takes as many characters

std::string tag(std::string_view name, std::string_view text) {
  return text.empty() ? std::string() : fmt::format("<{0}>{1}</{0}>", name, escaped(text));
}

// As much as catalogues take, cut where a character ends.
std::string_view shortened(std::string_view text) {
  if (text.size() <= kMostDescription) return text;
  auto end = kMostDescription;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xc0) == 0x80) --end;
  return text.substr(0, end);
}

std::string picture_of(const shop::Product& product, const shop::Variant& variant,
                       const std::string& origin) {
  const auto shot = media::picture_json(variant.picture.empty() ? product.picture : variant.picture);
  return shot.is_object() ? origin + std::string(shot.at("url").as_string()) : std::string();
}

std::vector<ShowEntry> newest_shows(store::Database& db, const std::string& origin) {
  std::vector<ShowEntry> entries;
  const show::State states[] = {show::State::kScheduled, show::State::kLive, show::State::kArchived};
  const auto found = show::list(db, states, {.cursor = "", .limit = kShowsInFeed});
  if (!found) return entries;
  for (const auto& each : found->items) {
    ShowEntry entry{.id = each.id,
                    .title = each.title,
                    .description = each.description,
                    .starts_at = each.state == show::State::kScheduled ? each.starts_at : std::nullopt,
                    .listed_at = from_ms(each.listed_at)};
    if (const auto card = card_of(db, each.id, Language::kJapanese))
      entry.image = origin + card_path(each.id, *card, Language::kJapanese);
    entries.push_back(std::move(entry));
  }
  return entries;
}

std::string words_of(const ShowEntry& show) {
  const auto begins = show.starts_at ? time_text(*show.starts_at, Language::kJapanese) : std::string();
  if (begins.empty()) return show.description;
  return show.description.empty() ? begins : begins + "\n" + show.description;
}

}  // namespace

std::string product_items(const shop::Product& product, const std::string& origin, WallTime now) {
  const bool to_come = product.on_sale_from && *product.on_sale_from > now;
  std::string items;
  for (const auto& variant : product.variants) {
    const auto title = shop::full_title(product.title, variant.options);
    const auto about = product.description.empty() ? title : product.description;
    const Money price{variant.price.value_or(product.price.amount), product.price.currency};
    items += "<item>" + tag("g:id", variant.sku) + tag("g:title", title) +
             tag("g:description", shortened(about)) + tag("g:link", origin + "/products/" + product.id) +
             tag("g:image_link", picture_of(product, variant, origin)) +
             tag("g:availability", to_come            ? "preorder"
                                   : variant.left > 0 ? "in_stock"
                                                      : "out_of_stock") +
             (to_come ? tag("g:availability_date", to_rfc3339(*product.on_sale_from)) : std::string()) +
             tag("g:price", price_number(price) + " " + price.currency) + tag("g:condition", "new") +
             tag("g:brand", product.brand) + tag("g:gtin", variant.gtin);
    if (product.variants.size() > 1) items += tag("g:item_group_id", product.id);
    items += "</item>\n";
  }
  return items;
}

std::string atom_of(const std::vector<ShowEntry>& shows, const std::string& shop, const std::string& origin) {
  auto made = fmt::format(
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\">\n"
      "<id>{0}/</id>\n<title>{1}</title>\n<updated>{2}</updated>\n<author><name>{1}</name></author>\n"
      "<link href=\"{0}/\"/>\n<link rel=\"self\" href=\"{0}/feeds/shows.atom\"/>\n",
      escaped(origin), escaped(shop), to_rfc3339(shows.empty() ? WallTime{} : shows.front().listed_at));
  for (const auto& show : shows) {
    const auto url = escaped(origin + "/shows/" + show.id);
    made += fmt::format(
        "<entry><id>{0}</id><title>{1}</title><link href=\"{0}\"/><updated>{2}</updated>{3}{4}</entry>\n",
        url, escaped(show.title), to_rfc3339(show.listed_at), tag("summary", words_of(show)),
        show.image.empty()
            ? std::string()
            : fmt::format("<link rel=\"enclosure\" type=\"image/jpeg\" href=\"{}\"/>", escaped(show.image)));
  }
  return made + "</feed>\n";
}

json::object json_feed_of(const std::vector<ShowEntry>& shows, const std::string& shop,
                          const std::string& origin) {
  json::array items;
  for (const auto& show : shows) {
    const auto url = origin + "/shows/" + show.id;
    json::object item{{"id", url},
                      {"url", url},
                      {"title", show.title},
                      {"content_text", words_of(show)},
                      {"date_published", to_rfc3339(show.listed_at)}};
    if (!show.image.empty()) item["image"] = show.image;
    items.push_back(std::move(item));
  }
  return {{"version", "https://jsonfeed.org/version/1.1"},
          {"title", shop},
          {"home_page_url", origin + "/"},
          {"feed_url", origin + "/feeds/shows.json"},
          {"items", std::move(items)}};
}

void Feeds::add_to(http::Router& router) {
  router.add(
      {.method = "GET",
       .path = "/feeds/products.xml",
       .access = http::Access::open(),
       .handle = [this](http::Request&) { return products(); },
       .summary = "All products with price and stock as they are now, for the catalogues of Google and Meta.",
       .rate = kFetching});
  router.add({.method = "GET",
              .path = "/feeds/shows.atom",
              .access = http::Access::open(),
              .handle = [this](http::Request&) { return shows(false); },
              .summary = "The newest shows as an Atom feed.",
              .rate = kFetching});
  router.add({.method = "GET",
              .path = "/feeds/shows.json",
              .access = http::Access::open(),
              .handle = [this](http::Request&) { return shows(true); },
              .summary = "The newest shows as a JSON Feed.",
              .rate = kFetching});
}

Task<http::Response> Feeds::products() {
  const auto made = co_await aside_.read<std::string>(
      [origin = origin_, now = clock_.wall()](store::Database& db) -> Result<std::string> {
        auto feed = fmt::format(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<rss version=\"2.0\" "
            "xmlns:g=\"http://base.google.com/ns/1.0\"><channel>\n{}{}{}\n",
            tag("title", shop::settings(db).name), tag("link", origin + "/"),
            tag("description", shop::settings(db).name));
        http::PageAsked page{.cursor = "", .limit = 200};
        for (std::size_t items = 0; items < kMostFeedItems;) {
          const auto found = shop::products(db, page);
          if (!found) return std::unexpected(found.error());
          for (const auto& product : found->items) {
            feed += product_items(product, origin, now);
            items += product.variants.size();
          }
          if (!found->next) break;
          page.cursor = *found->next;
        }
        return feed + "</channel></rss>\n";
      });
  if (!made) co_return http::problem_response(made.error());
  auto response = http::text_response(*made, "application/rss+xml; charset=utf-8");
  response.with("Cache-Control", kFreshFor);
  co_return response;
}

Task<http::Response> Feeds::shows(bool as_json) {
  const auto made = co_await aside_.read<std::string>(
      [origin = origin_, as_json](store::Database& db) -> Result<std::string> {
        const auto name = shop::settings(db).name;
        const auto found = newest_shows(db, origin);
        return as_json ? json::serialize(json_feed_of(found, name, origin)) : atom_of(found, name, origin);
      });
  if (!made) co_return http::problem_response(made.error());
  auto response =
      http::text_response(*made, as_json ? "application/feed+json" : "application/atom+xml; charset=utf-8");
  response.with("Cache-Control", kFreshFor);
  co_return response;
}

}  // namespace nigiwai::server
