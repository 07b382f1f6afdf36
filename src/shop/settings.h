// What the shop is called, and in which currency it sells.
#pragma once

#include <optional>
#include <string>

#include "store/writer.h"

namespace nigiwai::shop {

struct Settings {
  std::string name;
  std::string name_latin;
  std::string currency = "JPY";
};

struct ChangeSettings {
  std::optional<std::string> name;
  std::optional<std::string> name_latin;
  std::optional<std::string> currency;
};

Settings settings(store::Database& db);
// Refuses another currency once there are products: their prices are kept without one.
Result<Settings> change(store::Transaction& transaction, const ChangeSettings& change);

}  // namespace nigiwai::shop
