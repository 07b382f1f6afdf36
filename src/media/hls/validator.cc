#include "media/hls/validator.h"

#include <fmt/format.h>

#include <cmath>
#include <set>

#include "media/hls/read_playlist.h"

namespace nigiwai::media {
namespace {

class Rules {
 public:
  Rules(const ReadPlaylist& now, std::vector<Breach>& breaches) : now_(now), breaches_(breaches) {}

  void check_alone() {
    const double target = static_cast<double>(now_.target.value_or(0));
    if (!now_.target) breach("4.4.3.1", 0, "EXT-X-TARGETDURATION is missing");
    if (now_.version.value_or(1) < 6 && !now_.segments.empty() && !now_.segments.front().map.empty()) {
      breach("8", 0, "EXT-X-MAP needs version 6");
    }
    if (now_.skipped > 0 && now_.version.value_or(1) < 9) breach("8", 0, "EXT-X-SKIP needs version 9");
    check_control(target);
    std::set<std::string> uris;
    const ReadSegment* before = nullptr;
    for (const auto& segment : now_.segments) {
      check_segment(segment, &segment == &now_.segments.back(), target);
      if (segment.duration >= 0 && !uris.insert(segment.uri).second) {
        breach("6.2.1", segment.line, "two segments have the same address");
      }
      for (const auto& part : segment.parts) uris.insert(part.uri);
      if (before != nullptr) check_dates(*before, segment);
      before = &segment;
    }
    if (now_.ended && !now_.segments.empty() && now_.segments.back().duration < 0) {
      breach("4.4.3.4", 0, "the last segment of an ended playlist is not complete");
    }
    if (now_.type == "VOD" && !now_.ended) breach("4.4.3.5", 0, "a VOD playlist without EXT-X-ENDLIST");
    for (const auto& [line, hint] : now_.hints) {
      if (now_.ended) breach("4.4.5.3", line, "a hint after the end");
      if (!hint.contains("TYPE") || !hint.contains("URI")) {
        breach("4.4.5.3", line, "EXT-X-PRELOAD-HINT needs TYPE and URI");
      } else if (uris.contains(hint.at("URI"))) {
        breach("4.4.5.3", line, "what is hinted is there already");
      }
    }
    for (const auto& [line, report] : now_.reports) {
      for (const char* name : {"URI", "LAST-MSN", "LAST-PART"}) {
        if (!report.contains(name) && (std::string_view(name) != "LAST-PART" || now_.part_target)) {
          breach("4.4.5.4", line, fmt::format("EXT-X-RENDITION-REPORT without {}", name));
        }
      }
    }
  }

  void check_update(const ReadPlaylist& old) {
    if (old.target != now_.target) breach("4.4.3.1", 0, "the target duration has changed");
    if (old.part_target != now_.part_target && !now_.ended)
      breach("4.4.3.7", 0, "the part target has changed");
    if (old.version != now_.version) breach("6.2.1", 0, "the version has changed");
    if (now_.first_msn() < old.first_msn()) {
      breach("6.2.2", 0, "the media sequence number has gone back");
      return;
    }
    if (old.ended &&
        (!now_.ended || now_.segments.size() != old.segments.size() || now_.first_msn() != old.first_msn())) {
      breach("4.4.3.4", 0, "an ended playlist has changed");
    }
    const std::int64_t removed = now_.first_msn() - old.first_msn();
    if (!old.type.empty() && removed > 0)
      breach("4.4.3.5", 0, "a segment was removed from a VOD or EVENT playlist");
    check_removed(old, removed);
    if (now_.skipped > 0) check_skip(old);
    const auto last = [](const ReadPlaylist& list) {
      if (list.segments.empty()) return std::pair{list.first_msn() - 1, std::size_t{0}};
      const auto& segment = list.segments.back();
      return std::pair{segment.msn, segment.duration >= 0 ? SIZE_MAX : segment.parts.size()};
    };
    if (last(now_) < last(old)) breach("6.2.1", 0, "the end of the playlist has gone back");
    for (const auto& was : old.segments) {
      const auto index = was.msn - now_.first_msn() - now_.skipped;
      if (index < 0 || index >= static_cast<std::int64_t>(now_.segments.size())) continue;
      check_same(was, now_.segments[static_cast<std::size_t>(index)], index == 0);
    }
  }

 private:
  void breach(std::string section, int line, std::string what, bool must = true) {
    breaches_.push_back({.must = must, .section = std::move(section), .line = line, .what = std::move(what)});
  }

  std::optional<double> control(std::string_view name) const {
    if (!now_.control) return std::nullopt;
    const auto found = now_.control->find(name);
    return found == now_.control->end() ? std::nullopt : decimal(found->second);
  }

  // 4.4.3.8
  void check_control(double target) {
    if (const auto until = control("CAN-SKIP-UNTIL"); until && *until < 6 * target) {
      breach("4.4.3.8", 0, "CAN-SKIP-UNTIL is less than six target durations");
    }
    if (const auto back = control("HOLD-BACK"); back && *back < 3 * target) {
      breach("4.4.3.8", 0, "HOLD-BACK is less than three target durations");
    }
    if (!now_.part_target) return;
    const auto back = control("PART-HOLD-BACK");
    if (!back) {
      breach("4.4.3.8", 0, "PART-HOLD-BACK is missing");
    } else if (*back < 2 * *now_.part_target) {
      breach("4.4.3.8", 0, "PART-HOLD-BACK is less than twice the part target");
    } else if (*back < 3 * *now_.part_target - 1e-9) {
      breach("4.4.3.8", 0, "PART-HOLD-BACK is less than three times the part target", false);
    }
  }

  void check_segment(const ReadSegment& segment, bool is_last, double target) {
    if (segment.map.empty()) breach("4.4.4.5", segment.line, "no EXT-X-MAP before the segment");
    if (segment.duration >= 0 && std::lround(segment.duration) > std::lround(target)) {
      breach("4.4.3.1", segment.line,
             fmt::format("{} s round to more than the target duration", segment.duration));
    }
    if (segment.duration < 0 && !is_last)
      breach("4.4.4.1", segment.line, "a segment in the middle is not complete");
    if (segment.parts.empty()) return;
    if (!now_.part_target) {
      breach("4.4.3.7", segment.parts.front().line, "parts without EXT-X-PART-INF");
      return;
    }
    double sum = 0;
    for (std::size_t i = 0; i < segment.parts.size(); ++i) {
      const auto& part = segment.parts[i];
      sum += part.duration;
      if (part.duration > *now_.part_target + 1e-9) {
        breach("4.4.4.9", part.line,
               fmt::format("a part of {} s is longer than the part target", part.duration));
      }
      if (i + 1 < segment.parts.size() && part.duration < 0.85 * *now_.part_target - 1e-9) {
        breach("4.4.4.9", part.line,
               fmt::format("a part of {} s is shorter than 85 % of the target", part.duration));
      }
      if (part.rest.find("INDEPENDENT=") != std::string::npos &&
          part.rest.find("INDEPENDENT=YES") == std::string::npos) {
        breach("4.4.4.9", part.line, "INDEPENDENT may only be YES");
      }
    }
    if (segment.duration >= 0 && std::abs(sum - segment.duration) > 0.02) {
      breach("4.4.4.9", segment.line,
             fmt::format("parts of {} s in a segment of {} s", sum, segment.duration));
    }
  }

  // 4.4.4.6: dates follow the durations unless a discontinuity lies between.
  void check_dates(const ReadSegment& before, const ReadSegment& segment) {
    if (!before.date || !segment.date || segment.discontinuity) return;
    const double step = static_cast<double>((*segment.date - *before.date).count()) / 1000;
    if (step <= 0) breach("4.4.4.6", segment.line, "the date goes back without a discontinuity");
    if (std::abs(step - before.length()) > 0.05) {
      breach("4.4.4.6", segment.line,
             fmt::format("the date moves by {} s over a segment of {} s", step, before.length()));
    }
  }

  // 6.2.2: what leaves a live playlist, and how the discontinuities that leave with it are counted.
  void check_removed(const ReadPlaylist& old, std::int64_t removed) {
    std::int64_t discontinuities = 0;
    for (const auto& segment : old.segments) {
      if (segment.msn < now_.first_msn() && segment.discontinuity) ++discontinuities;
    }
    if (now_.skipped == 0 && !now_.segments.empty()) {
      // A tag that stood before the segment which is now the first may go with the segment before it.
      for (const auto& segment : old.segments) {
        if (segment.msn == now_.first_msn() && segment.discontinuity &&
            !now_.segments.front().discontinuity) {
          ++discontinuities;
        }
      }
    }
    const std::int64_t counted =
        now_.discontinuity_sequence.value_or(0) - old.discontinuity_sequence.value_or(0);
    const bool all_seen = removed <= static_cast<std::int64_t>(old.segments.size());
    const bool first_is_skipped = now_.skipped > 0;
    if (all_seen && counted != discontinuities && !(first_is_skipped && counted == discontinuities + 1)) {
      breach("6.2.2", 0, fmt::format("{} discontinuities left, {} are counted", discontinuities, counted));
    }
    double left = 0;
    for (const auto& segment : now_.segments) left += segment.length();
    if (removed > 0 && now_.skipped == 0 && !now_.ended &&
        left < 3.0 * static_cast<double>(now_.target.value_or(0))) {
      breach("6.2.2", 0, "less than three target durations are left after a segment was removed");
    }
  }

  // 4.4.5.2, 6.2.5.1: only segments beyond the skip boundary are skipped, and the client has them.
  void check_skip(const ReadPlaylist& old) {
    const auto until = control("CAN-SKIP-UNTIL");
    if (!until) breach("4.4.3.8", 0, "a delta update from a server that does not offer CAN-SKIP-UNTIL");
    double left = 0;
    for (const auto& segment : now_.segments) left += segment.length();
    if (until && left < *until) breach("6.2.5.1", 0, "a segment within the skip boundary was skipped");
    const std::int64_t old_end = old.first_msn() + static_cast<std::int64_t>(old.segments.size());
    if (now_.first_msn() + now_.skipped > old_end)
      breach("6.2.5.1", 0, "a segment was skipped that the client never saw");
  }

  void check_same(const ReadSegment& was, const ReadSegment& is, bool first) {
    const auto differs = [&](const char* what) {
      breach("6.2.1", is.line, fmt::format("{} of segment {} has changed", what, is.msn));
    };
    if (was.duration >= 0 && is.duration < 0) differs("completeness");
    if (was.duration >= 0 && is.duration >= 0 && (was.uri != is.uri || was.duration != is.duration)) {
      differs("address or duration");
    }
    if (was.map != is.map) differs("EXT-X-MAP");
    if (was.date != is.date) differs("the date");
    if (was.discontinuity != is.discontinuity && !first) differs("the discontinuity");
    if (is.parts.empty() && is.duration >= 0) return;  // parts may leave a complete segment
    if (was.parts.size() > is.parts.size()) differs("the number of parts");
    for (std::size_t i = 0; i < std::min(was.parts.size(), is.parts.size()); ++i) {
      const auto& a = was.parts[i];
      const auto& b = is.parts[i];
      if (a.uri != b.uri || a.duration != b.duration || a.rest != b.rest) differs("a part");
    }
  }

  const ReadPlaylist& now_;
  std::vector<Breach>& breaches_;
};

}  // namespace

std::vector<Breach> validate_media_playlist(std::string_view text, std::string_view previous) {
  std::vector<Breach> breaches;
  const ReadPlaylist now = read_playlist(text, breaches);
  Rules rules(now, breaches);
  rules.check_alone();
  if (!previous.empty()) {
    std::vector<Breach> ignored;
    rules.check_update(read_playlist(previous, ignored));
  }
  return breaches;
}

std::vector<Breach> validate_multivariant_playlist(std::string_view text) {
  std::vector<Breach> breaches;
  int line = 0;
  bool expects_address = false;
  int variants = 0;
  const auto breach = [&](const char* section, const char* what, bool must = true) {
    breaches.push_back({.must = must, .section = section, .line = line, .what = what});
  };
  while (!text.empty()) {
    const auto end = text.find('\n');
    const auto row = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    ++line;
    if (line == 1 && row != "#EXTM3U") breach("4.4.1.1", "the first line is not #EXTM3U");
    const bool is_address = !row.empty() && row.front() != '#';
    if (expects_address && !is_address) breach("4.4.6.2", "EXT-X-STREAM-INF without an address after it");
    if (is_address && !expects_address) breach("4.4.6.2", "an address without EXT-X-STREAM-INF");
    expects_address = row.starts_with("#EXT-X-STREAM-INF:");
    if (row.starts_with("#EXTINF") || row.starts_with("#EXT-X-TARGETDURATION")) {
      breach("4.1", "a media tag in a multivariant playlist");
    }
    if (!expects_address) continue;
    ++variants;
    if (row.find("BANDWIDTH=") == std::string_view::npos) breach("4.4.6.2", "a variant without BANDWIDTH");
    if (row.find("CODECS=\"") == std::string_view::npos) breach("4.4.6.2", "a variant without CODECS", false);
  }
  if (variants == 0) breach("4.4.6.2", "no variant");
  return breaches;
}

std::string describe(const std::vector<Breach>& breaches) {
  std::string text;
  for (const auto& breach : breaches) {
    text += fmt::format("{} {} line {}: {}\n", breach.must ? "MUST" : "SHOULD", breach.section, breach.line,
                        breach.what);
  }
  return text;
}

}  // namespace nigiwai::media
