#include "media/ingest/h264.h"

#include <algorithm>

namespace nigiwai::media::ingest {
namespace {

// Table 7-1.
constexpr int kIdrSlice = 5;
constexpr int kSps = 7;
constexpr int kPps = 8;
constexpr int kDelimiter = 9;
constexpr int kEndOfSequence = 10;
constexpr int kEndOfStream = 11;
constexpr int kFiller = 12;
constexpr int kSpsExtension = 13;

// The configuration record counts its sets with 5 and 8 bits and their bytes with 16.
constexpr std::size_t kMaxSps = 31;
constexpr std::size_t kMaxPps = 255;
constexpr std::size_t kMaxSetSize = 65535;
// 16384 pixels a side: twice what level 6.2 is used for, small enough that no product overflows.
constexpr std::uint32_t kMaxSideMacroblocks = 1024;

std::unexpected<Problem> broken(std::string_view what) {
  return fail(Kind::kInvalid, "broken-stream",
              "The encoder sent H.264 that cannot be read (" + std::string(what) + "). Restart the encoder.");
}

int nal_type(View nal) { return nal[0] & 0x1f; }

// 7.3.1: 00 00 03 stands for 00 00.
Bytes without_emulation_prevention(View nal) {
  Bytes out;
  out.reserve(nal.size());
  int zeros = 0;
  for (const std::uint8_t byte : nal) {
    if (zeros >= 2 && byte == 3) {
      zeros = 0;
      continue;
    }
    zeros = byte == 0 ? zeros + 1 : 0;
    out.push_back(byte);
  }
  return out;
}

bool has_chroma_fields(int profile) {
  for (const int high : {100, 110, 122, 244, 44, 83, 86, 118, 128, 138, 139, 134, 135}) {
    if (profile == high) return true;
  }
  return false;
}

// 7.3.2.1.1.1
void skip_scaling_list(BitReader& in, int size) {
  std::int64_t last = 8;
  std::int64_t next = 8;
  for (int i = 0; i < size && !in.failed(); ++i) {
    if (next != 0) next = (last + in.se() + 256) & 0xff;
    if (next != 0) last = next;
  }
}

Result<void> check_playable(const Sps& sps) {
  if (sps.bit_depth_luma != 8 || sps.bit_depth_chroma != 8) {
    return fail(
        Kind::kUnsupported, "codec",
        "The encoder sends H.264 with more than 8 bits a colour, which browsers do not play. Choose the "
        "profile High or Main.");
  }
  if (sps.chroma_format != 1) {
    return fail(
        Kind::kUnsupported, "codec",
        "The encoder sends H.264 in a colour format that browsers do not play. Choose 4:2:0 (NV12, I420 "
        "or yuv420p).");
  }
  return {};
}

}  // namespace

Result<Sps> parse_sps(View nal) {
  if (nal.size() < 4 || nal_type(nal) != kSps) return broken("no sequence parameter set");
  const Bytes plain = without_emulation_prevention(nal.first(std::min(nal.size(), kMaxSetSize)));
  BitReader in{View(plain).subspan(1)};
  Sps sps;
  sps.profile = static_cast<int>(in.bits(8));
  sps.constraints = static_cast<int>(in.bits(8));
  sps.level = static_cast<int>(in.bits(8));
  sps.id = in.ue();
  bool separate_planes = false;
  if (has_chroma_fields(sps.profile)) {
    sps.chroma_format = in.ue();
    if (sps.chroma_format > 3) return broken("chroma format");
    if (sps.chroma_format == 3) separate_planes = in.bit() != 0;
    sps.bit_depth_luma = 8 + in.ue();
    sps.bit_depth_chroma = 8 + in.ue();
    if (sps.bit_depth_luma > 14 || sps.bit_depth_chroma > 14) return broken("bit depth");
    in.bit();  // qpprime_y_zero_transform_bypass_flag
    if (in.bit() != 0) {
      const int lists = sps.chroma_format == 3 ? 12 : 8;
      for (int i = 0; i < lists && !in.failed(); ++i) {
        if (in.bit() != 0) skip_scaling_list(in, i < 6 ? 16 : 64);
      }
    }
  }
  in.ue();  // log2_max_frame_num_minus4
  const std::uint32_t order_type = in.ue();
  if (order_type == 0) {
    in.ue();
  } else if (order_type == 1) {
    in.bit();
    in.se();
    in.se();
    const std::uint32_t cycle = in.ue();
    if (cycle > 255) return broken("picture order");
    for (std::uint32_t i = 0; i < cycle; ++i) in.se();
  }
  in.ue();   // max_num_ref_frames
  in.bit();  // gaps_in_frame_num_value_allowed_flag
  const std::uint32_t columns = in.ue() + 1;
  const std::uint32_t map_rows = in.ue() + 1;
  const std::uint32_t fields = in.bit() != 0 ? 1 : 2;
  if (fields == 2) in.bit();
  in.bit();  // direct_8x8_inference_flag
  std::uint32_t left = 0, right = 0, top = 0, bottom = 0;
  if (in.bit() != 0) {
    left = in.ue();
    right = in.ue();
    top = in.ue();
    bottom = in.ue();
  }
  if (in.failed() || sps.id > 31) return broken("sequence parameter set");
  if (columns > kMaxSideMacroblocks || map_rows > kMaxSideMacroblocks) return broken("picture size");

  // 7.4.2.1.1, equations 7-19 to 7-22.
  const std::uint32_t array_type = separate_planes ? 0 : sps.chroma_format;
  const std::int64_t unit_x = array_type == 1 || array_type == 2 ? 2 : 1;
  const std::int64_t unit_y = (array_type == 1 ? 2 : 1) * static_cast<std::int64_t>(fields);
  const std::int64_t width = std::int64_t{columns} * 16 - unit_x * (std::int64_t{left} + right);
  const std::int64_t height = std::int64_t{map_rows} * 16 * fields - unit_y * (std::int64_t{top} + bottom);
  if (width <= 0 || height <= 0) return broken("cropping");
  sps.width = static_cast<int>(width);
  sps.height = static_cast<int>(height);
  return sps;
}

std::vector<View> split_annex_b(View stream) {
  std::vector<View> nals;
  constexpr std::uint8_t kStart[] = {0, 0, 1};
  auto begin = std::search(stream.begin(), stream.end(), std::begin(kStart), std::end(kStart));
  while (begin != stream.end()) {
    begin += 3;
    const auto next = std::search(begin, stream.end(), std::begin(kStart), std::end(kStart));
    auto end = next;
    // The zero of a four-byte start code, and trailing zeros, belong to no NAL unit (B.1).
    while (end != begin && *(end - 1) == 0) --end;
    if (end != begin) nals.emplace_back(begin, end);
    begin = next;
  }
  return nals;
}

Result<std::vector<View>> split_avcc(View frame, int length_size) {
  std::vector<View> nals;
  ByteReader in{frame};
  while (in.left() > 0) {
    std::uint64_t length = 0;
    for (int i = 0; i < length_size; ++i) length = length << 8 | in.u8();
    const View nal = in.bytes(length);
    if (in.failed()) return broken("length of a NAL unit");
    if (!nal.empty()) nals.push_back(nal);
  }
  return nals;
}

Result<int> H264Track::configure(View record) {
  ByteReader in{record};
  const std::uint8_t version = in.u8();
  in.bytes(3);
  const int length_size = (in.u8() & 3) + 1;
  if (in.failed() || version != 1 || length_size == 3) return broken("configuration record");
  sps_.clear();
  pps_.clear();
  const int sps_count = in.u8() & 0x1f;
  for (int i = 0; i < sps_count; ++i) {
    const View nal = in.bytes(in.u16());
    if (in.failed()) return broken("configuration record");
    if (auto learnt = learn_sps(nal); !learnt) return std::unexpected(learnt.error());
  }
  const int pps_count = in.u8();
  for (int i = 0; i < pps_count; ++i) {
    const View nal = in.bytes(in.u16());
    if (in.failed()) return broken("configuration record");
    if (auto learnt = learn_pps(nal); !learnt) return std::unexpected(learnt.error());
  }
  if (in.failed() || sps_.empty() || pps_.empty()) return broken("configuration record");
  return length_size;
}

Result<void> H264Track::learn_sps(View nal) {
  if (nal.size() > kMaxSetSize) return broken("sequence parameter set");
  const auto sps = parse_sps(nal);
  if (!sps) return std::unexpected(sps.error());
  if (auto playable = check_playable(*sps); !playable) return playable;
  auto& known = sps_[sps->id];
  if (std::ranges::equal(known, nal)) return {};
  // Picture parameter sets are read in the light of their sequence's set, so a new one makes them stale; the
  // encoder repeats them after it.
  if (!known.empty()) pps_.clear();
  known.assign(nal.begin(), nal.end());
  active_ = *sps;
  changed_ = true;
  return {};
}

Result<void> H264Track::learn_pps(View nal) {
  if (nal.size() < 2 || nal.size() > kMaxSetSize || nal_type(nal) != kPps)
    return broken("picture parameter set");
  const Bytes plain = without_emulation_prevention(nal.first(std::min<std::size_t>(nal.size(), 16)));
  BitReader in{View(plain).subspan(1)};
  const std::uint32_t id = in.ue();
  if (in.failed() || id >= kMaxPps) return broken("picture parameter set");
  auto& known = pps_[id];
  if (std::ranges::equal(known, nal)) return {};
  known.assign(nal.begin(), nal.end());
  changed_ = true;
  return {};
}

Result<H264Track::Frame> H264Track::take(const std::vector<View>& nals) {
  Frame frame;
  Bytes data;
  bool picture = false;
  for (const View nal : nals) {
    if (nal.empty()) continue;
    const int type = nal_type(nal);
    Result<void> learnt;
    switch (type) {
      case kSps:
        learnt = learn_sps(nal);
        break;
      case kPps:
        learnt = learn_pps(nal);
        break;
      case kDelimiter:
      case kEndOfSequence:
      case kEndOfStream:
      case kFiller:
      case kSpsExtension:
        break;
      default:
        append_number(data, nal.size(), 4);
        append(data, nal);
        picture = picture || (type >= 1 && type <= kIdrSlice);
        frame.key = frame.key || type == kIdrSlice;
    }
    if (!learnt) return std::unexpected(learnt.error());
  }
  if (picture) frame.data = std::make_shared<const Bytes>(std::move(data));
  return frame;
}

std::optional<VideoForm> H264Track::new_form() {
  if (!changed_ || sps_.empty() || sps_.size() > kMaxSps || pps_.empty()) return std::nullopt;
  changed_ = false;
  VideoForm form;
  Bytes& out = form.config;
  out = {1,
         static_cast<std::uint8_t>(active_.profile),
         static_cast<std::uint8_t>(active_.constraints),
         static_cast<std::uint8_t>(active_.level),
         0xff,
         static_cast<std::uint8_t>(0xe0 | sps_.size())};
  for (const auto& [id, nal] : sps_) {
    append_number(out, nal.size(), 2);
    append(out, nal);
  }
  out.push_back(static_cast<std::uint8_t>(pps_.size()));
  for (const auto& [id, nal] : pps_) {
    append_number(out, nal.size(), 2);
    append(out, nal);
  }
  // ISO/IEC 14496-15 5.3.3.1.2: these profiles say the colour format again, and that no set extensions
  // follow.
  if (has_chroma_fields(active_.profile)) {
    out.push_back(static_cast<std::uint8_t>(0xfc | active_.chroma_format));
    out.push_back(static_cast<std::uint8_t>(0xf8 | (active_.bit_depth_luma - 8)));
    out.push_back(static_cast<std::uint8_t>(0xf8 | (active_.bit_depth_chroma - 8)));
    out.push_back(0);
  }
  form.width = active_.width;
  form.height = active_.height;
  if (form == told_) return std::nullopt;
  told_ = form;
  return form;
}

}  // namespace nigiwai::media::ingest
