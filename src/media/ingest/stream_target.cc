#include "media/ingest/stream_target.h"

#include <algorithm>
#include <utility>

namespace nigiwai::media::ingest {
namespace {

using Parts = std::pair<std::string_view, std::string_view>;

// Before and after the first `mark`; the second is empty without one.
Parts cut(std::string_view text, std::string_view mark) {
  const auto at = text.find(mark);
  if (at == std::string_view::npos) return {text, {}};
  return {text.substr(0, at), text.substr(at + mark.size())};
}

bool is_name(std::string_view text) {
  return !text.empty() && text.size() <= kMaxName && std::ranges::all_of(text, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '_' || c == '.';
  });
}

Result<StreamTarget> target(std::string_view show, std::string_view key) {
  if (!is_name(show) || !is_name(key)) {
    return fail(
        Kind::kInvalid, "stream-name",
        "The stream key is not complete. Copy the server address and the stream key from the studio again.");
  }
  return StreamTarget{std::string(show), std::string(key)};
}

std::string_view without_slashes(std::string_view text) {
  while (text.starts_with('/')) text.remove_prefix(1);
  while (text.ends_with('/')) text.remove_suffix(1);
  return text;
}

// The value of `name` in "a=1&b=2".
std::string_view query_value(std::string_view query, std::string_view name) {
  while (!query.empty()) {
    const auto [pair, rest] = cut(query, "&");
    const auto [key, value] = cut(pair, "=");
    if (key == name) return value;
    query = rest;
  }
  return {};
}

}  // namespace

bool is_rtmp_app(std::string_view app) {
  const auto [first, show] = cut(without_slashes(app), "/");
  return first == "live" && (show.empty() || is_name(show));
}

Result<StreamTarget> rtmp_target(std::string_view app, std::string_view name) {
  const std::string_view show = cut(without_slashes(app), "/").second;
  name = without_slashes(name);
  if (!show.empty()) return target(show, name);
  if (name.contains('?')) {
    const auto [named, query] = cut(name, "?");
    return target(named, query_value(query, "key"));
  }
  const auto [named, key] = cut(name, "/");
  return target(named, key);
}

Result<StreamTarget> srt_target(std::string_view stream_id) {
  constexpr std::string_view kStandard = "#!::";
  if (stream_id.starts_with(kStandard)) {
    std::string_view show, key, mode = "publish";
    std::string_view rest = stream_id.substr(kStandard.size());
    while (!rest.empty()) {
      const auto [pair, after] = cut(rest, ",");
      const auto [name, value] = cut(pair, "=");
      if (name == "r") show = value;
      if (name == "s") key = value;
      if (name == "m") mode = value;
      rest = after;
    }
    if (mode != "publish") {
      return fail(Kind::kInvalid, "bad-mode",
                  "Only publishing is possible here. Set m=publish in the stream id.");
    }
    return target(show, key);
  }
  if (stream_id.starts_with("publish:")) {
    const auto [show, key] = cut(cut(stream_id, ":").second, ":");
    return target(show, key);
  }
  const auto [show, query] = cut(stream_id, "?");
  return target(show, query_value(query, "key"));
}

}  // namespace nigiwai::media::ingest
