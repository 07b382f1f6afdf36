#include "media/ingest/pes_reader.h"

#include <utility>

#include "media/ingest/aac.h"

namespace nigiwai::media::ingest {
namespace {

// As in flv.cc: no encoder reorders pictures over more than a few frames.
constexpr std::int64_t kMaxReorderTicks = 10 * 90'000;

Microseconds from_ticks(std::int64_t ticks) { return Microseconds(ticks * 100 / 9); }

}  // namespace

Result<void> PesReader::video(const Pes& pes) {
  const auto frame = h264_.take(split_annex_b(pes.payload));
  if (!frame && frame.error().kind == Kind::kUnsupported && !pes.damaged)
    return std::unexpected(frame.error());
  if (!frame || pes.damaged || !pes.pts) {
    wait_for_key_ = true;
    return {};
  }
  if (auto form = h264_.new_form()) feed_.video_form(*form);
  if (!frame->data || !h264_.has_form()) return {};
  if (wait_for_key_ && !frame->key) return {};
  wait_for_key_ = false;

  const std::int64_t dts = clock_.unwrap(pes.dts.value_or(*pes.pts));
  std::int64_t reorder = Unwrapper{33}.unwrap(*pes.pts - pes.dts.value_or(*pes.pts));
  if (reorder > kMaxReorderTicks) reorder = 0;
  feed_.packet({.track = Track::kVideo,
                .dts = from_ticks(dts),
                .pts = from_ticks(dts + reorder),
                .key = frame->key,
                .data = frame->data});
  return {};
}

Result<void> PesReader::audio(const Pes& pes) {
  if (pes.damaged) {
    audio_rest_.clear();
    return {};
  }
  const std::size_t carried = audio_rest_.size();
  Bytes bytes = std::exchange(audio_rest_, {});
  append(bytes, pes.payload);
  // The time stamp belongs to the first frame that begins in this packet (2.4.3.7).
  bool stamped = !pes.pts;
  bool in_step = true;
  std::size_t at = 0;
  while (bytes.size() - at >= kAdtsHeaderSize) {
    const auto adts = parse_adts(View(bytes).subspan(at));
    if (!adts) {
      in_step = false;
      ++at;
      continue;
    }
    if (adts->frame_size > bytes.size() - at) break;
    if (!stamped && at >= carried) {
      audio_time_ = from_ticks(clock_.unwrap(*pes.pts));
      stamped = true;
    }
    // While looking for the next header, what only resembles one must not change the form.
    if (adts->config != audio_config_ && in_step) {
      const auto form = audio_form(adts->config);
      if (!form) return std::unexpected(form.error());
      audio_config_ = adts->config;
      told_audio_ = *form;
      feed_.audio_form(*form);
    }
    if (adts->config == audio_config_) {
      in_step = true;
      const View frame = View(bytes).subspan(at, adts->frame_size).subspan(adts->header_size);
      feed_.packet({.track = Track::kAudio,
                    .dts = audio_time_,
                    .pts = audio_time_,
                    .key = true,
                    .data = std::make_shared<const Bytes>(frame.begin(), frame.end())});
      audio_time_ += Microseconds(std::int64_t{kAacFrameSamples} * 1'000'000 / told_audio_.sample_rate);
      at += adts->frame_size;
    } else {
      ++at;
    }
  }
  if (in_step) audio_rest_.assign(bytes.begin() + static_cast<std::ptrdiff_t>(at), bytes.end());
  return {};
}

}  // namespace nigiwai::media::ingest
