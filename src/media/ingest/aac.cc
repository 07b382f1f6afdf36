#include "media/ingest/aac.h"

namespace nigiwai::media::ingest {
namespace {

constexpr int kRates[] = {96000, 88200, 64000, 48000, 44100, 32000, 24000,
                          22050, 16000, 12000, 11025, 8000,  7350};
constexpr int kChannels[] = {0, 1, 2, 3, 4, 5, 6, 8};  // by channelConfiguration
constexpr std::uint32_t kRateFollows = 15;

// Table 1.17.
constexpr std::uint32_t kLowComplexity = 2;
constexpr std::uint32_t kSpectralBandReplication = 5;
constexpr std::uint32_t kParametricStereo = 29;

std::uint32_t object_type(BitReader& in) {
  const std::uint32_t type = in.bits(5);
  return type == 31 ? 32 + in.bits(6) : type;
}

std::unexpected<Problem> refused() {
  return fail(
      Kind::kUnsupported, "codec",
      "The encoder sends a kind of AAC that browsers do not play. Choose AAC-LC, mono or stereo, at 44.1 "
      "or 48 kHz.");
}

// Zero when unknown.
int sample_rate(BitReader& in) {
  const std::uint32_t index = in.bits(4);
  if (index == kRateFollows) return static_cast<int>(in.bits(24));
  return index < std::size(kRates) ? kRates[index] : 0;
}

}  // namespace

Result<AudioForm> audio_form(View config) {
  BitReader in{config};
  std::uint32_t type = object_type(in);
  const int rate = sample_rate(in);
  const std::uint32_t channels = in.bits(4);
  if (type == kSpectralBandReplication || type == kParametricStereo) {
    sample_rate(in);
    type = object_type(in);
  }
  if (in.failed() || config.size() > 64) {
    return fail(Kind::kInvalid, "broken-stream",
                "The encoder sent an AAC configuration that cannot be read. Restart the encoder.");
  }
  if (type != kLowComplexity || rate < 7350 || rate > 96000 || channels == 0 ||
      channels >= std::size(kChannels)) {
    return refused();
  }
  return AudioForm{
      .config = Bytes(config.begin(), config.end()), .sample_rate = rate, .channels = kChannels[channels]};
}

std::optional<Adts> parse_adts(View bytes) {
  BitReader in{bytes};
  if (in.bits(12) != 0xfff) return std::nullopt;
  in.bit();  // ID: MPEG-4 or MPEG-2, the same for LC
  const std::uint32_t layer = in.bits(2);
  const bool no_checksum = in.bit() != 0;
  const std::uint32_t type = in.bits(2) + 1;
  const std::uint32_t rate = in.bits(4);
  in.bit();
  const std::uint32_t channels = in.bits(3);
  in.bits(4);
  const std::uint32_t size = in.bits(13);
  in.bits(11);
  const std::uint32_t blocks = in.bits(2);
  Adts adts;
  adts.header_size = no_checksum ? 7 : 9;
  adts.frame_size = size;
  // Several raw blocks behind one header exist in the standard and in no encoder.
  if (in.failed() || layer != 0 || blocks != 0 || rate >= std::size(kRates) || size <= adts.header_size) {
    return std::nullopt;
  }
  append_number(adts.config, type << 11 | rate << 7 | channels << 3, 2);
  return adts;
}

}  // namespace nigiwai::media::ingest
