#include "media/ingest/rtmp_chunk.h"

#include <gtest/gtest.h>

#include <map>
#include <optional>
#include <random>

#include "media/ingest/ingest_test_support.h"

namespace nigiwai::media::ingest {
namespace {

Result<std::vector<RtmpMessage>> read_all(View bytes) {
  ChunkReader reader;
  std::vector<RtmpMessage> messages;
  if (auto read = reader.read(bytes, messages); !read) return std::unexpected(read.error());
  return messages;
}

TEST(ChunkReader, ReadsTheExamplesOfTheSpecification) {
  // 5.3.2.1: four audio messages of 32 bytes, 20 ms apart, headers of type 0, 2, 3 and 3.
  const std::string body(64, '0');
  const auto audio = read_all(
      from_hex("03 0003e8 000020 08 39300000" + body + "c3" + body + "83 000014" + body + "c3" + body));
  ASSERT_TRUE(audio);
  ASSERT_EQ(audio->size(), 4U);
  EXPECT_EQ((*audio)[0].timestamp, 1000U);
  EXPECT_EQ((*audio)[0].stream, 12345U);
  EXPECT_EQ((*audio)[1].timestamp, 2000U)
      << "a type 3 after a type 0 takes its timestamp as the delta (5.3.1.2.4)";
  EXPECT_EQ((*audio)[2].timestamp, 2020U);
  EXPECT_EQ((*audio)[3].timestamp, 2040U);

  // 5.3.2.2: a video message of 307 bytes in chunks of 128, 128 and 51.
  const auto video = read_all(from_hex("04 0003e8 000133 09 40300000" + std::string(256, '1') + "c4" +
                                       std::string(256, '2') + "c4" + std::string(102, '3')));
  ASSERT_TRUE(video);
  ASSERT_EQ(video->size(), 1U);
  EXPECT_EQ((*video)[0].payload.size(), 307U);
  EXPECT_EQ((*video)[0].payload[127], 0x11);
  EXPECT_EQ((*video)[0].payload[128], 0x22);
  EXPECT_EQ((*video)[0].payload[306], 0x33);
}

TEST(ChunkReader, ReadsLongIdsAndExtendedTimestamps) {
  const auto messages =
      read_all(from_hex("00 05 ffffff 000001 08 01000000 01000000 aa"  // id 69
                        "01 0102 000002 000001 12 01000000 bb"         // id 577
                        "c0 05 01000000 cc"));                         // repeats the extension
  ASSERT_TRUE(messages);
  ASSERT_EQ(messages->size(), 3U);
  EXPECT_EQ((*messages)[0].timestamp, 0x01000000U);
  EXPECT_EQ((*messages)[1].payload, from_hex("bb"));
  EXPECT_EQ((*messages)[2].payload, from_hex("cc"));
  EXPECT_EQ((*messages)[2].timestamp, 0x02000000U);
}

TEST(ChunkReader, ForgetsAnAbortedMessage) {
  const auto messages = read_all(from_hex("04 000000 000100 09 01000000" + std::string(256, '1') +
                                          "02 000000 000004 02 00000000 00000004"
                                          "44 000001 000001 09 22"));
  ASSERT_TRUE(messages);
  ASSERT_EQ(messages->size(), 1U);
  EXPECT_EQ((*messages)[0].payload, from_hex("22"));
}

TEST(ChunkReader, RefusesDamage) {
  struct Case {
    std::string_view what, hex;
  };
  for (const auto& [what, hex] : {
           Case{"a repeated header without one before", "c4 00"},
           Case{"a delta without a header before", "84 000001"},
           Case{"a video message beyond the limit", "04 000000 800001 09 01000000"},
           Case{"a command beyond the limit", "03 000000 040001 14 00000000"},
           Case{"a chunk size of nothing", "02 000000 000004 01 00000000 00000000"},
           Case{"a chunk size with the highest bit", "02 000000 000004 01 00000000 80000000"},
           Case{"a chunk size cut short", "02 000000 000002 01 00000000 0001"},
       }) {
    EXPECT_FALSE(read_all(from_hex(hex))) << what;
  }
  EXPECT_FALSE(read_all(
      from_hex("04 000000 000100 09 01000000" + std::string(256, '1') + "04 000000 000001 09 01000000")))
      << "a message inside another";
}

TEST(ChunkReader, LimitsWhatHalfSentMessagesHold) {
  const auto half_sent = [](int count) {
    Bytes bytes = from_hex("02 000000 000004 01 00000000 00030000");  // chunks of 192 KiB
    for (int id = 3; id < 3 + count; ++id) {
      bytes.push_back(static_cast<std::uint8_t>(id));
      append(bytes, from_hex("000000 040000 08 01000000"));
      append(bytes, Bytes(0x30000, 0));
    }
    return bytes;
  };
  EXPECT_TRUE(read_all(half_sent(40)));
  EXPECT_EQ(read_all(half_sent(60)).error().kind, Kind::kTooLarge);
}

TEST(ChunkReader, LimitsTheNumberOfChunkStreams) {
  Bytes streams;
  for (int id = 3; id < 3 + 65; ++id) {
    if (id < 64) streams.push_back(static_cast<std::uint8_t>(id));
    if (id >= 64) append(streams, Bytes{0, static_cast<std::uint8_t>(id - 64)});
    append(streams, from_hex("000000 000001 08 01000000 00"));
  }
  EXPECT_EQ(read_all(streams).error().kind, Kind::kTooLarge);
}

// Writes messages the way encoders may: any header type that can carry them, interleaved chunk by chunk, with
// new chunk sizes in between. Shares nothing with write_chunks().
class WildWriter {
 public:
  explicit WildWriter(std::mt19937& random) : random_(random) {}

  // `pending` holds a queue of messages for each chunk stream; the order of completion goes to `done`.
  Bytes write(std::map<std::uint32_t, std::vector<RtmpMessage>> pending, std::vector<RtmpMessage>& done) {
    Bytes out;
    while (!pending.empty()) {
      auto chosen = std::next(pending.begin(), static_cast<std::ptrdiff_t>(random_() % pending.size()));
      auto& [id, queue] = *chosen;
      State& state = states_[id];
      const RtmpMessage& message = queue.front();
      if (random_() % 20 == 0) {
        size_ =
            4 + static_cast<std::uint32_t>(random_() % 300);  // so that this message itself is never split
        append(out, from_hex("02 000000 000004 01 00000000"));
        append_number(out, size_, 4);
      }
      header(out, id, state, message);
      const std::size_t count = std::min<std::size_t>(size_, message.payload.size() - state.written);
      append(out, View(message.payload).subspan(state.written, count));
      state.written += count;
      state.inside = state.written < message.payload.size();
      if (state.inside) continue;
      state.written = 0;
      state.last = message;
      done.push_back(message);
      queue.erase(queue.begin());
      if (queue.empty()) pending.erase(chosen);
    }
    return out;
  }

 private:
  struct State {
    std::optional<RtmpMessage> last;
    std::uint32_t field = 0;
    bool inside = false;
    std::size_t written = 0;
  };

  static void basic(Bytes& out, int format, std::uint32_t id) {
    const auto top = static_cast<std::uint8_t>(format << 6);
    if (id < 64) {
      out.push_back(static_cast<std::uint8_t>(top | id));
    } else if (id < 320) {
      append(out, Bytes{top, static_cast<std::uint8_t>(id - 64)});
    } else {
      append(out, Bytes{static_cast<std::uint8_t>(top | 1), static_cast<std::uint8_t>((id - 64) & 0xff),
                        static_cast<std::uint8_t>((id - 64) >> 8)});
    }
  }

  void header(Bytes& out, std::uint32_t id, State& state, const RtmpMessage& message) {
    if (state.inside) {
      basic(out, 3, id);
      if (state.field >= 0xffffff) append_number(out, state.field, 4);
      return;
    }
    int lowest = 0;
    const std::uint32_t delta = state.last ? message.timestamp - state.last->timestamp : 0;
    if (state.last && state.last->stream == message.stream) {
      lowest = 1;
      if (state.last->type == message.type && state.last->payload.size() == message.payload.size()) {
        lowest = delta == state.field ? 3 : 2;
      }
    }
    const int format = static_cast<int>(random_() % static_cast<unsigned>(lowest + 1));
    if (format != 3) state.field = format == 0 ? message.timestamp : delta;
    basic(out, format, id);
    if (format <= 2) append_number(out, std::min<std::uint32_t>(state.field, 0xffffff), 3);
    if (format <= 1) {
      append_number(out, message.payload.size(), 3);
      out.push_back(static_cast<std::uint8_t>(message.type));
    }
    if (format == 0) {
      for (int shift = 0; shift < 32; shift += 8)
        out.push_back(static_cast<std::uint8_t>(message.stream >> shift));
    }
    if (state.field >= 0xffffff) append_number(out, state.field, 4);
  }

  std::mt19937& random_;
  std::map<std::uint32_t, State> states_;
  std::uint32_t size_ = 128;
};

TEST(ChunkReader, GivesTheSameMessagesHoweverTheBytesAreCut) {
  std::mt19937 random{11};
  for (int round = 0; round < 300; ++round) {
    std::map<std::uint32_t, std::vector<RtmpMessage>> pending;
    for (int i = 0; i < 20; ++i) {
      const std::uint32_t ids[] = {3, 4, 63, 64, 319, 320, 65599};
      auto& queue = pending[ids[random() % 7]];
      const std::uint32_t last = queue.empty() ? 0 : queue.back().timestamp;
      const std::uint32_t steps[] = {0, 20, 20, 33, 0xfffffe, 0xffffff, 0x1000000, 0xf0000000};
      RtmpMessage message{.type = random() % 2 == 0 ? RtmpType::kVideo : RtmpType::kAudio,
                          .timestamp = last + steps[random() % 8],
                          .stream = static_cast<std::uint32_t>(random() % 2),
                          .payload = Bytes(random() % 3 == 0 ? 100 : random() % 700)};
      for (auto& byte : message.payload) byte = static_cast<std::uint8_t>(random());
      queue.push_back(std::move(message));
    }
    std::vector<RtmpMessage> expected;
    const Bytes bytes = WildWriter(random).write(pending, expected);

    ChunkReader reader;
    std::vector<RtmpMessage> messages;
    View rest = bytes;
    while (!rest.empty()) {
      const std::size_t piece =
          std::min<std::size_t>(rest.size(), random() % 3 == 0 ? 1 : 1 + random() % 500);
      const auto read = reader.read(rest.first(piece), messages);
      ASSERT_TRUE(read) << read.error().detail;
      rest = rest.subspan(piece);
    }
    ASSERT_EQ(messages, expected) << "round " << round;
  }
}

TEST(WriteChunks, IsReadBack) {
  for (const std::uint32_t timestamp : {0U, 40U, 0xfffffeU, 0xffffffU, 0xfffffff0U}) {
    const RtmpMessage message{
        .type = RtmpType::kCommand, .timestamp = timestamp, .stream = 1, .payload = Bytes(300, 7)};
    Bytes bytes;
    write_chunks(bytes, 3, message, 128);
    write_chunks(bytes, 3, {.type = RtmpType::kCommand, .timestamp = 0, .stream = 0, .payload = {}}, 128);
    const auto messages = read_all(bytes);
    ASSERT_TRUE(messages);
    ASSERT_EQ(messages->size(), 2U);
    EXPECT_EQ(messages->front(), message);
  }
}

}  // namespace
}  // namespace nigiwai::media::ingest
