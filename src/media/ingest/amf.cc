#include "media/ingest/amf.h"

#include <bit>
#include <string>
#include <string_view>

namespace nigiwai::media::ingest {
namespace {

// 2.1 Types overview.
enum Marker : std::uint8_t {
  kNumber = 0,
  kBoolean = 1,
  kString = 2,
  kObject = 3,
  kNull = 5,
  kUndefined = 6,
  kEcmaArray = 8,
  kObjectEnd = 9,
  kStrictArray = 10,
  kDate = 11,
  kLongString = 12,
  kUnsupported = 13,
  kXmlDocument = 15,
  kTypedObject = 16,
};

std::unexpected<Problem> broken(std::string_view what) {
  return fail(Kind::kInvalid, "amf", "A command cannot be read: " + std::string(what) + ".");
}

std::string_view text(View bytes) { return {reinterpret_cast<const char*>(bytes.data()), bytes.size()}; }

class Reader {
 public:
  explicit Reader(View bytes) : in_(bytes) {}

  bool more() const { return in_.left() > 0; }

  Result<boost::json::value> value(int depth) {
    if (depth > kMaxAmfDepth) return broken("nested too deep");
    if (++values_ > kMaxAmfValues) return broken("too many values");
    const std::uint8_t marker = in_.u8();
    boost::json::value result;
    switch (marker) {
      case kNumber:
        result = std::bit_cast<double>(in_.u64());
        break;
      case kBoolean:
        result = in_.u8() != 0;
        break;
      case kString:
        result = text(in_.bytes(in_.u16()));
        break;
      case kLongString:
      case kXmlDocument:
        result = text(in_.bytes(in_.u32()));
        break;
      case kNull:
      case kUndefined:
      case kUnsupported:
        break;
      case kDate:
        result = std::bit_cast<double>(in_.u64());
        in_.u16();  // time zone, reserved
        break;
      case kTypedObject:
        in_.bytes(in_.u16());
        return members(depth);
      case kEcmaArray:
        in_.u32();  // a count that encoders get wrong; the end marker decides
        return members(depth);
      case kObject:
        return members(depth);
      case kStrictArray:
        return elements(depth);
      default:
        return broken("a type that no encoder sends");
    }
    if (in_.failed()) return broken("it is cut short");
    return result;
  }

 private:
  Result<boost::json::value> members(int depth) {
    boost::json::object object;
    while (true) {
      const std::string_view name = text(in_.bytes(in_.u16()));
      if (in_.failed()) return broken("it is cut short");
      if (name.empty()) {
        if (in_.u8() != kObjectEnd) return broken("an object does not end");
        return object;
      }
      auto member = value(depth + 1);
      if (!member) return member;
      object[name] = std::move(*member);
    }
  }

  Result<boost::json::value> elements(int depth) {
    boost::json::array array;
    const std::uint32_t count = in_.u32();
    for (std::uint32_t i = 0; i < count; ++i) {
      auto element = value(depth + 1);
      if (!element) return element;
      array.push_back(std::move(*element));
    }
    if (in_.failed()) return broken("it is cut short");
    return array;
  }

  ByteReader in_;
  int values_ = 0;
};

void write_name(Bytes& out, std::string_view name) {
  name = name.substr(0, 0xffff);
  append_number(out, name.size(), 2);
  out.insert(out.end(), name.begin(), name.end());
}

}  // namespace

Result<std::vector<boost::json::value>> read_amf(View bytes) {
  Reader reader{bytes};
  std::vector<boost::json::value> values;
  while (reader.more()) {
    auto value = reader.value(0);
    if (!value) return std::unexpected(value.error());
    values.push_back(std::move(*value));
  }
  return values;
}

void write_amf(Bytes& out, const boost::json::value& value) {
  switch (value.kind()) {
    case boost::json::kind::null:
      out.push_back(kNull);
      break;
    case boost::json::kind::bool_:
      out.push_back(kBoolean);
      out.push_back(value.get_bool() ? 1 : 0);
      break;
    case boost::json::kind::int64:
    case boost::json::kind::uint64:
    case boost::json::kind::double_:
      out.push_back(kNumber);
      append_number(out, std::bit_cast<std::uint64_t>(value.to_number<double>()), 8);
      break;
    case boost::json::kind::string: {
      const std::string_view string = value.get_string();
      if (string.size() > 0xffff) {
        out.push_back(kLongString);
        append_number(out, string.size(), 4);
        out.insert(out.end(), string.begin(), string.end());
      } else {
        out.push_back(kString);
        write_name(out, string);
      }
      break;
    }
    case boost::json::kind::array:
      out.push_back(kStrictArray);
      append_number(out, value.get_array().size(), 4);
      for (const auto& element : value.get_array()) write_amf(out, element);
      break;
    case boost::json::kind::object:
      out.push_back(kObject);
      for (const auto& member : value.get_object()) {
        write_name(out, member.key());
        write_amf(out, member.value());
      }
      write_name(out, "");
      out.push_back(kObjectEnd);
      break;
  }
}

}  // namespace nigiwai::media::ingest
