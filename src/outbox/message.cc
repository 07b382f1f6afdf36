#include "outbox/message.h"

#include <fmt/chrono.h>
#include <fmt/format.h>
#include <sodium.h>

#include <algorithm>

namespace nigiwai::outbox {
namespace {

// RFC 2047 2: an encoded word has at most 75 characters; "=?UTF-8?B?" and "?=" take 12, and 45 bytes make 60.
constexpr std::size_t kBytesInWord = 45;
constexpr std::size_t kLongestLine = 76;  // RFC 5322 2.1.1 recommends 78

std::string base64(std::string_view bytes) {
  std::string text(sodium_base64_ENCODED_LEN(bytes.size(), sodium_base64_VARIANT_ORIGINAL), '\0');
  sodium_bin2base64(text.data(), text.size(), reinterpret_cast<const unsigned char*>(bytes.data()),
                    bytes.size(), sodium_base64_VARIANT_ORIGINAL);
  text.pop_back();  // the terminator
  return text;
}

bool is_control(char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; }

// One line: whatever could end a header becomes a space.
std::string one_line(std::string_view text) {
  std::string line(text);
  std::replace_if(line.begin(), line.end(), is_control, ' ');
  return line;
}

bool is_plain(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c >= 0x20 && c < 0x7f; }) &&
         text.find("=?") == std::string_view::npos;
}

std::string crlf(std::string_view text) {
  std::string lines;
  lines.reserve(text.size() + text.size() / 40);
  for (const char c : text) {
    if (c == '\r') continue;
    if (c == '\n') lines += '\r';
    lines += c;
  }
  return lines;
}

// A display name: a quoted string needs no encoding, and encoded words must not be quoted (RFC 2047 5.3).
std::string display_name(std::string_view name) {
  const auto line = one_line(name);
  if (!is_plain(line)) return encoded_header(line, 6);
  std::string quoted = "\"";
  for (const char c : line) {
    if (c == '"' || c == '\\') quoted += '\\';
    quoted += c;
  }
  return quoted + "\"";
}

// An address of ours in angle brackets: printable ASCII without what would end it.
std::string url_in_brackets(std::string_view url) {
  std::string clean;
  for (const char c : url) {
    if (c > 0x20 && c < 0x7f && c != '<' && c != '>') clean += c;
  }
  return "<" + clean + ">";
}

}  // namespace

std::string encoded_header(std::string_view text, std::size_t used) {
  const auto line = one_line(text);
  if (is_plain(line) && used + line.size() <= kLongestLine) return line;
  std::string words;
  std::string_view rest = line;
  while (!rest.empty()) {
    auto size = std::min(rest.size(), kBytesInWord - (words.empty() ? std::min<std::size_t>(used, 15) : 1));
    // A word ends between two characters (RFC 2047 5).
    while (size < rest.size() && size > 1 && (static_cast<unsigned char>(rest[size]) & 0xc0) == 0x80) --size;
    if (!words.empty()) words += "\r\n ";
    words += "=?UTF-8?B?" + base64(rest.substr(0, size)) + "?=";
    rest.remove_prefix(size);
  }
  return words;
}

std::string mail_date(WallTime time) {
  return fmt::format("{:%a, %d %b %Y %H:%M:%S} +0000", fmt::gmtime(time.time_since_epoch().count() / 1000));
}

bool is_plain_address(std::string_view address) {
  const auto at = address.find('@');
  if (at == std::string_view::npos || at == 0 || at + 1 == address.size() || address.size() > 254)
    return false;
  constexpr std::string_view kSpecial = "()<>,;:\\\"[]";
  return std::count(address.begin(), address.end(), '@') == 1 &&
         std::all_of(address.begin(), address.end(), [&](char c) {
           return c > 0x20 && c < 0x7f && kSpecial.find(c) == std::string_view::npos;
         });
}

std::string to_rfc5322(const Message& message) {
  std::string mail;
  const auto header = [&](std::string_view name, std::string_view value) {
    mail += name;
    mail += ": ";
    mail += value;
    mail += "\r\n";
  };
  header("Date", mail_date(message.written_at));
  header("From", message.from_name.empty()
                     ? one_line(message.from_address)
                     : display_name(message.from_name) + "\r\n <" + one_line(message.from_address) + ">");
  header("To", one_line(message.to));
  header("Subject", encoded_header(message.subject, 9));
  header("Message-ID", "<" + one_line(message.id) + ">");
  if (!message.unsubscribe_url.empty()) {
    header("List-Unsubscribe", url_in_brackets(message.unsubscribe_url));
    header("List-Unsubscribe-Post", "List-Unsubscribe=One-Click");
  }
  // RFC 3834: keeps holiday notes from answering a machine.
  header("Auto-Submitted", "auto-generated");
  header("MIME-Version", "1.0");
  header("Content-Type", "text/plain; charset=UTF-8");
  header("Content-Transfer-Encoding", "base64");
  mail += "\r\n";
  const auto body = base64(crlf(message.text));
  for (std::size_t at = 0; at < body.size(); at += kLongestLine) {
    mail += body.substr(at, kLongestLine);
    mail += "\r\n";
  }
  return mail;
}

}  // namespace nigiwai::outbox
