// Pictures as those take them who know no WebP: social networks.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"

namespace nigiwai::media {

// A kept picture (pictures.h) as JPEG, on white where it is transparent. Takes some milliseconds: not on a
// loop's thread.
Result<std::string> as_jpeg(std::string_view webp);

}  // namespace nigiwai::media
