// A text as a QR code (ISO/IEC 18004).
#pragma once

#include <string>

#include "base/result.h"

namespace nigiwai {

// As SVG, dark on white with its quiet zone, sized by whoever shows it. Refuses what does not fit into one
// code.
Result<std::string> qr_svg(const std::string& text);

}  // namespace nigiwai
