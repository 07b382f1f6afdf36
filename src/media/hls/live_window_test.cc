#include "media/hls/live_window.h"

#include <gmock/gmock.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <thread>

#include "media/hls/validator.h"
#include "media/test_support.h"

namespace nigiwai::media {
namespace {

using namespace testing;
using namespace std::chrono_literals;

// Publishes what a packager makes, and holds every version of every playlist against the rules.
class WatchedWindow : public PartSink {
 public:
  explicit WatchedWindow(bool recording, int check_each = 1)
      : recording_(recording), check_each_(check_each) {}
  void part(Part part) override {
    const auto placed = window.append(part);
    if (recording_ && part.ends_segment) window.recorded(placed.msn);
    if (++parts_ % check_each_ == 0) check();
  }
  void segment_cut() override {
    window.cut();
    check();
  }
  void check() {
    const auto snapshot = window.snapshot();
    for (const auto rendition : {Rendition::kAv, Rendition::kAudio}) {
      std::string& previous = previous_[rendition == Rendition::kAv ? 0 : 1];
      const auto& now = snapshot->playlist(rendition, false);
      const auto breaches = validate_media_playlist(now, previous);
      ASSERT_TRUE(breaches.empty()) << describe(breaches) << now;
      if (!previous.empty()) {
        const auto& delta = snapshot->playlist(rendition, true);
        const auto broken = validate_media_playlist(delta, previous);
        ASSERT_TRUE(broken.empty()) << describe(broken) << delta;
      }
      longest = std::max(longest, now.size());
      previous = now;
    }
  }
  LiveWindow window{kLiveAt};
  std::size_t longest = 0;

 private:
  bool recording_;
  int check_each_;
  int parts_ = 0;
  std::string previous_[2];
};

Movie synthetic_movie(const SyntheticVideo& how) {
  return {.video = synthetic_video_form(), .audio = default_audio_form(), .packets = synthetic(how)};
}

TEST(LiveWindow, ObeysTheRulesAtEveryPartForAllFrameRates) {
  for (const double rate : {24.0, 25.0, 30.0, 50.0, 60000.0 / 1001, 60.0, 3.0}) {
    for (const double gop : {1.0, 9.0}) {
      SCOPED_TRACE(fmt::format("{} fps, gop {}", rate, gop));
      WatchedWindow watched(true);
      for (int session = 0; session < 3; ++session) {
        Packager packager(watched, kLiveAt);
        feed(packager,
             synthetic_movie({.rate = rate, .seconds = 13, .gop_seconds = gop, .whole_milliseconds = true}),
             {.arrives_at = Milliseconds{session * 20'000}});
        packager.finish();
      }
      watched.window.end();
      watched.check();
      EXPECT_THAT(watched.window.snapshot()->playlist(Rendition::kAv, false),
                  ::testing::EndsWith("#EXT-X-ENDLIST\n"));
      if (HasFailure()) return;
    }
  }
}

TEST(LiveWindow, SlidesAndSkipsAndCountsTheDiscontinuitiesThatLeave) {
  WatchedWindow watched(true, 11);
  for (int session = 0; session < 14; ++session) {
    Packager packager(watched, kLiveAt);
    feed(packager, synthetic_movie({.rate = 5, .seconds = 60}),
         {.arrives_at = Milliseconds{session * 70'000}});
    packager.finish();
  }
  const auto& text = watched.window.snapshot()->playlist(Rendition::kAv, false);
  EXPECT_THAT(text, ::testing::HasSubstr("#EXT-X-DISCONTINUITY-SEQUENCE:4\n"));
  EXPECT_THAT(watched.window.snapshot()->playlist(Rendition::kAv, true),
              ::testing::HasSubstr("#EXT-X-SKIP:"));
  EXPECT_LT(watched.window.snapshot()->playlist(Rendition::kAv, true).size(), text.size() / 4);
}

TEST(LiveWindow, KeepsLittleInMemoryAndOnlyAMinuteOfWhatIsNotRecorded) {
  for (const bool recording : {true, false}) {
    WatchedWindow watched(recording);
    Packager packager(watched, kLiveAt);
    feed(packager, synthetic_movie({.rate = 10, .seconds = 200}));
    const auto snapshot = watched.window.snapshot();
    Ticks listed{0};
    std::size_t reachable = 0;
    for (const auto& segment : snapshot->segments()) {
      listed += segment->duration;
      if (watched.window.segment_bytes(Rendition::kAv, segment->msn)) ++reachable;
    }
    if (recording) {
      EXPECT_GT(listed, Ticks{190 * 90'000});
      EXPECT_LE(reachable, 17U);
    } else {
      EXPECT_LE(listed, kUnrecordedWindow + Ticks{4 * 90'000});
      EXPECT_GE(reachable + 1, snapshot->segments().size());
    }
  }
}

TEST(LiveWindow, GivesTheBytesOfPartsAndSegments) {
  Parts parts;
  LiveWindow window(kLiveAt);
  Packager packager(parts, kLiveAt);
  feed(packager, synthetic_movie({.rate = 30, .seconds = 5}));
  Bytes first_segment;
  for (const auto& part : parts.parts) {
    const auto placed = window.append(part);
    if (placed.msn == 0) first_segment.insert(first_segment.end(), part.av->begin(), part.av->end());
    const auto bytes = window.part_bytes(Rendition::kAv, placed.msn, placed.part);
    ASSERT_TRUE(bytes);
    EXPECT_TRUE(std::equal(part.av->begin(), part.av->end(),
                           bytes->owner->begin() + static_cast<std::ptrdiff_t>(bytes->offset)));
    EXPECT_EQ(bytes->size, part.av->size());
  }
  const auto held = window.bytes_in_memory();
  EXPECT_EQ(*window.segment_bytes(Rendition::kAv, 0)->owner, first_segment);
  EXPECT_EQ(window.bytes_in_memory(), held);
  // Once it was put together, its parts are stretches of it.
  Bytes joined;
  for (std::size_t i = 0; const auto part = window.part_bytes(Rendition::kAv, 0, i); ++i) {
    const auto* from = part->owner->data() + part->offset;
    joined.insert(joined.end(), from, from + part->size);
  }
  EXPECT_EQ(joined, first_segment);
  EXPECT_FALSE(window.segment_bytes(Rendition::kAv, 2));  // not complete
  EXPECT_FALSE(window.part_bytes(Rendition::kAv, 2, 99));
  EXPECT_FALSE(window.part_bytes(Rendition::kAudio, 3, 0));
  EXPECT_EQ(window.init_bytes(Rendition::kAv, 1), parts.parts.front().init->av_bytes);
  EXPECT_EQ(window.init_bytes(Rendition::kAv, 2), nullptr);
}

TEST(LiveWindow, ContinuesTheNumbersOfWhatItRestores) {
  LiveWindow window(kLiveAt);
  std::vector<PlaylistSegment> segments;
  for (std::uint64_t msn = 40; msn < 50; ++msn) {
    segments.push_back({.msn = msn,
                        .at = Ticks{static_cast<std::int64_t>(msn) * 180'000},
                        .duration = Ticks{180'000},
                        .discontinuity_number = 2,
                        .init = 3,
                        .independent = true,
                        .parts = {}});
  }
  window.restore(segments, {}, 50);
  Parts parts;
  Packager packager(parts, kLiveAt);
  feed(packager, synthetic_movie({.rate = 30, .seconds = 5}), {.arrives_at = Milliseconds{200'000}});
  const auto placed = window.append(parts.parts.front());
  EXPECT_EQ(placed.msn, 50U);
  EXPECT_EQ(placed.init, 4U);
  EXPECT_TRUE(placed.new_init && placed.discontinuity);
  EXPECT_EQ(placed.discontinuity_number, 3U);
  EXPECT_EQ(describe(validate_media_playlist(window.snapshot()->playlist(Rendition::kAv, false))), "");
}

TEST(LiveWindow, BeginsAnewBeyondNumbersThatMayHaveBeenPublished) {
  LiveWindow window(kLiveAt);
  window.restore({{.msn = 40, .duration = Ticks{180'000}, .discontinuity_number = 2, .init = 3, .parts = {}}},
                 {}, 90);
  EXPECT_THAT(window.snapshot()->playlist(Rendition::kAv, false),
              ::testing::HasSubstr("#EXT-X-MEDIA-SEQUENCE:90\n#EXT-X-DISCONTINUITY-SEQUENCE:2\n"));
  Parts parts;
  Packager packager(parts, kLiveAt);
  feed(packager, synthetic_movie({.rate = 30, .seconds = 5}), {.arrives_at = Milliseconds{200'000}});
  EXPECT_EQ(window.append(parts.parts.front()).msn, 90U);
}

TEST(LiveWindow, WakesThoseWhoWaitForAPartAndNobodyElse) {
  Parts parts;
  Packager packager(parts, kLiveAt);
  feed(packager, synthetic_movie({.rate = 30, .seconds = 5}));
  LiveWindow window(kLiveAt);
  asio::io_context loop;
  std::vector<std::string> order;
  const auto wait = [&](std::uint64_t msn, std::optional<std::size_t> part, std::string name,
                        Milliseconds patience) {
    asio::co_spawn(
        loop,
        [&window, &order, msn, part, name, patience]() -> Task<void> {
          const bool there = co_await window.wait_for(msn, part, patience);
          order.push_back(name + (there ? " there" : " not there"));
        },
        asio::detached);
  };
  wait(0, 1, "part 0.1", 60s);
  wait(0, std::nullopt, "segment 0", 60s);
  wait(0, 7, "beyond segment 0", 60s);
  wait(1, 0, "part 1.0", 60s);
  wait(9, 0, "impatient", 1ms);
  loop.run_for(20ms);
  EXPECT_THAT(order, ::testing::ElementsAre("impatient not there"));
  for (std::size_t i = 0; i < 8; ++i) {  // seven parts are segment 0, the eighth begins segment 1
    window.append(parts.parts[i]);
    order.push_back(fmt::format("- {}", i));
    loop.restart();
    loop.poll();
  }
  loop.run();
  EXPECT_THAT(order, ::testing::ElementsAre("impatient not there", "- 0", "- 1", "part 0.1 there", "- 2",
                                            "- 3", "- 4", "- 5", "- 6", "segment 0 there", "- 7",
                                            "beyond segment 0 there", "part 1.0 there"));
  window.end();
  EXPECT_TRUE(window.snapshot()->has(99, 0));
}

TEST(Multivariant, NamesBothRenditions) {
  const auto text = multivariant_playlist({.video_codec = "avc1.64001f",
                                           .audio_codec = "mp4a.40.2",
                                           .width = 1280,
                                           .height = 720,
                                           .av_bits = 2'500'000,
                                           .audio_bits = 130'000},
                                          "live");
  EXPECT_TRUE(validate_multivariant_playlist(text).empty());
  EXPECT_THAT(text,
              ::testing::HasSubstr(
                  "BANDWIDTH=2500000,CODECS=\"avc1.64001f,mp4a.40.2\",RESOLUTION=1280x720\nlive.m3u8\n"));
  EXPECT_THAT(text, ::testing::HasSubstr("live-audio.m3u8"));
}

}  // namespace
}  // namespace nigiwai::media
