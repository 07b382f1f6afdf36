#include "media/simulcast/rtmp_output.h"

#include <fmt/format.h>
#include <netdb.h>

#include <algorithm>
#include <array>
#include <boost/url/parse.hpp>
#include <chrono>

#include "base/private_address.h"
#include "base/text.h"

extern "C" {
#include <libavformat/avformat.h>
}

namespace nigiwai::media::simulcast {
namespace {

constexpr AVRational kTickBase{1, 90'000};
constexpr std::size_t kMostUrl = 500;
constexpr std::size_t kMostKey = 500;
constexpr int kVideo = 0, kAudio = 1;

std::unexpected<Problem> away(std::string detail) {
  return fail(Kind::kUnavailable, "peer-away", std::move(detail));
}

std::unexpected<Problem> away(std::string_view what, int error) {
  std::array<char, AV_ERROR_MAX_STRING_SIZE> words{};
  av_strerror(error, words.data(), words.size());
  return away(fmt::format("{}: {}.", what, words.data()));
}

struct Place {
  bool encrypted = false;
  std::string host{};  // IPv6 without brackets
  std::string port{};
  std::string app{};
};

std::optional<Place> place_of(const std::string& text) {
  const auto url = boost::urls::parse_uri(text);
  if (!url || (url->scheme() != "rtmp" && url->scheme() != "rtmps")) return std::nullopt;
  if (url->host().empty() || url->has_userinfo() || url->has_fragment()) return std::nullopt;
  Place place{.encrypted = url->scheme() == "rtmps", .host = url->host_address(), .port = url->port()};
  if (place.port.empty()) place.port = place.encrypted ? "443" : "1935";
  place.app = url->encoded_path();
  while (place.app.starts_with('/')) place.app.erase(0, 1);
  while (place.app.ends_with('/')) place.app.pop_back();
  if (url->has_query()) place.app += "?" + std::string(url->encoded_query());
  if (place.app.empty()) return std::nullopt;
  return place;
}

// The address to connect to, as a number: what was looked at is what is connected to.
Result<std::string> resolve(const Place& place, bool may_be_private) {
  addrinfo hints{};
  hints.ai_socktype = SOCK_STREAM;
  addrinfo* found = nullptr;
  if (const int error = ::getaddrinfo(place.host.c_str(), place.port.c_str(), &hints, &found); error != 0) {
    return away(fmt::format("{} is not known: {}.", place.host, ::gai_strerror(error)));
  }
  const std::unique_ptr<addrinfo, void (*)(addrinfo*)> all(found, ::freeaddrinfo);
  for (const auto* each = found; each != nullptr; each = each->ai_next) {
    if (!may_be_private && is_private_address(*each->ai_addr)) continue;
    std::array<char, NI_MAXHOST> text{};
    if (::getnameinfo(each->ai_addr, each->ai_addrlen, text.data(), text.size(), nullptr, 0,
                      NI_NUMERICHOST) == 0)
      return std::string(text.data());
  }
  return fail(
      Kind::kForbidden, "peer-forbidden",
      fmt::format("{} leads into a private network; shows are sent on to the internet only.", place.host));
}

class RtmpOutput final : public Output {
 public:
  RtmpOutput(Address address, std::vector<std::string> private_peers)
      : address_(std::move(address)), private_peers_(std::move(private_peers)), packet_(av_packet_alloc()) {}
  ~RtmpOutput() override {
    close();
    av_packet_free(&packet_);
  }

  Result<void> open(const Init& init) override {
    const auto place = place_of(address_.url);
    if (!place) return invalid("/url", "This is no RTMP address.");
    const auto named = place->host + ":" + place->port;
    const bool may_be_private = std::ranges::find(private_peers_, named) != private_peers_.end();
    const auto number = resolve(*place, may_be_private);
    if (!number) return std::unexpected(number.error());
    moved();
    if (avformat_alloc_output_context2(&context_, nullptr, "flv", nullptr) < 0) return no_memory();
    context_->interrupt_callback = {.callback = interrupted, .opaque = this};
    if (!add_streams(init)) {
      close();
      return no_memory();
    }
    const auto opened = connect(*place, *number);
    if (!opened) close();
    return opened;
  }

  Result<void> send(const PartSamples& samples) override {
    if (!begin_) {
      begin_ = samples.video.empty() ? Ticks{0} : samples.video.front().dts;
      if (!samples.audio.empty()) begin_ = std::min(*begin_, time_of(samples.audio.front().position));
    }
    auto video = samples.video.begin();
    auto audio = samples.audio.begin();
    // In the order of decoding, as the service is to have them.
    while (video != samples.video.end() || audio != samples.audio.end()) {
      const bool picture = audio == samples.audio.end() ||
                           (video != samples.video.end() && video->dts <= time_of(audio->position));
      const int error = picture ? write(kVideo, *video->data, video->dts, video->composition, video->key)
                                : write(kAudio, *audio->data, time_of(audio->position), Ticks{0}, true);
      if (error < 0) return away("The service does not take the stream any more", error);
      if (picture)
        ++video;
      else
        ++audio;
    }
    return {};
  }

  void close() override {
    if (context_ == nullptr) return;
    if (context_->pb != nullptr) {
      if (began_) av_write_trailer(context_);
      avio_closep(&context_->pb);
    }
    avformat_free_context(context_);
    context_ = nullptr;
    began_ = false;
    begin_.reset();
  }

  void stop() override { stopping_ = true; }

 private:
  static std::unexpected<Problem> no_memory() {
    return fail(Kind::kInternal, "simulcast", "The stream could not be set up.");
  }

  static int interrupted(void* self) {
    const auto& output = *static_cast<const RtmpOutput*>(self);
    return output.stopping_ || std::chrono::steady_clock::now() > output.deadline_ ? 1 : 0;
  }
  void moved() { deadline_ = std::chrono::steady_clock::now() + kStuck; }

  bool add_streams(const Init& init) {
    audio_rate_ = init.audio.sample_rate;
    const auto add = [&](AVMediaType type, AVCodecID codec, const Bytes& config) {
      auto* stream = avformat_new_stream(context_, nullptr);
      if (stream == nullptr) return static_cast<AVStream*>(nullptr);
      auto& form = *stream->codecpar;
      form.codec_type = type;
      form.codec_id = codec;
      form.extradata = static_cast<std::uint8_t*>(av_mallocz(config.size() + AV_INPUT_BUFFER_PADDING_SIZE));
      if (form.extradata == nullptr) return static_cast<AVStream*>(nullptr);
      std::ranges::copy(config, form.extradata);
      form.extradata_size = static_cast<int>(config.size());
      return stream;
    };
    auto* video = add(AVMEDIA_TYPE_VIDEO, AV_CODEC_ID_H264, init.video.config);
    auto* audio = add(AVMEDIA_TYPE_AUDIO, AV_CODEC_ID_AAC, init.audio.config);
    if (video == nullptr || audio == nullptr) return false;
    video->codecpar->width = init.video.width;
    video->codecpar->height = init.video.height;
    audio->codecpar->sample_rate = init.audio.sample_rate;
    av_channel_layout_default(&audio->codecpar->ch_layout, init.audio.channels);
    return true;
  }

  Result<void> connect(const Place& place, const std::string& number) {
    // Encrypted, the certificate is held against the name, so that the name is what is connected to.
    const auto& at = place.encrypted ? place.host : number;
    const auto host = at.find(':') == std::string::npos ? at : "[" + at + "]";
    const auto url =
        fmt::format("{}://{}:{}/{}", place.encrypted ? "rtmps" : "rtmp", host, place.port, place.app);
    AVDictionary* options = nullptr;
    av_dict_set(&options, "rtmp_app", place.app.c_str(), 0);
    av_dict_set(&options, "rtmp_playpath", address_.key.c_str(), 0);
    av_dict_set(&options, "rtmp_tcurl", address_.url.c_str(), 0);
    av_dict_set(&options, "tls_verify", "1", 0);
    av_dict_set(&options, "tcp_nodelay", "1", 0);
    const int opened =
        avio_open2(&context_->pb, url.c_str(), AVIO_FLAG_WRITE, &context_->interrupt_callback, &options);
    av_dict_free(&options);
    if (opened < 0) return away("The service did not take the connection", opened);
    context_->flags |= AVFMT_FLAG_FLUSH_PACKETS;
    AVDictionary* form = nullptr;
    av_dict_set(&form, "flvflags", "no_duration_filesize", 0);
    const int headed = avformat_write_header(context_, &form);
    av_dict_free(&form);
    if (headed < 0) return away("The service did not take the stream", headed);
    began_ = true;
    return {};
  }

  Ticks time_of(std::int64_t position) const { return Ticks{av_rescale(position, 90'000, audio_rate_)}; }

  int write(int stream, const Bytes& data, Ticks dts, Ticks composition, bool key) {
    if (const int error = av_new_packet(packet_, static_cast<int>(data.size())); error < 0) return error;
    std::ranges::copy(data, packet_->data);
    const auto time = std::max(Ticks{0}, dts - *begin_);
    packet_->stream_index = stream;
    packet_->dts = time.count();
    packet_->pts = (time + composition).count();
    if (key) packet_->flags |= AV_PKT_FLAG_KEY;
    av_packet_rescale_ts(packet_, kTickBase, context_->streams[stream]->time_base);
    moved();
    const int error = av_write_frame(context_, packet_);
    av_packet_unref(packet_);
    return error;
  }

  const Address address_;
  const std::vector<std::string> private_peers_;
  AVPacket* packet_;
  AVFormatContext* context_ = nullptr;
  bool began_ = false;
  int audio_rate_ = 0;
  std::optional<Ticks> begin_;  // the first decode time since it was opened
  std::chrono::steady_clock::time_point deadline_{};
  std::atomic<bool> stopping_{false};
};

}  // namespace

Result<void> check_address(const Address& address) {
  if (address.url.size() > kMostUrl || !place_of(address.url)) {
    return invalid(
        "/url",
        "This is no address such as rtmp://live.example/app or rtmps://live.example:443/app; the stream "
        "key has a field of its own.");
  }
  const bool plain = std::ranges::all_of(address.key, [](unsigned char c) { return c > 0x20 && c < 0x7f; });
  if (address.key.empty() || address.key.size() > kMostKey || !plain) {
    return invalid("/key", "A stream key is one line without spaces; copy it from the service once more.");
  }
  return {};
}

std::unique_ptr<Output> rtmp_output(Address address, std::vector<std::string> private_peers) {
  return std::make_unique<RtmpOutput>(std::move(address), std::move(private_peers));
}

}  // namespace nigiwai::media::simulcast
