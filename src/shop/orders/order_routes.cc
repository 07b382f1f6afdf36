#include "shop/orders/order_routes.h"

#include <fmt/format.h>

#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <cstdio>

#include "people/audit.h"
#include "people/key_scopes.h"
#include "shop/orders/order_answers.h"
#include "shop/orders/order_schemas.h"
#include "shop/orders/order_search.h"
#include "shop/orders/personal.h"
#include "shop/orders/quote.h"
#include "shop/orders/receipt.h"
#include "store/writing.h"

namespace nigiwai::shop {
namespace {

using http::Access;
using http::Role;

// Orders written into a CSV at once: a piece that a reader and a loop are done with in some milliseconds.
constexpr std::int64_t kCsvPiece = 500;

const http::Rate kLooks{"orders looked at", 120, Milliseconds(500)};
const http::Rate kQuotes{"quotes", 120, Milliseconds(250)};
const http::Rate kSteps{"steps of orders", 120, Milliseconds(100)};

Problem no_such_order() {
  return {Kind::kNotFound, "not-found", "There is no such order, or the link to it is not complete."};
}

bool may_take_steps(const http::Caller& caller) {
  return caller.role == Role::kOwner || caller.role == Role::kPlanner || caller.role == Role::kDirector;
}

std::string_view step_summary(Act act) {
  switch (act) {
    case Act::kPay:
      return "Marks an order as paid.";
    case Act::kShip:
      return "Marks an order as shipped, with its tracking number.";
    case Act::kCancel:
      return "Cancels an order and returns its pieces to stock: by staff, or by the buyer with ?key= while "
             "it is placed.";
    case Act::kRefund:
      return "Notes a refund: of an amount, of the price of some lines, or of all that is left.";
    case Act::kRestock:
      return "Takes the pieces of an order back into stock: of some lines, or all that are out.";
  }
  return "";
}

// An unnamed file that is gone when it is closed.
class Scratch {
 public:
  Scratch() : file_(std::tmpfile()) {}
  ~Scratch() {
    if (file_ != nullptr) std::fclose(file_);
  }
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;

  bool write(const std::string& bytes) {
    size_ += bytes.size();
    return file_ != nullptr && std::fwrite(bytes.data(), 1, bytes.size(), file_) == bytes.size();
  }
  bool flush() { return file_ != nullptr && std::fflush(file_) == 0; }
  int descriptor() const { return fileno(file_); }
  std::uint64_t size() const { return size_; }

 private:
  std::FILE* file_;
  std::uint64_t size_ = 0;
};

}  // namespace

void OrderRoutes::add_to(http::Router& router) {
  router.add(
      {.method = "POST",
       .path = "/api/orders",
       .access = Access::anyone(),
       .handle = [this](http::Request& r) { return post_order(r); },
       .summary = "Places an order: all of its pieces or none (409 sold-out). Takes an Idempotency-Key.",
       .body = place_schema(),
       .answer = order_schema()});
  router.add(
      {.method = "POST",
       .path = "/api/orders/quote",
       .access = Access::anyone(),
       .handle = [this](http::Request& r) { return post_quote(r); },
       .summary = "What an order would cost: lines as they are sold now, shipping, fee, tax and total.",
       .body = quote_schema(),
       .answer = R"({"type":"object"})",
       .rate = kQuotes});
  router.add({.method = "GET",
              .path = "/api/orders",
              .access = people::staff_and_keys(),
              .handle = people::scoped(parts_.readers, people::Scope::kReadOrders,
                                       [this](http::Request& r) { return list_orders(r); }),
              .summary = "Orders, newest first, those that other shops took among them, by ?q= ?show= "
                         "?product= ?state= ?from= ?until= ?due_before=.",
              .answer = list_schema()});
  router.add({.method = "GET",
              .path = "/api/orders.csv",
              .access = Access::staff(),
              .handle = [this](http::Request& r) { return csv_of_orders(r); },
              .summary =
                  "Orders as CSV in UTF-8 with a byte order mark, one line a line of an order, with the "
                  "filters of the list."});
  router.add({.method = "GET",
              .path = "/api/orders/{id}",
              .access = Access::anyone(),
              .handle = [this](http::Request& r) { return get_order(r); },
              .summary = "One order: for staff, or for its buyer, or with the ?key= of its private link.",
              .answer = order_schema(),
              .rate = kLooks});
  router.add({.method = "GET",
              .path = "/api/orders/{id}/receipt",
              .access = Access::anyone(),
              .handle = [this](http::Request& r) { return get_receipt(r); },
              .summary = "The receipt of an order (適格請求書): for staff, or for its buyer, or with the "
                         "?key= of its private link.",
              .answer = R"({"type":"object"})",
              .rate = kLooks});
  for (const auto act : {Act::kPay, Act::kShip, Act::kCancel, Act::kRefund, Act::kRestock}) {
    router.add(
        {.method = "POST",
         .path = fmt::format("/api/orders/{{id}}/{}", to_text(act)),
         .access = act == Act::kCancel ? Access::anyone() : Access::roles({Role::kPlanner, Role::kDirector}),
         .handle = [this, act](http::Request& r) { return post_step(act, r); },
         .summary = fmt::format("{} Takes an Idempotency-Key.", step_summary(act)),
         .body = step_schema(),
         .answer = order_schema(),
         .rate = kSteps});
  }
}

OrderRoutes::Answer OrderRoutes::post_order(http::Request& request) {
  const bool known = request.caller.is_somebody();
  if (auto taken = parts_.limits.take(known ? kOrdersOfViewer : kOrdersOfAddress,
                                      known ? request.caller.id : request.peer);
      !taken) {
    co_return http::problem_response(taken.error());
  }
  const auto body = parse_object(request.body);
  if (!body) co_return http::problem_response(body.error());
  auto key = http::idempotency_key(request, std::string(kPlaceOrder));
  if (!key) co_return http::problem_response(key.error());
  // In a flood most are of what has been gone for long: that is said before anything else is looked at.
  if (const auto sku = sold_out_line(*body); sku && !is_answered(*key)) {
    parts_.sold_out.count_refusal();
    co_return http::problem_response(sold_out({.sku = *sku, .left = 0}));
  }
  auto order = read_order(*body);
  if (!order) co_return http::problem_response(order.error());
  OrderCommand command{.order = *std::move(order), .by = request.caller, .key = *std::move(key)};
  auto placed = co_await store::decide(parts_.orders.placing(), std::move(command));
  if (!placed) co_return http::problem_response(placed.error());
  co_return http::json_response(*std::move(placed), 201);
}

std::optional<std::string> OrderRoutes::sold_out_line(const json::object& body) const {
  const auto* lines = body.if_contains("lines");
  if (lines == nullptr || !lines->is_array()) return std::nullopt;
  for (const auto& line : lines->get_array()) {
    const auto* sku = line.is_object() ? line.get_object().if_contains("sku") : nullptr;
    if (sku == nullptr || !sku->is_string()) continue;
    if (std::string name(sku->get_string()); parts_.sold_out.is_sold_out(name)) return name;
  }
  return std::nullopt;
}

// An order that was placed is told again whatever became of the stock.
bool OrderRoutes::is_answered(const http::IdempotencyKey& key) {
  if (key.key.empty() || !parts_.sold_out.answered().may_have(key)) return false;
  const auto known =
      parts_.readers.read<bool>([&](store::Database& db) -> Result<bool> { return was_placed(db, key); });
  return !known || *known;
}

OrderRoutes::Answer OrderRoutes::post_quote(http::Request& request) {
  const auto body = parse_object(request.body);
  if (!body) co_return http::problem_response(body.error());
  auto asked = read_quote(*body);
  if (!asked) co_return http::problem_response(asked.error());
  asked->person = request.caller.id;
  const auto answer = parts_.readers.read<json::object>(
      [&](store::Database& db) -> Result<json::object> { return quote(db, *asked, parts_.clock.wall()); });
  co_return answer ? http::json_response(*answer) : http::problem_response(answer.error());
}

OrderRoutes::Answer OrderRoutes::list_orders(http::Request& request) {
  const auto page = http::page_asked(request);
  if (!page) co_return http::problem_response(page.error());
  const auto filter = order_filter(request);
  if (!filter) co_return http::problem_response(filter.error());
  const auto found =
      parts_.readers.read<OrderPage>([&](store::Database& db) { return orders(db, *filter, *page); });
  if (!found) co_return http::problem_response(found.error());
  json::array items;
  for (const auto& each : found->items) items.push_back(listed_json(each));
  co_return http::json_response(json::object{
      {"items", std::move(items)}, {"next", found->next ? json::value(*found->next) : json::value()}});
}

Result<Order> OrderRoutes::order_asked(const http::Request& request) {
  const std::string id(request.parameter("id"));
  const auto key = request.asked("key");
  const auto& caller = request.caller;
  if (!key && !caller.is_somebody()) return std::unexpected(no_such_order());
  const std::string secret(key.value_or(""));
  return parts_.readers.read<Order>([&](store::Database& db) -> Result<Order> {
    if (caller.is_staff()) return order(db, id);
    if (key) return order_with_key(db, id, secret);
    if (!is_own(db, id, caller.id)) return std::unexpected(no_such_order());
    return order(db, id);
  });
}

OrderRoutes::Answer OrderRoutes::get_order(http::Request& request) {
  const auto found = order_asked(request);
  if (!found) co_return http::problem_response(found.error());
  if (request.caller.is_staff()) co_return http::json_response(to_json(*found, "", Reader::kStaff));
  co_return http::json_response(to_json(*found, std::string(request.asked("key").value_or(""))));
}

OrderRoutes::Answer OrderRoutes::get_receipt(http::Request& request) {
  const auto found = order_asked(request);
  if (!found) co_return http::problem_response(found.error());
  const auto made =
      parts_.readers.read<json::object>([&](store::Database& db) { return receipt(*found, issuer(db)); });
  co_return made ? http::json_response(*made) : http::problem_response(made.error());
}

OrderRoutes::Answer OrderRoutes::post_step(Act act, http::Request& request) {
  const bool by_staff = may_take_steps(request.caller);
  const std::string secret(request.asked("key").value_or(""));
  if (!by_staff && secret.empty()) {
    if (request.caller.is_staff()) {
      co_return http::problem_response({Kind::kForbidden, "forbidden", "Your role does not allow this."});
    }
    co_return http::problem_response(no_such_order());
  }
  const auto body = parse_object(request.body.empty() ? "{}" : request.body);
  if (!body) co_return http::problem_response(body.error());
  auto command = read_step(act, *body, by_staff ? StepBy::kStaff : StepBy::kBuyer);
  if (!command) co_return http::problem_response(command.error());
  command->order = std::string(request.parameter("id"));
  command->by = request.caller;
  auto key =
      http::idempotency_key(request, fmt::format("POST /api/orders/{}/{}", command->order, to_text(act)));
  if (!key) co_return http::problem_response(key.error());
  command->key = *std::move(key);
  const auto taken = co_await store::write<Order>(
      parts_.writer, store::Lane::kStaff, [&](store::Transaction& t) -> Result<Order> {
        if (command->who == StepBy::kBuyer) {
          if (auto own = order_with_key(t.db(), command->order, secret); !own) return own;
        }
        return take_step(t, {parts_.journal, parts_.shelves, parts_.mails}, *command);
      });
  if (!taken) co_return http::problem_response(taken.error());
  co_return http::json_response(by_staff ? to_json(*taken, "", Reader::kStaff) : to_json(*taken, secret));
}

// Written to an unnamed file in pieces, each of them a short read, with other work of this loop in between: a
// list of any length neither fills the memory nor holds anybody up.
OrderRoutes::Answer OrderRoutes::csv_of_orders(http::Request& request) {
  const auto filter = order_filter(request);
  if (!filter) co_return http::problem_response(filter.error());
  auto scratch = std::make_shared<Scratch>();
  bool whole = scratch->write(csv_head());
  for (ListPlace place; whole;) {
    const auto piece = parts_.readers.read<std::vector<ListedOrder>>(
        [&](store::Database& db) -> Result<std::vector<ListedOrder>> {
          return orders_past(db, *filter, place, kCsvPiece);
        });
    if (!piece) co_return http::problem_response(piece.error());
    if (piece->empty()) break;
    for (const auto& each : *piece) whole = whole && scratch->write(csv_of(each));
    co_await asio::post(asio::use_awaitable);
  }
  if (!whole || !scratch->flush()) {
    co_return http::problem_response(
        {Kind::kUnavailable, "storage-full", "There is no room to write the list."});
  }
  auto descriptor = std::shared_ptr<const int>(new int(scratch->descriptor()),
                                               [scratch](const int* number) { delete number; });
  http::Response response;
  response.body = http::FileSpan{std::move(descriptor), 0, scratch->size()};
  response.with("Content-Type", "text/csv; charset=utf-8")
      .with("Content-Disposition", "attachment; filename=\"orders.csv\"")
      .with("Cache-Control", "no-store");
  co_return response;
}

}  // namespace nigiwai::shop
