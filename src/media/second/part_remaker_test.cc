#include "media/second/part_remaker.h"

#include "media/second/test_support.h"

namespace nigiwai::media::second {
namespace {

using testing::movie;
using testing::MovieRecipe;
using testing::Parts;
using testing::SortingCoder;

Parts packaged(const testing::Movie& of, const testing::Feeding& how = {}) {
  Parts parts;
  Packager packager(parts, testing::kLiveAt);
  testing::feed(packager, of, how);
  packager.finish();
  return parts;
}

Parts remade(const Parts& source, PictureCoder& coder) {
  Parts made;
  PartRemaker remaker(coder, made);
  for (const auto& part : source.parts) {
    const auto taken = remaker.take(part);
    EXPECT_TRUE(taken.has_value()) << (taken ? "" : taken.error().detail);
  }
  return made;
}

void expect_aligned(const Parts& source, const Parts& made) {
  ASSERT_EQ(made.parts.size(), source.parts.size());
  for (std::size_t i = 0; i < made.parts.size(); ++i) {
    const Part& was = source.parts[i];
    const Part& is = made.parts[i];
    EXPECT_EQ(is.at, was.at) << i;
    EXPECT_EQ(is.duration, was.duration) << i;
    EXPECT_EQ(is.starts_segment, was.starts_segment) << i;
    EXPECT_EQ(is.ends_segment, was.ends_segment) << i;
    EXPECT_EQ(is.discontinuity, was.discontinuity) << i;
    if (was.independent) EXPECT_TRUE(is.independent) << i;
    EXPECT_EQ(is.samples->audio.size(), was.samples->audio.size()) << i;
    // Both segments begin at the same decode time.
    if (was.starts_segment && was.independent && !is.samples->video.empty()) {
      EXPECT_EQ(is.samples->video.front().dts, was.samples->video.front().dts) << i;
    }
  }
}

void expect_no_gap_in_the_track(const Parts& made) {
  std::optional<Ticks> until;
  for (const auto& part : made.parts) {
    if (part.discontinuity) until.reset();
    for (const auto& sample : part.samples->video) {
      if (until) EXPECT_EQ(sample.dts, *until);
      until = sample.dts + sample.duration;
    }
  }
}

std::vector<Ticks> shown(const Parts& parts, bool keys_only = false) {
  std::vector<Ticks> times;
  for (const auto& part : parts.parts) {
    for (const auto& sample : part.samples->video)
      if (sample.key || !keys_only) times.push_back(sample.dts + sample.composition);
  }
  std::ranges::sort(times);
  return times;
}

// Decode order is a display order with B-frames: every third picture comes before the two it is shown after.
testing::Movie reordered(double rate, double gop_seconds) {
  auto made = testing::Movie{.video = testing::synthetic_video_form(),
                             .audio = default_audio_form(),
                             .packets = testing::synthetic({.rate = rate, .gop_seconds = gop_seconds})};
  std::vector<Packet*> pictures;
  for (auto& packet : made.packets)
    if (packet.track == Track::kVideo) pictures.push_back(&packet);
  const auto step = Microseconds{static_cast<std::int64_t>(1e6 / rate)};
  std::size_t in_group = 0;
  for (std::size_t i = 0; i < pictures.size(); ++i) {
    in_group = pictures[i]->key ? 0 : in_group + 1;
    std::size_t left = 0;  // of the group, behind this one
    while (i + left + 1 < pictures.size() && !pictures[i + left + 1]->key) ++left;
    const auto place = in_group % 3;
    pictures[i]->pts = pictures[i]->dts + step;
    if (in_group == 0) continue;
    if (place == 1 && left >= 2) pictures[i]->pts += 2 * step;
    if (place == 2 && in_group + left >= (in_group / 3) * 3 + 3) pictures[i]->pts -= step;
    if (place == 0) pictures[i]->pts -= step;
  }
  return made;
}

TEST(PartRemaker, MakesThePartsOfTheSource) {
  for (const double rate : {15.0, 24.0, 29.97, 30.0, 59.94}) {
    for (const double gop : {1.0, 2.0, 9.0}) {
      SCOPED_TRACE(fmt::format("{} pictures a second, a key frame every {} s", rate, gop));
      const auto source = packaged({.video = testing::synthetic_video_form(),
                                    .audio = default_audio_form(),
                                    .packets = testing::synthetic({.rate = rate, .gop_seconds = gop})});
      SortingCoder coder(0);
      const auto made = remade(source, coder);
      expect_aligned(source, made);
      expect_no_gap_in_the_track(made);
      EXPECT_EQ(shown(made), shown(source));
      // Where a segment had to begin without a key frame, the second rendition has one.
      std::size_t segments = 0;
      for (const auto& part : made.parts) segments += part.starts_segment ? 1 : 0;
      EXPECT_EQ(shown(made, true).size(), segments);
    }
  }
}

TEST(PartRemaker, PutsReorderedPicturesIntoThePartInWhichTheyAreShown) {
  const auto source = packaged(reordered(30, 2));
  SortingCoder coder(2);
  const auto made = remade(source, coder);
  expect_aligned(source, made);
  expect_no_gap_in_the_track(made);
  EXPECT_EQ(shown(made), shown(source));
  EXPECT_EQ(shown(made, true), shown(source, true));
  for (const auto& part : made.parts) {
    for (const auto& sample : part.samples->video) {
      const auto at = sample.dts + sample.composition - kDecodeOrigin;
      EXPECT_GE(at, part.at);
      EXPECT_LT(at, part.at + part.duration);
    }
  }
}

TEST(PartRemaker, GivesAPartAsSoonAsNothingOfItIsMissing) {
  const auto source = packaged({.video = testing::synthetic_video_form(),
                                .audio = default_audio_form(),
                                .packets = testing::synthetic({})});
  SortingCoder coder(0);
  Parts made;
  PartRemaker remaker(coder, made);
  for (std::size_t i = 0; i < source.parts.size(); ++i) {
    ASSERT_TRUE(remaker.take(source.parts[i]).has_value());
    EXPECT_EQ(made.parts.size(), i + 1);
  }
  // With B-frames the next part is waited for, at the end of a group not.
  const auto with_b = packaged(reordered(30, 2));
  SortingCoder holding(2);
  Parts later;
  PartRemaker waiting(holding, later);
  for (std::size_t i = 0; i < with_b.parts.size(); ++i) {
    ASSERT_TRUE(waiting.take(with_b.parts[i]).has_value());
    EXPECT_EQ(later.parts.size(), with_b.parts[i].samples->ends_group ? i + 1 : i);
  }
}

TEST(PartRemaker, BeginsAnewAfterADiscontinuity) {
  Parts source;
  Packager packager(source, testing::kLiveAt);
  const testing::Movie short_movie{.video = testing::synthetic_video_form(),
                                   .audio = default_audio_form(),
                                   .packets = testing::synthetic({.seconds = 3})};
  testing::feed(packager, short_movie);
  packager.finish();
  testing::feed(packager, short_movie, {.arrives_at = Milliseconds{60'000}});
  packager.finish();
  SortingCoder coder(2);
  const auto made = remade(source, coder);
  expect_aligned(source, made);
  expect_no_gap_in_the_track(made);
  EXPECT_EQ(coder.begun, 2);
}

TEST(PartRemaker, SaysThatPicturesCannotBeCoded) {
  const auto source = packaged({.video = testing::synthetic_video_form(),
                                .audio = default_audio_form(),
                                .packets = testing::synthetic({.seconds = 2})});
  SortingCoder coder(0);
  coder.fails = true;
  Parts made;
  PartRemaker remaker(coder, made);
  EXPECT_FALSE(remaker.take(source.parts.front()).has_value());
  EXPECT_TRUE(made.parts.empty());
}

struct RealCase {
  const char* name;
  MovieRecipe recipe;
  const char* size;
};

// When each picture is shown, and whether it is a key frame.
std::vector<std::pair<std::int64_t, bool>> shown_of(const std::filesystem::path& file) {
  std::vector<std::pair<std::int64_t, bool>> pictures;
  for (const auto& row : testing::probe(file, "-select_streams v -show_entries packet=pts,flags")) {
    if (row.size() >= 2) pictures.emplace_back(std::stoll(row[0]), row[1].starts_with("K"));
  }
  std::ranges::sort(pictures);
  return pictures;
}

class RealPictures : public ::testing::TestWithParam<RealCase> {};

// Two ways to one result: what ffprobe reads of both files.
TEST_P(RealPictures, AreDecodedWithoutAComplaintAndShownAtTheSameTimes) {
  const auto source = packaged(movie(GetParam().recipe));
  const auto coder = make_picture_coder();
  const auto made = remade(source, *coder);
  expect_aligned(source, made);
  expect_no_gap_in_the_track(made);

  const testing::TemporaryDirectory directory;
  testing::write_file(directory / "source.mp4", source.file(true));
  testing::write_file(directory / "made.mp4", made.file(true));
  EXPECT_EQ(testing::decode_errors(directory / "made.mp4"), "");
  const auto size =
      testing::probe(directory / "made.mp4", "-select_streams v -show_entries stream=width,height");
  ASSERT_EQ(size.size(), 1U);
  EXPECT_EQ(fmt::format("{}x{}", size[0][0], size[0][1]), GetParam().size);
  const auto was = shown_of(directory / "source.mp4");
  const auto is = shown_of(directory / "made.mp4");
  ASSERT_EQ(is.size(), was.size());
  int keys = 0;
  for (std::size_t i = 0; i < is.size(); ++i) {
    EXPECT_EQ(is[i].first, was[i].first) << i;
    if (was[i].second) EXPECT_TRUE(is[i].second) << i;
    keys += is[i].second ? 1 : 0;
  }
  EXPECT_EQ(keys, made.segments);
}

INSTANTIATE_TEST_SUITE_P(
    PartRemaker, RealPictures,
    ::testing::Values(
        RealCase{"Lying", {.size = "960x540", .seconds = 4, .gop = 60}, "854x480"},
        RealCase{"Standing", {.size = "540x960", .seconds = 3, .gop = 30}, "480x854"},
        RealCase{"BFrames", {.size = "960x540", .seconds = 4, .gop = 60, .b_frames = 2}, "854x480"},
        RealCase{"FastWithBFrames",
                 {.size = "960x540", .rate = "60000/1001", .seconds = 3, .gop = 60, .b_frames = 3},
                 "854x480"},
        RealCase{"LongGroups", {.size = "800x500", .seconds = 7, .gop = 300}, "768x480"},
        // Every fifth picture is missing: times vary by a factor of two.
        RealCase{
            "VariableRate",
            {.size = "800x500", .seconds = 4, .gop = 48, .more = "-vf \"select='mod(n+1,5)'\" -fps_mode vfr"},
            "768x480"}),
    [](const auto& test) { return test.param.name; });

}  // namespace
}  // namespace nigiwai::media::second
