#include "media/cmaf/packager.h"

#include <gmock/gmock.h>

#include <cmath>

#include "media/test_support.h"

namespace nigiwai::media {
namespace {

using namespace testing;
using ::testing::IsEmpty;

Movie synthetic_movie(const SyntheticVideo& how) {
  return {.video = synthetic_video_form(),
          .audio = how.sound ? std::optional(default_audio_form()) : std::nullopt,
          .packets = synthetic(how)};
}

// What the playlist promises about parts and segments (RFC 8216bis 4.4.3.1, 4.4.3.7, 4.4.4.9).
void expect_lawful(const Parts& sink) {
  Ticks segment{0};
  for (std::size_t i = 0; i < sink.parts.size(); ++i) {
    const Part& part = sink.parts[i];
    EXPECT_LE(part.duration, kPartTarget) << "part " << i;
    if (!part.ends_segment) EXPECT_GE(part.duration, kPartLeast) << "part " << i;
    EXPECT_GT(part.duration.count(), 0);
    EXPECT_FALSE(part.av->empty());
    EXPECT_EQ(part.starts_segment, i == 0 || sink.parts[i - 1].ends_segment) << "part " << i;
    if (i > 0 && !part.discontinuity) {
      EXPECT_EQ(part.at, sink.parts[i - 1].at + sink.parts[i - 1].duration) << "part " << i;
    }
    segment = (part.starts_segment ? Ticks{0} : segment) + part.duration;
    EXPECT_LE(std::lround(static_cast<double>(segment.count()) / 90000), kTargetDurationSeconds);
  }
}

struct Rate {
  double rate;
  bool whole_milliseconds;
};
class EveryRate : public ::testing::TestWithParam<Rate> {};
INSTANTIATE_TEST_SUITE_P(Rates, EveryRate,
                         ::testing::Values(Rate{24, false}, Rate{24, true}, Rate{25, false}, Rate{25, true},
                                           Rate{30, false}, Rate{30, true}, Rate{30000.0 / 1001, true},
                                           Rate{50, false}, Rate{50, true}, Rate{60000.0 / 1001, false},
                                           Rate{60000.0 / 1001, true}, Rate{60, true}, Rate{15, true},
                                           Rate{7, true}, Rate{2.3, true}, Rate{1.1, true}));

TEST_P(EveryRate, CutsLawfulPartsAndSegmentsAtKeyFrames) {
  for (const double gop : {0.5, 1.0, 2.0, 3.0, 4.0}) {
    SCOPED_TRACE(fmt::format("gop {}", gop));
    Parts sink;
    Packager packager(sink, kLiveAt);
    feed(packager, synthetic_movie({.rate = GetParam().rate,
                                    .seconds = 30,
                                    .gop_seconds = gop,
                                    .whole_milliseconds = GetParam().whole_milliseconds}));
    packager.finish();
    expect_lawful(sink);
    EXPECT_EQ(sink.cuts, 0);
    EXPECT_FALSE(packager.long_gop());
    EXPECT_EQ(packager.dropped(), 0);
    for (const auto& part : sink.parts) {
      if (part.starts_segment) EXPECT_TRUE(part.independent);
    }
    const double last = std::max(std::ceil(30 * GetParam().rate) / GetParam().rate, 30.0);
    EXPECT_NEAR(static_cast<double>((sink.parts.back().at + sink.parts.back().duration).count()) / 90000,
                1 + last, 0.1);
  }
}

TEST(Packager, PublishesAPartWithTheFrameThatCompletesIt) {
  Parts sink;
  Packager packager(sink, kLiveAt);
  ASSERT_TRUE(packager.video_form(synthetic_video_form()));
  for (const auto& packet : synthetic({.rate = 30, .seconds = 3, .gop_seconds = 4, .sound = false})) {
    packager.packet(packet, kLiveAt + std::chrono::floor<Milliseconds>(packet.dts));
    const auto frames = packet.dts.count() * 30 / 1'000'000;
    // In the first second and a little there might still be sound to come.
    if (frames < 30) EXPECT_TRUE(sink.parts.empty()) << "after frame " << frames;
    if (frames > 45)
      EXPECT_EQ(static_cast<std::int64_t>(sink.parts.size()), frames / 9) << "after frame " << frames;
  }
}

TEST(Packager, CutsWithinALongGopAndSaysSo) {
  Parts sink;
  Packager packager(sink, kLiveAt);
  feed(packager, synthetic_movie({.rate = 25, .seconds = 30, .gop_seconds = 10}));
  EXPECT_TRUE(packager.long_gop());
  packager.finish();
  expect_lawful(sink);
  const auto dependent =
      std::ranges::count_if(sink.parts, [](const Part& p) { return p.starts_segment && !p.independent; });
  EXPECT_EQ(dependent, 6);  // each 10 s: 4.1 s, 4.1 s and the rest
}

TEST(Packager, DropsWhatComesBeforeTheFirstKeyFrame) {
  Movie movie = synthetic_movie({.rate = 30, .seconds = 4, .gop_seconds = 2});
  movie.packets.front().key = false;  // the first key frame now comes after 2 s
  ASSERT_EQ(movie.packets.front().track, Track::kVideo);
  Parts sink;
  Packager packager(sink, kLiveAt);
  feed(packager, movie, {.arrives_at = Milliseconds{5000}});
  packager.finish();
  ASSERT_FALSE(sink.parts.empty());
  EXPECT_EQ(sink.parts.front().at, to_ticks(Milliseconds{7000}));
  EXPECT_TRUE(sink.parts.front().independent);
  EXPECT_GT(packager.dropped(), 60 + 90);
}

// Decodes completely, and both tracks begin where the picture began.
void expect_plays(const Parts& sink, std::size_t begin = 0) {
  const TemporaryDirectory directory;
  for (const bool av : {true, false}) {
    const auto path = directory / (av ? "av.mp4" : "audio.mp4");
    write_file(path, sink.file(av, begin));
    EXPECT_THAT(decode_errors(path), IsEmpty()) << (av ? "av" : "audio");
  }
}

double first_pts(const Bytes& file, const std::string& track) {
  const TemporaryDirectory directory;
  write_file(directory / "a.mp4", file);
  const auto rows = probe(directory / "a.mp4", "-select_streams " + track + " -show_entries packet=pts_time");
  double first = 1e9;
  for (const auto& row : rows) first = std::min(first, std::stod(row.at(0)));
  return first;
}

TEST(Packager, KeepsPictureAndSoundInStepWithBFrames) {
  const Movie& source = movie({.b_frames = 3, .more = "-x264-params b-pyramid=none"});
  ASSERT_TRUE(std::ranges::any_of(source.packets, [](const Packet& p) { return p.pts > p.dts; }));
  Parts sink;
  Packager packager(sink, kLiveAt);
  feed(packager, source, {.arrives_at = Milliseconds{1000}, .shifted = std::chrono::seconds{77}});
  packager.finish();
  expect_lawful(sink);
  expect_plays(sink);
  // The first picture is shown at the `at` of its arrival; sound keeps its distance from it to the sample.
  const auto source_first = [&](Track track) {
    const auto& packets = source.packets;
    const auto found = std::ranges::find_if(
        packets, [&](const Packet& p) { return p.track == track && p.pts.count() >= 0; });
    return static_cast<double>(found->pts.count()) / 1e6;
  };
  const double at = static_cast<double>((sink.parts.front().at + kDecodeOrigin).count()) / 90000;
  EXPECT_NEAR(first_pts(sink.file(true), "v"), at, 0.0001);
  EXPECT_NEAR(first_pts(sink.file(true), "a") - first_pts(sink.file(true), "v"),
              source_first(Track::kAudio) - source_first(Track::kVideo), 0.0005);
  EXPECT_NEAR(first_pts(sink.file(false), "a"), first_pts(sink.file(true), "a"), 0.0001);
}

TEST(Packager, PlaysMonoAt44100) {
  Parts sink;
  Packager packager(sink, kLiveAt);
  feed(packager, movie({.rate = "25", .audio = "sine=500:sample_rate=44100"}));
  packager.finish();
  expect_lawful(sink);
  expect_plays(sink);
  EXPECT_EQ(sink.parts.front().init->audio_codec, "mp4a.40.2");
  EXPECT_EQ(sink.parts.front().init->video_codec.substr(0, 5), "avc1.");
}

TEST(Packager, GivesAPictureWithoutSoundASilentTrack) {
  Parts sink;
  Packager packager(sink, kLiveAt);
  feed(packager, movie({.audio = ""}));
  EXPECT_TRUE(packager.silent());
  packager.finish();
  expect_plays(sink);
  const TemporaryDirectory directory;
  write_file(directory / "a.mp4", sink.file(true));
  const auto packets =
      probe(directory / "a.mp4", "-select_streams a -show_entries packet=pts_time,duration_time");
  EXPECT_NEAR(static_cast<double>(packets.size()) * 1024 / 48000, 6, 0.05);
}

TEST(Packager, LetsLateSoundOfTheSameFormTakeThePlaceOfTheSilence) {
  Movie late = movie();
  std::erase_if(late.packets,
                [](const Packet& p) { return p.track == Track::kAudio && p.dts < std::chrono::seconds{3}; });
  Parts sink;
  Packager packager(sink, kLiveAt);
  ASSERT_TRUE(packager.video_form(late.video));
  bool told = false;
  for (const auto& packet : late.packets) {
    if (packet.track == Track::kAudio && !told) told = packager.audio_form(*late.audio).has_value();
    packager.packet(packet, kLiveAt + std::chrono::floor<Milliseconds>(packet.dts));
  }
  packager.finish();
  expect_lawful(sink);
  expect_plays(sink);
  EXPECT_EQ(std::ranges::count_if(sink.parts, &Part::discontinuity), 1);  // the session's own
  EXPECT_FALSE(packager.silent());
}

TEST(Packager, GivesTheWholeSessionTheFormOfSoundThatIsToldALittleLate) {
  Movie late = movie({.audio = "sine=500:sample_rate=44100"});
  std::erase_if(late.packets, [](const Packet& p) {
    return p.track == Track::kAudio && p.dts < std::chrono::milliseconds{600};
  });
  Parts sink;
  Packager packager(sink, kLiveAt);
  ASSERT_TRUE(packager.video_form(late.video));
  bool told = false;
  for (const auto& packet : late.packets) {
    if (packet.track == Track::kAudio && !told) told = packager.audio_form(*late.audio).has_value();
    packager.packet(packet, kLiveAt + std::chrono::floor<Milliseconds>(packet.dts));
  }
  packager.finish();
  expect_lawful(sink);
  for (const auto& part : sink.parts) EXPECT_EQ(part.init, sink.parts[0].init);
  EXPECT_EQ(std::ranges::count_if(sink.parts, &Part::discontinuity), 1);  // the session's own
  expect_plays(sink);
}

TEST(Packager, BeginsASegmentWithANewFormWhenLateSoundDiffersFromTheSilence) {
  Movie late = movie({.audio = "sine=500:sample_rate=44100"});
  std::erase_if(late.packets,
                [](const Packet& p) { return p.track == Track::kAudio && p.dts < std::chrono::seconds{3}; });
  Parts sink;
  Packager packager(sink, kLiveAt);
  ASSERT_TRUE(packager.video_form(late.video));
  bool told = false;
  for (const auto& packet : late.packets) {
    if (packet.track == Track::kAudio && !told) told = packager.audio_form(*late.audio).has_value();
    packager.packet(packet, kLiveAt + std::chrono::floor<Milliseconds>(packet.dts));
  }
  packager.finish();
  expect_lawful(sink);
  const auto changed =
      std::ranges::find_if(sink.parts, [&](const Part& p) { return p.init != sink.parts[0].init; });
  ASSERT_NE(changed, sink.parts.end());
  EXPECT_TRUE(changed->starts_segment && changed->discontinuity && changed->independent);
  EXPECT_EQ(changed->at, to_ticks(std::chrono::seconds{4}));  // the key frame after the sound came
  expect_plays(sink);
  expect_plays(sink, static_cast<std::size_t>(changed - sink.parts.begin()));
}

TEST(Packager, FillsGapsInTheSoundWithSilence) {
  Movie broken = movie();
  std::erase_if(broken.packets, [](const Packet& p) {
    const bool short_gap = p.dts > Milliseconds{1000} && p.dts < Milliseconds{1150};
    const bool long_gap = p.dts > Milliseconds{2000} && p.dts < Milliseconds{4500};
    return p.track == Track::kAudio && (short_gap || long_gap);
  });
  Parts sink;
  Packager packager(sink, kLiveAt);
  feed(packager, broken);
  packager.finish();
  expect_lawful(sink);
  expect_plays(sink);
  const TemporaryDirectory directory;
  write_file(directory / "a.mp4", sink.file(true));
  double until = -1;
  for (const auto& row :
       probe(directory / "a.mp4", "-select_streams a -show_entries packet=pts_time,duration_time")) {
    if (until >= 0) EXPECT_NEAR(std::stod(row.at(0)), until, 0.001);
    until = std::stod(row.at(0)) + std::stod(row.at(1));
  }
  EXPECT_NEAR(until, 1 + 1 + 6, 0.06);
}

TEST(Packager, WaitsForSoundThatTheMuxerHoldsBack) {
  Movie held = movie();
  std::ranges::sort(held.packets, {}, [](const Packet& packet) {
    return std::pair{packet.dts + Milliseconds{packet.track == Track::kAudio ? 700 : 0}, packet.track};
  });
  Parts sink;
  Packager packager(sink, kLiveAt);
  feed(packager, held);
  EXPECT_LE(packager.dropped(), 1);
  EXPECT_FALSE(packager.silent());
  packager.finish();
  expect_lawful(sink);
}

TEST(Packager, GoesOnWithSoundWhenThePictureStops) {
  Movie frozen = synthetic_movie({.rate = 30, .seconds = 20, .gop_seconds = 2});
  std::erase_if(frozen.packets,
                [](const Packet& p) { return p.track == Track::kVideo && p.dts > std::chrono::seconds{5}; });
  Parts sink;
  Packager packager(sink, kLiveAt);
  feed(packager, frozen);
  expect_lawful(sink);
  EXPECT_GT(sink.parts.back().at, to_ticks(std::chrono::seconds{1 + 17}));
}

TEST(Packager, AnchorsAnewWhenTheEncodersClockDrifts) {
  Parts sink;
  Packager packager(sink, kLiveAt);
  const Movie movie = synthetic_movie({.rate = 30, .seconds = 60, .gop_seconds = 2});
  ASSERT_TRUE(packager.video_form(movie.video));
  ASSERT_TRUE(packager.audio_form(*movie.audio));
  for (const auto& packet : movie.packets) {  // media runs 0.5 % slow: 300 ms in a minute
    const auto arrival = std::chrono::floor<Milliseconds>(packet.dts + packet.dts / 200);
    packager.packet(packet, kLiveAt + Milliseconds{1000} + arrival);
  }
  packager.finish();
  expect_lawful(sink);
  EXPECT_EQ(std::ranges::count_if(sink.parts, &Part::discontinuity), 1 + 2);
  const auto end = to_milliseconds(sink.parts.back().at + sink.parts.back().duration);
  EXPECT_NEAR(static_cast<double>(end.count()), 1000 + 60'300, 120);
}

// The first frames waited in a queue for 300 ms and come at once; what follows comes in time.
TEST(Packager, AnchorsBehindAFirstBurstBeforeAnythingGoesOut) {
  Parts sink;
  Packager packager(sink, kLiveAt);
  ASSERT_TRUE(packager.video_form(synthetic_video_form()));
  for (const auto& packet : synthetic({.rate = 30, .seconds = 20, .gop_seconds = 1, .sound = false})) {
    const auto due = Milliseconds{1000} + std::chrono::floor<Milliseconds>(packet.dts);
    packager.packet(packet, kLiveAt + std::max(due, Milliseconds{1300}));
  }
  packager.finish();
  expect_lawful(sink);
  EXPECT_NEAR(static_cast<double>(sink.parts.front().at.count()) / 90, 1000, 2);
  for (std::size_t i = 1; i < sink.parts.size(); ++i)
    EXPECT_FALSE(sink.parts[i].discontinuity) << "part " << i;
}

TEST(Packager, DoesNotTakeALateBurstForDrift) {
  Parts sink;
  Packager packager(sink, kLiveAt);
  const Movie movie = synthetic_movie({.rate = 30, .seconds = 60, .gop_seconds = 2});
  ASSERT_TRUE(packager.video_form(movie.video));
  ASSERT_TRUE(packager.audio_form(*movie.audio));
  for (const auto& packet : movie.packets) {
    auto arrival = std::chrono::floor<Milliseconds>(packet.dts);
    for (const int stall : {10, 30}) {  // the network stands still for 3 s, and once for 8 s
      const auto from = Milliseconds{stall * 1000};
      const auto length = Milliseconds{stall == 10 ? 3000 : 8000};
      if (arrival >= from && arrival < from + length) arrival = from + length;
    }
    arrival += Milliseconds{packet.dts.count() / 1000 * 7919 % 400};  // and jitters
    packager.packet(packet, kLiveAt + arrival);
  }
  packager.finish();
  EXPECT_EQ(std::ranges::count_if(sink.parts, &Part::discontinuity), 1);
}

TEST(Packager, BeginsAnewAfterAJumpOfTheEncodersTimeLine) {
  for (const auto jump : {std::chrono::seconds{-100}, std::chrono::seconds{5}}) {
    Parts sink;
    Packager packager(sink, kLiveAt);
    const Movie movie = synthetic_movie({.rate = 30, .seconds = 4, .gop_seconds = 2});
    feed(packager, movie, {.arrives_at = Milliseconds{0}});
    feed(packager, movie,
         {.arrives_at = Milliseconds{4000}, .shifted = std::chrono::seconds{4} + jump, .forms = false});
    packager.finish();
    expect_lawful(sink);
    ASSERT_EQ(std::ranges::count_if(sink.parts, &Part::discontinuity), 2);
    const auto second = std::ranges::find_if(sink.parts.begin() + 1, sink.parts.end(), &Part::discontinuity);
    EXPECT_EQ(second->at, to_ticks(std::chrono::seconds{4}));
  }
}

TEST(Packager, TakesANewResolutionAtTheNextKeyFrame) {
  Parts sink;
  Packager packager(sink, kLiveAt);
  const Movie& small = movie();
  const Movie& large = movie({.size = "320x180"});
  feed(packager, small, {.arrives_at = Milliseconds{0}});
  feed(packager, large, {.arrives_at = Milliseconds{6000}, .shifted = std::chrono::seconds{6}});
  packager.finish();
  expect_lawful(sink);
  const auto changed =
      std::ranges::find_if(sink.parts, [&](const Part& p) { return p.init != sink.parts[0].init; });
  ASSERT_NE(changed, sink.parts.end());
  EXPECT_TRUE(changed->discontinuity);
  EXPECT_EQ(changed->init->video.width, 320);
  expect_plays(sink);
  expect_plays(sink, static_cast<std::size_t>(changed - sink.parts.begin()));
}

TEST(Packager, KeepsVariableFrameRatesLawful) {
  Movie variable = synthetic_movie({.rate = 60, .seconds = 40, .gop_seconds = 2});
  std::int64_t random = 12345;
  std::erase_if(variable.packets, [&](const Packet& p) {
    random = (random * 1103515245 + 12345) & 0x7fffffff;
    return p.track == Track::kVideo && !p.key &&
           random % 100 < (p.dts.count() / 5'000'000 % 2 == 0 ? 97 : 40);
  });
  Parts sink;
  Packager packager(sink, kLiveAt);
  feed(packager, variable);
  packager.finish();
  expect_lawful(sink);
  EXPECT_EQ(packager.dropped(), 0);
}

TEST(Packager, RefusesFormsThatCannotBeRead) {
  Parts sink;
  Packager packager(sink, kLiveAt);
  EXPECT_FALSE(packager.video_form({.config = {0, 1, 2}, .width = 1, .height = 1}));
  EXPECT_FALSE(packager.audio_form({.config = {}, .sample_rate = 48000, .channels = 2}));
  EXPECT_FALSE(packager.audio_form({.config = {0x17, 0x90}, .sample_rate = 0, .channels = 2}));
  EXPECT_FALSE(packager.audio_form({.config = Bytes(100, 0x11), .sample_rate = 48000, .channels = 2}));
}

}  // namespace
}  // namespace nigiwai::media
