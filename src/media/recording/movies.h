// The files that people take away or look at: MP4 movies and the poster picture.
#pragma once

#include <filesystem>
#include <functional>
#include <vector>

#include "base/disk.h"
#include "media/cmaf/packager.h"
#include "media/recording/recording.h"

namespace nigiwai::media {

struct RecordedMovie {
  std::string file;  // "recording.mp4", "recording-2.mp4", …
  Ticks at{0};       // of its first picture
  Ticks duration{0};
};

// Writes the whole recording as progressive MP4 (index in front), beside it; what is there already is
// replaced whole.
//
// The gaps are left out: the movie goes on where the encoder came back. One MP4 has one size of picture and
// one form of sound, so when these changed in the show (an encoder that came back with another resolution)
// each stretch becomes a movie of its own, in order. Reads and writes the whole recording: not on a loop.
// `go_on` is asked now and then; when it says false the work stops with "unavailable" and leaves nothing
// behind.
Result<std::vector<RecordedMovie>> write_movies(const Recording& recording,
                                                const std::function<bool()>& go_on);
// What write_movies would write, without writing.
Result<std::vector<RecordedMovie>> list_movies(const Recording& recording);

inline constexpr int kPosterWidth = 720;  // at most

// Decodes a key frame (AVCC) and writes it as a JPEG.
Result<void> write_poster(const VideoForm& form, const Bytes& key_frame, const std::filesystem::path& path);

}  // namespace nigiwai::media
