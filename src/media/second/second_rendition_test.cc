#include "media/second/second_rendition.h"

#include <atomic>

#include "media/broadcasts_test_support.h"
#include "media/hls/validator.h"
#include "media/second/test_support.h"

namespace nigiwai::media::second {
namespace {

using namespace std::chrono_literals;
using testing::House;
using testing::Movie;

// Waits for nothing, or until it is let go.
class MaybeHeld final : public PictureCoder {
 public:
  MaybeHeld(std::atomic<bool>& held, std::atomic<bool>& fails) : held_(held), fails_(fails) {}
  Result<void> begin(const VideoForm& form, double rate) override { return coder_.begin(form, rate); }
  void decode(const VideoSample& sample, Ticks shown) override {
    held_.wait(true);
    coder_.decode(sample, shown);
  }
  std::optional<Ticks> next() override { return coder_.next(); }
  int pending() const override { return coder_.pending(); }
  void drain() override { coder_.drain(); }
  Result<CodedPicture> code(bool key) override {
    coder_.fails = fails_;
    return coder_.code(key);
  }
  const VideoForm& form() const override { return coder_.form(); }

 private:
  std::atomic<bool>& held_;
  std::atomic<bool>& fails_;
  testing::SortingCoder coder_{0};
};

Movie movie_of(int width, int height, double seconds = 20) {
  auto made = testing::synthetic_movie({.seconds = seconds});
  made.video.width = width;
  made.video.height = height;
  return made;
}

class SecondRenditionTest : public ::testing::Test {
 protected:
  SecondRenditionTest() {
    house.make_coder = [this] { return std::make_unique<MaybeHeld>(held, fails); };
    want(true);
    house.open(house.folder.path());
  }
  void TearDown() override { let_go(); }
  void let_go() {
    held = false;
    held.notify_all();
  }
  void want(bool wanted) {
    auto media = *house.shows.find("spring");
    media.second = wanted;
    house.shows.put(media);
    if (house.broadcasts) house.broadcasts->key_changed("spring");
  }
  std::shared_ptr<LiveWindow> low() { return house.broadcasts->low_offered("spring"); }
  std::shared_ptr<LiveWindow> source() { return house.broadcasts->window("spring"); }
  SecondHealth health() { return house.broadcasts->health("spring").second; }
  // Until the second rendition has the source's newest part.
  void caught_up() {
    const auto wanted = source()->snapshot();
    if (wanted->empty()) return;
    const auto& last = *wanted->segments().back();
    for (int i = 0; i < 2'000 && low(); ++i) {
      if (low()->snapshot()->has(last.msn, last.parts.size() - 1) && health().waiting == 0) return;
      std::this_thread::sleep_for(10ms);
    }
    ADD_FAILURE() << "the second rendition is behind";
  }
  // Sends the movie no faster than the second rendition is made: the clock is turned, its thread is not.
  void play(Feed& feed, const Movie& movie, Milliseconds from, Milliseconds until) {
    for (; from < until; from += 500ms) {
      house.send(feed, movie, from, std::min(from + 500ms, until));
      if (low() && !held && !fails) caught_up();
    }
  }
  void expect_alike() {
    caught_up();
    ASSERT_NE(low(), nullptr);
    const auto was = source()->snapshot();
    const auto is = low()->snapshot();
    ASSERT_EQ(is->segments().size(), was->segments().size());
    for (std::size_t i = 0; i < is->segments().size(); ++i) {
      const auto& a = *was->segments()[i];
      const auto& b = *is->segments()[i];
      EXPECT_EQ(b.msn, a.msn);
      EXPECT_EQ(b.at, a.at);
      EXPECT_EQ(b.duration, a.duration);
      EXPECT_EQ(b.discontinuity, a.discontinuity);
      EXPECT_EQ(b.discontinuity_number, a.discontinuity_number);
      if (b.gap) continue;
      ASSERT_EQ(b.parts.size(), a.parts.size());
      for (std::size_t part = 0; part < b.parts.size(); ++part)
        EXPECT_EQ(b.parts[part].duration, a.parts[part].duration);
    }
    for (const auto& [snapshot, rendition] :
         {std::pair{was, Rendition::kAv}, {was, Rendition::kAudio}, {is, Rendition::kLow}}) {
      EXPECT_EQ(describe(validate_media_playlist(snapshot->playlist(rendition, false))), "");
    }
  }
  std::size_t gaps() {
    if (!low()) return 0;
    const auto snapshot = low()->snapshot();
    return static_cast<std::size_t>(
        std::ranges::count_if(snapshot->segments(), [](const auto& segment) { return segment->gap; }));
  }

  House house;
  std::atomic<bool> held = false;
  std::atomic<bool> fails = false;
};

TEST_F(SecondRenditionTest, HasTheNumbersTimesAndPartsOfTheSource) {
  house.go_live();
  const auto movie = movie_of(1280, 720);
  auto feed = house.encoder(movie);
  play(*feed, movie, 0ms, 8'000ms);
  expect_alike();
  EXPECT_EQ(health().state, State::kRunning);
  EXPECT_EQ(house.broadcasts->second_renditions(), 1);

  // Each tells where the others end.
  const auto reports = [](const std::string& text) {
    std::vector<std::string> found;
    for (std::size_t at = 0; (at = text.find("REPORT:URI=\"", at)) != std::string::npos; ++at)
      found.push_back(text.substr(at + 12, text.find('"', at + 12) - at - 12));
    return found;
  };
  play(*feed, movie, 8'000ms, 9'000ms);
  caught_up();
  EXPECT_EQ(reports(source()->snapshot()->playlist(Rendition::kAv, true)),
            (std::vector<std::string>{"live-audio.m3u8", "live-low.m3u8"}));
  EXPECT_EQ(reports(low()->snapshot()->playlist(Rendition::kLow, true)),
            (std::vector<std::string>{"live.m3u8", "live-audio.m3u8"}));
}

TEST_F(SecondRenditionTest, GoesOnAfterTheEncoderWasAway) {
  house.go_live();
  const auto movie = movie_of(1280, 720);
  auto feed = house.encoder(movie);
  play(*feed, movie, 0ms, 5'000ms);
  feed.reset();
  caught_up();
  house.clock.advance(20'000ms);
  feed = house.encoder(movie);
  play(*feed, movie, 6'000ms, 10'000ms);
  expect_alike();
  EXPECT_EQ(gaps(), 0U);
}

TEST_F(SecondRenditionTest, IsNotMadeOfAPictureThatIsNoLarger) {
  house.go_live();
  const auto small = movie_of(854, 480);
  auto feed = house.encoder(small);
  play(*feed, small, 0ms, 3'000ms);
  EXPECT_EQ(low(), nullptr);
  EXPECT_EQ(health().state, State::kSmall);
  // A phone goes on with a larger one, and with a smaller one again.
  const auto large = movie_of(1280, 720);
  feed->video_form(large.video);
  play(*feed, large, 4'000ms, 9'000ms);
  expect_alike();
  EXPECT_GE(gaps(), 1U);
  feed->video_form(small.video);
  play(*feed, small, 10'000ms, 14'000ms);
  EXPECT_EQ(low(), nullptr);
  EXPECT_EQ(health().state, State::kSmall);
  EXPECT_EQ(house.broadcasts->second_renditions(), 0);
}

TEST_F(SecondRenditionTest, IsDroppedWhenTheMachineCannotKeepUpAndTheSourceGoesOn) {
  house.go_live();
  const auto movie = movie_of(1280, 720, 30);
  auto feed = house.encoder(movie);
  play(*feed, movie, 0ms, 4'000ms);
  caught_up();
  const auto dropped = low();
  held = true;
  play(*feed, movie, 4'000ms, 10'000ms);
  EXPECT_EQ(low(), nullptr);
  EXPECT_EQ(health().state, State::kDropped);
  EXPECT_EQ(house.broadcasts->second_renditions_dropped(), 1);
  EXPECT_EQ(house.broadcasts->second_renditions(), 0);
  const auto end = source()->snapshot()->segments().back();
  EXPECT_GE(to_milliseconds(end->at + end->duration), 9'500ms);
  EXPECT_EQ(source()->snapshot()->playlist(Rendition::kAv, true).find("live-low"), std::string::npos);
  // What players have heard of can still be fetched.
  EXPECT_TRUE(house.broadcasts->low_window("spring")->part_bytes(Rendition::kLow, 0, 0).has_value());

  let_go();
  play(*feed, movie, 10'000ms, 14'000ms);
  EXPECT_EQ(low(), nullptr);
  house.clock.advance(kPause);
  play(*feed, movie, 14'000ms, 20'000ms);
  ASSERT_NE(low(), nullptr);
  EXPECT_NE(low(), dropped);
  expect_alike();
  EXPECT_GE(gaps(), 1U);
  EXPECT_FALSE(low()->snapshot()->segments().front()->gap);  // it was recorded
}

TEST_F(SecondRenditionTest, IsDroppedWhenAPictureCannotBeCoded) {
  house.go_live();
  const auto movie = movie_of(1280, 720);
  auto feed = house.encoder(movie);
  fails = true;
  play(*feed, movie, 0ms, 4'000ms);
  for (int i = 0; i < 1'000 && low(); ++i) {
    std::this_thread::sleep_for(10ms);
    house.send(*feed, movie, 4'000ms + i * 10ms, 4'010ms + i * 10ms);
  }
  EXPECT_EQ(health().state, State::kDropped);
}

TEST_F(SecondRenditionTest, StopsAndBeginsAsTheStaffWish) {
  want(false);
  house.go_live();
  const auto movie = movie_of(1280, 720);
  auto feed = house.encoder(movie);
  play(*feed, movie, 0ms, 4'000ms);
  EXPECT_EQ(health().state, State::kOff);
  EXPECT_EQ(low(), nullptr);
  want(true);
  EXPECT_EQ(health().state, State::kWaiting);
  play(*feed, movie, 4'000ms, 8'000ms);
  expect_alike();
  want(false);
  EXPECT_EQ(low(), nullptr);
  EXPECT_EQ(health().state, State::kOff);
}

TEST_F(SecondRenditionTest, HasAsManyPlacesAsTheMachineHasPairsOfCores) {
  EXPECT_EQ(most_at_once(1), 1);
  EXPECT_EQ(most_at_once(2), 1);
  EXPECT_EQ(most_at_once(8), 4);
  Shared shared;
  std::vector<ingest::browser::Places::Place> taken;
  while (auto place = shared.places.take()) taken.push_back(std::move(*place));
  EXPECT_EQ(static_cast<int>(taken.size()), most_at_once(std::thread::hardware_concurrency()));
}

TEST_F(SecondRenditionTest, IsInTheArchiveWhenAllOfItWasRecorded) {
  house.go_live();
  const auto movie = movie_of(1280, 720);
  auto feed = house.encoder(movie);
  play(*feed, movie, 0ms, 7'500ms);
  house.end();
  EXPECT_EQ(house.broadcasts->second_renditions(), 0);
  for (int i = 0; i < 1'000 && !(*house.broadcasts->archive("spring"))->low_recording; ++i)
    std::this_thread::sleep_for(10ms);
  const auto archive = *house.broadcasts->archive("spring");
  ASSERT_NE(archive->low_recording, nullptr);
  EXPECT_NE(archive->multivariant.find("archive-low.m3u8"), std::string::npos) << archive->multivariant;
  EXPECT_EQ(describe(validate_multivariant_playlist(archive->multivariant)), "");
  EXPECT_EQ(describe(validate_media_playlist(archive->low)), "");
  const auto lines_of = [](const std::string& text) { return std::ranges::count(text, '\n'); };
  EXPECT_EQ(lines_of(archive->low), lines_of(archive->av));
  EXPECT_TRUE(archive->low_window->snapshot()->ended());

  // A withdrawn part is withdrawn from both, under the same new path.
  auto media = *house.shows.find("spring");
  media.archive_path = "elsewhere";
  media.withdrawn = {{2'500ms, 3'000ms}};
  house.shows.put(media);
  house.broadcasts->archive_changed("spring");
  const auto moved = *house.broadcasts->archive("spring");
  ASSERT_NE(moved->low_recording, nullptr);
  EXPECT_NE(moved->multivariant.find("../elsewhere/archive-low.m3u8"), std::string::npos);
  EXPECT_FALSE(moved->low_recording->segment(Rendition::kLow, 1).has_value());
  EXPECT_TRUE(moved->low_recording->segment(Rendition::kLow, 2).has_value());
  EXPECT_EQ(moved->low.find("low/1.m4s"), std::string::npos);
}

TEST_F(SecondRenditionTest, IsNotInTheArchiveWhenSomeOfItIsMissing) {
  want(false);
  house.go_live();
  const auto movie = movie_of(1280, 720);
  auto feed = house.encoder(movie);
  play(*feed, movie, 0ms, 4'000ms);
  want(true);
  play(*feed, movie, 4'000ms, 8'000ms);
  caught_up();
  house.end();
  house.broadcasts->stop();
  const auto archive = *house.broadcasts->archive("spring");
  EXPECT_EQ(archive->low_recording, nullptr);
  EXPECT_EQ(archive->low, "");
  EXPECT_EQ(archive->multivariant.find("low"), std::string::npos);
}

TEST_F(SecondRenditionTest, GoesOnFromItsRecordingWhenTheServerIsBack) {
  house.go_live();
  const auto live_at = house.clock.wall();
  const auto movie = movie_of(1280, 720);
  auto feed = house.encoder(movie);
  play(*feed, movie, 0ms, 6'000ms);
  caught_up();
  house.broadcasts->stop();
  feed.reset();
  house.open(house.folder.path());
  house.clock.advance(5'000ms);
  house.broadcasts->start("spring", live_at);
  feed = house.encoder(movie);
  play(*feed, movie, 6'000ms, 10'000ms);
  expect_alike();
  EXPECT_EQ(gaps(), 0U);
  house.end();
  for (int i = 0; i < 1'000 && !(*house.broadcasts->archive("spring"))->low_recording; ++i)
    std::this_thread::sleep_for(10ms);
  EXPECT_NE((*house.broadcasts->archive("spring"))->low_recording, nullptr);
}

}  // namespace
}  // namespace nigiwai::media::second
