#include "media/recording/clips.h"

#include <fmt/format.h>
#include <gmock/gmock.h>

#include "media/recording/import.h"
#include "media/recording/recorder.h"
#include "media/test_support.h"

namespace nigiwai::media {
namespace {

using namespace testing;

const std::function<bool(int)> kGoOn = [](int) { return true; };

// What ffprobe says of one entry, and what a full decode complains about.
std::string probe(const std::filesystem::path& file, const std::string& entries) {
  std::string said;
  EXPECT_EQ(run(fmt::format("ffprobe -v error -of csv=p=0 {} {}", entries, file.string()), &said), 0) << said;
  return said.substr(0, said.find('\n'));
}
void decodes(const std::filesystem::path& file) {
  std::string complaints;
  EXPECT_EQ(run("ffmpeg -v error -xerror -i " + file.string() + " -enc_time_base -1 -f null -", &complaints),
            0)
      << complaints;
  EXPECT_EQ(complaints, "");
}
double seconds_of(const std::filesystem::path& file) {
  return std::stod(probe(file, "-show_entries format=duration"));
}

// Twelve seconds with a key frame every two, as a show's recording.
class Clips : public ::testing::Test {
 protected:
  void SetUp() override {
    std::string said;
    ASSERT_EQ(
        run(fmt::format(
                "ffmpeg -v error -y -f lavfi -i testsrc=size=320x180:rate=30:duration=12 -f lavfi -t 12 "
                "-i sine=1000:sample_rate=48000 -c:v libx264 -preset ultrafast -pix_fmt yuv420p -bf {} -g 60 "
                "-sc_threshold 0 -ac 2 -c:a aac {}",
                kBFrames, movie().string()),
            &said),
        0)
        << said;
    ASSERT_TRUE(import_recording(disk_, movie(), folder_ / "show"));
    recording_ = *Recording::open(disk_, folder_ / "show");
  }
  std::filesystem::path movie() const { return folder_ / "movie.mp4"; }
  std::filesystem::path clip() const { return folder_ / "show" / "clips" / "one.mp4"; }
  static constexpr int kBFrames = 2;

  TemporaryDirectory folder_;
  SystemDisk disk_;
  std::shared_ptr<const Recording> recording_;
};

TEST_F(Clips, AreCopiedFromTheKeyFrameBeforeTheirBeginning) {
  const auto made =
      make_clip(*recording_, {.from = Milliseconds{5'000}, .until = Milliseconds{9'000}, .title = "口紅"},
                clip(), kGoOn);
  ASSERT_TRUE(made) << made.error().detail;
  EXPECT_NEAR(static_cast<double>(made->from.count()), 4'000, 100);
  EXPECT_NEAR(seconds_of(clip()), 5.2, 0.4);
  EXPECT_EQ(made->width, 320);
  EXPECT_EQ(made->height, 180);
  EXPECT_EQ(made->bytes, std::filesystem::file_size(clip()));
  EXPECT_EQ(probe(clip(), "-show_entries format_tags=title"), "口紅");
  EXPECT_TRUE(std::filesystem::exists(folder_ / "show" / "clips" / "one.jpg"));
  decodes(clip());
}

TEST_F(Clips, AreExactWhenCodedAgain) {
  const auto made = make_clip(
      *recording_, {.from = Milliseconds{4'700}, .until = Milliseconds{8'300}, .form = ClipForm::kExact},
      clip(), kGoOn);
  ASSERT_TRUE(made) << made.error().detail;
  EXPECT_EQ(made->from, Milliseconds{4'700});
  EXPECT_NEAR(seconds_of(clip()), 3.6, 0.08);
  EXPECT_EQ(probe(clip(), "-select_streams v -count_frames -show_entries stream=nb_read_frames"), "108");
  EXPECT_EQ(probe(clip(), "-select_streams v -show_entries stream=width,height"), "320,180");
  decodes(clip());
}

TEST_F(Clips, StandUprightAndTellHowFarTheyAre) {
  std::vector<int> told;
  const auto made = make_clip(
      *recording_,
      {.from = Milliseconds{1'000}, .until = Milliseconds{4'000}, .form = ClipForm::kVertical, .focus = 0},
      clip(), [&](int percent) {
        told.push_back(percent);
        return true;
      });
  ASSERT_TRUE(made) << made.error().detail;
  EXPECT_EQ(probe(clip(), "-select_streams v -show_entries stream=width,height"), "720,1280");
  EXPECT_TRUE(std::ranges::is_sorted(told));
  EXPECT_GT(told.back(), 90);
  decodes(clip());
}

TEST_F(Clips, LeaveNothingBehindWhenStopped) {
  for (const auto form : {ClipForm::kKeyFrames, ClipForm::kVertical}) {
    const auto made =
        make_clip(*recording_, {.from = Milliseconds{1'000}, .until = Milliseconds{6'000}, .form = form},
                  clip(), [](int) { return false; });
    EXPECT_EQ(made.error().type, "stopping");
    EXPECT_TRUE(std::filesystem::is_empty(clip().parent_path()));
  }
}

TEST_F(Clips, AreRefusedWhereNothingWasRecorded) {
  const auto made =
      make_clip(*recording_, {.from = Milliseconds{60'000}, .until = Milliseconds{65'000}}, clip(), kGoOn);
  EXPECT_EQ(made.error().type, "not-recorded");
}

TEST_F(Clips, EndWhereTheRecordingDoes) {
  const auto made = make_clip(
      *recording_, {.from = Milliseconds{10'500}, .until = Milliseconds{30'000}, .form = ClipForm::kExact},
      clip(), kGoOn);
  ASSERT_TRUE(made) << made.error().detail;
  EXPECT_NEAR(seconds_of(clip()), 1.5, 0.1);
  decodes(clip());
}

}  // namespace
}  // namespace nigiwai::media
