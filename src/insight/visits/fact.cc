#include "insight/visits/fact.h"

#include <algorithm>
#include <boost/json/monotonic_resource.hpp>
#include <boost/json/parse.hpp>
#include <charconv>
#include <unordered_map>

namespace nigiwai::insight {
namespace {

namespace json = boost::json;

std::int64_t number_in(const json::object& in, std::string_view name) {
  const auto* value = in.if_contains(name);
  return value != nullptr && value->is_int64() ? value->get_int64() : 0;
}

std::string_view text_in(const json::object& in, std::string_view name) {
  const auto* value = in.if_contains(name);
  return value != nullptr && value->is_string() ? std::string_view(value->get_string()) : std::string_view();
}

const json::object* object_in(const json::object& in, std::string_view name) {
  const auto* value = in.if_contains(name);
  return value != nullptr ? value->if_object() : nullptr;
}

std::int64_t amount_in(const json::object& in, std::string_view name) {
  const auto* money = object_in(in, name);
  return money == nullptr ? 0 : number_in(*money, "amount");
}

// By product: as the order tells it, or all of it to the one product, or else by the pieces of each.
std::vector<ProductShare> products_in(const json::object& data, std::int64_t total) {
  std::vector<ProductShare> shares;
  if (const auto* amounts = object_in(data, "amounts")) {
    for (const auto& [product, amount] : *amounts) {
      if (amount.is_int64()) shares.push_back({std::string(product), amount.get_int64()});
    }
    return shares;
  }
  const auto* products = data.if_contains("products");
  if (products == nullptr || !products->is_array()) return shares;
  for (const auto& product : products->get_array()) {
    if (product.is_string()) shares.push_back({std::string(product.get_string()), 0});
  }
  std::vector<std::int64_t> weights(shares.size(), 1);
  if (const auto* lines = data.if_contains("lines"); lines != nullptr && lines->is_array()) {
    std::ranges::fill(weights, 0);
    for (const auto& line : lines->get_array()) {
      if (!line.is_object()) continue;
      const auto found =
          std::ranges::find(shares, text_in(line.get_object(), "product"), &ProductShare::product);
      if (found != shares.end())
        weights[static_cast<std::size_t>(found - shares.begin())] += number_in(line.get_object(), "quantity");
    }
  }
  std::int64_t whole = 0, given = 0;
  for (const auto weight : weights) whole += weight;
  for (std::size_t i = 0; i < shares.size() && whole > 0; ++i) {
    shares[i].amount = total * weights[i] / whole;
    given += shares[i].amount;
  }
  if (!shares.empty()) shares.front().amount += total - given;
  return shares;
}

bool read_order(Fact& fact, std::string_view kind, const json::object& data) {
  fact.order = text_in(data, "order");
  if (fact.order.empty()) return false;
  switch (fact.what) {
    case What::kOrder:
      fact.amount = amount_in(data, "total");
      fact.pieces = number_in(data, "pieces");
      fact.products = products_in(data, fact.amount);
      if (kind == "order.external") {
        const auto state = text_in(data, "state");
        fact.paid = state == "paid" || state == "shipped";
      }
      return true;
    case What::kRefunded:
      fact.amount = amount_in(data, "amount");
      return true;
    default:
      return true;
  }
}

// What became of an order in another shop.
bool read_external(Fact& fact, const json::object& data) {
  fact.order = text_in(data, "order");
  const auto state = text_in(data, "state");
  fact.what = state == "cancelled" ? What::kCancelled : state == "refunded" ? What::kRefunded : What::kPaid;
  fact.amount = amount_in(data, "total");
  return !fact.order.empty();
}

// Reads an object of the journal's own writing from its beginning, without a parser: most events are reports
// of players, with two numbers each.
class Plain {
 public:
  explicit Plain(std::string_view text) : left_(text) {}
  Plain& skip(std::string_view words) {
    if (left_.starts_with(words)) {
      left_.remove_prefix(words.size());
    } else {
      fits_ = false;
    }
    return *this;
  }
  Plain& number(std::int64_t& into) {
    const auto [end, error] = std::from_chars(left_.data(), left_.data() + left_.size(), into);
    fits_ = fits_ && error == std::errc();
    left_.remove_prefix(static_cast<std::size_t>(end - left_.data()));
    return *this;
  }
  // Up to the quotation mark; one with an escape fits not.
  Plain& text(std::string_view& into) {
    into = left_.substr(0, left_.find_first_of("\"\\"));
    left_.remove_prefix(into.size());
    return *this;
  }
  bool ends() const { return fits_ && left_.empty(); }

 private:
  std::string_view left_;
  bool fits_ = true;
};

// False where the data is not exactly so: then it is for the parser.
bool read_plain(Fact& fact, std::string_view data) {
  std::string_view product;
  switch (fact.what) {
    case What::kPlayed:
    case What::kSought:
      return Plain(data)
          .skip(R"({"from":)")
          .number(fact.from)
          .skip(R"(,"to":)")
          .number(fact.to)
          .skip("}")
          .ends();
    case What::kHearts:
      return Plain(data).skip(R"({"count":)").number(fact.from).skip("}").ends();
    case What::kSave:
    case What::kSeen:
    case What::kOpened:
    case What::kCart:
      if (!Plain(data).skip(R"({"product":")").text(product).skip(R"("})").ends()) return false;
      fact.product = product;
      return true;
    case What::kOrder: {
      // Of one product, as most are.
      std::string_view order, number, currency;
      if (!Plain(data)
               .skip(R"({"order":")")
               .text(order)
               .skip(R"(","number":")")
               .text(number)
               .skip(R"(","total":{"amount":)")
               .number(fact.amount)
               .skip(R"(,"currency":")")
               .text(currency)
               .skip(R"("},"pieces":)")
               .number(fact.pieces)
               .skip(R"(,"products":[")")
               .text(product)
               .skip(R"("]})")
               .ends() ||
          order.empty()) {
        return false;
      }
      fact.order = order;
      fact.products = {{std::string(product), fact.amount}};
      return true;
    }
    default:
      return false;
  }
}

bool read_parsed(Fact& fact, std::string_view kind, std::string_view data) {
  // Mostly some dozen bytes: no allocation for them.
  std::array<unsigned char, 4096> space;
  json::monotonic_resource memory(space.data(), space.size());
  boost::system::error_code error;
  const auto value = json::parse(data, error, &memory);
  if (error || !value.is_object()) return false;
  const auto& in = value.get_object();
  switch (fact.what) {
    case What::kPlayed:
    case What::kSought:
      fact.from = number_in(in, "from");
      fact.to = number_in(in, "to");
      return true;
    case What::kHearts:
      fact.from = number_in(in, "count");
      return true;
    case What::kSave:
    case What::kSeen:
    case What::kOpened:
    case What::kCart:
      fact.product = text_in(in, "product");
      return true;
    default:
      return kind == "order.external_changed" ? read_external(fact, in) : read_order(fact, kind, in);
  }
}

}  // namespace

std::optional<What> what_of(std::string_view kind) {
  static const std::unordered_map<std::string_view, What> all{{"show.started", What::kStarted},
                                                              {"show.ended", What::kEnded},
                                                              {"play.span", What::kPlayed},
                                                              {"seek", What::kSought},
                                                              {"heart.given", What::kHearts},
                                                              {"chat.posted", What::kChat},
                                                              {"question.asked", What::kQuestion},
                                                              {"question.seconded", What::kSecond},
                                                              {"poll.voted", What::kVote},
                                                              {"product.saved", What::kSave},
                                                              {"product.seen", What::kSeen},
                                                              {"product.opened", What::kOpened},
                                                              {"cart.added", What::kCart},
                                                              {"link.made", What::kShare},
                                                              {"staff.followed", What::kFollow},
                                                              {"order.placed", What::kOrder},
                                                              {"order.external", What::kOrder},
                                                              {"order.paid", What::kPaid},
                                                              {"order.cancelled", What::kCancelled},
                                                              {"order.refunded", What::kRefunded},
                                                              {"order.external_changed", What::kPaid}};
  const auto found = all.find(kind);
  return found == all.end() ? std::nullopt : std::optional(found->second);
}

bool read_data(Fact& fact, std::string_view kind, std::string_view data) {
  switch (fact.what) {
    case What::kStarted:
    case What::kEnded:
    case What::kChat:
    case What::kQuestion:
    case What::kSecond:
    case What::kVote:
    case What::kShare:
    case What::kFollow:
      return true;
    default:
      break;
  }
  if (!read_plain(fact, data) && !read_parsed(fact, kind, data)) return false;
  switch (fact.what) {
    case What::kPlayed:
      return fact.to > fact.from;
    case What::kHearts:
      fact.from = std::max<std::int64_t>(fact.from, 0);
      return fact.from > 0;
    case What::kSave:
    case What::kSeen:
    case What::kOpened:
    case What::kCart:
      return !fact.product.empty();
    default:
      return true;
  }
}

}  // namespace nigiwai::insight
