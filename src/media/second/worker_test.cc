#include "media/second/worker.h"

#include <atomic>

#include "media/test_support.h"

namespace nigiwai::media::second {
namespace {

// Codes nothing before it is let go.
class HeldCoder final : public PictureCoder {
 public:
  explicit HeldCoder(std::atomic<bool>& held) : held_(held) {}
  Result<void> begin(const VideoForm&, double) override { return {}; }
  void decode(const VideoSample&, Ticks shown) override {
    held_.wait(true);
    shown_ = shown;
  }
  std::optional<Ticks> next() override { return std::exchange(shown_, std::nullopt); }
  int pending() const override { return 0; }
  void drain() override {}
  Result<CodedPicture> code(bool key) override {
    return CodedPicture{.key = key, .data = std::make_shared<const Bytes>(Bytes{1})};
  }
  const VideoForm& form() const override { return form_; }

 private:
  std::atomic<bool>& held_;
  std::optional<Ticks> shown_;
  VideoForm form_ = testing::synthetic_video_form();
};

class WorkerTest : public ::testing::Test {
 protected:
  struct Made final : MadeParts {
    explicit Made(WorkerTest& of) : test(of) {}
    void part(Part) override { ++test.parts; }
    void segment_cut() override { ++test.cuts; }
    void finished() override { ++test.finished; }
    WorkerTest& test;
  };
  WorkerTest() {
    Packager packager(source, testing::kLiveAt);
    testing::feed(packager, {.video = testing::synthetic_video_form(),
                             .audio = default_audio_form(),
                             .packets = testing::synthetic({.seconds = 12})});
    packager.finish();
    worker =
        std::make_unique<Worker>(std::make_unique<HeldCoder>(held), std::make_unique<Made>(*this), clock);
  }
  void TearDown() override { let_go(); }
  void let_go() {
    held = false;
    held.notify_all();
  }
  testing::Parts source;
  std::atomic<bool> held = true;
  std::atomic<int> parts = 0;
  std::atomic<int> cuts = 0;
  std::atomic<int> finished = 0;
  ManualClock clock{testing::kLiveAt};
  std::unique_ptr<Worker> worker;
};

TEST_F(WorkerTest, WorksOffWhatWaitsAndSaysThatItHasFinished) {
  for (int i = 0; i < 5; ++i) EXPECT_TRUE(worker->give(source.parts[static_cast<std::size_t>(i)]));
  worker->segment_cut();
  worker->finish(Worker::Ending::kTold);
  EXPECT_FALSE(worker->give(source.parts[5]));
  let_go();
  worker->join();
  EXPECT_EQ(parts, 5);
  EXPECT_EQ(cuts, 1);
  EXPECT_EQ(finished, 1);
  EXPECT_EQ(worker->state(), Worker::State::kFinished);
}

TEST_F(WorkerTest, GivesUpWhenAPartHasWaitedForTooLong) {
  EXPECT_TRUE(worker->give(source.parts[0]));
  clock.advance(kPatience);
  EXPECT_TRUE(worker->give(source.parts[1]));
  clock.advance(Milliseconds{1});
  EXPECT_FALSE(worker->give(source.parts[2]));
  EXPECT_EQ(worker->state(), Worker::State::kSlow);
  EXPECT_FALSE(worker->give(source.parts[3]));
  let_go();
  worker->join();
  EXPECT_LE(parts, 1);  // the one in hand
  EXPECT_EQ(finished, 0);
}

TEST_F(WorkerTest, GivesUpWhenTooMuchOfTheShowWaits) {
  Ticks given{0};
  for (const auto& part : source.parts) {
    const bool taken = worker->give(part);
    given += part.duration;
    ASSERT_EQ(taken, given <= kMostWaiting);
    if (!taken) break;
  }
  EXPECT_EQ(worker->state(), Worker::State::kSlow);
  let_go();
}

TEST_F(WorkerTest, EndsWithoutAWordWhenNobodyIsToBeTold) {
  EXPECT_TRUE(worker->give(source.parts[0]));
  worker->finish(Worker::Ending::kUntold);
  let_go();
  worker->join();
  EXPECT_EQ(parts, 1);
  EXPECT_EQ(finished, 0);
}

TEST_F(WorkerTest, ThrowsAwayWhatWaitsWhenItGoes) {
  for (int i = 0; i < 5; ++i) worker->give(source.parts[static_cast<std::size_t>(i)]);
  worker->abandon();
  let_go();
  worker.reset();
  EXPECT_LE(parts, 1);
}

}  // namespace
}  // namespace nigiwai::media::second
