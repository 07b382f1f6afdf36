#include "media/second/part_remaker.h"

#include <algorithm>

#include "base/check.h"

namespace nigiwai::media::second {
namespace {

double rate_of(const Part& part) {
  const auto pictures = static_cast<double>(part.samples->video.size());
  return pictures * Ticks::period::den /
         static_cast<double>(std::max<std::int64_t>(1, part.duration.count()));
}

}  // namespace

Result<void> PartRemaker::take(const Part& part) {
  CHECK(part.samples != nullptr, "a part to be made again has its samples");
  const PartSamples& samples = *part.samples;
  if (part.starts_segment) {
    ++segment_;
    if (part.discontinuity || source_ != part.init->video) {
      // What was decoded before has nothing to do with what comes.
      coder_.drain();
      if (auto out = pull(); !out) return out;
      if (auto out = emit(open_.size()); !out) return out;
      until_.reset();
      source_ = part.init->video;
      if (auto begun = coder_.begin(*source_, rate_of(part)); !begun) return begun;
    }
  }
  open_.push_back({.part = part, .pictures = {}, .segment = segment_});
  for (const auto& sample : samples.video) {
    coder_.decode(sample, sample.dts + sample.composition - kDecodeOrigin);
    if (auto out = pull(); !out) return out;
  }
  if (samples.ends_group) {
    coder_.drain();
    if (auto out = pull(); !out) return out;
  }
  return samples.ends_group || coder_.pending() == 0 ? emit(open_.size()) : Result<void>{};
}

Result<void> PartRemaker::segment_cut() {
  coder_.drain();
  if (auto out = pull(); !out) return out;
  if (open_.empty()) {
    sink_.segment_cut();
    return {};
  }
  open_.back().segment_cut = true;
  return emit(open_.size());
}

Result<void> PartRemaker::pull() {
  while (const auto shown = coder_.next()) {
    if (open_.empty()) continue;  // later than all that could have shown it
    // The last one takes what is shown too late, too: its own end is not known to be the last word.
    std::size_t at = 0;
    while (at + 1 < open_.size() && open_[at].part.at + open_[at].part.duration <= *shown) ++at;
    Open& target = open_[at];
    const bool key = target.segment != keyed_segment_;
    auto coded = coder_.code(key);
    if (!coded) return std::unexpected(coded.error());
    if (coded->key) keyed_segment_ = target.segment;
    target.pictures.push_back({.shown = *shown, .coded = std::move(*coded)});
    if (auto out = emit(at); !out) return out;
  }
  return {};
}

Result<void> PartRemaker::emit(std::size_t count) {
  for (; count > 0; --count) {
    if (auto out = emit_first(); !out) return out;
  }
  return {};
}

Result<void> PartRemaker::take_init(const Init& source) {
  const auto aac = read_aac_config(source.audio.config);
  const auto codec = video_codec(coder_.form());
  if (!aac || !codec)
    return fail(Kind::kInternal, "second", "No picture of the first segment could be decoded.");
  auto init = std::make_shared<Init>(source);
  init->video = coder_.form();
  init->video_codec = *codec;
  init->av_bytes = std::make_shared<const Bytes>(init_segment(&init->video, init->audio, *aac));
  init->audio_bytes = std::make_shared<const Bytes>();
  init_ = std::move(init);
  return {};
}

Result<void> PartRemaker::emit_first() {
  const Open open = std::move(open_.front());
  open_.pop_front();
  const Part& source = open.part;
  const PartSamples& samples = *source.samples;
  if (!init_ || source_init_ != source.init || init_->video != coder_.form()) {
    if (auto taken = take_init(*source.init); !taken) return taken;
    source_init_ = source.init;
  }
  // From the moment a picture is shown to its place in the order of decoding.
  const Ticks back = kDecodeOrigin - samples.delay;
  Ticks end = source.at + source.duration + back;
  if (!open_.empty() && !open_.front().pictures.empty()) {
    end = open_.front().pictures.front().shown + back;
  } else if (!samples.video.empty()) {
    end = samples.video.back().dts + samples.video.back().duration;
  }
  auto again = std::make_shared<PartSamples>();
  again->audio = samples.audio;
  again->delay = samples.delay;
  again->ends_group = samples.ends_group;
  for (std::size_t i = 0; i < open.pictures.size(); ++i) {
    const auto& [shown, coded] = open.pictures[i];
    const Ticks dts = until_.value_or(shown + back);
    const Ticks next = i + 1 < open.pictures.size() ? open.pictures[i + 1].shown + back : end;
    const Ticks duration = std::max(Ticks{1}, next - dts);
    again->video.push_back({.dts = dts,
                            .duration = duration,
                            .composition = std::max(Ticks{0}, shown + kDecodeOrigin - dts),
                            .key = coded.key,
                            .data = coded.data});
    until_ = dts + duration;
  }
  if (again->video.empty() && again->audio.empty())
    return fail(Kind::kInternal, "second", "None of a part's pictures could be decoded.");
  Part part = source;
  part.init = init_;
  part.independent = !again->video.empty() && again->video.front().key;
  part.av = std::make_shared<const Bytes>(media_part(++sequence_, again->video, again->audio));
  part.audio = std::make_shared<const Bytes>();
  part.picture = nullptr;
  part.samples = std::move(again);
  sink_.part(std::move(part));
  if (open.segment_cut) sink_.segment_cut();
  return {};
}

}  // namespace nigiwai::media::second
