// For the tests of media/: real coded frames made by ffmpeg, and a judge of what comes out.
#pragma once

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <map>
#include <string>
#include <vector>

#include "media/cmaf/packager.h"
#include "media/recording/movie_reader.h"

namespace nigiwai::media::testing {

// A directory that goes away with the test.
class TemporaryDirectory {
 public:
  TemporaryDirectory() {
    std::string pattern = (std::filesystem::temp_directory_path() / "nigiwai-media-XXXXXX").string();
    path_ = ::mkdtemp(pattern.data());
  }
  ~TemporaryDirectory() { std::filesystem::remove_all(path_); }
  TemporaryDirectory(const TemporaryDirectory&) = delete;
  TemporaryDirectory& operator=(const TemporaryDirectory&) = delete;
  const std::filesystem::path& path() const { return path_; }
  std::filesystem::path operator/(const std::string& name) const { return path_ / name; }

 private:
  std::filesystem::path path_;
};

inline int run(const std::string& command, std::string* output = nullptr) {
  FILE* pipe = ::popen((command + " 2>&1").c_str(), "r");
  if (pipe == nullptr) return -1;
  std::array<char, 4096> buffer{};
  std::string all;
  while (const auto got = std::fread(buffer.data(), 1, buffer.size(), pipe)) all.append(buffer.data(), got);
  const int status = ::pclose(pipe);
  if (output != nullptr) *output = all;
  return status;
}

inline void write_file(const std::filesystem::path& path, const Bytes& bytes) {
  std::ofstream(path, std::ios::binary)
      .write(reinterpret_cast<const char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
}

inline void sort_by_arrival(std::vector<Packet>& packets) {
  std::ranges::sort(packets, {}, [](const Packet& packet) { return std::pair{packet.dts, packet.track}; });
}

struct Movie {
  VideoForm video;
  std::optional<AudioForm> audio;
  std::vector<Packet> packets;  // by time of decoding
};

struct MovieRecipe {
  std::string size = "160x90";
  std::string rate = "30";
  double seconds = 6;
  int gop = 60;
  int b_frames = 0;
  std::string audio = "sine=1000:sample_rate=48000,aformat=channel_layouts=stereo";  // empty: none
  std::string more{};  // further options of ffmpeg's output
};

// The packets of a small movie that ffmpeg makes; each recipe once in a run.
inline const Movie& movie(const MovieRecipe& recipe = {}) {
  static std::map<std::string, Movie> made;
  const std::string command_line = fmt::format(
      "-f lavfi -i testsrc=size={}:rate={}:duration={} {} -c:v libx264 -preset ultrafast -pix_fmt yuv420p "
      "-bf {} -g {} "
      "-sc_threshold 0 -threads 1 -c:a aac {}",
      recipe.size, recipe.rate, recipe.seconds,
      recipe.audio.empty() ? "" : fmt::format("-f lavfi -t {} -i {}", recipe.seconds, recipe.audio),
      recipe.b_frames, recipe.gop, recipe.more);
  Movie& movie = made[command_line];
  if (!movie.packets.empty()) return movie;
  const TemporaryDirectory directory;
  const auto path = directory / "movie.mp4";
  std::string output;
  EXPECT_EQ(run(fmt::format("ffmpeg -v error -y {} {}", command_line, path.string()), &output), 0) << output;
  auto reader = MovieReader::open(path);
  EXPECT_TRUE(reader.has_value());
  if (!reader) return movie;
  movie.video = (*reader)->video();
  movie.audio = (*reader)->audio();
  for (;;) {
    auto packet = (*reader)->next();
    EXPECT_TRUE(packet.has_value());
    if (!packet || !*packet) break;
    movie.packets.push_back(**packet);
  }
  sort_by_arrival(movie.packets);
  return movie;
}

// Packets of a given length of time without content worth decoding, for tests of cutting.
struct SyntheticVideo {
  double rate = 30;
  double seconds = 10;
  double gop_seconds = 2;
  bool whole_milliseconds = false;  // time stamps rounded as RTMP does
  bool sound = true;
};
inline VideoForm synthetic_video_form() {
  return {.config = {1, 0x42, 0xc0, 0x1e, 0xff, 0xe1, 0, 4, 0x67, 0x42, 0xc0, 0x1e, 1, 0, 4, 0x68, 0xce, 0x3c,
                     0x80},
          .width = 160,
          .height = 90};
}
inline std::vector<Packet> synthetic(const SyntheticVideo& how) {
  std::vector<Packet> packets;
  const auto data = std::make_shared<const Bytes>(Bytes{0, 0, 0, 2, 0x41, 0x80});
  const auto stamp = [&](double seconds) {
    const auto exact = Microseconds{static_cast<std::int64_t>(seconds * 1e6 + 0.5)};
    return how.whole_milliseconds ? Microseconds{std::chrono::round<Milliseconds>(exact)} : exact;
  };
  const auto gop = std::max<std::int64_t>(1, static_cast<std::int64_t>(how.gop_seconds * how.rate + 0.5));
  for (std::int64_t i = 0; static_cast<double>(i) < how.seconds * how.rate; ++i) {
    const auto time = stamp(static_cast<double>(i) / how.rate);
    packets.push_back({.track = Track::kVideo, .dts = time, .pts = time, .key = i % gop == 0, .data = data});
  }
  for (std::int64_t i = 0; how.sound && static_cast<double>(i) * 1024 / 48000 < how.seconds; ++i) {
    const auto time = stamp(static_cast<double>(i) * 1024 / 48000);
    packets.push_back({.track = Track::kAudio, .dts = time, .pts = time, .key = true, .data = data});
  }
  sort_by_arrival(packets);
  return packets;
}

inline constexpr WallTime kLiveAt{Milliseconds{1'795'000'000'000}};

// Keeps the parts, and can write them as files.
class Parts : public PartSink {
 public:
  void part(Part part) override {
    if (part.starts_segment) ++segments;
    parts.push_back(std::move(part));
  }
  void segment_cut() override { ++cuts; }

  // The parts from `begin` to the next change of forms, with their initialisation segment.
  Bytes file(bool av, std::size_t begin = 0) const {
    Bytes bytes = av ? *parts.at(begin).init->av_bytes : *parts.at(begin).init->audio_bytes;
    for (std::size_t i = begin; i < parts.size() && parts[i].init == parts[begin].init; ++i) {
      const auto& more = av ? *parts[i].av : *parts[i].audio;
      bytes.insert(bytes.end(), more.begin(), more.end());
    }
    return bytes;
  }

  std::vector<Part> parts;
  int segments = 0;
  int cuts = 0;
};

struct Feeding {
  Milliseconds arrives_at{1000};  // when the packet with time stamp 0 arrives, after live_at
  Microseconds shifted{0};        // added to all time stamps
  bool forms = true;
};
inline void feed(Packager& packager, const Movie& movie, const Feeding& how = {}) {
  if (how.forms) {
    EXPECT_TRUE(packager.video_form(movie.video).has_value());
    if (movie.audio) EXPECT_TRUE(packager.audio_form(*movie.audio).has_value());
  }
  for (Packet packet : movie.packets) {
    const auto arrival = kLiveAt + how.arrives_at + std::chrono::floor<Milliseconds>(packet.dts);
    packet.dts += how.shifted;
    packet.pts += how.shifted;
    packager.packet(packet, arrival);
  }
}

// Empty when ffmpeg decodes the whole file without a complaint.
inline std::string decode_errors(const std::filesystem::path& path) {
  std::string output;
  const int status =
      run(fmt::format("ffmpeg -nostdin -v warning -xerror -i {} -f null -", path.string()), &output);
  if (status != 0 && output.empty()) output = fmt::format("ffmpeg ended with {}", status);
  return output;
}

// What ffprobe prints for `entries`, one line a row, fields separated by commas.
inline std::vector<std::vector<std::string>> probe(const std::filesystem::path& path,
                                                   const std::string& options) {
  std::string output;
  EXPECT_EQ(run(fmt::format("ffprobe -v error {} -of csv=p=0 {}", options, path.string()), &output), 0)
      << output;
  std::vector<std::vector<std::string>> rows;
  std::string field;
  std::vector<std::string> row;
  for (const char c : output) {
    if (c == ',' || c == '\n') row.push_back(std::exchange(field, {}));
    if (c == '\n') {
      rows.push_back(std::exchange(row, {}));
    } else if (c != ',') {
      field += c;
    }
  }
  return rows;
}

}  // namespace nigiwai::media::testing
