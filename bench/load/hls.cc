#include "load/hls.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <utility>

namespace nigiwai::bench {
namespace {

// The text of `NAME=` in a tag's attributes, without quotes.
std::string_view attribute(std::string_view line, std::string_view name) {
  for (auto at = line.find(name); at != std::string_view::npos; at = line.find(name, at + 1)) {
    if (at == 0 || (line[at - 1] != ',' && line[at - 1] != ':') ||
        !line.substr(at + name.size()).starts_with('='))
      continue;
    auto value = line.substr(at + name.size() + 1);
    if (value.starts_with('"')) return value.substr(1, value.find('"', 1) - 1);
    return value.substr(0, value.find(','));
  }
  return {};
}

double number(std::string_view text) {
  double value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

std::int64_t microseconds(std::string_view seconds) { return std::llround(number(seconds) * kSecond); }

}  // namespace

HlsPlayer::HlsPlayer(Poller& poller, Watched& watched, int port, std::uint32_t source, std::string path)
    : watched_(watched),
      path_(std::move(path)),
      folder_(path_.substr(0, path_.rfind('/') + 1)),
      playlist_(poller, playlist_user_, port, source),
      media_(poller, media_user_, port, source) {}

void HlsPlayer::begin() { playlist_.send(request("GET", path_, "", "")); }

void HlsPlayer::reload() {
  if (ended_) return;
  // 6.2.5.2: a part beyond the last of its segment is the first of the next one.
  const auto path = index_ < 0 ? path_ : fmt::format("{}?_HLS_msn={}&_HLS_part={}", path_, msn_, index_ + 1);
  playlist_.send(request("GET", path, "", ""));
}

void HlsPlayer::read(std::string_view playlist, std::deque<Part>& parts) const {
  std::int64_t msn = 0, index = 0;
  while (!playlist.empty()) {
    const auto end = std::min(playlist.find('\n'), playlist.size());
    auto line = playlist.substr(0, end);
    playlist.remove_prefix(std::min(end + 1, playlist.size()));
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (line.starts_with("#EXT-X-MEDIA-SEQUENCE:")) {
      msn = static_cast<std::int64_t>(number(line.substr(22)));
    } else if (line.starts_with("#EXT-X-SKIP:")) {
      msn += static_cast<std::int64_t>(number(attribute(line, "SKIPPED-SEGMENTS")));
    } else if (line.starts_with("#EXT-X-PART:")) {
      parts.push_back({.msn = msn,
                       .index = index++,
                       .duration_us = microseconds(attribute(line, "DURATION")),
                       .independent = attribute(line, "INDEPENDENT") == "YES",
                       .uri = std::string(attribute(line, "URI"))});
    } else if (!line.empty() && line[0] != '#') {
      ++msn;
      index = 0;
    }
  }
}

void HlsPlayer::take_playlist(const Response& response) {
  ++watched_.reloads;
  watched_.reload.add(steady_us() - playlist_.sent_at());
  if (response.status != 200) {
    // A reload whose part did not come in time is asked again; anything else is told by the count.
    ++watched_.refused;
    return reload();
  }
  const auto hold_back = response.body.find("PART-HOLD-BACK=");
  if (hold_back != std::string_view::npos)
    hold_back_us_ = microseconds(response.body.substr(hold_back + 15, 6));
  std::deque<Part> parts;
  read(response.body, parts);
  ended_ = response.body.find("#EXT-X-ENDLIST") != std::string_view::npos;
  if (index_ < 0 && !parts.empty()) {
    // Begins at the newest key frame that stands no nearer to the end than the server wants.
    std::int64_t behind = 0;
    auto from = parts.size();
    while (from > 0) {
      behind += parts[--from].duration_us;
      if (behind >= hold_back_us_ && parts[from].independent) break;
    }
    parts.erase(parts.begin(), parts.begin() + static_cast<std::ptrdiff_t>(from));
  }
  bool first = true;
  for (auto& part : parts) {
    if (std::pair(part.msn, part.index) <= std::pair(msn_, index_)) continue;
    const bool joins = index_ < 0 || (part.msn == msn_ && part.index == index_ + 1) ||
                       (part.msn == msn_ + 1 && part.index == 0);
    if (std::exchange(first, false) && !joins) ++watched_.skipped;
    msn_ = part.msn;
    index_ = part.index;
    waiting_.push_back(std::move(part));
  }
  load();
  reload();
}

void HlsPlayer::load() {
  if (media_.is_waiting() || waiting_.empty()) return;
  const auto& uri = waiting_.front().uri;
  media_.send(request("GET", uri.starts_with('/') ? uri : folder_ + uri, "", ""));
}

void HlsPlayer::take_part(const Response& response) {
  const auto now = steady_us();
  watched_.part.add(now - media_.sent_at());
  if (response.status != 200 || response.body.empty()) {
    ++watched_.refused;
    waiting_.pop_front();
    return load();
  }
  ++watched_.parts;
  watched_.bytes += static_cast<std::int64_t>(response.body.size());
  if (began_at_ != 0) {
    const auto left = loaded_us_ - (now - began_at_);
    watched_.buffered.add(std::max<std::int64_t>(left, 0));
    if (left < 0) {
      ++watched_.stalls;
      watched_.stalled_us -= left;
      began_at_ -= left;  // the picture stood still for so long, and goes on from where it was
    }
  }
  loaded_us_ += waiting_.front().duration_us;
  waiting_.pop_front();
  if (began_at_ == 0 && loaded_us_ >= hold_back_us_) {
    began_at_ = now;
    ++watched_.playing;
  }
  load();
}

}  // namespace nigiwai::bench
