// Pictures that staff upload: decoded, made small, and kept as WebP under the hash of what they show.
//
// Takes JPEG, PNG and WebP, by their first bytes and whatever they call themselves; refuses everything else,
// SVG above all. Nothing of the file that came survives: it is decoded and encoded anew, without metadata.
#pragma once

#include <atomic>
#include <boost/asio/thread_pool.hpp>
#include <boost/json/object.hpp>
#include <string>
#include <string_view>

#include "base/net.h"
#include "base/result.h"
#include "http/router.h"
#include "store/readers.h"
#include "store/writer.h"

namespace nigiwai::media {

inline constexpr std::size_t kMostPictureBytes = 10 * 1024 * 1024;
// 50 megapixels are what the largest phone cameras make; decoded they take 200 MB.
inline constexpr std::int64_t kMostPixels = 50'000'000;
// Uploads that may wait for the one thread that decodes: they hold their bytes in memory.
inline constexpr int kMostPicturesWaiting = 16;

// The two sizes in which a picture is kept, by the longer side; never larger than what came.
struct EncodedPicture {
  std::string hash;   // names the picture everywhere
  std::string large;  // WebP, 640 at most
  std::string small;  // WebP, 160 at most
};

// Takes a moment and much memory: not on a loop's thread. Refuses with unsupported, too-large or invalid.
Result<EncodedPicture> encode_picture(std::string_view bytes);

// {"url", "small"} of docs/api.md; null for an empty hash.
boost::json::value picture_json(const std::string& hash);

void keep_picture(store::Transaction& transaction, const EncodedPicture& picture);
// The WebP behind /pictures/{name}; not-found.
Result<std::string> kept_picture(store::Database& db, const std::string& name);

// Decodes uploads on a thread of its own, and serves what is kept. Lives as long as the server.
class Pictures {
 public:
  explicit Pictures(store::Readers& readers);
  ~Pictures();

  // Comes back on the caller's loop. keep_picture() stores it, in the transaction that uses it.
  Task<Result<EncodedPicture>> take_picture(std::string bytes);

  // GET /pictures/{name}
  void add_routes(http::Router& router);

 private:
  Task<http::Response> serve(http::Request& request);

  store::Readers& readers_;
  std::atomic<int> waiting_{0};
  asio::thread_pool thread_{1};
};

}  // namespace nigiwai::media
