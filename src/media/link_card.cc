#include "media/link_card.h"

#include <fmt/format.h>
#include <vips/vips.h>

#include <memory>

#include "base/text.h"
#include "media/vips.h"

namespace nigiwai::media {
namespace {

constexpr int kMargin = 72;
constexpr int kPictureWidth = 470;
constexpr int kQuality = 86;
// As web/shared/tokens.css has them.
constexpr double kPaper[] = {0xfa, 0xf7, 0xf2};
constexpr double kVermilion[] = {0xd9, 0x41, 0x2e};
constexpr const char* kInk = "#1E1B18";
constexpr const char* kInk2 = "#5A524A";
constexpr const char* kRed = "#C0341F";

std::unexpected<Problem> undrawn() {
  const std::string why = vips_error_buffer();
  vips_error_clear();
  return fail(Kind::kInternal, "internal", "The picture of this page could not be drawn: " + why);
}

VipsImageOf filled(int width, int height, const double* colour) {
  VipsImage* black = nullptr;
  if (vips_black(&black, width, height, "bands", 3, nullptr) != 0) return nullptr;
  const VipsImageOf base(black);
  const double ones[] = {1, 1, 1};
  VipsImage* coloured = nullptr;
  if (vips_linear(base.get(), &coloured, ones, colour, 3, "uchar", TRUE, nullptr) != 0) return nullptr;
  const VipsImageOf plain(coloured);
  VipsImage* made = nullptr;
  if (vips_copy(plain.get(), &made, "interpretation", VIPS_INTERPRETATION_sRGB, nullptr) != 0) return nullptr;
  return VipsImageOf(made);
}

VipsImageOf lay(const VipsImageOf& below, const VipsImageOf& above, int x, int y) {
  if (!below || !above) return nullptr;
  VipsImage* made = nullptr;
  if (vips_composite2(below.get(), above.get(), &made, VIPS_BLEND_MODE_OVER, "x", x, "y", y, nullptr) != 0)
    return nullptr;
  return VipsImageOf(made);
}

// Pango's markup is XML.
std::string escaped(std::string_view text) {
  std::string made;
  for (const char c : text) {
    switch (c) {
      case '&':
        made += "&amp;";
        break;
      case '<':
        made += "&lt;";
        break;
      case '>':
        made += "&gt;";
        break;
      default:
        made += c;
    }
  }
  return made;
}

std::string first(const std::string& text, std::size_t characters) {
  std::size_t end = 0;
  for (; end < text.size(); ++end) {
    const bool begins = (static_cast<unsigned char>(text[end]) & 0xc0) != 0x80;
    if (begins && characters-- == 0) break;
  }
  return text.substr(0, end);
}

struct Face {
  int size;
  const char* weight;
  const char* colour;
};

VipsImageOf words(std::string_view text, const Face& face, int width) {
  const auto markup = fmt::format("<span foreground=\"{}\">{}</span>", face.colour, escaped(text));
  const auto font = fmt::format("Noto Sans CJK JP {} {}", face.weight, face.size);
  VipsImage* made = nullptr;
  if (vips_text(&made, markup.c_str(), "font", font.c_str(), "width", width, "dpi", 72, "rgba", TRUE, "wrap",
                VIPS_TEXT_WRAP_WORD_CHAR, nullptr) != 0) {
    return nullptr;
  }
  return VipsImageOf(made);
}

// The larger, the shorter it is; what would pass a fourth line ends in ….
VipsImageOf title(const std::string& text, int width) {
  struct Fit {
    std::size_t characters;
    int size;
  };
  constexpr Fit kFits[] = {{18, 76}, {36, 60}, {60, 48}};
  const auto characters = character_count(text);
  for (const auto& [most, size] : kFits) {
    if (characters <= most) return words(text, {size, "Bold", kInk}, width);
  }
  const auto& [most, size] = kFits[2];
  return words(first(text, most - 1) + "…", {size, "Bold", kInk}, width);
}

VipsImageOf cropped(const std::string& picture) {
  VipsImage* made = nullptr;
  if (vips_thumbnail_buffer(const_cast<char*>(picture.data()), picture.size(), &made, kPictureWidth, "height",
                            kLinkCardHeight, "crop", VIPS_INTERESTING_CENTRE, "export_profile", "srgb",
                            nullptr) != 0) {
    return nullptr;
  }
  return VipsImageOf(made);
}

}  // namespace

Result<std::string> draw(const LinkCard& card) {
  start_vips();
  auto drawn = filled(kLinkCardWidth, kLinkCardHeight, kPaper);
  drawn = lay(drawn, filled(kLinkCardWidth, 12, kVermilion), 0, 0);
  int width = kLinkCardWidth - 2 * kMargin;
  if (!card.picture.empty()) {
    drawn = lay(drawn, cropped(card.picture), kLinkCardWidth - kPictureWidth, 0);
    width -= kPictureWidth - kMargin / 3;
  }
  int y = kMargin;
  const auto put = [&](const VipsImageOf& part, int below) {
    if (!part) {
      drawn = nullptr;
      return;
    }
    drawn = lay(drawn, part, kMargin, y);
    y += vips_image_get_height(part.get()) + below;
  };
  put(words(card.shop.empty() ? "nigiwai" : card.shop, {32, "Regular", kInk2}, width), 72);
  if (!card.when.empty()) put(words(card.when, {38, "Bold", kRed}, width), 44);
  put(title(card.title, width), 48);
  if (!card.names.empty()) put(words(card.names, {32, "Regular", kInk2}, width), 0);
  if (!drawn) return undrawn();

  VipsImage* flat = nullptr;
  if (vips_flatten(drawn.get(), &flat, nullptr) != 0) return undrawn();
  const VipsImageOf opaque(flat);
  void* bytes = nullptr;
  std::size_t size = 0;
  if (vips_jpegsave_buffer(opaque.get(), &bytes, &size, "Q", kQuality, "strip", TRUE, nullptr) != 0)
    return undrawn();
  std::string jpeg(static_cast<const char*>(bytes), size);
  g_free(bytes);
  return jpeg;
}

}  // namespace nigiwai::media
