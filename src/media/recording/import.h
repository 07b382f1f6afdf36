// Brings a finished movie in as the recording of a show, as if it had been broadcast.
#pragma once

#include <filesystem>

#include "base/clock.h"
#include "base/disk.h"
#include "base/result.h"

namespace nigiwai::media {

struct ImportedRecording {
  Milliseconds duration{0};
  int width = 0;
  int height = 0;
};

// Cuts an MP4 or MOV file with H.264 and AAC (or no sound) into `directory`, which has no recording yet; `at`
// is the movie's own time, from 0. Also makes the poster. On failure nothing is left behind.
Result<ImportedRecording> import_recording(Disk& disk, const std::filesystem::path& movie,
                                           const std::filesystem::path& directory);

}  // namespace nigiwai::media
