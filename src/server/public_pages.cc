#include "server/public_pages.h"

#include <fmt/format.h>

#include <charconv>

#include "base/time.h"
#include "people/staff.h"
#include "server/link_cards.h"
#include "server/oembed.h"
#include "shop/products/products.h"
#include "shop/settings.h"

namespace nigiwai::server {
namespace {

namespace json = boost::json;

// What these few pages say, in both languages.
struct Words {
  const char* shows;
  const char* on_air;
  const char* upcoming;
  const char* archive;
  const char* products;
  const char* shown_in;
  const char* starts;
  const char* aired;
  const char* recording;
  const char* cast;
  const char* in_stock;
  const char* sold_out;
  const char* to_come;
  const char* tax;
  const char* home;
};
constexpr Words kJapanese{"の配信",
                          "配信中",
                          "これからの配信",
                          "いつでも見られる配信",
                          "商品",
                          "この商品が出る配信",
                          "開始",
                          "配信日",
                          "録画を見る（HLS）",
                          "出演",
                          "在庫あり",
                          "売り切れ",
                          "発売前",
                          "税込",
                          "配信一覧"};
constexpr Words kEnglish{" shows",
                         "On air",
                         "Upcoming shows",
                         "Watch any time",
                         "Products",
                         "Shows with this product",
                         "Starts",
                         "Aired",
                         "Watch the recording (HLS)",
                         "With",
                         "In stock",
                         "Sold out",
                         "Not on sale yet",
                         "tax included",
                         "All shows"};

const Words& words(Language language) { return language == Language::kJapanese ? kJapanese : kEnglish; }

std::string text_of(const json::object& object, const char* name) {
  const auto* value = object.if_contains(name);
  return value != nullptr && value->is_string() ? std::string(value->as_string()) : std::string();
}

std::string link(const std::string& path, const std::string& text) {
  return fmt::format("<a href=\"{}\">{}</a>", escaped(path), escaped(text));
}

std::string time_tag(WallTime time, Language language) {
  return fmt::format("<time datetime=\"{}\">{}</time>", to_rfc3339(time), time_text(time, language));
}

// Paragraphs as they were typed.
std::string paragraphs(const std::string& text) {
  if (text.empty()) return "";
  std::string made = "<p>";
  for (const char c : escaped(text)) c == '\n' ? made += "<br>" : made += c;
  return made + "</p>";
}

std::string image_of(const std::string& origin, const json::object& product) {
  const auto* picture = product.if_contains("picture");
  return picture != nullptr && picture->is_object() ? origin + text_of(picture->as_object(), "url")
                                                    : std::string();
}

Money money_of(const json::value& value) {
  return {value.at("amount").as_int64(), std::string(value.at("currency").as_string())};
}

std::int64_t left_of(const json::object& product) { return product.at("left").as_int64(); }

bool is_to_come(const json::object& product, WallTime now) {
  const auto from = from_rfc3339(text_of(product, "on_sale_from"));
  return from && *from > now;
}

const char* having(const json::object& product, const Words& say, WallTime now) {
  if (is_to_come(product, now)) return say.to_come;
  return left_of(product) > 0 ? say.in_stock : say.sold_out;
}

std::string product_item(const json::object& product, const Words& say, WallTime now) {
  return fmt::format("<li>{} <span>{}</span> <small>{}・{}</small></li>",
                     link("/products/" + text_of(product, "id"), text_of(product, "title")),
                     money_text(money_of(product.at("price"))), say.tax, having(product, say, now));
}

std::vector<std::string> column_of(store::Rows rows) {
  std::vector<std::string> found;
  while (rows.next()) found.push_back(rows.text(0));
  return found;
}

constexpr const char* kInStock = "https://schema.org/InStock";
constexpr const char* kPreOrder = "https://schema.org/PreOrder";
constexpr const char* kOutOfStock = "https://schema.org/OutOfStock";

// https://schema.org/Product, in the form that search engines document.
json::object product_data(const json::object& product, const std::string& url, const std::string& image,
                          const std::string& shop, WallTime now) {
  const bool to_come = is_to_come(product, now);
  const auto& variants = product.at("variants").as_array();
  json::array offers;
  auto low = money_of(product.at("price")), high = low;
  for (const auto& variant : variants) {
    const auto price = money_of(variant.at("price"));
    if (offers.empty() || price.amount < low.amount) low = price;
    if (offers.empty() || price.amount > high.amount) high = price;
    offers.push_back({{"@type", "Offer"},
                      {"sku", variant.at("sku")},
                      {"url", url},
                      {"price", price_number(price)},
                      {"priceCurrency", price.currency},
                      {"availability", to_come                             ? kPreOrder
                                       : variant.at("left").as_int64() > 0 ? kInStock
                                                                           : kOutOfStock}});
    if (to_come) offers.back().as_object()["availabilityStarts"] = product.at("on_sale_from");
  }
  json::object data{{"@context", "https://schema.org"},
                    {"@type", "Product"},
                    {"name", text_of(product, "title")},
                    {"productID", text_of(product, "id")},
                    {"url", url}};
  if (const auto about = text_of(product, "description"); !about.empty()) data["description"] = about;
  if (!image.empty()) data["image"] = json::array{image};
  if (!shop.empty()) data["brand"] = {{"@type", "Brand"}, {"name", shop}};
  if (offers.size() == 1) {
    data["offers"] = offers.front();
  } else {
    data["offers"] = {{"@type", "AggregateOffer"},       {"lowPrice", price_number(low)},
                      {"highPrice", price_number(high)}, {"priceCurrency", low.currency},
                      {"offerCount", offers.size()},     {"offers", std::move(offers)}};
  }
  return data;
}

// https://schema.org/BroadcastEvent before and while it is on air, https://schema.org/VideoObject afterwards.
json::object show_data(const show::Show& show, const json::object& view, const std::string& url,
                       const std::string& origin, const std::string& image) {
  const auto name = text_of(view, "title");
  const auto about = show.description.empty() ? name : show.description;
  const auto live_at = text_of(view, "live_at"), ended_at = text_of(view, "ended_at");
  json::object data{{"@context", "https://schema.org"}, {"name", name}, {"description", about}, {"url", url}};
  if (show.state == show::State::kArchived) {
    data["@type"] = "VideoObject";
    data["uploadDate"] = live_at;
    if (!image.empty()) data["thumbnailUrl"] = json::array{image};
    if (const auto* length = view.if_contains("length_ms"); length != nullptr && length->is_int64()) {
      data["duration"] = duration_text(Milliseconds(length->as_int64()));
    }
    const auto playlist = text_of(view.at("media").as_object(), "playlist");
    if (!playlist.empty()) data["contentUrl"] = origin + playlist;
    data["publication"] = {{"@type", "BroadcastEvent"},
                           {"isLiveBroadcast", true},
                           {"startDate", live_at},
                           {"endDate", ended_at}};
    return data;
  }
  data["@type"] = "BroadcastEvent";
  data["isLiveBroadcast"] = true;
  const auto starts = live_at.empty() ? text_of(view, "starts_at") : live_at;
  if (!starts.empty()) data["startDate"] = starts;
  if (!image.empty()) data["image"] = image;
  return data;
}

}  // namespace

std::string PublicPages::shop_name() const {
  const auto known = shop::settings(db);
  if (language == Language::kEnglish && !known.name_latin.empty()) return known.name_latin;
  return known.name.empty() ? "nigiwai" : known.name;
}

PublicPage PublicPages::begun(const std::string& title, const std::string& path) const {
  PublicPage page{.language = language, .site = shop_name(), .url = origin + path};
  page.title = title.empty() ? page.site : title + " | " + page.site;
  return page;
}

std::string PublicPages::framed(const std::string& main) const {
  return fmt::format("<div class=\"plain\"><header>{} · {}</header><main>{}</main></div>",
                     link("/", shop_name()), link("/", words(language).home), main);
}

std::string PublicPages::show_list(const char* heading, const std::vector<std::string>& ids) const {
  std::string items;
  for (const auto& id : ids) {
    const auto found = show::find_for(db, id, http::Caller{});
    if (!found) continue;
    const auto times = timeline::times_of(db, id).value_or(timeline::ShowTimes{});
    const auto when = times.live_at ? times.live_at : found->starts_at;
    items += "<li>" + link("/shows/" + id, found->title);
    if (when) items += " " + time_tag(*when, language);
    items += "</li>";
  }
  return items.empty() ? items : fmt::format("<section><h2>{}</h2><ul>{}</ul></section>", heading, items);
}

PublicPage PublicPages::home() const {
  const auto& say = words(language);
  auto page = begun("", "/");
  const auto name = shop_name();
  std::string main = "<h1>" + escaped(name + say.shows) + "</h1>";
  const std::pair<const char*, std::vector<show::State>> kinds[] = {{say.on_air, {show::State::kLive}},
                                                                    {say.upcoming, {show::State::kScheduled}},
                                                                    {say.archive, {show::State::kArchived}}};
  for (const auto& [heading, states] : kinds) {
    const auto found = show::list(db, states, {.cursor = "", .limit = kShowsListed});
    std::vector<std::string> ids;
    if (found) {
      for (const auto& each : found->items) ids.push_back(each.id);
    }
    main += show_list(heading, ids);
    if (!ids.empty() && page.description.empty()) page.description = found->items.front().title;
    if (!ids.empty() && page.image.empty() && views.broadcasting.media(ids.front()).poster) {
      page.image = origin + "/media/" + ids.front() + "/poster.jpg";
    }
  }
  if (page.image.empty()) page.image = origin + "/icons/icon-512.png";
  page.title = name + say.shows;
  page.feed = origin + "/feeds/shows.atom";
  page.body = framed(main);
  return page;
}

std::optional<PublicPage> PublicPages::show(const std::string& id) const {
  const auto found = show::find_for(db, id, http::Caller{});
  if (!found) return std::nullopt;
  const auto& say = words(language);
  const auto view = show::show_json(db, *found, http::Caller{}, views);
  auto page = begun(found->title, "/shows/" + id);
  page.description = found->description;
  page.type = "video.other";
  page.oembed = oembed_address(origin, page.url);
  const auto& media = view.at("media").as_object();
  const auto& shelf = view.at("shelf").as_array();
  if (const auto poster = text_of(media, "poster"); !poster.empty()) page.image = origin + poster;
  if (page.image.empty()) {
    if (const auto card = card_of(db, id, language)) page.image = origin + card_path(id, *card, language);
  }
  page.structured.push_back(show_data(*found, view, page.url, origin, page.image));

  std::string main = "<h1>" + escaped(found->title) + "</h1>";
  const auto times = timeline::times_of(db, id).value_or(timeline::ShowTimes{});
  if (found->state == show::State::kLive) {
    main += fmt::format("<p><b>{}</b></p>", say.on_air);
  } else if (times.live_at) {
    main += fmt::format("<p>{} {}</p>", say.aired, time_tag(*times.live_at, language));
  } else if (found->starts_at) {
    main += fmt::format("<p>{} {}</p>", say.starts, time_tag(*found->starts_at, language));
  }
  std::string names;
  for (const auto& member : view.at("cast").as_array()) {
    names += (names.empty() ? "" : ", ") +
             link("/staff/" + text_of(member.as_object(), "handle"), text_of(member.as_object(), "name"));
  }
  if (!names.empty()) main += fmt::format("<p>{} {}</p>", say.cast, names);
  main += paragraphs(found->description);
  if (const auto playlist = text_of(media, "playlist");
      !playlist.empty() && found->state == show::State::kArchived) {
    main += "<p>" + link(playlist, say.recording) + "</p>";
  }
  if (!shelf.empty()) {
    main += fmt::format("<section><h2>{}</h2><ul>", say.products);
    for (const auto& product : shelf) main += product_item(product.as_object(), say, views.clock.wall());
    main += "</ul></section>";
  }
  page.body = framed(main);
  return page;
}

std::optional<PublicPage> PublicPages::product(const std::string& id) const {
  const auto found = shop::product(db, id);
  if (!found) return std::nullopt;
  const auto& say = words(language);
  const auto view = shop::to_json(*found);
  auto page = begun(found->title, "/products/" + id);
  page.description = found->description.empty() ? found->subtitle : found->description;
  page.type = "product";
  page.image = image_of(origin, view);
  page.structured.push_back(product_data(view, page.url, page.image, page.site, views.clock.wall()));
  std::string main = "<h1>" + escaped(found->title) + "</h1>";
  if (!page.image.empty()) {
    main += fmt::format("<p><img src=\"{}\" alt=\"\" width=\"320\"></p>",
                        escaped(page.image.substr(origin.size())));
  }
  main += paragraphs(found->subtitle);
  main += fmt::format("<p><b>{}</b> <small>{}</small> {}</p>", money_text(money_of(view.at("price"))),
                      say.tax, having(view, say, views.clock.wall()));
  main += paragraphs(found->description);
  main += show_list(
      say.shown_in,
      column_of(db.query("SELECT s.id FROM show_shelf h JOIN show s ON s.id = h.show WHERE h.product = ? "
                         "ORDER BY s.listed_at DESC LIMIT ?",
                         id, kShowsListed)));
  page.body = framed(main);
  return page;
}

std::optional<PublicPage> PublicPages::staff(const std::string& handle) const {
  const auto found = people::profile_of(db, handle);
  if (!found) return std::nullopt;
  const auto shows = column_of(
      db.query("SELECT s.id FROM show_cast c JOIN show s ON s.id = c.show WHERE c.handle = ? AND s.state IN "
               "('scheduled', 'live', 'archived') ORDER BY s.listed_at DESC LIMIT ?",
               handle, kShowsListed));
  // Whoever stands in no show is nobody to the public.
  if (shows.empty()) return std::nullopt;
  auto page = begun(found->name, "/staff/" + handle);
  page.description = found->title;
  page.type = "profile";
  page.image = image_of(origin, people::to_json(*found));
  page.body = framed("<h1>" + escaped(found->name) + "</h1>" + paragraphs(found->title) +
                     show_list(words(language).archive, shows));
  return page;
}

std::optional<PublicPage> PublicPages::page(std::string_view path) const {
  if (path == "/") return home();
  const auto below = [&](std::string_view room) { return path.starts_with(room); };
  const std::string name(path.substr(std::min(path.find('/', 1), path.size() - 1) + 1));
  if (below("/shows/")) return show(name);
  if (below("/products/")) return product(name);
  if (below("/staff/")) return staff(name);
  return std::nullopt;
}

std::optional<std::string> sitemap(store::Database& db, const std::string& origin, std::string_view path) {
  const auto entry = [&](const char* tag, const std::string& where) {
    return fmt::format("<{0}><loc>{1}</loc></{0}>\n", tag, escaped(origin + where));
  };
  constexpr const char* kHead = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
  constexpr const char* kSpace = "xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\"";
  if (path == "/sitemap.xml") {
    auto rows = db.query("SELECT count(*) FROM product");
    const auto products = rows.next() ? rows.integer(0) : 0;
    auto made = fmt::format("{}<sitemapindex {}>\n", kHead, kSpace) + entry("sitemap", "/sitemap-shows.xml");
    for (std::int64_t file = 0; file * kProductsInSitemap < products; ++file) {
      made += entry("sitemap", fmt::format("/sitemap-products-{}.xml", file));
    }
    return made + "</sitemapindex>\n";
  }
  auto made = fmt::format("{}<urlset {}>\n", kHead, kSpace);
  if (path == "/sitemap-shows.xml") {
    made += entry("url", "/");
    auto rows = db.query(
        "SELECT id FROM show WHERE state IN ('scheduled', 'live', 'archived') ORDER BY "
        "listed_at DESC "
        "LIMIT 50000");
    while (rows.next()) made += entry("url", "/shows/" + rows.text(0));
    return made + "</urlset>\n";
  }
  constexpr std::string_view kProducts = "/sitemap-products-";
  if (!path.starts_with(kProducts) || !path.ends_with(".xml")) return std::nullopt;
  const auto number = path.substr(kProducts.size(), path.size() - kProducts.size() - 4);
  std::int64_t file = 0;
  const auto* end = number.data() + number.size();
  if (std::from_chars(number.data(), end, file).ptr != end || number.empty() || file < 0 || file > 100'000)
    return std::nullopt;
  auto rows = db.query("SELECT id FROM product ORDER BY position LIMIT ? OFFSET ?", kProductsInSitemap,
                       file * kProductsInSitemap);
  bool any = false;
  while (rows.next()) {
    any = true;
    made += entry("url", "/products/" + rows.text(0));
  }
  if (!any) return std::nullopt;
  return made + "</urlset>\n";
}

}  // namespace nigiwai::server
