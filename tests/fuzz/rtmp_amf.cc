// What can be read as AMF0 must come back the same when it is written and read again.
#include <boost/json/serialize.hpp>

#include "base/check.h"
#include "media/ingest/amf.h"

using namespace nigiwai::media::ingest;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto values = read_amf({data, size});
  if (!values) return 0;
  nigiwai::media::Bytes written;
  for (const auto& value : *values) write_amf(written, value);
  const auto again = read_amf(written);
  CHECK(again.has_value() && again->size() == values->size(), "what was written cannot be read");
  for (std::size_t i = 0; i < values->size(); ++i) {
    // By text: a number that is not a number is not equal to itself.
    CHECK(boost::json::serialize((*again)[i]) == boost::json::serialize((*values)[i]), "a value changed");
  }
  return 0;
}
