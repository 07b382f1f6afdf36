// FLV tags as RTMP carries them. The input is a row of [type, timestamp (4), length (2), tag].
#include "checking_feed.h"
#include "media/ingest/flv.h"

using namespace nigiwai::media::ingest;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  nigiwai::media::CheckingFeed feed;
  FlvReader reader(feed);
  ByteReader in({data, size});
  while (in.left() > 7) {
    const bool video = in.u8() % 2 != 0;
    const std::uint32_t timestamp = in.u32();
    const View tag = in.bytes(std::min<std::size_t>(in.u16(), in.left()));
    // After a refusal the connection would be closed; the reader must bear more all the same.
    if (video) {
      static_cast<void>(reader.video(timestamp, tag));
    } else {
      static_cast<void>(reader.audio(timestamp, tag));
    }
  }
  return 0;
}
