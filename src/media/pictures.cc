#include "media/pictures.h"

#include <sodium.h>

#include "media/vips.h"
#include "store/writing.h"

namespace nigiwai::media {
namespace {

constexpr int kLargeSide = 640;
constexpr int kSmallSide = 160;
constexpr int kQuality = 82;

bool is_taken(std::string_view bytes) {
  using namespace std::string_view_literals;
  if (bytes.starts_with("\xff\xd8\xff"sv)) return true;                                        // JPEG
  if (bytes.starts_with("\x89PNG\r\n\x1a\n"sv)) return true;                                   // PNG
  return bytes.size() >= 12 && bytes.starts_with("RIFF"sv) && bytes.substr(8, 4) == "WEBP"sv;  // WebP
}

std::unexpected<Problem> broken() {
  vips_error_clear();
  return fail(Kind::kUnsupported, "unsupported",
              "This picture cannot be read. It may be cut off or damaged.");
}

// `image` upright as its orientation says, in sRGB, with its longer side at most `side`.
Result<VipsImageOf> reduced(VipsImage* image, int side) {
  VipsImage* out = nullptr;
  if (vips_thumbnail_image(image, &out, side, "height", side, "size", VIPS_SIZE_DOWN, "export_profile",
                           "srgb", nullptr) != 0) {
    return broken();
  }
  const VipsImageOf lazy(out);
  // Decodes here, once, so that damage deep in the file is found before anything is made of it.
  VipsImageOf decoded(vips_image_copy_memory(lazy.get()));
  if (!decoded) return broken();
  return decoded;
}

// The WebP saver writes EXIF from whatever fields an image carries, even when told to strip them.
void forget_metadata(VipsImage* image) {
  char** fields = vips_image_get_fields(image);
  for (char** field = fields; *field != nullptr; ++field) {
    const std::string_view name(*field);
    if (name.starts_with("exif-") || name == "orientation" || name.ends_with("-data"))
      vips_image_remove(image, *field);
  }
  g_strfreev(fields);
}

// It writes an EXIF chunk of its own when there are none: taken out of the RIFF container here (RFC
// 9649 2.7).
std::string without_exif(std::string_view webp) {
  constexpr std::size_t kHeader = 12;      // "RIFF", size, "WEBP"
  constexpr std::size_t kChunkHeader = 8;  // name, size
  constexpr char kExifFlag = 0x08;         // in the first byte of VP8X
  const auto size_at = [&](std::size_t at) {
    std::size_t size = 0;
    for (int i = 3; i >= 0; --i)
      size = size << 8 | static_cast<unsigned char>(webp[at + static_cast<std::size_t>(i)]);
    return size;
  };
  std::string kept(webp.substr(0, kHeader));
  for (std::size_t at = kHeader; at + kChunkHeader <= webp.size();) {
    const auto name = webp.substr(at, 4);
    const auto length = kChunkHeader + (size_at(at + 4) + 1) / 2 * 2;  // chunks are padded to an even size
    if (name != "EXIF") kept += webp.substr(at, length);
    if (name == "VP8X") {
      auto& flags = kept[kept.size() - length + kChunkHeader];
      flags = static_cast<char>(flags & ~kExifFlag);
    }
    at += length;
  }
  for (std::size_t i = 0, size = kept.size() - 8; i < 4; ++i, size >>= 8)
    kept[4 + i] = static_cast<char>(size & 0xff);
  return kept;
}

Result<std::string> encode(VipsImage* image) {
  void* encoded = nullptr;
  std::size_t size = 0;
  if (vips_webpsave_buffer(image, &encoded, &size, "Q", kQuality, "strip", TRUE, nullptr) != 0)
    return broken();
  auto webp = without_exif({static_cast<const char*>(encoded), size});
  g_free(encoded);
  return webp;
}

std::string hash_of(const std::string& bytes) {
  unsigned char digest[16];
  crypto_generichash(digest, sizeof digest, reinterpret_cast<const unsigned char*>(bytes.data()),
                     bytes.size(), nullptr, 0);
  char hex[33];
  sodium_bin2hex(hex, sizeof hex, digest, sizeof digest);
  return hex;
}

}  // namespace

Result<EncodedPicture> encode_picture(std::string_view bytes) {
  start_vips();
  if (bytes.size() > kMostPictureBytes) {
    return fail(Kind::kTooLarge, "too-large",
                "A picture may have at most 10 MB. Save it smaller and try again.");
  }
  if (!is_taken(bytes)) {
    return fail(Kind::kUnsupported, "unsupported",
                "Only JPEG, PNG and WebP pictures are taken. Save it as one of these.");
  }
  // Reads the header alone, so that a small file that unfolds to gigabytes is refused before it does.
  VipsImage* opened =
      vips_image_new_from_buffer(bytes.data(), bytes.size(), "", "access", VIPS_ACCESS_SEQUENTIAL, "fail_on",
                                 VIPS_FAIL_ON_TRUNCATED, nullptr);
  if (opened == nullptr) return broken();
  const VipsImageOf source(opened);
  if (static_cast<std::int64_t>(vips_image_get_width(opened)) * vips_image_get_height(opened) > kMostPixels) {
    return fail(Kind::kTooLarge, "too-large",
                "A picture may have at most 50 megapixels. Make it smaller and try again.");
  }
  const auto large_image = reduced(source.get(), kLargeSide);
  if (!large_image) return std::unexpected(large_image.error());
  forget_metadata(large_image->get());
  const auto small_image = reduced(large_image->get(), kSmallSide);
  if (!small_image) return std::unexpected(small_image.error());
  auto large = encode(large_image->get());
  if (!large) return std::unexpected(large.error());
  auto small = encode(small_image->get());
  if (!small) return std::unexpected(small.error());
  auto hash = hash_of(*large);
  return EncodedPicture{std::move(hash), *std::move(large), *std::move(small)};
}

boost::json::value picture_json(const std::string& hash) {
  if (hash.empty()) return nullptr;
  return boost::json::object{{"url", "/pictures/" + hash + "-640.webp"},
                             {"small", "/pictures/" + hash + "-160.webp"}};
}

void keep_picture(store::Transaction& transaction, const EncodedPicture& picture) {
  constexpr const char* kInsert = "INSERT INTO picture (name, bytes) VALUES (?, ?) ON CONFLICT DO NOTHING";
  transaction.db().run(kInsert, picture.hash + "-640.webp", store::Blob{picture.large});
  transaction.db().run(kInsert, picture.hash + "-160.webp", store::Blob{picture.small});
}

Result<std::string> kept_picture(store::Database& db, const std::string& name) {
  auto rows = db.query("SELECT bytes FROM picture WHERE name = ?", name);
  if (!rows.next()) return fail(Kind::kNotFound, "not-found", "There is no such picture.");
  return rows.text(0);
}

Pictures::Pictures(store::Readers& readers) : readers_(readers) { start_vips(); }

Pictures::~Pictures() { thread_.join(); }

Task<Result<EncodedPicture>> Pictures::take_picture(std::string bytes) {
  if (++waiting_ > kMostPicturesWaiting) {
    --waiting_;
    co_return std::unexpected(Problem{Kind::kUnavailable,
                                      "overloaded",
                                      "Too many pictures are being uploaded at once. Try again in a moment.",
                                      {},
                                      std::chrono::milliseconds(2000)});
  }
  auto shared = std::make_shared<const std::string>(std::move(bytes));
  auto encoded = co_await store::answered<EncodedPicture>(
      [this, shared](std::function<void(Result<EncodedPicture>)> done) {
        asio::post(thread_, [this, shared, done = std::move(done)] {
          auto result = encode_picture(*shared);
          --waiting_;
          done(std::move(result));
        });
      });
  co_return encoded;
}

void Pictures::add_routes(http::Router& router) {
  router.add(
      {.method = "GET",
       .path = "/pictures/{name}",
       .access = http::Access::open(),
       .handle = [this](http::Request& request) { return serve(request); },
       .summary = "A picture as WebP. Its name is the hash of what it shows, so it may be cached for ever."});
}

Task<http::Response> Pictures::serve(http::Request& request) {
  const std::string name(request.parameter("name"));
  auto bytes = readers_.read<std::string>([&](store::Database& db) { return kept_picture(db, name); });
  if (!bytes) co_return http::problem_response(bytes.error());
  auto response = http::text_response(*std::move(bytes), "image/webp");
  response.with("Cache-Control", "public, max-age=31536000, immutable")
      .with("X-Content-Type-Options", "nosniff");
  co_return http::tagged(request, std::move(response), "\"" + name + "\"");
}

}  // namespace nigiwai::media
