#include "media/broadcasts.h"

#include <gmock/gmock.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/json/serialize.hpp>

#include "base/log.h"
#include "base/test_loop.h"
#include "media/broadcasts_test_support.h"
#include "media/hls/validator.h"

namespace nigiwai::media {
namespace {

using namespace testing;
using namespace std::chrono_literals;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

class BroadcastsTest : public ::testing::Test {
 protected:
  void SetUp() override { set_log_level(LogLevel::kError); }
  void TearDown() override { set_log_level(LogLevel::kInfo); }
  House house_;
};

TEST_F(BroadcastsTest, LetsAnEncoderInByItsKeyAndOnlyOne) {
  auto& broadcasts = *house_.broadcasts;
  const auto refusal = [&](const std::string& show, const std::string& key) {
    const auto feed = broadcasts.admit({.protocol = "rtmp", .show = show, .key = key, .peer = "p"});
    return feed ? std::string("taken") : feed.error().type;
  };
  EXPECT_EQ(refusal("autumn", "k1"), "not-found");
  EXPECT_EQ(refusal("../spring", "k1"), "not-found");
  EXPECT_EQ(refusal("spring", "k2"), "wrong-key");
  EXPECT_EQ(refusal("spring", ""), "wrong-key");
  EXPECT_THAT(broadcasts.health("spring").problem, HasSubstr("wrong stream key"));
  auto feed = house_.encoder(synthetic_movie());
  EXPECT_EQ(broadcasts.health("spring").problem, "");
  EXPECT_EQ(refusal("spring", "k1"), "already-publishing");
  feed.reset();
  EXPECT_EQ(refusal("spring", "k1"), "taken");
  EXPECT_EQ(broadcasts.passphrase("spring"), "long enough");
  EXPECT_EQ(broadcasts.passphrase("autumn"), "");
  house_.go_live();
  house_.end();
  EXPECT_EQ(refusal("spring", "k1"), "show-ended");
}

TEST_F(BroadcastsTest, LetsAPhoneTakeOverWhenItSaysSoAndComeBackAsItself) {
  auto& broadcasts = *house_.broadcasts;
  const auto encoder = house_.encoder(synthetic_movie());
  IngestRequest phone{.protocol = "browser",
                      .show = "spring",
                      .key = "",
                      .peer = "p",
                      .trusted = true,
                      .publisher = "hana/1"};
  const auto refused = broadcasts.admit(phone);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().type, "already-publishing");
  EXPECT_EQ(refused.error().extra.at("protocol"), "rtmp");
  EXPECT_FALSE(encoder->closed());
  phone.take_over = true;
  auto taken = broadcasts.admit(phone);
  ASSERT_TRUE(taken);
  EXPECT_TRUE(encoder->closed());
  EXPECT_EQ(broadcasts.health("spring").protocol, "browser");

  phone.take_over = false;
  const auto again = broadcasts.admit(phone);
  ASSERT_TRUE(again) << "its own connection broke, and the server does not know yet";
  EXPECT_TRUE((*taken)->closed());
  taken->reset();
  EXPECT_FALSE((*again)->closed());
  phone.publisher = "hana/2";
  EXPECT_FALSE(broadcasts.admit(phone)) << "another page of hers";
  auto media = *house_.shows.find("spring");
  media.key = "k2";
  house_.shows.put(media);
  broadcasts.key_changed("spring");
  EXPECT_FALSE((*again)->closed()) << "it came without a key";
}

TEST_F(BroadcastsTest, ShowsAPreviewAndGoesPublicWithTheFirstKeyFrameAfterTheStart) {
  const auto movie = synthetic_movie({.rate = 30, .seconds = 20, .gop_seconds = 2});
  auto feed = house_.encoder(movie);
  house_.send(*feed, movie, 0s, 5s);
  auto& broadcasts = *house_.broadcasts;
  ASSERT_TRUE(broadcasts.window("unguessable"));
  EXPECT_TRUE(broadcasts.is_preview("unguessable"));
  EXPECT_EQ(broadcasts.window("unguessable")->snapshot()->segments().size(), 3U);
  EXPECT_FALSE(broadcasts.window("spring"));
  EXPECT_THAT(house_.observer.said(), IsEmpty());

  house_.go_live();
  house_.send(*feed, movie, 5s, 9s);  // the next key frame comes at 6 s
  EXPECT_THAT(house_.observer.said(), ElementsAre("spring came 1000"));
  const auto snapshot = broadcasts.window("spring")->snapshot();
  EXPECT_EQ(snapshot->segments().front()->at, to_ticks(1s));
  EXPECT_EQ(snapshot->segments().front()->msn, 0U);
  EXPECT_TRUE(broadcasts.window("unguessable")->snapshot()->ended());
  EXPECT_EQ(describe(validate_media_playlist(house_.playlist())), "");
}

TEST_F(BroadcastsTest, LetsTheEncoderLeaveAndReturn) {
  house_.go_live();
  const auto movie = synthetic_movie({.rate = 30, .seconds = 10, .sound = false});
  std::string before;
  for (int stay = 0; stay < 3; ++stay) {
    auto feed = house_.encoder(movie);
    house_.send(*feed, movie, 0s, 5s);
    feed.reset();
    const auto now = house_.playlist();
    EXPECT_EQ(describe(validate_media_playlist(now, before)), "") << now;
    EXPECT_THAT(now, Not(HasSubstr("ENDLIST")));
    before = now;
    house_.clock.advance(10s);
  }
  EXPECT_THAT(house_.observer.said(),
              ElementsAre("spring came 0", "spring went 5000", "spring came 15000", "spring went 20000",
                          "spring came 30000", "spring went 35000"));
  EXPECT_EQ(house_.broadcasts->served_until("spring"), 35s);
}

TEST_F(BroadcastsTest, ReplacesAPublisherThatFellSilent) {
  house_.go_live();
  const auto movie = synthetic_movie({.rate = 30, .seconds = 20, .sound = false});
  auto dead = house_.encoder(movie);
  house_.send(*dead, movie, 0s, 3s);
  house_.clock.advance(4s);
  house_.broadcasts->tick();
  EXPECT_EQ(house_.observer.said().size(), 1U);
  house_.clock.advance(1s);
  house_.broadcasts->tick();
  EXPECT_THAT(house_.observer.said(), ElementsAre("spring came 0", "spring went 3000"));
  auto next = house_.encoder(movie);
  EXPECT_TRUE(dead->closed());
  house_.send(*next, movie, 0s, 3s);
  dead->packet(movie.packets.front());  // says nothing any more
  dead.reset();
  EXPECT_FALSE(next->closed());
  EXPECT_THAT(house_.observer.said(), ElementsAre("spring came 0", "spring went 3000", "spring came 8000"));
}

TEST_F(BroadcastsTest, ClosesAnEncoderWhoseKeyWasChangedOrWhoseShowEnded) {
  house_.go_live();
  const auto movie = synthetic_movie();
  auto feed = house_.encoder(movie);
  auto media = *house_.shows.find("spring");
  media.key = "k2";
  house_.shows.put(media);
  house_.broadcasts->key_changed("spring");
  EXPECT_TRUE(feed->closed());
  media.key = "k1";
  house_.shows.put(media);
  feed = house_.encoder(movie);
  EXPECT_FALSE(feed->closed());
  house_.end();
  EXPECT_TRUE(feed->closed());
}

TEST_F(BroadcastsTest, GoesOnFromItsRecordingAfterTheServerWasKilled) {
  house_.go_live();
  const auto movie = synthetic_movie({.rate = 30, .seconds = 20});
  auto feed = house_.encoder(movie);
  house_.send(*feed, movie, 0s, 9500ms);
  house_.broadcasts->drain();
  const TemporaryDirectory crashed;
  std::filesystem::copy(house_.folder.path(), crashed.path(), std::filesystem::copy_options::recursive);
  std::filesystem::resize_file(crashed / "spring/index",
                               std::filesystem::file_size(crashed / "spring/index") - 1);
  feed.reset();
  house_.clock.advance(8s);
  house_.open(crashed.path());
  EXPECT_EQ(house_.broadcasts->resume("spring"),
            9200ms - 300ms);  // one part was torn

  feed = house_.encoder(movie);
  house_.send(*feed, movie, 0s, 5s);
  const auto after = house_.playlist();
  EXPECT_EQ(describe(validate_media_playlist(after)), "") << after;
  EXPECT_THAT(after, HasSubstr("#EXT-X-MEDIA-SEQUENCE:0\n"));
  EXPECT_THAT(after, HasSubstr("av/4.m4s"));
  EXPECT_THAT(after, HasSubstr("#EXT-X-DISCONTINUITY\n#EXT-X-MAP:URI=\"av/init-2.mp4\"\n"));
  EXPECT_THAT(after, HasSubstr("av/5.m4s"));
  feed.reset();
  house_.end();
  const auto archive = house_.broadcasts->archive("spring");
  ASSERT_TRUE(archive);
  EXPECT_EQ(describe(validate_media_playlist((*archive)->av)), "");
  EXPECT_THAT((*archive)->av, HasSubstr("av/7.m4s"));
}

TEST_F(BroadcastsTest, NeverUsesANumberAgainWhenNothingWasRecorded) {
  auto media = *house_.shows.find("spring");
  media.record = false;
  house_.shows.put(media);
  house_.go_live();
  const auto movie = synthetic_movie({.rate = 30, .seconds = 100, .gop_seconds = 1});
  auto feed = house_.encoder(movie);
  house_.send(*feed, movie, 0s, 90s);
  const auto used = house_.broadcasts->window("spring")->snapshot()->next_msn();
  EXPECT_LE(house_.broadcasts->window("spring")->snapshot()->segments().size(), 62U);
  EXPECT_EQ(house_.broadcasts->health("spring").recording, RecordingState::kOff);
  feed.reset();
  house_.open(house_.folder.path());
  feed = house_.encoder(movie);
  house_.send(*feed, movie, 0s, 3s);
  EXPECT_GE(house_.broadcasts->window("spring")->snapshot()->segments().front()->msn, used);
  feed.reset();
  house_.end();
  EXPECT_EQ(house_.broadcasts->archive("spring").error().type, "not-recorded");
}

TEST_F(BroadcastsTest, GoesOnUnrecordedOnAFullDiskAndTriesAgain) {
  house_.go_live();
  const auto movie = synthetic_movie({.rate = 30, .seconds = 60});
  auto feed = house_.encoder(movie);
  house_.send(*feed, movie, 0s, 5s);
  house_.broadcasts->drain();
  EXPECT_EQ(house_.broadcasts->health("spring").recording, RecordingState::kRunning);
  house_.disk.room = 10;
  house_.send(*feed, movie, 5s, 15s);
  house_.broadcasts->drain();
  EXPECT_EQ(house_.broadcasts->health("spring").recording, RecordingState::kFailed);
  EXPECT_THAT(house_.broadcasts->health("spring").recording_problem, HasSubstr("disk is full"));
  EXPECT_EQ(describe(validate_media_playlist(house_.playlist())), "");
  EXPECT_EQ(house_.broadcasts->served_until("spring"), 14'900ms);
  house_.disk.room = 1 << 30;
  for (int second = 15; second < 40; ++second) {
    house_.send(*feed, movie, Milliseconds{second * 1000}, Milliseconds{second * 1000 + 1000});
    house_.broadcasts->drain();
  }
  EXPECT_THAT(house_.observer.said(),
              ElementsAre("spring came 0", "spring not recorded", "spring recorded again"));
  EXPECT_EQ(house_.broadcasts->health("spring").recording, RecordingState::kRunning);
  feed.reset();
  house_.end();
  const auto archive = *house_.broadcasts->archive("spring");
  EXPECT_EQ(describe(validate_media_playlist(archive->av)), "");
  EXPECT_THAT(archive->av, HasSubstr("#EXT-X-DISCONTINUITY"));
}

TEST_F(BroadcastsTest, SaysHowTheEncoderIsDoing) {
  house_.go_live();
  auto& broadcasts = *house_.broadcasts;
  EXPECT_FALSE(broadcasts.health("spring").connected);
  const auto movie = synthetic_movie({.rate = 25, .seconds = 60, .gop_seconds = 2});
  auto feed = house_.encoder(movie);
  house_.send(*feed, movie, 0s, 8s);
  auto health = broadcasts.health("spring");
  EXPECT_TRUE(health.connected && health.picture && health.on_air);
  EXPECT_EQ(health.protocol, "rtmp");
  EXPECT_NEAR(health.frames_per_second, 25, 0.5);
  EXPECT_NEAR(static_cast<double>(health.video_bits_per_second), 25 * 6 * 8, 30);
  EXPECT_EQ(health.width, 160);
  EXPECT_EQ(health.audio_rate, 48'000);
  EXPECT_EQ(health.audio_channels, 2);
  EXPECT_EQ(health.key_frame_interval, 2s);
  EXPECT_FALSE(health.long_gop || health.silent);
  EXPECT_EQ(health.no_video_for, 0s);
  EXPECT_EQ(boost::json::serialize(to_json(health)).find("null") == std::string::npos,
            false);  // nothing is refused
  EXPECT_LE(health.behind, 50ms);
  Movie sound_only = movie;
  std::erase_if(sound_only.packets, [](const Packet& p) { return p.track == Track::kVideo; });
  house_.send(*feed, sound_only, 8s, 18500ms);
  health = broadcasts.health("spring");
  EXPECT_TRUE(health.connected);
  EXPECT_TRUE(health.no_video);
  EXPECT_GE(health.no_video_for, kNoVideoPatience);
  EXPECT_FALSE(health.picture);
  EXPECT_EQ(health.frames_per_second, 0);
  feed.reset();
  house_.clock.advance(7s);
  EXPECT_EQ(broadcasts.health("spring").waiting, 7s);
}

TEST_F(BroadcastsTest, KeepsTheSentenceOfARefusedStream) {
  house_.go_live();
  auto feed = house_.encoder(synthetic_movie());
  feed->refused({.kind = Kind::kUnsupported,
                 .type = "codec",
                 .detail = "The video is HEVC; choose H.264 in the encoder."});
  EXPECT_TRUE(feed->closed());
  EXPECT_EQ(house_.broadcasts->health("spring").problem, "The video is HEVC; choose H.264 in the encoder.");
  feed.reset();
  feed = house_.encoder(synthetic_movie());
  feed->video_form({.config = {9}, .width = 1, .height = 1});
  feed->packet(synthetic_movie().packets.front());
  EXPECT_TRUE(feed->closed());
  EXPECT_THAT(house_.broadcasts->health("spring").problem, HasSubstr("H.264"));
}

TEST_F(BroadcastsTest, LeavesAWholeArchiveWithPosterAndMovie) {
  house_.go_live();
  const auto& first = testing::movie();
  auto feed = house_.encoder(first);
  house_.send(*feed, first, 0s, 6s);
  feed.reset();
  house_.clock.advance(10s);
  feed = house_.encoder(first);
  house_.send(*feed, first, 0s, 6s);
  house_.end();
  const auto archive = house_.broadcasts->archive("spring");
  ASSERT_TRUE(archive);
  EXPECT_EQ(describe(validate_media_playlist((*archive)->av)), "");
  EXPECT_EQ(describe(validate_media_playlist((*archive)->audio)), "");
  EXPECT_TRUE(validate_multivariant_playlist((*archive)->multivariant).empty());
  EXPECT_THAT((*archive)->window->snapshot()->playlist(Rendition::kAv, false), HasSubstr("ENDLIST"));

  auto& loop = test_loop();
  std::vector<Result<std::vector<RecordedMovie>>> made;
  for (int i = 0; i < 2; ++i) {
    asio::co_spawn(
        loop, [&]() -> Task<void> { made.push_back(co_await house_.broadcasts->movies("spring")); },
        asio::detached);
  }
  loop.run();
  ASSERT_EQ(made.size(), 2U);
  ASSERT_TRUE(made[0] && made[1]);
  const auto folder = house_.broadcasts->directory("spring");
  EXPECT_THAT(decode_errors(folder / "recording.mp4"), IsEmpty());
  EXPECT_EQ(probe(folder / "poster.jpg", "-show_entries stream=width")[0][0], "160");

  house_.clock.advance(kEndedKept + 1s);
  house_.broadcasts->tick();
  EXPECT_FALSE(house_.broadcasts->window("spring"));
  const auto there = house_.broadcasts->available("spring");
  EXPECT_TRUE(there.playlist && there.poster && there.movie);
  EXPECT_FALSE(there.preview);
  EXPECT_TRUE(house_.broadcasts->forget("spring"));
  EXPECT_EQ(house_.broadcasts->archive("spring").error().type, "not-recorded");
}

TEST_F(BroadcastsTest, StopsWithTheLastSegmentOnTheDiskAndNobodyWaiting) {
  house_.go_live();
  const auto movie = synthetic_movie({.rate = 30, .seconds = 20});
  auto feed = house_.encoder(movie);
  house_.send(*feed, movie, 0s, 4950ms);
  auto& loop = test_loop();
  std::optional<bool> there;
  asio::co_spawn(
      loop, [&]() -> Task<void> { there = co_await house_.broadcasts->window("spring")->wait_for(9, 0, 1h); },
      asio::detached);
  loop.poll();
  house_.broadcasts->stop();
  loop.restart();
  loop.run();
  EXPECT_EQ(there, false);
  EXPECT_TRUE(feed->closed());
  EXPECT_EQ(
      house_.broadcasts->admit({.protocol = "rtmp", .show = "spring", .key = "k1", .peer = ""}).error().type,
      "stopping");
  feed.reset();
  EXPECT_THAT(house_.observer.said(), ElementsAre("spring came 0"));  // it goes on when the server is back
  house_.open(house_.folder.path());
  EXPECT_NEAR(static_cast<double>(house_.broadcasts->resume("spring")->count()), 4967, 20);
}

}  // namespace
}  // namespace nigiwai::media
