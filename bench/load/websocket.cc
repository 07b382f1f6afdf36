#include "load/websocket.h"

#include <fmt/format.h>

namespace nigiwai::bench {

std::string websocket_request(std::string_view path, std::string_view fields) {
  return fmt::format(
      "GET {} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
      "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n{}\r\n",
      path, fields);
}

std::string client_frame(Opcode opcode, std::string_view payload) {
  std::string frame(1, static_cast<char>(0x80 | static_cast<int>(opcode)));
  const auto size = payload.size();
  if (size < 126) {
    frame += static_cast<char>(0x80 | size);
  } else {
    const int bytes = size < 65536 ? 2 : 8;
    frame += static_cast<char>(0x80 | (bytes == 2 ? 126 : 127));
    for (int i = bytes - 1; i >= 0; --i) frame += static_cast<char>(size >> (8 * i) & 0xff);
  }
  frame.append(4, '\0');
  frame += payload;
  return frame;
}

std::size_t FrameReader::handshake(std::string_view bytes, bool& refused) {
  const auto end = bytes.find("\r\n\r\n");
  if (end == std::string_view::npos) return 0;
  refused = !bytes.starts_with("HTTP/1.1 101");
  // The key is always the RFC's own example, and so is the answer to it.
  refused |= bytes.find("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=") == std::string_view::npos;
  return refused ? 0 : end + 4;
}

bool FrameReader::read_head(std::string_view bytes, Head& head) {
  if (bytes.size() < 2) return false;
  const auto size = static_cast<unsigned char>(bytes[1]) & 0x7fu;
  const std::size_t more = size == 126 ? 2 : size == 127 ? 8 : 0;
  if (bytes.size() < 2 + more) return false;
  head = {.head = 2 + more, .payload = more == 0 ? size : 0};
  for (std::size_t i = 0; i < more; ++i)
    head.payload = head.payload << 8 | static_cast<unsigned char>(bytes[2 + i]);
  return true;
}

}  // namespace nigiwai::bench
