#include <fmt/format.h>
#include <vips/vips.h>

#include <algorithm>
#include <memory>
#include <mutex>

#include "media/recording/movies.h"

extern "C" {
#include <libavcodec/avcodec.h>
#include <libswscale/swscale.h>
}

namespace nigiwai::media {
namespace {

struct Decoder {
  AVCodecContext* context = nullptr;
  AVFrame* frame = av_frame_alloc();
  AVPacket* packet = av_packet_alloc();
  Decoder() = default;
  Decoder(const Decoder&) = delete;
  Decoder& operator=(const Decoder&) = delete;
  ~Decoder() {
    avcodec_free_context(&context);
    av_frame_free(&frame);
    av_packet_free(&packet);
  }
};

std::unexpected<Problem> failure(std::string detail) {
  return fail(Kind::kInternal, "poster", std::move(detail));
}

Result<void> decode(Decoder& decoder, const VideoForm& form, const Bytes& key_frame) {
  const AVCodec* codec = avcodec_find_decoder(AV_CODEC_ID_H264);
  if (codec == nullptr) return failure("This libavcodec has no H.264 decoder.");
  decoder.context = avcodec_alloc_context3(codec);
  decoder.context->thread_count = 1;
  decoder.context->log_level_offset = 16;
  decoder.context->extradata =
      static_cast<std::uint8_t*>(av_mallocz(form.config.size() + AV_INPUT_BUFFER_PADDING_SIZE));
  std::ranges::copy(form.config, decoder.context->extradata);
  decoder.context->extradata_size = static_cast<int>(form.config.size());
  if (avcodec_open2(decoder.context, codec, nullptr) < 0)
    return failure("The H.264 parameters cannot be read.");
  if (av_new_packet(decoder.packet, static_cast<int>(key_frame.size())) < 0) return failure("Out of memory.");
  std::ranges::copy(key_frame, decoder.packet->data);
  if (avcodec_send_packet(decoder.context, decoder.packet) < 0 ||
      avcodec_send_packet(decoder.context, nullptr) < 0 ||
      avcodec_receive_frame(decoder.context, decoder.frame) < 0) {
    return failure("The key frame cannot be decoded.");
  }
  return {};
}

}  // namespace

Result<void> write_poster(const VideoForm& form, const Bytes& key_frame, const std::filesystem::path& path) {
  static std::once_flag once;
  static bool ready = false;
  std::call_once(once, [] { ready = VIPS_INIT("nigiwai") == 0; });
  if (!ready) return failure("libvips does not start.");

  Decoder decoder;
  if (auto decoded = decode(decoder, form, key_frame); !decoded) return decoded;
  const AVFrame& frame = *decoder.frame;
  const int width = std::min(frame.width, kPosterWidth);
  const int height =
      std::max(1, static_cast<int>(static_cast<std::int64_t>(frame.height) * width / frame.width));
  const std::unique_ptr<SwsContext, decltype(&sws_freeContext)> scaler(
      sws_getContext(frame.width, frame.height, static_cast<AVPixelFormat>(frame.format), width, height,
                     AV_PIX_FMT_RGB24, SWS_AREA, nullptr, nullptr, nullptr),
      &sws_freeContext);
  if (!scaler) return failure("The picture's format is not known.");
  // Rows padded to what the scaler's vector code may write.
  const int stride = (width * 3 + 63) / 64 * 64;
  Bytes padded(static_cast<std::size_t>(stride) * static_cast<std::size_t>(height) + 64);
  std::uint8_t* const planes[] = {padded.data()};
  const int strides[] = {stride};
  sws_scale(scaler.get(), frame.data, frame.linesize, 0, frame.height, planes, strides);
  Bytes pixels;
  pixels.reserve(static_cast<std::size_t>(width) * static_cast<std::size_t>(height) * 3);
  for (int row = 0; row < height; ++row) {
    const auto begin = padded.begin() + static_cast<std::ptrdiff_t>(row) * stride;
    pixels.insert(pixels.end(), begin, begin + width * 3);
  }

  VipsImage* image =
      vips_image_new_from_memory(pixels.data(), pixels.size(), width, height, 3, VIPS_FORMAT_UCHAR);
  if (image == nullptr) return failure("Out of memory.");
  const auto temporary = path.string() + ".new";
  const int failed = vips_jpegsave(image, temporary.c_str(), "Q", 82, "optimize_coding", TRUE, nullptr);
  g_object_unref(image);
  std::error_code error;
  if (failed == 0) std::filesystem::rename(temporary, path, error);
  if (failed != 0 || error) {
    std::string why = vips_error_buffer();
    vips_error_clear();
    std::filesystem::remove(temporary, error);
    return failure(fmt::format("The poster cannot be written ({}).", why));
  }
  return {};
}

}  // namespace nigiwai::media
