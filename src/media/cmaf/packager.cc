#include "media/cmaf/packager.h"

#include <algorithm>
#include <utility>

#include "base/check.h"

namespace nigiwai::media {
namespace {

// A decode time further ahead of everything heard so far, or further back, is a jump of the encoder's time
// line.
constexpr Ticks kJumpAhead = Ticks{90'000};
constexpr Ticks kJumpBack = Ticks{9'000};
// Arrivals are known to the millisecond and wake-ups are a little late: what is early by less is in time.
constexpr Ticks kArrivalJitter = Ticks{1'800};
// Frames with the same or a slightly earlier time stamp (rounded milliseconds) are moved on by this.
constexpr Ticks kNudge = Ticks{90};
// How long the sound may lag behind the picture before silence stands in. FFmpeg's MPEG-TS muxer holds sound
// back by up to 0.7 s. An encoder whose sound keeps coming later than that is waited for up to the longest
// patience.
constexpr Ticks kSoundPatience = Ticks{90'000};
constexpr Ticks kLongestSoundPatience = Ticks{270'000};
// How long the picture may lag behind the sound before parts go out without it (a slide held for a long
// time).
constexpr Ticks kPicturePatience = Ticks{180'000};
// Time stamps of sound that are off by less than this from the run of samples are jitter; more is a gap.
constexpr int kSoundSlackMs = 60;

Ticks ticks_of(std::int64_t samples, int rate) { return Ticks{samples * Ticks::period::den / rate}; }
std::int64_t samples_of(Ticks time, int rate) { return time.count() * rate / Ticks::period::den; }

}  // namespace

Packager::Packager(PartSink& sink, WallTime live_at)
    : sink_(sink), live_at_(live_at), sound_patience_(kSoundPatience) {
  const auto aac = read_aac_config(audio_form_.config);
  CHECK(aac.has_value(), "the default form is a form");
  aac_ = *aac;
}

Result<void> Packager::video_form(const VideoForm& form) {
  if (const auto codec = video_codec(form); !codec) return std::unexpected(codec.error());
  if (!running_) {
    if (video_form_ != form) init_.reset();
    video_form_ = form;
  } else if (video_form_ == form) {
    next_video_.reset();
  } else {
    next_video_ = form;
  }
  return {};
}

Result<void> Packager::audio_form(const AudioForm& form) {
  const auto aac = read_aac_config(form.config);
  if (!aac) return std::unexpected(aac.error());
  auto silence = silent_frame(aac->sample_rate, aac->channels);
  if (!silence) return std::unexpected(silence.error());
  has_sound_ = true;
  const bool nothing_went_out =
      sound_next_ == 0 && !next_video_ &&
      std::ranges::all_of(cuts_, [&](const Cut& cut) { return cut.head.init == init_; });
  if (!running_) {
    if (audio_form_ != form) init_.reset();
    audio_form_ = form;
    aac_ = *aac;
    silence_ = *silence;
  } else if (nothing_went_out) {
    // The sound was only a little later than the picture: all of the session has this form.
    next_audio_ = form;
    take_forms();
    for (auto& cut : cuts_) {
      cut.head.init = init_;
      cut.head.aac = aac_;
    }
    head_.init = init_;
    head_.aac = aac_;
  } else if (*aac == aac_) {
    // The silence already has this form, perhaps in other words: the sound can go on in its place.
    next_audio_.reset();
  } else {
    next_audio_ = form;
  }
  return {};
}

void Packager::packet(const Packet& packet, WallTime arrival) {
  if (!packet.data || packet.data->empty() || packet.pts < packet.dts) {
    ++dropped_;
  } else if (packet.track == Track::kVideo) {
    video(packet, arrival);
  } else {
    audio(packet);
  }
}

void Packager::take_forms() {
  if (next_video_) video_form_ = std::exchange(next_video_, std::nullopt);
  if (next_audio_) {
    audio_form_ = *std::exchange(next_audio_, std::nullopt);
    aac_ = *read_aac_config(audio_form_.config);
    silence_.reset();
  }
  if (!silence_) silence_ = *silent_frame(aac_.sample_rate, aac_.channels);
  auto init = std::make_shared<Init>();
  init->video = *video_form_;
  init->audio = audio_form_;
  init->video_codec = *video_codec(*video_form_);
  init->audio_codec = audio_codec(aac_);
  init->av_bytes = std::make_shared<const Bytes>(init_segment(&*video_form_, audio_form_, aac_));
  init->audio_bytes = std::make_shared<const Bytes>(init_segment(nullptr, audio_form_, aac_));
  init_ = std::move(init);
}

void Packager::start(const Packet& packet, WallTime arrival) {
  if (!init_ || forms_wait()) take_forms();
  running_ = true;
  base_ = packet.pts;
  delay_ = to_ticks(packet.pts - packet.dts);
  anchor_at_ = std::max({to_ticks(arrival - live_at_), delay_ - kDecodeOrigin, Ticks{0}});
  began_ = arrival;
  anchored_ = false;
  drift_.reset();
  last_x_ = Ticks{0};
  last_key_.reset();
  sound_next_ = 0;
  sound_begun_ = false;
  last_sound_ = Ticks{0};
  silent_ = false;
  segment_begin_ = Ticks{0};
  segment_independent_ = true;
  head_ = Head{.anchor_at = anchor_at_, .init = init_, .aac = aac_};
}

void Packager::video(const Packet& packet, WallTime arrival) {
  if (running_) {
    const Ticks x = session_time(packet.dts) + delay_;
    if (x < last_x_ - kJumpBack || x > std::max(last_x_, last_sound_) + kJumpAhead) finish();
  }
  const bool first = !running_;
  // A frame that is not a key cannot be decoded at the beginning, nor with parameter sets that it was not
  // made for.
  if ((first && (!packet.key || !video_form_)) || (next_video_ && !packet.key)) {
    ++dropped_;
    return;
  }
  if (first) start(packet, arrival);

  Frame frame{.key = packet.key, .data = packet.data};
  if (!first) {
    frame.x = std::max(session_time(packet.dts) + delay_, last_x_ + kNudge);
    interval_ = std::min(frame.x - last_x_, kPartTarget);
  }
  frame.composition = std::max(Ticks{0}, session_time(packet.pts) - (frame.x - delay_));
  if (!anchored_) {
    const Ticks early = anchor_at_ + frame.x - to_ticks(arrival - live_at_);
    if (early > kArrivalJitter) anchor_earlier(early);
    anchored_ = arrival - began_ >= kAnchorPatience;
  }
  drift_.add(arrival, (arrival - live_at_) - to_milliseconds(anchor_at_ + frame.x));

  const bool ends = !first && frame.key &&
                    (forms_wait() || !segment_independent_ || frame.x - segment_begin_ >= kSegmentLeast);
  cut_before(frame.x, ends);
  if (ends) begin_segment(frame);
  if (frame.key) {
    if (last_key_) {
      key_interval_ = frame.x - *last_key_;
      long_gop_ = key_interval_ > kSegmentLimit;
    }
    last_key_ = frame.x;
  }
  last_x_ = frame.x;
  frames_.push_back(std::move(frame));
  publish_ready();
}

// The part and the segment before `frame`, a key frame, have been cut; this says how the next ones begin.
void Packager::begin_segment(const Frame& frame) {
  segment_independent_ = true;
  if (forms_wait()) {
    const bool sound_changes = next_audio_.has_value();
    if (sound_changes) fill_silence(head_.begin);
    take_forms();
    if (sound_changes) {
      sound_next_ = samples_of(head_.begin, aac_.sample_rate) + 1;
      sound_begun_ = false;
      silent_ = false;
    }
    head_.discontinuity = true;
  }
  if (const auto drift = drift_.drift(); drift && std::chrono::abs(*drift) > kDriftLimit) {
    // Never before the show's beginning.
    anchor_at_ =
        std::max(anchor_at_ + to_ticks(*drift), std::max(delay_ - kDecodeOrigin, Ticks{0}) - frame.x);
    drift_.reset();
    head_.discontinuity = true;
  }
  head_.anchor_at = anchor_at_;
  head_.init = init_;
  head_.aac = aac_;
}

void Packager::anchor_earlier(Ticks by) {
  anchor_at_ = std::max({anchor_at_ - by, delay_ - kDecodeOrigin, Ticks{0}});
  head_.anchor_at = anchor_at_;
  for (auto& cut : cuts_) cut.head.anchor_at = anchor_at_;
  drift_.reset();
}

void Packager::cut_before(Ticks x, bool ends) {
  while (x - head_.begin > kPartTarget) {
    Ticks end = head_.begin + kPartTarget;
    const auto boundary = std::ranges::find_if(frames_.rbegin(), frames_.rend(),
                                               [&](const Frame& frame) { return frame.x <= end; });
    if (boundary != frames_.rend() && boundary->x - head_.begin >= kPartLeast) {
      end = boundary->x;
    } else if (ends && x - end < kPartTarget - kPartLeast) {
      end = head_.begin + kPartLeast;  // leaves the last part of the segment long enough to hold some sound
    }
    cut(end, false);
  }
  if (ends && x > head_.begin) {
    cut(x, true);
  } else if (ends && !head_.starts_segment) {
    // Parts went out without a picture, up to here or further: the segment ends with the last of them.
    if (cuts_.empty()) {
      sink_.segment_cut();
    } else {
      cuts_.back().ends_segment = cuts_.back().ends_group = true;
    }
    head_.starts_segment = true;
    segment_begin_ = head_.begin;
  } else if (!ends && x - head_.begin >= kPartLeast && x - head_.begin + interval_ > kPartTarget) {
    cut(x, false);
  }
}

void Packager::cut(Ticks end, bool ends_group) {
  bool ends_segment = ends_group;
  if (!ends_segment && end - segment_begin_ >= kSegmentLimit) {
    ends_segment = true;
    long_gop_ = true;
  }
  cuts_.push_back({.head = head_, .end = end, .ends_segment = ends_segment, .ends_group = ends_group});
  head_.begin = end;
  head_.starts_segment = ends_segment;
  head_.discontinuity = false;
  if (ends_segment) {
    segment_begin_ = end;
    segment_independent_ = false;  // until begin_segment() knows of a key frame
  }
}

void Packager::publish_ready() {
  while (anchored_ && !cuts_.empty() && sound_reaches(cuts_.front().end)) {
    const Cut cut = std::move(cuts_.front());
    cuts_.pop_front();
    publish(cut);
  }
}

void Packager::publish(const Cut& cut) {
  const Head& head = cut.head;
  std::vector<VideoSample> video;
  while (!frames_.empty() && frames_.front().x < cut.end) {
    Frame& frame = frames_.front();
    const Ticks next = frames_.size() > 1 ? frames_[1].x : cut.end;
    video.push_back({.dts = frame.x - delay_ + head.anchor_at + kDecodeOrigin,
                     .duration = next - frame.x,
                     .composition = frame.composition,
                     .key = frame.key,
                     .data = std::move(frame.data)});
    frames_.pop_front();
  }
  std::vector<AudioSample> audio;
  const std::int64_t moved = samples_of(head.anchor_at + kDecodeOrigin, head.aac.sample_rate);
  while (!sound_.empty() && ticks_of(sound_.front().position, head.aac.sample_rate) < cut.end) {
    audio.push_back(std::move(sound_.front()));
    audio.back().position += moved;
    sound_.pop_front();
  }
  if (video.empty() && audio.empty()) {
    if (cut.ends_segment && !head.starts_segment) sink_.segment_cut();
    return;
  }
  Part part{.starts_segment = head.starts_segment,
            .ends_segment = cut.ends_segment,
            .discontinuity = head.starts_segment && head.discontinuity,
            .independent = !video.empty() && video.front().key,
            .at = head.begin + head.anchor_at,
            .duration = cut.end - head.begin,
            .init = head.init};
  if (part.independent) part.picture = video.front().data;
  ++sequence_;
  part.av = std::make_shared<const Bytes>(media_part(sequence_, video, audio));
  part.audio = audio.empty() ? std::make_shared<const Bytes>()
                             : std::make_shared<const Bytes>(media_part(sequence_, {}, audio));
  part.samples = std::make_shared<const PartSamples>(PartSamples{
      .video = std::move(video), .audio = std::move(audio), .delay = delay_, .ends_group = cut.ends_group});
  sink_.part(std::move(part));
}

Ticks Packager::sound_until() const { return ticks_of(sound_next_, aac_.sample_rate); }

bool Packager::sound_reaches(Ticks end) {
  if (sound_until() >= end) return true;
  // At the beginning the sound may be about to come, though nothing was said of it yet.
  const bool none = !has_sound_ && sound_next_ > 0;
  silent_ = silent_ || none || next_audio_ || last_x_ - sound_until() > sound_patience_ + delay_;
  if (!silent_) return false;
  fill_silence(end);
  return true;
}

void Packager::fill_silence(Ticks end) {
  while (sound_until() < end) {
    sound_.push_back({.position = sound_next_,
                      .duration = static_cast<std::uint32_t>(aac_.frame_length),
                      .data = silence_});
    sound_next_ += aac_.frame_length;
  }
}

void Packager::audio(const Packet& packet) {
  const Ticks time = running_ ? session_time(packet.pts) : Ticks{0};
  if (!running_ || !has_sound_ || (!sound_begun_ && time < Ticks{0})) {
    ++dropped_;
    return;
  }
  if (time > std::max(last_x_, last_sound_) + kJumpAhead || time < last_sound_ - kJumpAhead) {
    finish();
    ++dropped_;
    return;
  }
  last_sound_ = time;
  if (next_audio_ || !place_sound(samples_of(time + Ticks{1}, aac_.sample_rate))) {
    ++dropped_;
    return;
  }
  sound_.push_back({.position = sound_next_,
                    .duration = static_cast<std::uint32_t>(aac_.frame_length),
                    .data = packet.data});
  sound_next_ += aac_.frame_length;
  while (sound_until() - std::max(head_.begin, last_x_) >= kPartTarget + kPicturePatience) {
    cut(head_.begin + kPartTarget, false);
  }
  publish_ready();
}

// Brings the run of samples to `ideal`, where the next frame belongs by its time stamp: with silence, and by
// letting the last frame last a little longer. False: that time has passed already, and the frame must be
// dropped.
bool Packager::place_sound(std::int64_t ideal) {
  const std::int64_t off = ideal - sound_next_;
  const std::int64_t frame = aac_.frame_length;
  const std::int64_t slack = static_cast<std::int64_t>(aac_.sample_rate) * kSoundSlackMs / 1000;
  const bool joins = !sound_begun_ || silent_;
  if (joins) {
    if (off < -frame / 16) {
      // Silence stood in for this frame. Wait longer for the next ones, so that they are heard.
      const Ticks late = last_x_ - ticks_of(ideal, aac_.sample_rate);
      sound_patience_ = std::clamp(late + late / 4, kSoundPatience, kLongestSoundPatience);
      silent_ = late > kLongestSoundPatience;
      sound_begun_ = false;
      return false;
    }
    sound_begun_ = true;
    silent_ = false;
    sound_lag_ = 0;
  } else if (std::abs(off) <= slack) {
    // Within the jitter of time stamps; only a lasting offset is made good.
    sound_lag_ += (static_cast<double>(off) - sound_lag_) / 64;
    if (std::abs(sound_lag_) < static_cast<double>(frame)) return true;
    sound_lag_ = 0;
  }
  if (off < -frame / 16) return false;
  for (std::int64_t left = off; left >= frame; left -= frame) {
    sound_.push_back(
        {.position = sound_next_, .duration = static_cast<std::uint32_t>(frame), .data = silence_});
    sound_next_ += frame;
  }
  if (const std::int64_t rest = ideal - sound_next_; rest > 0) {
    if (!sound_.empty()) sound_.back().duration += static_cast<std::uint32_t>(rest);
    sound_next_ = ideal;
  }
  return true;
}

void Packager::finish() {
  if (!running_) return;
  anchored_ = true;
  const Ticks end = std::max(last_x_ + interval_, sound_until());
  cut_before(end, true);
  fill_silence(end);
  publish_ready();
  CHECK(cuts_.empty(), "all sound is there");
  frames_.clear();
  sound_.clear();
  running_ = false;
  if (forms_wait()) take_forms();
}

}  // namespace nigiwai::media
