#include "media/recording/recording.h"

#include <gmock/gmock.h>

#include <fstream>

#include "base/faulty_disk.h"
#include "base/log.h"
#include "media/hls/validator.h"
#include "media/recording/import.h"
#include "media/recording/movies.h"
#include "media/recording/recorder.h"
#include "media/test_support.h"

namespace nigiwai::media {
namespace {

using namespace testing;
using ::testing::IsEmpty;

Bytes read_file(const std::filesystem::path& path, std::uint64_t offset = 0,
                std::uint64_t size = UINT64_MAX) {
  Bytes bytes(std::min<std::uint64_t>(size, std::filesystem::file_size(path) - offset));
  std::ifstream file(path, std::ios::binary);
  file.seekg(static_cast<std::streamoff>(offset));
  file.read(reinterpret_cast<char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
  return bytes;
}
Bytes read_range(const FileRange& range) { return read_file(range.path, range.offset, range.size); }

// A window and a recorder together, as a broadcast has them.
class Recorded : public PartSink {
 public:
  Recorded(Disk& disk, const std::filesystem::path& directory) : recorder(*Recorder::open(disk, directory)) {}
  void part(Part part) override {
    const auto placed = window.append(part);
    ASSERT_TRUE(recorder->append(part, placed));
    if (part.ends_segment) window.recorded(placed.msn);
    most_in_memory = std::max(most_in_memory, window.bytes_in_memory());
    ++parts;
  }
  void segment_cut() override { window.cut(); }
  LiveWindow window{kLiveAt};
  std::unique_ptr<Recorder> recorder;
  std::size_t most_in_memory = 0;
  int parts = 0;
};

testing::Movie synthetic_movie(const SyntheticVideo& how) {
  return {.video = synthetic_video_form(), .audio = default_audio_form(), .packets = synthetic(how)};
}

void record(Disk& disk, const std::filesystem::path& directory,
            std::initializer_list<const testing::Movie*> sessions) {
  Recorded recorded(disk, directory);
  Milliseconds at{500};
  for (const auto* session : sessions) {
    Packager packager(recorded, kLiveAt);
    feed(packager, *session, {.arrives_at = at});
    packager.finish();
    at += Milliseconds{16'000};
  }
}

std::string archive_of(const Recording& recording, Rendition rendition) {
  std::vector<std::shared_ptr<const PlaylistSegment>> segments;
  for (auto& segment : *recording.segments())
    segments.push_back(std::make_shared<const PlaylistSegment>(segment));
  return archive_playlist(segments, kLiveAt, rendition);
}

TEST(Recording, GivesBackEveryByteOfPartsSegmentsAndInits) {
  const TemporaryDirectory directory;
  SystemDisk disk;
  Parts parts;
  Packager packager(parts, kLiveAt);
  feed(packager, synthetic_movie({.rate = 30, .seconds = 9}));
  packager.finish();
  Recorded recorded(disk, directory.path());
  for (const auto& part : parts.parts) recorded.part(part);
  const auto recording = *Recording::open(disk, directory.path());
  std::uint64_t msn = 0;
  std::size_t number = 0;
  for (const auto& part : parts.parts) {
    EXPECT_EQ(read_range(*recording->part(Rendition::kAv, msn, number)), *part.av);
    EXPECT_EQ(read_range(*recording->part(Rendition::kAudio, msn, number)), *part.audio);
    ++number;
    if (part.ends_segment) {
      EXPECT_FALSE(recording->part(Rendition::kAv, msn, number));
      ++msn;
      number = 0;
    }
  }
  Bytes second;
  for (std::size_t i = 7; i < 14; ++i)
    second.insert(second.end(), parts.parts[i].av->begin(), parts.parts[i].av->end());
  EXPECT_EQ(read_range(*recording->segment(Rendition::kAv, 1)), second);
  EXPECT_EQ(read_range(*recording->init(Rendition::kAudio, 1)), *parts.parts[0].init->audio_bytes);
  EXPECT_FALSE(recording->segment(Rendition::kAv, msn));
  EXPECT_FALSE(recording->init(Rendition::kAv, 2));
  EXPECT_EQ(recording->variants()->video_codec, parts.parts[0].init->video_codec);
  EXPECT_EQ(recording->variants()->audio_codec, "mp4a.40.2");
  EXPECT_EQ(recording->variants()->width, 160);
}

TEST(Recording, KeepsAllWholePartsWhereverTheLastWriteWasCutOff) {
  const TemporaryDirectory whole;
  SystemDisk disk;
  set_log_level(LogLevel::kError);
  const auto movie = synthetic_movie({.rate = 5, .seconds = 3, .gop_seconds = 1, .sound = false});
  record(disk, whole.path(), {&movie});
  const auto all = Recording::open(disk, whole.path()).value()->newest_segments(kPlaylistWindow).value();
  const auto parts_in = [](const std::vector<PlaylistSegment>& segments) {
    std::size_t count = 0;
    for (const auto& segment : segments) count += segment.parts.size();
    return count;
  };
  const auto index = read_file(whole / kIndexFile);
  const auto last = *read_record(std::span(index).last(kRecordSize));

  const auto expect_all_but_last = [&](const std::string& file, std::uint64_t from, bool damage) {
    const auto size = std::filesystem::file_size(whole / file);
    for (std::uint64_t at = from; at < size; ++at) {
      const TemporaryDirectory torn;
      for (const char* name : {kIndexFile, kAvFile, kAudioFile})
        std::filesystem::copy(whole / name, torn / name);
      if (damage) {
        std::fstream broken(torn / file, std::ios::binary | std::ios::in | std::ios::out);
        broken.seekg(static_cast<std::streamoff>(at));
        const char flipped = static_cast<char>(broken.get() ^ 0x55);
        broken.seekp(static_cast<std::streamoff>(at));
        broken.put(flipped);
      } else {
        std::filesystem::resize_file(torn / file, at);
      }
      ASSERT_TRUE(Recorder::open(disk, torn.path()));
      const auto segments =
          Recording::open(disk, torn.path()).value()->newest_segments(kPlaylistWindow).value();
      ASSERT_EQ(parts_in(segments), parts_in(all) - 1) << file << " at " << at;
      ASSERT_EQ(std::filesystem::file_size(torn / kAvFile), last.av_offset);
      ASSERT_EQ(std::filesystem::file_size(torn / kAudioFile), last.audio_offset);
    }
  };
  for (const bool damage : {false, true}) {
    expect_all_but_last(kIndexFile, index.size() - kRecordSize, damage);
    expect_all_but_last(kAvFile, last.av_offset, damage);
    expect_all_but_last(kAudioFile, last.audio_offset, damage);
  }
}

TEST(Recording, SyncsAtEverySegmentsEnd) {
  const TemporaryDirectory directory;
  FaultyDisk disk;
  const auto movie = synthetic_movie({.rate = 30, .seconds = 10, .gop_seconds = 2});
  record(disk, directory.path(), {&movie});
  EXPECT_EQ(disk.syncs, 5 * 3);
}

TEST(Recording, GoesOnAfterTheDiskWasFull) {
  const TemporaryDirectory directory;
  FaultyDisk disk;
  Parts parts;
  Packager packager(parts, kLiveAt);
  feed(packager, synthetic_movie({.rate = 30, .seconds = 9}));
  packager.finish();
  auto recorder = *Recorder::open(disk, directory.path());
  LiveWindow window(kLiveAt);
  disk.room = 20'000;
  std::size_t kept = 0;
  for (const auto& part : parts.parts) {
    const auto placed = window.append(part);
    if (!recorder && part.starts_segment && placed.msn == 4) {
      disk.room = 1 << 30;
      recorder = *Recorder::open(disk, directory.path());
    }
    if (!recorder) continue;
    if (const auto written = recorder->append(part, placed)) {
      ++kept;
    } else {
      EXPECT_EQ(written.error().type, "disk-full");
      recorder.reset();
    }
  }
  ASSERT_GT(kept, 3U);
  ASSERT_LT(kept, parts.parts.size());
  const auto recording = *Recording::open(disk, directory.path());
  const auto segments = *recording->segments();
  EXPECT_EQ(segments.back().msn, 4U);
  EXPECT_TRUE(segments.back().discontinuity);
  const auto text = archive_of(*recording, Rendition::kAv);
  EXPECT_EQ(describe(validate_media_playlist(text)), "");
  EXPECT_EQ(recording->newest_segments(kPlaylistWindow)->size(), 1U);
}

// Loads a playlist the way a player does: everything it names, glued together per initialisation segment.
void expect_archive_plays(const Recording& recording) {
  const TemporaryDirectory directory;
  for (const auto rendition : {Rendition::kAv, Rendition::kAudio}) {
    const auto text = archive_of(recording, rendition);
    EXPECT_EQ(describe(validate_media_playlist(text)), "");
    std::map<std::uint32_t, Bytes> files;
    for (const auto& segment : *recording.segments()) {
      Bytes& file = files[segment.init];
      if (file.empty()) file = read_range(*recording.init(rendition, segment.init));
      const auto bytes = read_range(*recording.segment(rendition, segment.msn));
      file.insert(file.end(), bytes.begin(), bytes.end());
    }
    for (const auto& [init, file] : files) {
      write_file(directory / "run.mp4", file);
      EXPECT_THAT(decode_errors(directory / "run.mp4"), IsEmpty());
    }
  }
}

double seconds_of(const std::filesystem::path& path, const char* track) {
  double until = 0;
  for (const auto& row :
       probe(path, fmt::format("-select_streams {} -show_entries packet=pts_time,duration_time", track))) {
    until = std::max(until, std::stod(row.at(0)) + std::stod(row.at(1)));
  }
  return until;
}

bool always() { return true; }

TEST(Movies, AreOneFastStartMovieOverAllGaps) {
  const TemporaryDirectory directory;
  SystemDisk disk;
  const auto& plain = movie();
  const auto& b_frames = movie({.b_frames = 2});
  record(disk, directory.path(), {&plain, &plain, &plain});
  const auto recording = *Recording::open(disk, directory.path());
  expect_archive_plays(*recording);
  const auto movies = write_movies(*recording, always);
  ASSERT_TRUE(movies) << movies.error().detail;
  ASSERT_EQ(movies->size(), 1U);
  const auto path = directory / "recording.mp4";
  EXPECT_THAT(decode_errors(path), IsEmpty());
  EXPECT_NEAR(seconds_of(path, "v"), 18, 0.1);
  EXPECT_NEAR(seconds_of(path, "a"), 18, 0.1);
  const auto head = read_file(path, 0, 4096);
  const auto find = [&](std::string_view type) {
    return std::string_view(reinterpret_cast<const char*>(head.data()), head.size()).find(type);
  };
  EXPECT_NE(find("moov"), std::string_view::npos);
  EXPECT_LT(find("moov"), find("mdat"));

  const TemporaryDirectory other;
  record(disk, other.path(), {&b_frames, &b_frames});
  ASSERT_TRUE(write_movies(**Recording::open(disk, other.path()), always));
  EXPECT_THAT(decode_errors(other / "recording.mp4"), IsEmpty());
  EXPECT_NEAR(seconds_of(other / "recording.mp4", "v"), 12, 0.15);
}

TEST(Movies, AreSeveralWhenTheResolutionChanged) {
  const TemporaryDirectory directory;
  SystemDisk disk;
  record(disk, directory.path(), {&movie(), &movie({.size = "320x180"})});
  const auto recording = *Recording::open(disk, directory.path());
  expect_archive_plays(*recording);
  const auto movies = write_movies(*recording, always);
  ASSERT_TRUE(movies) << movies.error().detail;
  ASSERT_EQ(movies->size(), 2U);
  EXPECT_EQ((*movies)[1].file, "recording-2.mp4");
  EXPECT_EQ((*movies)[1].at, to_ticks(Milliseconds{16'500}));
  for (const auto& one : *movies) {
    EXPECT_THAT(decode_errors(directory / one.file), IsEmpty());
    EXPECT_NEAR(seconds_of(directory / one.file, "v"), 6, 0.1);
  }
  EXPECT_EQ(probe(directory / "recording-2.mp4", "-select_streams v -show_entries stream=width")[0][0],
            "320");
}

TEST(Movies, LeaveNothingBehindWhenStopped) {
  const TemporaryDirectory directory;
  SystemDisk disk;
  record(disk, directory.path(), {&movie()});
  EXPECT_FALSE(write_movies(**Recording::open(disk, directory.path()), [] { return false; }));
  for (const auto& entry : std::filesystem::directory_iterator(directory.path())) {
    EXPECT_THAT(entry.path().string(), ::testing::Not(::testing::HasSubstr("mp4")));
  }
}

TEST(Import, CutsAMovieIntoARecordingOnItsOwnTime) {
  for (const auto& recipe :
       {MovieRecipe{.b_frames = 3}, MovieRecipe{.rate = "25", .audio = "", .more = {}},
        MovieRecipe{.size = "1280x720", .rate = "24", .audio = "sine=500:sample_rate=44100"}}) {
    const TemporaryDirectory directory;
    SystemDisk disk;
    std::string output;
    ASSERT_EQ(
        run(fmt::format(
                "ffmpeg -v error -y -f lavfi -i testsrc=size={}:rate={}:duration=6 {} -c:v libx264 -preset "
                "ultrafast -pix_fmt yuv420p -bf {} -g 48 -c:a aac {}",
                recipe.size, recipe.rate,
                recipe.audio.empty() ? "" : fmt::format("-f lavfi -t 6 -i {}", recipe.audio), recipe.b_frames,
                (directory / "in.mp4").string()),
            &output),
        0)
        << output;
    const auto imported = import_recording(disk, directory / "in.mp4", directory / "show");
    ASSERT_TRUE(imported) << imported.error().detail;
    EXPECT_NEAR(static_cast<double>(imported->duration.count()), 6000, 60);
    const auto recording = *Recording::open(disk, directory / "show");
    EXPECT_EQ(recording->segments()->front().at, Ticks{0});
    const auto segments = *recording->segments();
    EXPECT_EQ(std::ranges::count_if(segments, &PlaylistSegment::discontinuity), 0);
    expect_archive_plays(*recording);
    const auto poster = probe(directory / "show/poster.jpg", "-show_entries stream=width,height,codec_name");
    EXPECT_EQ(poster[0][0], "mjpeg");
    EXPECT_EQ(poster[0][1], recipe.size == "1280x720" ? "720" : "160");
    EXPECT_EQ(poster[0][2], recipe.size == "1280x720" ? "405" : "90");
    EXPECT_EQ(import_recording(disk, directory / "in.mp4", directory / "show").error().type,
              "recorded-already");
  }
}

TEST(Import, RefusesWhatIsNoMovieAndLeavesNothingBehind) {
  const TemporaryDirectory directory;
  SystemDisk disk;
  write_file(directory / "noise.mp4", Bytes(5000, 7));
  EXPECT_EQ(import_recording(disk, directory / "noise.mp4", directory / "show").error().type,
            "unsupported-movie");
  ASSERT_EQ(run(fmt::format("ffmpeg -v error -f lavfi -i testsrc=duration=1 -c:v mpeg4 {}",
                            (directory / "old.mp4").string())),
            0);
  const auto refused = import_recording(disk, directory / "old.mp4", directory / "show");
  EXPECT_THAT(refused.error().detail, ::testing::HasSubstr("mpeg4"));
  EXPECT_FALSE(std::filesystem::exists(directory / "show/index"));
}

TEST(Recording, StaysSmallInMemoryThroughATwelveHourShow) {
  const TemporaryDirectory directory;
  FaultyDisk disk;
  disk.syncs_are_skipped = true;  // 21,600 of them say nothing here
  Recorded recorded(disk, directory.path());
  Packager packager(recorded, kLiveAt);
  ASSERT_TRUE(packager.video_form(synthetic_video_form()));
  // 8 kHz mono keeps the number of sound frames, not of parts, small.
  ASSERT_TRUE(packager.audio_form({.config = {0x15, 0x88}, .sample_rate = 8000, .channels = 1}));
  const auto data = std::make_shared<const Bytes>(Bytes(200));
  constexpr int kRate = 4;
  for (int i = 0; i < 12 * 3600 * kRate; ++i) {
    const Microseconds time{i * 1'000'000LL / kRate};
    const auto arrival = kLiveAt + std::chrono::floor<Milliseconds>(time);
    packager.packet(
        {.track = Track::kVideo, .dts = time, .pts = time, .key = i % (2 * kRate) == 0, .data = data},
        arrival);
    const Microseconds sound{i * 2LL * 1'024'000'000 / 8000 / 1000};
    for (const auto t : {sound, sound + Microseconds{128'000}}) {
      if (t <= time + Milliseconds{300})
        packager.packet({.track = Track::kAudio, .dts = t, .pts = t, .key = true, .data = data}, arrival);
    }
  }
  packager.finish();
  EXPECT_GT(recorded.parts, 12 * 3600 * 3);
  const auto& snapshot = *recorded.window.snapshot();
  EXPECT_LE(snapshot.segments().size(), 302U);
  EXPECT_LT(snapshot.playlist(Rendition::kAv, false).size(), 60'000U);
  EXPECT_LT(snapshot.playlist(Rendition::kAv, true).size(), 6'000U);
  EXPECT_LT(recorded.most_in_memory, 200'000U);  // some 34 s of what comes to 4 kB a second
  const auto recording = *Recording::open(disk, directory.path());
  const auto archive = archive_of(*recording, Rendition::kAv);
  EXPECT_EQ(describe(validate_media_playlist(archive)), "");
  EXPECT_EQ(recording->segments()->size(), 12U * 3600 / 2);
  EXPECT_TRUE(recording->segment(Rendition::kAv, 12'345));
  EXPECT_EQ(recording->newest_segments(kPlaylistWindow)->back().msn, 12U * 3600 / 2 - 1);
  EXPECT_GE(recording->newest_segments(kPlaylistWindow)->size(), 300U);
}

}  // namespace
}  // namespace nigiwai::media
