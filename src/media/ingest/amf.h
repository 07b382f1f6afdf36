// AMF0, the notation of RTMP's commands (Adobe, "Action Message Format -- AMF 0").
//
// Its values become JSON values: numbers and dates are doubles, objects, ECMA arrays and typed objects are
// objects, undefined is null. References, movie clips and record sets are refused: no encoder sends them.
#pragma once

#include <boost/json/value.hpp>
#include <vector>

#include "base/result.h"
#include "media/ingest/bytes.h"

namespace nigiwai::media::ingest {

// A connect command nests two deep and holds about 20 values.
constexpr int kMaxAmfDepth = 8;
constexpr int kMaxAmfValues = 512;

// Reads all values of a message. Fails with kInvalid "amf".
Result<std::vector<boost::json::value>> read_amf(View bytes);

// Appends one value; integers are written as numbers, arrays as strict arrays.
void write_amf(Bytes& out, const boost::json::value& value);

}  // namespace nigiwai::media::ingest
