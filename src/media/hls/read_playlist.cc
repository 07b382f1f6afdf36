#include "media/hls/read_playlist.h"

#include <fmt/format.h>

#include <charconv>

#include "base/time.h"

namespace nigiwai::media {
namespace {

template <class Number>
std::optional<Number> number(std::string_view text) {
  Number value{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

class Reader {
 public:
  Reader(std::string_view text, std::vector<Breach>& breaches) : breaches_(breaches) {
    int line = 0;
    while (!text.empty()) {
      const auto end = text.find('\n');
      auto row = text.substr(0, end);
      text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
      if (row.ends_with('\r')) row.remove_suffix(1);
      line_ = ++line;
      if (line == 1 && row != "#EXTM3U") breach("4.4.1.1", "the first line is not #EXTM3U");
      if (row.starts_with("#EXT")) {
        tag(row);
      } else if (!row.empty() && row.front() != '#') {
        address(row);
      }
    }
    if (open_.line != 0 && (!open_.parts.empty() || open_.discontinuity)) {
      if (!open_.parts.empty()) push();
    }
    if (duration_) breach("4.4.4.1", "EXTINF without a segment after it");
  }
  ReadPlaylist take() { return std::move(read_); }

 private:
  void breach(std::string section, std::string what) {
    breaches_.push_back({.section = std::move(section), .line = line_, .what = std::move(what)});
  }

  // 4.2: NAME=value, separated by commas; a name appears once.
  Attributes attributes(std::string_view text) {
    Attributes all;
    while (!text.empty()) {
      const auto equals = text.find('=');
      if (equals == std::string_view::npos) {
        breach("4.2", "an attribute without a value");
        return all;
      }
      const std::string name(text.substr(0, equals));
      text.remove_prefix(equals + 1);
      std::string value;
      if (text.starts_with('"')) {
        const auto close = text.find('"', 1);
        if (close == std::string_view::npos) {
          breach("4.2", "a quoted string without an end");
          return all;
        }
        value = text.substr(1, close - 1);
        text.remove_prefix(close + 1);
      } else {
        const auto comma = std::min(text.find(','), text.size());
        value = text.substr(0, comma);
        text.remove_prefix(comma);
      }
      if (!all.emplace(name, value).second)
        breach("4.2", fmt::format("the attribute {} appears twice", name));
      if (text.starts_with(',')) text.remove_prefix(1);
    }
    return all;
  }

  template <class Value>
  void once(std::optional<Value>& into, std::optional<Value> value, const char* section,
            std::string_view name) {
    if (into) breach(section, fmt::format("{} appears twice", name));
    if (!value) breach(section, fmt::format("{} has no readable value", name));
    into = value;
  }

  void tag(std::string_view row) {
    const auto colon = row.find(':');
    const auto name = row.substr(0, colon);
    const auto value = colon == std::string_view::npos ? std::string_view{} : row.substr(colon + 1);
    if (open_.line == 0) open_.line = line_;
    const bool before_segments = read_.segments.empty() && open_.parts.empty();
    if (name == "#EXT-X-VERSION") {
      once(read_.version, number<std::int64_t>(value), "4.4.1.2", name);
    } else if (name == "#EXT-X-TARGETDURATION") {
      once(read_.target, number<std::int64_t>(value), "4.4.3.1", name);
    } else if (name == "#EXT-X-MEDIA-SEQUENCE") {
      if (!before_segments) breach("4.4.3.2", "EXT-X-MEDIA-SEQUENCE stands after a segment");
      once(read_.media_sequence, number<std::int64_t>(value), "4.4.3.2", name);
    } else if (name == "#EXT-X-DISCONTINUITY-SEQUENCE") {
      if (!before_segments || open_.discontinuity) {
        breach("4.4.3.3", "EXT-X-DISCONTINUITY-SEQUENCE stands after a segment or a discontinuity");
      }
      once(read_.discontinuity_sequence, number<std::int64_t>(value), "4.4.3.3", name);
    } else if (name == "#EXT-X-ENDLIST") {
      read_.ended = true;
    } else if (name == "#EXT-X-PLAYLIST-TYPE") {
      read_.type = value;
      if (value != "VOD" && value != "EVENT") breach("4.4.3.5", "PLAYLIST-TYPE is neither VOD nor EVENT");
    } else if (name == "#EXT-X-PART-INF") {
      const auto given = attributes(value);
      const auto target = given.find("PART-TARGET");
      once(read_.part_target, target == given.end() ? std::nullopt : number<double>(target->second),
           "4.4.3.7", name);
    } else if (name == "#EXT-X-SERVER-CONTROL") {
      once(read_.control, std::optional(attributes(value)), "4.4.3.8", name);
    } else if (name == "#EXT-X-SKIP") {
      const auto given = attributes(value);
      const auto count = given.find("SKIPPED-SEGMENTS");
      const auto skipped = count == given.end() ? std::nullopt : number<std::int64_t>(count->second);
      if (!skipped || *skipped < 1) breach("4.4.5.2", "EXT-X-SKIP without a number of SKIPPED-SEGMENTS");
      if (!before_segments) breach("4.4.5.2", "EXT-X-SKIP stands after a segment");
      read_.skipped = skipped.value_or(0);
    } else if (name == "#EXT-X-PRELOAD-HINT") {
      read_.hints.emplace_back(line_, attributes(value));
    } else if (name == "#EXT-X-RENDITION-REPORT") {
      read_.reports.emplace_back(line_, attributes(value));
    } else if (name == "#EXT-X-DISCONTINUITY") {
      open_.discontinuity = true;
    } else if (name == "#EXT-X-MAP") {
      const auto given = attributes(value);
      if (!given.contains("URI")) breach("4.4.4.5", "EXT-X-MAP without URI");
      map_ = given.contains("URI") ? given.at("URI") : "";
    } else if (name == "#EXT-X-PROGRAM-DATE-TIME") {
      open_.date = from_rfc3339(value);
      if (!open_.date) breach("4.4.4.6", "the date cannot be read");
    } else if (name == "#EXT-X-PART") {
      part(attributes(value));
    } else if (name == "#EXTINF") {
      duration_ = number<double>(value.substr(0, value.find(',')));
      if (!duration_) breach("4.4.4.1", "EXTINF without a readable duration");
      if (value.find(',') == std::string_view::npos) breach("4.4.4.1", "EXTINF without its comma");
    }
  }

  void part(const Attributes& given) {
    const auto uri = given.find("URI");
    const auto duration = given.find("DURATION");
    if (uri == given.end() || duration == given.end()) {
      breach("4.4.4.9", "EXT-X-PART needs URI and DURATION");
      return;
    }
    ReadPart read{.duration = number<double>(duration->second).value_or(-1),
                  .uri = uri->second,
                  .rest = {},
                  .line = line_};
    if (read.duration < 0) breach("4.4.4.9", "a part's duration cannot be read");
    for (const char* name : {"INDEPENDENT", "GAP", "BYTERANGE"}) {
      if (const auto found = given.find(name); found != given.end()) {
        read.rest += fmt::format("{}={};", name, found->second);
      }
    }
    open_.parts.push_back(std::move(read));
  }

  void address(std::string_view row) {
    if (!duration_) {
      breach("4.4.4.1", "a segment without EXTINF");
      duration_ = 0;
    }
    open_.duration = *duration_;
    open_.uri = row;
    open_.line = line_;
    duration_.reset();
    push();
  }

  void push() {
    open_.map = map_;
    open_.msn = read_.first_msn() + read_.skipped + static_cast<std::int64_t>(read_.segments.size());
    read_.segments.push_back(std::move(open_));
    open_ = {};
  }

  std::vector<Breach>& breaches_;
  ReadPlaylist read_;
  ReadSegment open_;
  std::string map_;
  std::optional<double> duration_;
  int line_ = 0;
};

}  // namespace

std::optional<double> decimal(std::string_view text) { return number<double>(text); }

ReadPlaylist read_playlist(std::string_view text, std::vector<Breach>& breaches) {
  return Reader(text, breaches).take();
}

}  // namespace nigiwai::media
