// What libavcodec and libavformat allocate, owned.
#pragma once

extern "C" {
#include <libavcodec/avcodec.h>
#include <libavformat/avformat.h>
}

#include <memory>

namespace nigiwai::media::ingest::browser {

struct AvFree {
  void operator()(AVCodecContext* codec) const { avcodec_free_context(&codec); }
  void operator()(AVFrame* frame) const { av_frame_free(&frame); }
  void operator()(AVPacket* packet) const { av_packet_free(&packet); }
  void operator()(AVFormatContext* format) const { avformat_close_input(&format); }
  void operator()(AVIOContext* io) const {
    av_freep(&io->buffer);
    avio_context_free(&io);
  }
};

using CodecHandle = std::unique_ptr<AVCodecContext, AvFree>;
using FrameHandle = std::unique_ptr<AVFrame, AvFree>;
using PacketHandle = std::unique_ptr<AVPacket, AvFree>;
using FormatHandle = std::unique_ptr<AVFormatContext, AvFree>;
using IoHandle = std::unique_ptr<AVIOContext, AvFree>;

}  // namespace nigiwai::media::ingest::browser
