#include "show/archive/clip_maker.h"

#include <gtest/gtest.h>

#include <atomic>
#include <future>

#include "show/test_support.h"

namespace nigiwai::show {
namespace {

// Makes what it is told to: at once, or only once it may.
class ToldCutter final : public ClipCutter {
 public:
  Result<MadeClip> make(const Clip& clip, const std::function<bool(int)>& go_on) override {
    ++begun;
    while (hold && go_on(40)) std::this_thread::sleep_for(std::chrono::milliseconds(2));
    if (hold) return fail(Kind::kUnavailable, "stopping", "The server is shutting down.");
    if (clip.wanted.title == "broken")
      return fail(Kind::kNotFound, "not-recorded", "Nothing was recorded in this stretch.");
    return MadeClip{.at = clip.wanted.from,
                    .length = clip.wanted.until - clip.wanted.from,
                    .width = 320,
                    .height = 180,
                    .bytes = 1234};
  }
  void remove(const std::string&, const std::string&) override { ++removed; }
  std::atomic<bool> hold{false};
  std::atomic<int> begun{0}, removed{0};
};

// The maker needs the writer's own thread, so this house has one beside the connection that ShowTest writes
// with.
class ClipMakerTest : public ShowTest {
 protected:
  void SetUp() override {
    ShowTest::SetUp();
    show_ = on_air();
    writer_ = std::make_unique<store::Writer>(file_.open(), clock_);
    readers_ = std::make_unique<store::Readers>(file_.path());
  }
  void TearDown() override {
    maker_.reset();
    writer_.reset();
    readers_.reset();
    ShowTest::TearDown();
  }
  void begin() {
    maker_ = std::make_unique<ClipMaker>(*writer_, *readers_, journal_, cutter_);
    maker_->start();
  }
  std::string ask(const std::string& title, ClipForm form = ClipForm::kKeyFrames) {
    std::promise<std::string> id;
    writer_->run<Clip>(
        store::Lane::kStaff,
        [&](store::Transaction& t) {
          return add_clip(t, random_, show_,
                          {.from = Milliseconds(1'000),
                           .until = Milliseconds(9'000),
                           .form = form,
                           .title = title,
                           .label = "広告"},
                          owner_);
        },
        [&](Result<Clip> made) { id.set_value(made ? made->id : made.error().detail); });
    const auto made = id.get_future().get();
    if (maker_) maker_->nudge();
    return made;
  }
  ClipState state(const std::string& id) {
    return readers_
        ->read<ClipState>(
            [&](store::Database& db) -> Result<ClipState> { return clip(db, show_, id)->state; })
        .value();
  }
  void becomes(const std::string& id, ClipState wanted) {
    for (int i = 0; i < 2'000 && state(id) != wanted; ++i)
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
    EXPECT_EQ(to_text(state(id)), to_text(wanted));
  }

  std::string show_;
  ToldCutter cutter_;
  std::unique_ptr<store::Writer> writer_;
  std::unique_ptr<store::Readers> readers_;
  std::unique_ptr<ClipMaker> maker_;
};

TEST_F(ClipMakerTest, MakesWhatWaitsAndTellsWhatCouldNotBe) {
  begin();
  const auto good = ask("good");
  const auto broken = ask("broken", ClipForm::kVertical);
  becomes(good, ClipState::kReady);
  becomes(broken, ClipState::kFailed);
  const auto told = readers_->read<Clip>([&](store::Database& db) { return clip(db, show_, broken); });
  EXPECT_EQ(told->why, "Nothing was recorded in this stretch.");
}

TEST_F(ClipMakerTest, LetsNoCodingHoldUpWhatIsCopied) {
  cutter_.hold = true;
  begin();
  const auto slow = ask("slow", ClipForm::kExact);
  becomes(slow, ClipState::kMaking);
  cutter_.hold = false;
  becomes(ask("quick"), ClipState::kReady);
}

TEST_F(ClipMakerTest, BeginsAgainWhatAStopInterrupted) {
  cutter_.hold = true;
  begin();
  const auto id = ask("long", ClipForm::kExact);
  becomes(id, ClipState::kMaking);
  maker_->stop();
  EXPECT_EQ(state(id), ClipState::kMaking);
  cutter_.hold = false;
  begin();
  becomes(id, ClipState::kReady);
  EXPECT_EQ(cutter_.begun, 2);
}

TEST_F(ClipMakerTest, GivesUpOnWhatStopsTheServerEachTime) {
  const auto id = ask("deadly");
  for (std::int64_t i = 0; i < kMostClipAttempts; ++i) {
    std::promise<void> done;
    writer_->run<bool>(
        store::Lane::kStaff, [&](store::Transaction& t) -> Result<bool> { return begin_clip(t, id); },
        [&](Result<bool>) { done.set_value(); });
    done.get_future().get();
  }
  begin();
  becomes(id, ClipState::kFailed);
  EXPECT_EQ(cutter_.begun, 0);
}

TEST_F(ClipMakerTest, StopsMakingWhatWasDropped) {
  cutter_.hold = true;
  begin();
  const auto id = ask("unwanted", ClipForm::kExact);
  becomes(id, ClipState::kMaking);
  std::promise<void> done;
  writer_->run<bool>(
      store::Lane::kStaff,
      [&](store::Transaction& t) -> Result<bool> {
        return remove_clip(t, journal_, show_, id, owner_).has_value();
      },
      [&](Result<bool>) { done.set_value(); });
  done.get_future().get();
  maker_->dropped(show_, id);
  for (int i = 0; i < 2'000 && cutter_.removed < 2; ++i)
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  EXPECT_EQ(cutter_.removed, 2);
}

}  // namespace
}  // namespace nigiwai::show
