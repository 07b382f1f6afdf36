// What a feed writes as HTML, as the plain text that we keep. Pure.
#pragma once

#include <string>
#include <string_view>

namespace nigiwai::shop::feed {

// Tags dropped (a line break for those that break lines, nothing of scripts and styles), entities decoded
// once, spaces of the markup joined. "1 < 2" stays as it is: a tag starts with a letter.
std::string plain_text(std::string_view html);

}  // namespace nigiwai::shop::feed
