#include "load/ledger.h"

#include <charconv>

namespace nigiwai::bench {

std::int64_t number_after(std::string_view json, std::string_view name) {
  // In a string, the quotes around a name would stand escaped, so this finds members only.
  for (auto at = json.find(name); at != std::string_view::npos; at = json.find(name, at + 1)) {
    if (at == 0 || json[at - 1] != '"' || !json.substr(at + name.size()).starts_with("\":")) continue;
    std::int64_t value = -1;
    const auto* begin = json.data() + at + name.size() + 2;
    if (std::from_chars(begin, json.data() + json.size(), value).ec == std::errc()) return value;
  }
  return -1;
}

const Stretch* Ledger::read(std::string_view bytes) {
  for (std::size_t i = 0; i < kKept; ++i) {
    const auto& known = recent_[(newest_ + kKept - i) % kKept];
    if (known.bytes == bytes) return &known;
  }
  Stretch read;
  read.bytes = bytes;
  const auto from = number_after(bytes, "from");
  if (from >= 0) {
    read.from = from;
    read.to = number_after(bytes, "to");
    read.is_snapshot = bytes.find("\"snapshot\":") != std::string_view::npos;
    if (read.to < read.from - 1) return nullptr;
  } else {
    read.from = read.to = number_after(bytes, "seq");
    if (read.from < 0) return nullptr;
  }
  for (auto at = bytes.find("t="); at != std::string_view::npos; at = bytes.find("t=", at + 2)) {
    std::int64_t posted = 0;
    const auto* begin = bytes.data() + at + 2;
    constexpr std::int64_t kSomeDay = 1'000'000'000'000'000;  // in 2001
    if (std::from_chars(begin, bytes.data() + bytes.size(), posted).ec != std::errc() || posted < kSomeDay)
      continue;
    // The lines that a snapshot may repeat are not news.
    if (!read.is_snapshot) read.posted.push_back(posted);
    lines_.insert(posted);
  }
  newest_ = (newest_ + 1) % kKept;
  recent_[newest_] = std::move(read);
  return &recent_[newest_];
}

}  // namespace nigiwai::bench
