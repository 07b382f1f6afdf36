// Reads an MP4 or MOV file with H.264 and AAC as the packets that an encoder would have sent.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>

#include "base/result.h"
#include "media/packet.h"

struct AVFormatContext;
struct AVPacket;

namespace nigiwai::media {

class MovieReader {
 public:
  // Refuses what is not such a file, with a sentence for the person who chose it.
  static Result<std::unique_ptr<MovieReader>> open(const std::filesystem::path& path);
  ~MovieReader();
  MovieReader(const MovieReader&) = delete;
  MovieReader& operator=(const MovieReader&) = delete;

  const VideoForm& video() const { return video_; }
  const std::optional<AudioForm>& audio() const { return audio_; }

  // The next packet in the file's order of decoding; empty at its end.
  // Fails when the file breaks off or is damaged.
  Result<std::optional<Packet>> next();

 private:
  MovieReader() = default;
  AVFormatContext* format_ = nullptr;
  AVPacket* packet_ = nullptr;
  int video_index_ = -1;
  int audio_index_ = -1;
  VideoForm video_;
  std::optional<AudioForm> audio_;
};

}  // namespace nigiwai::media
