#include "media/hls/playlist.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "base/time.h"

namespace nigiwai::media {
namespace {

double seconds(Ticks time) { return static_cast<double>(time.count()) / Ticks::period::den; }

using Out = std::back_insert_iterator<std::string>;

void write_map(Out out, const PlaylistSegment& segment, const char* folder) {
  fmt::format_to(out, "#EXT-X-MAP:URI=\"{}/init-{}.mp4\"\n", folder, segment.init);
}

void write_date(Out out, const PlaylistSegment& segment, WallTime live_at) {
  fmt::format_to(out, "#EXT-X-PROGRAM-DATE-TIME:{}\n", to_rfc3339(live_at + to_milliseconds(segment.at)));
}

void write_segment_address(Out out, const PlaylistSegment& segment, const char* folder) {
  fmt::format_to(out, "#EXTINF:{:.5f},\n{}/{}.m4s\n", seconds(segment.duration), folder, segment.msn);
}

const char* file_of(Rendition rendition) {
  return rendition == Rendition::kAv      ? "live.m3u8"
         : rendition == Rendition::kAudio ? "live-audio.m3u8"
                                          : "live-low.m3u8";
}

void write_variant(Out out, const Variants& variants, const std::string& address) {
  fmt::format_to(out, "#EXT-X-STREAM-INF:BANDWIDTH={},CODECS=\"{},{}\"",
                 std::max<std::int64_t>(variants.av_bits, 1), variants.video_codec, variants.audio_codec);
  if (variants.width > 0 && variants.height > 0) {
    fmt::format_to(out, ",RESOLUTION={}x{}", variants.width, variants.height);
  }
  if (variants.frame_rate > 0) fmt::format_to(out, ",FRAME-RATE={:.3f}", variants.frame_rate);
  fmt::format_to(out, "\n{}\n", address);
}

}  // namespace

RenditionReport report_on(Rendition rendition, const PlaylistSegment& last) {
  return {.rendition = rendition,
          .last_msn = last.msn,
          .last_part = last.parts.empty() ? 0 : last.parts.size() - 1};
}

std::string live_playlist(const LivePlaylist& playlist, Rendition rendition, bool skip) {
  const Segments segments = playlist.segments;
  const char* folder = folder_of(rendition);
  std::string text;
  text.reserve(512 + segments.size() * 110);
  const Out out(text);
  Ticks whole{0};
  for (const auto& segment : segments) whole += segment->duration;

  fmt::format_to(out, "#EXTM3U\n#EXT-X-VERSION:9\n#EXT-X-TARGETDURATION:{}\n", kTargetDurationSeconds);
  if (rendition == Rendition::kAudio) fmt::format_to(out, "#EXT-X-INDEPENDENT-SEGMENTS\n");
  fmt::format_to(out,
                 "#EXT-X-SERVER-CONTROL:CAN-BLOCK-RELOAD=YES,CAN-SKIP-UNTIL={:.1f},PART-HOLD-BACK={:.2f}\n",
                 seconds(kSkipUntil), seconds(kPartTarget * 3));
  fmt::format_to(out, "#EXT-X-PART-INF:PART-TARGET={:.2f}\n", seconds(kPartTarget));
  fmt::format_to(out, "#EXT-X-MEDIA-SEQUENCE:{}\n#EXT-X-DISCONTINUITY-SEQUENCE:{}\n",
                 segments.empty() ? playlist.next_msn : segments.front()->msn,
                 segments.empty() ? playlist.discontinuity_number : segments.front()->discontinuity_number);

  std::size_t first = 0;
  Ticks before{0};  // of everything written or skipped so far
  if (skip) {
    while (first < segments.size() && whole - before - segments[first]->duration > kSkipUntil) {
      before += segments[first++]->duration;
    }
    if (first > 0) fmt::format_to(out, "#EXT-X-SKIP:SKIPPED-SEGMENTS={}\n", first);
  }
  for (std::size_t i = first; i < segments.size(); ++i) {
    const PlaylistSegment& segment = *segments[i];
    // The discontinuity before the oldest segment is counted, not written.
    if (segment.discontinuity && i > 0) fmt::format_to(out, "#EXT-X-DISCONTINUITY\n");
    if (i == first || segment.init != segments[i - 1]->init) write_map(out, segment, folder);
    write_date(out, segment, playlist.live_at);
    if (whole - before - segment.duration <= kPartsWindow && !playlist.ended && !segment.gap) {
      for (std::size_t part = 0; part < segment.parts.size(); ++part) {
        fmt::format_to(
            out, "#EXT-X-PART:DURATION={:.5f},URI=\"{}/{}.{}.m4s\"{}\n",
            seconds(segment.parts[part].duration), folder, segment.msn, part,
            segment.parts[part].independent || rendition == Rendition::kAudio ? ",INDEPENDENT=YES" : "");
      }
    }
    if (segment.gap) fmt::format_to(out, "#EXT-X-GAP\n");
    if (segment.complete) write_segment_address(out, segment, folder);
    before += segment.duration;
  }
  if (playlist.ended) {
    fmt::format_to(out, "#EXT-X-ENDLIST\n");
    return text;
  }
  if (segments.empty()) {
    fmt::format_to(out, "#EXT-X-PRELOAD-HINT:TYPE=PART,URI=\"{}/{}.0.m4s\"\n", folder, playlist.next_msn);
    return text;
  }
  const PlaylistSegment& last = *segments.back();
  fmt::format_to(out, "#EXT-X-PRELOAD-HINT:TYPE=PART,URI=\"{}/{}.{}.m4s\"\n", folder,
                 last.complete ? last.msn + 1 : last.msn, last.complete ? 0 : last.parts.size());
  for (const auto& report : playlist.reports) {
    fmt::format_to(out, "#EXT-X-RENDITION-REPORT:URI=\"{}\",LAST-MSN={},LAST-PART={}\n",
                   file_of(report.rendition), report.last_msn, report.last_part);
  }
  return text;
}

std::string archive_playlist(Segments segments, WallTime live_at, Rendition rendition) {
  const char* folder = folder_of(rendition);
  std::string text;
  text.reserve(256 + segments.size() * 100);
  const Out out(text);
  fmt::format_to(out, "#EXTM3U\n#EXT-X-VERSION:7\n#EXT-X-TARGETDURATION:{}\n#EXT-X-PLAYLIST-TYPE:VOD\n",
                 kTargetDurationSeconds);
  const bool independent =
      std::ranges::all_of(segments, [](const auto& segment) { return segment->independent; });
  if (independent || rendition == Rendition::kAudio) fmt::format_to(out, "#EXT-X-INDEPENDENT-SEGMENTS\n");
  fmt::format_to(out, "#EXT-X-MEDIA-SEQUENCE:0\n");
  for (std::size_t i = 0; i < segments.size(); ++i) {
    const PlaylistSegment& segment = *segments[i];
    if (segment.discontinuity && i > 0) fmt::format_to(out, "#EXT-X-DISCONTINUITY\n");
    if (i == 0 || segment.init != segments[i - 1]->init) write_map(out, segment, folder);
    write_date(out, segment, live_at);
    write_segment_address(out, segment, folder);
  }
  fmt::format_to(out, "#EXT-X-ENDLIST\n");
  return text;
}

std::string multivariant_playlist(const Variants& variants, const std::string& stem, const Variants* low) {
  std::string text = "#EXTM3U\n#EXT-X-VERSION:7\n";
  const Out out(text);
  write_variant(out, variants, stem + ".m3u8");
  if (low != nullptr) write_variant(out, *low, stem + "-low.m3u8");
  fmt::format_to(out, "#EXT-X-STREAM-INF:BANDWIDTH={},CODECS=\"{}\"\n{}-audio.m3u8\n",
                 std::max<std::int64_t>(variants.audio_bits, 1), variants.audio_codec, stem);
  return text;
}

}  // namespace nigiwai::media
