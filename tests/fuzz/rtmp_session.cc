// A whole conversation, from the handshake on, with a Gate that lets everyone in.
#include "media/ingest/rtmp_session.h"

#include "base/log.h"
#include "checking_feed.h"

using namespace nigiwai;
using namespace nigiwai::media;
using namespace nigiwai::media::ingest;

namespace {

class OpenGate final : public Gate {
 public:
  Result<std::unique_ptr<Feed>> admit(const IngestRequest&) override {
    return std::make_unique<CheckingFeed>();
  }
  std::string passphrase(const std::string&) override { return {}; }
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  set_log_level(LogLevel::kError);
  OpenGate gate;
  RtmpSession session(gate, "fuzzer");
  nigiwai::media::Bytes out;
  nigiwai::media::Bytes hello(1 + 1536 + 1536, 0);
  hello[0] = 3;
  CHECK(session.receive(hello, out), "the handshake is taken");
  static_cast<void>(session.receive({data, size}, out));
  return 0;
}
