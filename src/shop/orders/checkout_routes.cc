#include "shop/orders/checkout_routes.h"

#include "people/audit.h"
#include "shop/legal.h"
#include "shop/orders/checkout.h"
#include "shop/orders/receipt.h"
#include "shop/postal/postal_codes.h"
#include "shop/settings.h"
#include "store/writing.h"

namespace nigiwai::shop {
namespace {

using http::Access;

// Three bytes a character, and escapes.
constexpr std::size_t kLegalBody = 256 * 1024;

const http::Rate kCodes{"postal codes looked up", 60, Milliseconds(250)};

constexpr const char* kObject = R"({"type":"object"})";

Problem no_such_page() {
  return {Kind::kNotFound, "not-found", "There is no such page: tokushoho, terms or privacy."};
}

}  // namespace

void CheckoutRoutes::add_to(http::Router& router) {
  router.add({.method = "GET",
              .path = "/api/checkout",
              .access = Access::staff(),
              .handle = [this](http::Request& r) { return get_settings(r); },
              .summary = "What the owner set for delivery, payment and receipts.",
              .answer = kObject});
  router.add(
      {.method = "PUT",
       .path = "/api/checkout/delivery",
       .access = Access::roles({}),
       .handle = [this](http::Request& r) { return put_delivery(r); },
       .summary = "Sets what delivery costs: a fee for each region, and the amount from which it is free.",
       .body =
           R"({"type":"object","required":["regions"],"properties":{"regions":{"type":"object"},"free_from":{"type":["object","null"]}}})",
       .answer = kObject});
  router.add(
      {.method = "PUT",
       .path = "/api/checkout/payment",
       .access = Access::roles({}),
       .handle = [this](http::Request& r) { return put_payment(r); },
       .summary =
           "Sets the ways of payment: the fees of payment on delivery, the account for bank transfers.",
       .body =
           R"({"type":"object","required":["on_delivery","bank_transfer"],"properties":{"on_delivery":{"type":"object"},"bank_transfer":{"type":"object"}}})",
       .answer = kObject});
  router.add(
      {.method = "PUT",
       .path = "/api/checkout/issuer",
       .access = Access::roles({}),
       .handle = [this](http::Request& r) { return put_issuer(r); },
       .summary = "Sets who issues receipts: name, registration number (checked), address, phone.",
       .body =
           R"({"type":"object","properties":{"name":{"type":"string"},"registration_number":{"type":"string"},"address":{"type":"string"},"phone":{"type":"string"}}})",
       .answer = kObject});
  router.add(
      {.method = "GET",
       .path = "/api/legal/{page}",
       .access = Access::open(),
       .handle = [this](http::Request& r) { return get_legal(r); },
       .summary = "A legal page as plain text: tokushoho, terms or privacy.",
       .answer = R"({"type":"object","properties":{"page":{"type":"string"},"text":{"type":"string"}}})"});
  router.add(
      {.method = "PUT",
       .path = "/api/legal/{page}",
       .access = Access::roles({}),
       .handle = [this](http::Request& r) { return put_legal(r); },
       .summary = "Writes a legal page; an empty text takes it away.",
       .body =
           R"({"type":"object","required":["text"],"properties":{"text":{"type":"string","maxLength":20000}}})",
       .answer = R"({"type":"object","properties":{"page":{"type":"string"},"text":{"type":"string"}}})",
       .max_body = kLegalBody});
  router.add(
      {.method = "GET",
       .path = "/api/postal-codes/{code}",
       .access = Access::anyone(),
       .handle = [this](http::Request& r) { return get_postal_code(r); },
       .summary = "The prefecture, city and town of a Japanese postal code.",
       .answer =
           R"({"type":"object","properties":{"postal_code":{"type":"string"},"prefecture":{"type":"string"},"city":{"type":"string"},"town":{"type":"string"}}})",
       .rate = kCodes});
}

CheckoutRoutes::Answer CheckoutRoutes::get_settings(http::Request&) {
  const auto answer = parts_.readers.read<json::object>([](store::Database& db) -> Result<json::object> {
    const auto now = checkout(db);
    const auto currency = settings(db).currency;
    return json::object{{"delivery", to_json(now.delivery, currency)},
                        {"payment", to_json(Payments{now.on_delivery, now.bank_transfer}, currency)},
                        {"issuer", to_json(issuer(db))}};
  });
  co_return answer ? http::json_response(*answer) : http::problem_response(answer.error());
}

CheckoutRoutes::Answer CheckoutRoutes::put_delivery(http::Request& request) {
  const auto body = parse_object(request.body);
  if (!body) co_return http::problem_response(body.error());
  const auto written = co_await store::write<json::object>(
      parts_.writer, store::Lane::kStaff, [&](store::Transaction& t) -> Result<json::object> {
        const auto currency = settings(t.db()).currency;
        const auto wanted = read_delivery(*body, currency);
        if (!wanted) return std::unexpected(wanted.error());
        keep(t, *wanted);
        auto now = to_json(*wanted, currency);
        people::audit(t, request.caller, "delivery.changed", "", now);
        return now;
      });
  co_return written ? http::json_response(*written) : http::problem_response(written.error());
}

CheckoutRoutes::Answer CheckoutRoutes::put_payment(http::Request& request) {
  const auto body = parse_object(request.body);
  if (!body) co_return http::problem_response(body.error());
  const auto written = co_await store::write<json::object>(
      parts_.writer, store::Lane::kStaff, [&](store::Transaction& t) -> Result<json::object> {
        const auto currency = settings(t.db()).currency;
        const auto wanted = read_payments(*body, currency);
        if (!wanted) return std::unexpected(wanted.error());
        keep(t, *wanted);
        auto now = to_json(*wanted, currency);
        people::audit(t, request.caller, "payment.changed", "", now);
        return now;
      });
  co_return written ? http::json_response(*written) : http::problem_response(written.error());
}

CheckoutRoutes::Answer CheckoutRoutes::put_issuer(http::Request& request) {
  const auto body = parse_object(request.body);
  if (!body) co_return http::problem_response(body.error());
  const auto wanted = read_issuer(*body);
  if (!wanted) co_return http::problem_response(wanted.error());
  const auto written = co_await store::write<json::object>(
      parts_.writer, store::Lane::kStaff, [&](store::Transaction& t) -> Result<json::object> {
        keep(t, *wanted);
        people::audit(t, request.caller, "issuer.changed", wanted->registration_number);
        return to_json(*wanted);
      });
  co_return written ? http::json_response(*written) : http::problem_response(written.error());
}

CheckoutRoutes::Answer CheckoutRoutes::get_legal(http::Request& request) {
  const std::string page(request.parameter("page"));
  if (!is_legal_page(page)) co_return http::problem_response(no_such_page());
  const auto text = parts_.readers.read<std::string>(
      [&](store::Database& db) -> Result<std::string> { return legal_text(db, page); });
  if (!text) co_return http::problem_response(text.error());
  if (text->empty()) {
    co_return http::problem_response(
        {Kind::kNotFound, "not-found", "The shop has not written this page yet."});
  }
  co_return http::json_response(json::object{{"page", page}, {"text", *text}});
}

CheckoutRoutes::Answer CheckoutRoutes::put_legal(http::Request& request) {
  const std::string page(request.parameter("page"));
  if (!is_legal_page(page)) co_return http::problem_response(no_such_page());
  const auto body = parse_object(request.body);
  if (!body) co_return http::problem_response(body.error());
  Fields in(*body);
  const auto text = in.text("text", {.most = kLongestLegalText, .lines = Lines::kMany});
  if (const auto problem = in.problem()) co_return http::problem_response(*problem);
  const auto written = co_await store::write<bool>(parts_.writer, store::Lane::kStaff,
                                                   [&](store::Transaction& t) -> Result<bool> {
                                                     write_legal_text(t, page, text);
                                                     people::audit(t, request.caller, "legal.changed", page);
                                                     return true;
                                                   });
  if (!written) co_return http::problem_response(written.error());
  co_return http::json_response(json::object{{"page", page}, {"text", text}});
}

CheckoutRoutes::Answer CheckoutRoutes::get_postal_code(http::Request& request) {
  const auto code = postal_code(request.parameter("code"));
  const auto place = code ? place_of(*code) : std::nullopt;
  if (!place) {
    co_return http::problem_response(
        {Kind::kNotFound, "not-found", "This postal code is not in the table; please enter the address."});
  }
  co_return http::json_response(json::object{{"postal_code", *code},
                                             {"prefecture", place->prefecture},
                                             {"city", place->city},
                                             {"town", place->town}})
      .with("Cache-Control", "public, max-age=86400");
}

}  // namespace nigiwai::shop
