// How requests and answers of orders look, as JSON Schema for the OpenAPI document.
#pragma once

#include <string>

namespace nigiwai::shop {

std::string order_schema();
std::string list_schema();
std::string place_schema();
std::string quote_schema();
std::string step_schema();

}  // namespace nigiwai::shop
