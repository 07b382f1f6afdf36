// The chunk stream reader must take any bytes, and must not care where they are cut.
#include "media/ingest/rtmp_chunk.h"

#include "base/check.h"

using namespace nigiwai::media::ingest;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const View bytes(data, size);
  std::vector<RtmpMessage> whole, pieces;
  const bool read = ChunkReader().read(bytes, whole).has_value();
  ChunkReader reader;
  bool read_in_pieces = true;
  for (std::size_t at = 0; at < size && read_in_pieces;) {
    const std::size_t piece = std::min<std::size_t>(1 + data[at] % 7, size - at);
    read_in_pieces = reader.read(bytes.subspan(at, piece), pieces).has_value();
    at += piece;
  }
  CHECK(read == read_in_pieces, "the cutting decided whether the stream can be read");
  CHECK(whole == pieces, "the cutting changed the messages");
  return 0;
}
