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
  std::string disclosure;  // beside staff and their clips: that they speak for the shop. Never empty
  std::string disclosure_latin;
};

// What is said where the shop has no words of its own (the rule against advertising that hides, Japan 2023).
inline constexpr const char* kUsualDisclosure = "スタッフによる紹介";
inline constexpr const char* kUsualDisclosureLatin = "Presented by our staff";

struct ChangeSettings {
  std::optional<std::string> name;
  std::optional<std::string> name_latin;
  std::optional<std::string> currency;
  std::optional<std::string> disclosure{};  // empty for the usual words, as the next
  std::optional<std::string> disclosure_latin{};
};

Settings settings(store::Database& db);
// Refuses another currency once there are products: their prices are kept without one.
Result<Settings> change(store::Transaction& transaction, const ChangeSettings& change);

}  // namespace nigiwai::shop
