#include "shop/feed/plain_text.h"

#include <libxml/HTMLparser.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <array>
#include <cctype>

namespace nigiwai::shop::feed {
namespace {

constexpr std::size_t kLongestEntity = 12;  // &thetasym; and the like
constexpr std::size_t kLongestTag = 8192;   // past it, this is no tag; so that many '<' cost no more than few

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }
bool is_letter(char c) { return lower(c) >= 'a' && lower(c) <= 'z'; }

std::string tag_name(std::string_view tag) {
  std::string name;
  for (const char c : tag) {
    if (!is_letter(c) && !(c >= '0' && c <= '9')) break;
    name += lower(c);
  }
  return name;
}

// Whether a line breaks where this tag opens, or closes.
bool breaks_line(std::string_view name, bool closing) {
  constexpr std::array<std::string_view, 6> kLines{"br", "hr", "li", "tr", "dt", "dd"};
  constexpr std::array<std::string_view, 14> kBlocks{
      "p", "div", "ul", "ol", "table", "h1", "h2", "h3", "h4", "h5", "h6", "dl", "section", "blockquote"};
  if (std::ranges::find(kLines, name) != kLines.end()) return !closing;
  return std::ranges::find(kBlocks, name) != kBlocks.end();
}

void append(std::string& text, unsigned code) {
  if (code == 0 || code > 0x10FFFF || (code >= 0xD800 && code < 0xE000)) code = 0xFFFD;
  std::array<uint8_t, 4> bytes{};
  std::size_t length = 0;
  U8_APPEND_UNSAFE(bytes.data(), length, code);
  text.append(reinterpret_cast<const char*>(bytes.data()), length);
}

// The end of the entity that starts at `at`, its character appended; `at` itself when there is none.
std::size_t take_entity(std::string_view html, std::size_t at, std::string& text) {
  const auto end = html.substr(at, kLongestEntity).find(';');
  if (end == std::string_view::npos || end < 2) return at;
  const auto name = html.substr(at + 1, end - 1);
  unsigned code = 0;
  if (name.front() == '#') {
    const bool hex = name.size() > 1 && lower(name[1]) == 'x';
    const auto digits = name.substr(hex ? 2 : 1);
    if (digits.empty() || digits.size() > 7) return at;
    for (const char c : digits) {
      const bool fits = hex ? std::isxdigit(static_cast<unsigned char>(c)) != 0 : c >= '0' && c <= '9';
      if (!fits) return at;
      const auto value = static_cast<unsigned>(c <= '9' ? c - '0' : lower(c) - 'a' + 10);
      code = code * (hex ? 16 : 10) + value;
    }
  } else if (name == "apos") {
    code = '\'';  // of XML, not in HTML's own table
  } else {
    const auto* known = htmlEntityLookup(reinterpret_cast<const xmlChar*>(std::string(name).c_str()));
    if (known == nullptr) return at;
    code = known->value;
  }
  append(text, code == 0xA0 ? ' ' : code);
  return at + end + 1;
}

// The end of what opens at `at` with '<', or `at` when it is no tag; adds the breaks that it means.
std::size_t take_tag(std::string_view html, std::size_t at, std::string& text) {
  if (html.substr(at).starts_with("<!--")) {
    const auto end = html.find("-->", at + 4);
    return end == std::string_view::npos ? html.size() : end + 3;
  }
  auto start = at + 1;
  if (start < html.size() && html[start] == '/') ++start;
  if (start >= html.size() || (!is_letter(html[start]) && html[start] != '!' && html[start] != '?'))
    return at;
  const auto length = html.substr(start, kLongestTag).find('>');
  if (length == std::string_view::npos) return at;
  const auto end = start + length;
  const auto name = tag_name(html.substr(start, end - start));
  if (breaks_line(name, html[at + 1] == '/')) text += '\n';
  if ((name == "script" || name == "style") && html[at + 1] != '/') {
    // What stands inside is for browsers, not for people.
    for (auto close = html.find("</", end); close != std::string_view::npos;
         close = html.find("</", close + 2)) {
      if (tag_name(html.substr(close + 2, name.size() + 1)) != name) continue;
      const auto closed = html.find('>', close);
      return closed == std::string_view::npos ? html.size() : closed + 1;
    }
    return html.size();
  }
  return end + 1;
}

// Several spaces are one, no space stands beside a break, and at most one line stays empty.
std::string joined(std::string_view text) {
  std::string plain;
  bool space = false;
  int breaks = 0;
  for (const char c : text) {
    if (c == '\n') {
      ++breaks;
    } else if (c == ' ' || c == '\t' || c == '\r') {
      space = true;
    } else {
      if (!plain.empty())
        plain += breaks > 0 ? std::string(static_cast<std::size_t>(std::min(breaks, 2)), '\n')
                 : space    ? " "
                            : "";
      space = false;
      breaks = 0;
      plain += c;
    }
  }
  return plain;
}

}  // namespace

std::string plain_text(std::string_view html) {
  if (html.find_first_of("<&") == std::string_view::npos) return std::string(html);
  std::string text;
  text.reserve(html.size());
  bool had_tags = false;
  for (std::size_t at = 0; at < html.size();) {
    auto next = at;
    if (html[at] == '<') {
      next = take_tag(html, at, text);
      had_tags |= next != at;
    } else if (html[at] == '&') {
      next = take_entity(html, at, text);
    }
    if (next == at) text += html[next++];
    at = next;
  }
  // Breaks in HTML come from its tags; those of a plain text are its own.
  return had_tags ? joined(text) : text;
}

}  // namespace nigiwai::shop::feed
