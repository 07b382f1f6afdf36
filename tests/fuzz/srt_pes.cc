// The payloads of MPEG-TS. The input is a row of [flags, pts (4), dts (4), length (2), payload].
#include "checking_feed.h"
#include "media/ingest/pes_reader.h"

using namespace nigiwai::media::ingest;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  nigiwai::media::CheckingFeed feed;
  PesReader reader(feed);
  ByteReader in({data, size});
  while (in.left() > 11) {
    const std::uint8_t flags = in.u8();
    // 32 bits of the 33, at the upper end, so that starting over is reached.
    const std::uint64_t pts = std::uint64_t{in.u32()} << 1;
    const std::uint64_t dts = std::uint64_t{in.u32()} << 1;
    Pes pes{.payload = in.bytes(std::min<std::size_t>(in.u16(), in.left())), .damaged = (flags & 8) != 0};
    if ((flags & 2) != 0) pes.pts = pts;
    if ((flags & 4) != 0) pes.dts = dts;
    static_cast<void>((flags & 1) != 0 ? reader.video(pes) : reader.audio(pes));
  }
  return 0;
}
