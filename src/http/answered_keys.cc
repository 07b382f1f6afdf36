#include "http/answered_keys.h"

#include <array>
#include <functional>
#include <string_view>

namespace nigiwai::http {
namespace {

// Where a key's bits stand: two hashes make as many as are wanted (Kirsch and Mitzenmacher, 2006).
std::array<std::size_t, 4> places_of(const IdempotencyKey& key) {
  const std::hash<std::string_view> hash;
  const std::size_t first = hash(key.key) ^ (hash(key.route) << 1);
  const std::size_t second = hash(key.caller) | 1;
  std::array<std::size_t, 4> places{};
  for (std::size_t i = 0; i < places.size(); ++i) places[i] = (first + i * second) % AnsweredKeys::kBits;
  return places;
}

}  // namespace

void AnsweredKeys::load(store::Database& database, const std::string& route) {
  auto rows = database.query("SELECT caller, key FROM kept_answer WHERE route = ?", route);
  while (rows.next()) add({.caller = rows.text(0), .route = route, .key = rows.text(1), .body = ""});
}

void AnsweredKeys::add(const IdempotencyKey& key) {
  for (const auto place : places_of(key)) words_[place / 64].fetch_or(std::uint64_t{1} << place % 64);
}

bool AnsweredKeys::may_have(const IdempotencyKey& key) const {
  for (const auto place : places_of(key)) {
    if ((words_[place / 64].load() >> place % 64 & 1) == 0) return false;
  }
  return true;
}

}  // namespace nigiwai::http
