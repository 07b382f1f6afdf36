#include "media/recording/caption_burner.h"

#include <fmt/format.h>

#include <algorithm>
#include <memory>

#include "media/vips.h"

extern "C" {
#include <libavutil/frame.h>
}

namespace nigiwai::media {
namespace {

// Of the shorter side: as large as broadcasters set them.
constexpr int kSidesToLetter = 18;
constexpr int kWidthPercent = 88;
// A standing clip is shown under the buttons and words of a network.
constexpr int kBelowPercent = 6;
constexpr int kBelowStandingPercent = 20;
constexpr int kPlateOpacity = 168;
// BT.601, limited range: white, and the night of web/shared/tokens.css.
constexpr int kWhite = 235;
constexpr int kNight = 33;
constexpr std::uint8_t kNoColour = 128;

std::string escaped(std::string_view text) {
  std::string made;
  for (const char c : text) {
    if (c == '&') made += "&amp;";
    if (c == '<') made += "&lt;";
    if (c == '>') made += "&gt;";
    if (c != '&' && c != '<' && c != '>') made += c;
  }
  return made;
}

std::uint8_t laid(int below, int above, int opacity) {
  return static_cast<std::uint8_t>((below * (255 - opacity) + above * opacity + 127) / 255);
}

int even_up(int size) { return (size + 1) & ~1; }

}  // namespace

CaptionBurner::CaptionBurner(std::span<const ClipCaption> captions, int width, int height)
    : captions_(captions), width_(width), height_(height) {
  start_vips();
}

Result<CaptionBurner::Plate> CaptionBurner::drawn(const std::string& text) const {
  const int letter = std::max(10, std::min(width_, height_) / kSidesToLetter);
  const auto markup = fmt::format("<span foreground=\"#FFFFFF\">{}</span>", escaped(text));
  const auto font = fmt::format("Noto Sans CJK JP Bold {}", letter);
  VipsImage* made = nullptr;
  if (vips_text(&made, markup.c_str(), "font", font.c_str(), "width", width_ * kWidthPercent / 100, "dpi", 72,
                "align", VIPS_ALIGN_CENTRE, "rgba", TRUE, "wrap", VIPS_TEXT_WRAP_WORD_CHAR, nullptr) != 0) {
    vips_error_clear();
    return fail(Kind::kInternal, "clip", "A caption cannot be drawn.");
  }
  const VipsImageOf words(made);
  std::size_t size = 0;
  const std::unique_ptr<std::uint8_t, decltype(&g_free)> pixels(
      static_cast<std::uint8_t*>(vips_image_write_to_memory(words.get(), &size)), &g_free);
  const int across = words->Xsize;
  const int down = words->Ysize;
  if (!pixels || size != static_cast<std::size_t>(across) * static_cast<std::size_t>(down) * 4)
    return fail(Kind::kInternal, "clip", "A caption cannot be drawn.");

  const int padding = letter / 2;
  Plate plate;
  plate.width = std::min(width_ & ~1, even_up(across + 2 * padding));
  plate.height = std::min(height_ & ~1, even_up(down + padding));
  plate.left = ((width_ - plate.width) / 2) & ~1;
  const int below = height_ * (height_ > width_ ? kBelowStandingPercent : kBelowPercent) / 100;
  plate.top = std::max(0, height_ - plate.height - below) & ~1;
  const auto count = static_cast<std::size_t>(plate.width) * static_cast<std::size_t>(plate.height);
  plate.luma.assign(count, kNight);
  plate.opacity.assign(count, kPlateOpacity);
  const int x0 = (plate.width - across) / 2;
  const int y0 = (plate.height - down) / 2;
  for (int y = 0; y < down; ++y) {
    for (int x = 0; x < across; ++x) {
      if (x + x0 < 0 || x + x0 >= plate.width || y + y0 < 0 || y + y0 >= plate.height) continue;
      const int cover = pixels.get()[(static_cast<std::size_t>(y) * static_cast<std::size_t>(across) +
                                      static_cast<std::size_t>(x)) *
                                         4 +
                                     3];
      const auto at = static_cast<std::size_t>(y + y0) * static_cast<std::size_t>(plate.width) +
                      static_cast<std::size_t>(x + x0);
      plate.luma[at] = laid(kNight, kWhite, cover);
      plate.opacity[at] = laid(kPlateOpacity, 255, cover);
    }
  }
  // Words and plate are grey: what they cover loses its colour in so far.
  const auto half = static_cast<std::size_t>(plate.width / 2);
  for (std::size_t y = 0; y < static_cast<std::size_t>(plate.height / 2); ++y) {
    for (std::size_t x = 0; x < half; ++x) {
      const auto at = 2 * y * static_cast<std::size_t>(plate.width) + 2 * x;
      const auto next = at + static_cast<std::size_t>(plate.width);
      plate.colour_opacity.push_back(static_cast<std::uint8_t>(
          (plate.opacity[at] + plate.opacity[at + 1] + plate.opacity[next] + plate.opacity[next + 1]) / 4));
    }
  }
  return plate;
}

Result<void> CaptionBurner::burn(AVFrame& picture, Milliseconds at) {
  const ClipCaption* said = nullptr;
  for (const auto& each : captions_) {
    if (each.from > at) break;
    if (at < each.until) said = &each;
  }
  if (said == nullptr) return {};
  if (said != shown_) {
    auto plate = drawn(said->text);
    if (!plate) return std::unexpected(plate.error());
    plate_ = *std::move(plate);
    shown_ = said;
  }
  for (int y = 0; y < plate_.height; ++y) {
    auto* row = picture.data[0] + (plate_.top + y) * picture.linesize[0] + plate_.left;
    const auto from = static_cast<std::size_t>(y) * static_cast<std::size_t>(plate_.width);
    for (int x = 0; x < plate_.width; ++x)
      row[x] = laid(row[x], plate_.luma[from + static_cast<std::size_t>(x)],
                    plate_.opacity[from + static_cast<std::size_t>(x)]);
  }
  for (int plane = 1; plane < 3; ++plane) {
    for (int y = 0; y < plate_.height / 2; ++y) {
      auto* row = picture.data[plane] + (plate_.top / 2 + y) * picture.linesize[plane] + plate_.left / 2;
      const auto from = static_cast<std::size_t>(y) * static_cast<std::size_t>(plate_.width / 2);
      for (int x = 0; x < plate_.width / 2; ++x)
        row[x] = laid(row[x], kNoColour, plate_.colour_opacity[from + static_cast<std::size_t>(x)]);
    }
  }
  return {};
}

}  // namespace nigiwai::media
