#include "shop/feed/import.h"

#include <algorithm>
#include <future>
#include <thread>

#include "base/time.h"
#include "people/audit.h"
#include "shop/feed/encoding.h"
#include "shop/products/gallery.h"
#include "shop/products/products.h"
#include "shop/products/stock.h"
#include "shop/settings.h"

namespace nigiwai::shop::feed {
namespace {

// Products and variants written in one turn: some milliseconds, well below the writer's longest turn.
constexpr std::size_t kMostInTurn = 180;

// Runs work on the writer and waits for it.
template <class T>
Result<T> on_writer(store::Writer& writer, std::function<Result<T>(store::Transaction&)> work) {
  std::promise<Result<T>> promise;
  auto answer = promise.get_future();
  writer.run<T>(store::Lane::kImports, std::move(work),
                [&promise](Result<T> result) { promise.set_value(std::move(result)); });
  return answer.get();
}

// The hash in a link to one of our own pictures (media/pictures.h); empty for any other link.
std::string own_picture(store::Database& db, const std::string& link) {
  constexpr std::string_view kFolder = "/pictures/";
  constexpr std::size_t kHashLength = 32;
  const auto at = link.rfind(kFolder);
  if (at == std::string::npos || link.size() < at + kFolder.size() + kHashLength) return {};
  auto hash = link.substr(at + kFolder.size(), kHashLength);
  auto rows = db.query("SELECT 1 FROM picture WHERE name = ?", hash + "-640.webp");
  return rows.next() ? hash : std::string();
}

// Takes the feed's variants in, each in the place where its SKU stands already, new ones at the end.
void merge_variants(Product& product, const FeedProduct& fed) {
  const bool has_choices = fed.variants.size() > 1 || fed.variants.front().sku != product.id;
  // A product that was its own SKU gives way to the variants that it now has.
  if (has_choices && product.variants.size() == 1 && product.variants.front().sku == product.id) {
    product.variants.clear();
  }
  for (const auto& variant : fed.variants) {
    const auto own = variant.price == product.price.amount ? std::nullopt : std::optional(variant.price);
    auto found = std::ranges::find(product.variants, variant.sku, &Variant::sku);
    if (found == product.variants.end()) {
      product.variants.push_back({.sku = variant.sku});
      found = std::prev(product.variants.end());
    }
    found->options = variant.options;
    found->price = own;
    if (!variant.gtin.empty()) found->gtin = variant.gtin;
  }
}

Product merged(const FeedProduct& fed, const std::optional<Product>& present, const std::string& currency) {
  auto product = present.value_or(Product{.id = fed.id,
                                          .title = fed.title,
                                          .subtitle = "",
                                          .description = "",
                                          .price = {0, currency},
                                          .picture = "",
                                          .variants = {}});
  product.title = fed.title;
  if (fed.subtitle) product.subtitle = *fed.subtitle;
  if (fed.description) product.description = *fed.description;
  if (fed.brand) product.brand = *fed.brand;
  if (fed.tax_rate) product.tax_rate = *fed.tax_rate;
  if (fed.on_sale_from) product.on_sale_from = *fed.on_sale_from;
  if (fed.limit_per_person) product.limit_per_person = *fed.limit_per_person;
  product.price.amount = std::ranges::min(fed.variants, {}, &FeedVariant::price).price;
  merge_variants(product, fed);
  return product;
}

bool same(const Product& one, const Product& other) {
  return one.title == other.title && one.subtitle == other.subtitle && one.description == other.description &&
         one.brand == other.brand && one.tax_rate == other.tax_rate && one.price == other.price &&
         one.limit_per_person == other.limit_per_person && one.on_sale_from == other.on_sale_from &&
         one.picture_sources == other.picture_sources &&
         std::ranges::equal(one.variants, other.variants,
                            [](const Variant& left, const Variant& right) { return left.same_as(right); });
}

class Turn {
 public:
  Turn(store::Transaction& transaction, const ImportParts& parts, const http::Caller& by)
      : transaction_(transaction),
        db_(transaction.db()),
        parts_(parts),
        by_(by),
        currency_(settings(db_).currency) {}

  void write(const FeedProduct& fed) {
    std::optional<Product> present;
    if (auto found = product(db_, fed.id)) present = *std::move(found);
    auto wanted = merged(fed, present, currency_);
    std::vector<std::string> ours;
    if (!fed.picture_sources.empty()) wanted.picture_sources = foreign_links(fed.picture_sources, ours);
    const bool fresh_picture = std::ranges::any_of(ours, [&](const std::string& hash) {
      return std::ranges::find(wanted.pictures, hash) == wanted.pictures.end();
    });
    if (present && same(*present, wanted) && !fresh_picture) {
      ++report_.unchanged;
    } else if (!keep(fed, wanted, ours)) {
      return;
    }
    if (present) {
      compare_stock(fed, *present);
    } else {
      set_stock(fed);
    }
  }
  Report take() { return std::move(report_); }

 private:
  std::vector<std::string> foreign_links(const std::vector<std::string>& links,
                                         std::vector<std::string>& ours) {
    std::vector<std::string> foreign;
    for (const auto& link : links) {
      auto hash = own_picture(db_, link);
      if (!hash.empty()) {
        ours.push_back(std::move(hash));
      } else if (link.starts_with("http")) {
        foreign.push_back(link);
      }
    }
    return foreign;
  }

  bool keep(const FeedProduct& fed, const Product& wanted, const std::vector<std::string>& ours) {
    const auto done = put(transaction_, wanted);
    if (!done) {
      const auto& field = done.error().field;
      report_.refused.push_back(
          {fed.line, field.starts_with('/') ? field.substr(1) : field, done.error().detail});
      return false;
    }
    ++(*done == Put::kCreated ? report_.created : report_.changed);
    for (const auto& hash : ours) {
      // A gallery that is full keeps the pictures that it has.
      if (!add_picture(transaction_, fed.id, hash)) break;
    }
    parts_.journal.append(transaction_, "",
                          {.kind = "product.changed",
                           .data = {{"product", wanted.id}, {"price", nigiwai::to_json(wanted.price)}},
                           .audience = timeline::Audience::kServer},
                          by_, Milliseconds(0));
    return true;
  }

  void set_stock(const FeedProduct& fed) {
    std::map<std::string, StockNow> changed;
    for (const auto& variant : fed.variants) {
      if (variant.stock.value_or(0) == 0) continue;
      const auto now = change_stock(transaction_, {variant.sku, *variant.stock, "import"}, by_);
      if (now) changed[variant.sku] = *now;
    }
    announce_stock(transaction_, parts_.journal, parts_.shelves, changed);
  }

  void compare_stock(const FeedProduct& fed, const Product& present) {
    for (const auto& variant : fed.variants) {
      if (!variant.stock) continue;
      const auto known = std::ranges::find(present.variants, variant.sku, &Variant::sku);
      const auto ours = known == present.variants.end() ? 0 : known->left;
      if (ours != *variant.stock) report_.stock_differences.push_back({variant.sku, ours, *variant.stock});
    }
  }

  store::Transaction& transaction_;
  store::Database& db_;
  const ImportParts& parts_;
  const http::Caller& by_;
  std::string currency_;
  Report report_;
};

template <class T>
void add_up_to(std::vector<T>& all, std::size_t& count, std::vector<T>&& more, std::size_t most) {
  count += more.size();
  for (auto& each : more) {
    if (all.size() >= most) return;
    all.push_back(std::move(each));
  }
}

void add(Report& whole, Report&& turn) {
  whole.created += turn.created;
  whole.changed += turn.changed;
  whole.unchanged += turn.unchanged;
  add_up_to(whole.refused, whole.refused_count, std::move(turn.refused), kMostRefusals);
  add_up_to(whole.stock_differences, whole.difference_count, std::move(turn.stock_differences),
            kMostDifferences);
}

std::size_t end_of_turn(const std::vector<FeedProduct>& products, std::size_t from) {
  std::size_t weight = 0;
  auto end = from;
  while (end < products.size() && weight < kMostInTurn) weight += 1 + products[end++].variants.size();
  return end;
}

Result<void> write_all(const ImportParts& parts, const std::vector<FeedProduct>& products,
                       const http::Caller& by, Progress& progress, Report& report) {
  progress.total = products.size();
  for (std::size_t from = 0; from < products.size();) {
    const auto end = end_of_turn(products, from);
    auto turn = on_writer<Report>(parts.writer, [&](store::Transaction& transaction) -> Result<Report> {
      Turn writing(transaction, parts, by);
      for (auto i = from; i < end; ++i) writing.write(products[i]);
      return writing.take();
    });
    if (!turn) return std::unexpected(turn.error().because("The import ended before its end"));
    add(report, *std::move(turn));
    progress.done = from = end;
    if (progress.stop) {
      return fail(Kind::kUnavailable, "stopping",
                  "The server is stopping; import the same feed again to go on.");
    }
    if (parts.pause.count() > 0) std::this_thread::sleep_for(parts.pause);
  }
  return {};
}

}  // namespace

json::object to_json(const Report& report) {
  json::array refused;
  for (const auto& each : report.refused) {
    refused.push_back({{"line", each.line}, {"field", each.field}, {"why", each.why}});
  }
  json::array differences;
  for (const auto& each : report.stock_differences) {
    differences.push_back({{"sku", each.sku}, {"ours", each.ours}, {"theirs", each.theirs}});
  }
  json::object ignored;
  for (const auto& [name, rows] : report.ignored_columns) ignored[name] = rows;
  return {{"format", report.format},
          {"encoding", report.encoding},
          {"created", report.created},
          {"changed", report.changed},
          {"unchanged", report.unchanged},
          {"refused_count", report.refused_count},
          {"refused", std::move(refused)},
          {"stock_difference_count", report.difference_count},
          {"stock_differences", std::move(differences)},
          {"ignored_columns", std::move(ignored)}};
}

Result<Report> import_feed(const ImportParts& parts, std::string bytes, const http::Caller& by,
                           Progress& progress) {
  if (bytes.size() > kMostBytes) {
    return fail(Kind::kTooLarge, "too-large", "A feed may have at most 512 MB. Cut it and import the parts.");
  }
  auto decoded = decode(bytes);
  if (!decoded) return std::unexpected(decoded.error());
  std::string().swap(bytes);
  const auto format = format_of(decoded->text);
  if (!format) return std::unexpected(format.error());
  auto rules = on_writer<FeedRules>(parts.writer, [](store::Transaction& transaction) -> Result<FeedRules> {
    return FeedRules{.currency = settings(transaction.db()).currency, .now = transaction.now()};
  });
  if (!rules) return std::unexpected(rules.error());
  auto parsed = parse(*format, decoded->text, *rules);
  std::string().swap(decoded->text);

  Report report{.format = std::string(to_text(*format)), .encoding = decoded->encoding};
  report.ignored_columns = std::move(parsed.ignored_columns);
  add_up_to(report.refused, report.refused_count, std::move(parsed.refused), kMostRefusals);
  if (auto written = write_all(parts, parsed.products, by, progress, report); !written) {
    return std::unexpected(written.error());
  }
  std::ranges::sort(report.refused, {}, &Refusal::line);
  const auto noted = on_writer<bool>(parts.writer, [&](store::Transaction& transaction) -> Result<bool> {
    people::audit(
        transaction, by, "product.imported", report.format,
        {{"created", report.created}, {"changed", report.changed}, {"refused", report.refused_count}});
    return true;
  });
  if (!noted) return std::unexpected(noted.error());
  return report;
}

}  // namespace nigiwai::shop::feed
