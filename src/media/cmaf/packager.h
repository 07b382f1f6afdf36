// Cuts one publisher's packets into CMAF parts: muxed audio and video, and the audio alone.
//
// Time. The first video key frame that is kept is anchored at its arrival (`at` = arrival - live_at); what
// came before it, audio included, is dropped. When it was held up on its way, the frames behind it come
// earlier than it says: so the first part is kept back for kAnchorPatience, in which the anchor follows the
// earliest of them. From there media time runs by itself. When it has drifted more than kDriftLimit from the
// clock (drift.h), the next segment is anchored anew, with a discontinuity. Decode times that jump end the
// segment and begin again at the next key frame, likewise.
//
// Sound is always there. A player on Media Source Extensions fixes its tracks with the first initialisation
// segment and cannot add one later, and it stalls where one track has nothing; so silent AAC frames stand in
// before the encoder's sound comes, when there is none, and in gaps. Sound of another form than the silence
// begins with the next key frame, in a new segment with a discontinuity and a new initialisation segment.
//
// Cuts. A segment begins at a key frame once the last is kSegmentLeast long; when none comes by kSegmentLimit
// it is cut at a part's end all the same (and `long_gop` says so). Parts end at the last frame boundary
// within 85 % to 100 % of kPartTarget, or at exactly kPartTarget where there is none, a frame then reaching
// over: its samples stand in the part that it begins in. Durations are those of the time line of the cuts,
// the same for both renditions; an AAC frame belongs to the part in which it begins, so the sound of a part
// is off by less than one frame while its decode times are exact.
//
// No thread of its own, no clock, no disk: the caller brings the arrival times.
#pragma once

#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "media/cmaf/boxes.h"
#include "media/cmaf/drift.h"
#include "media/cmaf/forms.h"
#include "media/cmaf/ticks.h"
#include "media/packet.h"

namespace nigiwai::media {

inline constexpr Ticks kPartTarget =
    Ticks{27'000};  // 0.3 s: the longest a part may be, for the show's whole life
inline constexpr Ticks kPartLeast = Ticks{22'950};     // 85 % of it (RFC 8216bis 4.4.3.7)
inline constexpr Ticks kSegmentLeast = Ticks{85'500};  // 0.95 s: an encoder's GOP of 1 s, rounded down
inline constexpr Ticks kSegmentLimit =
    Ticks{369'000};                               // 4.1 s; one part more rounds to 4, the target duration
inline constexpr int kTargetDurationSeconds = 4;  // never changes in a show
inline constexpr Milliseconds kDriftLimit{100};
// Long enough for what waited in a queue to come through, and short beside an encoder's own start.
inline constexpr Milliseconds kAnchorPatience{400};
// A decode time of 0 stands this far before the show's beginning, so that frames decoded ahead of it have one
// too.
inline constexpr Ticks kDecodeOrigin = Ticks{90'000};

struct Init {
  VideoForm video;
  AudioForm audio;
  std::string video_codec;  // for CODECS
  std::string audio_codec;
  std::shared_ptr<const Bytes> av_bytes;
  std::shared_ptr<const Bytes> audio_bytes;
};

// What a part was made of, for who codes its picture again.
struct PartSamples {
  std::vector<VideoSample> video;
  std::vector<AudioSample> audio;
  Ticks delay{0};  // from a picture's place in the order of decoding to the moment it is shown
  // A key frame comes next, or nothing: no later picture is shown among these.
  bool ends_group = false;
};

struct Part {
  bool starts_segment = false;
  bool ends_segment = false;
  bool discontinuity = false;  // only with starts_segment: times or forms break off before it
  bool independent = false;    // begins with a key frame
  Ticks at{0};                 // on the show clock
  Ticks duration{0};
  std::shared_ptr<const Init> init;
  std::shared_ptr<const Bytes> av{};
  std::shared_ptr<const Bytes> audio{};
  std::shared_ptr<const Bytes> picture{};  // the key frame of an independent part, AVCC
  std::shared_ptr<const PartSamples> samples{};
};

class PartSink {
 public:
  virtual ~PartSink() = default;
  virtual void part(Part part) = 0;
  // The open segment ends with the parts it has.
  virtual void segment_cut() = 0;
};

class Packager {
 public:
  // `live_at` is 0 on the show clock. `sink` outlives this.
  Packager(PartSink& sink, WallTime live_at);

  // Both may come again at any time. A form that cannot be read is refused and changes nothing.
  Result<void> video_form(const VideoForm& form);
  Result<void> audio_form(const AudioForm& form);
  void packet(const Packet& packet, WallTime arrival);

  // The publisher has gone: what is there becomes the last part. A later key frame begins anew.
  void finish();

  bool running() const { return running_; }              // since a key frame was anchored
  Ticks now_at() const { return anchor_at_ + last_x_; }  // `at` of the newest frame; only while running
  bool long_gop() const { return long_gop_; }
  Ticks key_interval() const { return key_interval_; }  // 0 until two key frames came
  Milliseconds drift() const { return drift_.drift().value_or(Milliseconds{0}); }
  std::int64_t dropped() const { return dropped_; }  // packets that could not be used
  bool silent() const { return silent_; }            // the encoder sends no sound at present

 private:
  struct Frame {
    Ticks x{0};  // the session's time line: dts, moved so that the first frame's x is its pts
    Ticks composition{0};
    bool key = false;
    std::shared_ptr<const Bytes> data;
  };
  // The part that is being filled, and how it begins.
  struct Head {
    Ticks begin{0};
    bool starts_segment = true;
    bool discontinuity = true;
    Ticks anchor_at{0};
    std::shared_ptr<const Init> init;
    AacConfig aac;
  };
  struct Cut {
    Head head;
    Ticks end{0};
    bool ends_segment = false;
    bool ends_group = false;  // likewise of pictures that need each other
  };

  void video(const Packet& packet, WallTime arrival);
  void audio(const Packet& packet);
  void start(const Packet& packet, WallTime arrival);
  void begin_segment(const Frame& frame);
  void anchor_earlier(Ticks by);
  void cut_before(Ticks x, bool ends);
  void cut(Ticks end, bool ends_group);
  void publish_ready();
  void publish(const Cut& cut);
  bool sound_reaches(Ticks end);
  void fill_silence(Ticks end);
  bool place_sound(std::int64_t ideal);
  void take_forms();
  bool forms_wait() const { return next_video_.has_value() || next_audio_.has_value(); }
  Ticks session_time(Microseconds time) const { return to_ticks(time - base_); }
  Ticks sound_until() const;

  PartSink& sink_;
  WallTime live_at_;

  std::optional<VideoForm> video_form_;
  AudioForm audio_form_ = default_audio_form();
  AacConfig aac_;
  std::shared_ptr<const Bytes> silence_;
  std::optional<VideoForm> next_video_;  // from the next key frame on
  std::optional<AudioForm> next_audio_;
  bool has_sound_ = false;  // the encoder said what its sound is like

  bool running_ = false;
  Microseconds base_{0};   // the session's time 0 on the encoder's time line
  Ticks delay_{0};         // pts - dts of the first key frame
  Ticks anchor_at_{0};     // the session's time 0 on the show clock
  WallTime began_{};       // the arrival of the first frame
  bool anchored_ = false;  // kAnchorPatience is over: the anchor holds, parts may go out
  DriftMeter drift_;

  std::deque<Frame> frames_;
  Ticks last_x_{0};
  Ticks interval_{3000};
  std::optional<Ticks> last_key_;
  Ticks key_interval_{0};

  std::deque<AudioSample> sound_;
  std::int64_t sound_next_ = 0;  // in samples, on the session's time line
  bool sound_begun_ = false;
  double sound_lag_ = 0;  // smoothed distance of time stamps from the run of samples
  Ticks last_sound_{0};
  bool silent_ = true;
  Ticks sound_patience_;

  Head head_;
  Ticks segment_begin_{0};
  bool segment_independent_ = true;
  std::deque<Cut> cuts_;
  std::shared_ptr<const Init> init_;
  std::uint32_t sequence_ = 0;
  bool long_gop_ = false;
  std::int64_t dropped_ = 0;
};

}  // namespace nigiwai::media
