#include "social/fediverse/plain_text.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <utility>

#include "base/text.h"

namespace nigiwai::social::fediverse {
namespace {

constexpr std::array<std::pair<std::string_view, std::string_view>, 9> kNamed{{{"amp", "&"},
                                                                               {"lt", "<"},
                                                                               {"gt", ">"},
                                                                               {"quot", "\""},
                                                                               {"apos", "'"},
                                                                               {"nbsp", " "},
                                                                               {"hellip", "…"},
                                                                               {"ndash", "–"},
                                                                               {"mdash", "—"}}};
constexpr std::size_t kLongestReference = 12;

void append_utf8(std::string& out, std::uint32_t code) {
  const auto byte = [&](std::uint32_t value) { out += static_cast<char>(value); };
  if (code < 0x80) {
    byte(code);
  } else if (code < 0x800) {
    byte(0xC0 | code >> 6);
    byte(0x80 | (code & 0x3F));
  } else if (code < 0x10000) {
    byte(0xE0 | code >> 12);
    byte(0x80 | (code >> 6 & 0x3F));
    byte(0x80 | (code & 0x3F));
  } else {
    byte(0xF0 | code >> 18);
    byte(0x80 | (code >> 12 & 0x3F));
    byte(0x80 | (code >> 6 & 0x3F));
    byte(0x80 | (code & 0x3F));
  }
}

// Decodes the reference that `html` begins with and answers how long it is; 0 when it is none.
std::size_t take_reference(std::string_view html, std::string& out) {
  const auto end = html.substr(0, kLongestReference).find(';');
  if (end == std::string_view::npos || end < 2) return 0;
  auto name = html.substr(1, end - 1);
  if (name.front() != '#') {
    const auto* found =
        std::ranges::find(kNamed, name, &std::pair<std::string_view, std::string_view>::first);
    if (found == kNamed.end()) return 0;
    out += found->second;
    return end + 1;
  }
  name.remove_prefix(1);
  const bool hex = name.starts_with('x') || name.starts_with('X');
  if (hex) name.remove_prefix(1);
  std::uint32_t code = 0;
  const auto* last = name.data() + name.size();
  if (name.empty() || std::from_chars(name.data(), last, code, hex ? 16 : 10).ptr != last) return 0;
  const bool is_character = code >= 0x20 && code <= 0x10FFFF && (code < 0xD800 || code > 0xDFFF);
  if (is_character) append_utf8(out, code);
  return end + 1;
}

std::string name_of_tag(std::string_view tag) {
  std::string name;
  for (const char c : tag) {
    if (!std::isalnum(static_cast<unsigned char>(c)) && !(c == '/' && name.empty())) break;
    name += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  }
  return name;
}

// Where what follows an element that is dropped with its content begins.
std::size_t after_element(std::string_view html, std::size_t at, std::string_view name) {
  const auto closing = "</" + std::string(name);
  for (auto found = html.find("</", at); found != std::string_view::npos;
       found = html.find("</", found + 2)) {
    const auto here = html.substr(found, closing.size());
    if (!std::ranges::equal(
            here, closing, [](char a, char b) { return std::tolower(static_cast<unsigned char>(a)) == b; })) {
      continue;
    }
    const auto end = html.find('>', found);
    return end == std::string_view::npos ? html.size() : end + 1;
  }
  return html.size();
}

// At most one empty line between two, none at the ends.
std::string settled(const std::string& text) {
  std::string out;
  int ends = 0;
  for (const char c : text) {
    if (c == '\r') continue;
    if (c == '\n') {
      ++ends;
      continue;
    }
    if (ends > 0 && !out.empty()) out.append(static_cast<std::size_t>(std::min(ends, 2)), '\n');
    ends = 0;
    out += c;
  }
  while (!out.empty() && out.back() == ' ') out.pop_back();
  return out;
}

bool is_address_end(char c) {
  return static_cast<unsigned char>(c) <= ' ' || c == '<' || c == '>' || c == '"' ||
         static_cast<unsigned char>(c) >= 0x80;
}

}  // namespace

std::string plain_text(std::string_view html) {
  std::string out;
  for (std::size_t at = 0; at < html.size();) {
    const char c = html[at];
    if (c == '&') {
      const auto length = take_reference(html.substr(at), out);
      if (length == 0) out += c;
      at += std::max<std::size_t>(length, 1);
      continue;
    }
    if (c != '<') {
      // A line end in HTML is a space.
      out += c == '\n' || c == '\t' ? ' ' : c;
      ++at;
      continue;
    }
    if (html.substr(at).starts_with("<!--")) {
      const auto end = html.find("-->", at);
      at = end == std::string_view::npos ? html.size() : end + 3;
      continue;
    }
    const auto end = html.find('>', at);
    // One that is never closed hides the rest, as a browser would have it.
    if (end == std::string_view::npos) break;
    const auto name = name_of_tag(html.substr(at + 1, end - at - 1));
    at = end + 1;
    if (name == "script" || name == "style") at = after_element(html, at, name);
    if (name == "br" || name == "/div" || name == "/li" || name == "/blockquote") out += '\n';
    if (name == "/p") out += "\n\n";
  }
  return settled(mended_utf8(out));
}

std::string escaped_html(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '&') {
      out += "&amp;";
    } else if (c == '<') {
      out += "&lt;";
    } else if (c == '>') {
      out += "&gt;";
    } else if (c == '"') {
      out += "&quot;";
    } else {
      out += c;
    }
  }
  return out;
}

std::string html_of(std::string_view text) {
  std::string out = "<p>";
  for (std::size_t at = 0; at < text.size();) {
    const auto rest = text.substr(at);
    if (rest.starts_with("https://") || rest.starts_with("http://")) {
      const auto* end = std::ranges::find_if(rest, is_address_end);
      const auto address = escaped_html(rest.substr(0, static_cast<std::size_t>(end - rest.begin())));
      out += "<a href=\"" + address + "\" rel=\"nofollow noopener\">" + address + "</a>";
      at += static_cast<std::size_t>(end - rest.begin());
    } else if (rest.starts_with("\n\n")) {
      out += "</p><p>";
      at += 2;
    } else if (rest.front() == '\n') {
      out += "<br>";
      ++at;
    } else {
      out += escaped_html(rest.substr(0, 1));
      ++at;
    }
  }
  return out + "</p>";
}

}  // namespace nigiwai::social::fediverse
