#include "shop/orders/order_schemas.h"

namespace nigiwai::shop {
namespace {

constexpr const char* kContact =
    R"({"type":"object","required":["name","email","postal_code"],"properties":{
  "name":{"type":"string"},"email":{"type":"string"},"phone":{"type":"string"},"postal_code":{"type":"string"},
  "address":{"type":"string"},"prefecture":{"type":"string"},"city":{"type":"string"},"line":{"type":"string"},
  "building":{"type":"string"}}})";

constexpr const char* kMoney = R"({"type":"object","required":["amount","currency"],"properties":{
  "amount":{"type":"integer","minimum":0},"currency":{"type":"string"}}})";

std::string lines() {
  return std::string(
             R"({"type":"array","minItems":1,"maxItems":20,"items":{"type":"object","required":["sku","quantity"],
  "properties":{"sku":{"type":"string"},"quantity":{"type":"integer","minimum":1,"maximum":99},"show":{"type":"string"},
  "at":{"type":"integer","minimum":0},"playhead":{"type":"integer","minimum":0},"price":)") +
         kMoney + "}}}";
}

}  // namespace

std::string order_schema() {
  return std::string(
             R"({"type":"object","properties":{"id":{"type":"string"},"number":{"type":"string"},
  "state":{"enum":["placed","paid","shipped","cancelled","refunded","returned"]},
  "placed_at":{"type":"string","format":"date-time"},"show":{"type":["string","null"]},"at":{"type":["integer","null"]},
  "lines":{"type":"array","items":{"type":"object"}},"shipping":{"type":"object"},"fee":{"type":"object"},
  "total":{"type":"object"},"tax":{"type":"array","items":{"type":"object"}},"payment":{"type":"string"},
  "pay_to":{"type":"string"},"due_at":{"type":["string","null"]},"paid_at":{"type":["string","null"]},
  "shipped_at":{"type":["string","null"]},"tracking":{"type":"string"},"refunded":{"type":"object"},
  "history":{"type":"array","items":{"type":"object"}},"can":{"type":"array","items":{"type":"string"}},
  "url":{"type":"string"},"contact":)") +
         kContact + "}}";
}

std::string list_schema() {
  return R"({"type":"object","properties":{"items":{"type":"array","items":{"type":"object"}},"next":{"type":["string","null"]}}})";
}

std::string place_schema() {
  return R"({"type":"object","required":["lines","contact"],"properties":{"show":{"type":"string"},
  "at":{"type":"integer","minimum":0},"payment":{"enum":["on-delivery","bank-transfer"]},"language":{"enum":["ja","en"]},"coupon":{"type":"string","maxLength":60},
  "total":)" +
         std::string(kMoney) + R"(,"lines":)" + lines() + R"(,"contact":)" + kContact + "}}";
}

std::string quote_schema() {
  return R"({"type":"object","required":["lines"],"properties":{"postal_code":{"type":"string"},
  "prefecture":{"type":"string"},"payment":{"enum":["on-delivery","bank-transfer"]},"coupon":{"type":"string","maxLength":60},
  "lines":)" +
         lines() + "}}";
}

std::string step_schema() {
  return R"({"type":"object","properties":{"reason":{"type":"string","maxLength":200},
  "tracking":{"type":"string","maxLength":60},"lines":{"type":"array","minItems":1,"maxItems":20,"items":{"type":"object",
  "required":["sku","quantity"],"properties":{"sku":{"type":"string"},"quantity":{"type":"integer","minimum":1,"maximum":99}}}},
  "amount":)" +
         std::string(kMoney) + "}}";
}

}  // namespace nigiwai::shop
