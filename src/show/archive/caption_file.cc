#include "show/archive/caption_file.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <utility>

#include "base/text.h"
#include "shop/feed/encoding.h"

namespace nigiwai::show {
namespace {

constexpr std::string_view kArrow = "-->";

std::vector<std::string_view> lines_of(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    const auto end = std::min(text.find_first_of("\r\n"), text.size());
    lines.push_back(text.substr(0, end));
    const bool both = text.substr(end).starts_with("\r\n");
    text.remove_prefix(std::min(text.size(), end + (both ? 2 : 1)));
  }
  return lines;
}

std::string_view trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(" \t");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t") + 1 - first);
}

// "01:02:03,500", "02:03.5": hours may lack, the fraction is of any length up to three.
std::optional<Milliseconds> time_of(std::string_view text) {
  std::array<std::int64_t, 4> parts{};  // hours, minutes, seconds, ms
  std::size_t at = 0;
  std::array<std::int64_t, 3> whole{};
  std::size_t count = 0;
  for (;;) {
    const auto* begin = text.data() + at;
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(begin, text.data() + text.size(), number);
    if (error != std::errc{} || count == 3 || number < 0 || end - begin > 4) return std::nullopt;
    whole[count++] = number;
    at += static_cast<std::size_t>(end - begin);
    if (at == text.size() || text[at] != ':') break;
    ++at;
  }
  if (count < 2) return std::nullopt;
  for (std::size_t i = 0; i < count; ++i) parts[3 - count + i] = whole[i];
  if (at < text.size()) {
    if (text[at] != ',' && text[at] != '.') return std::nullopt;
    const auto fraction = text.substr(at + 1);
    if (fraction.empty() || fraction.size() > 3) return std::nullopt;
    for (std::size_t i = 0; i < 3; ++i) {
      const char digit = i < fraction.size() ? fraction[i] : '0';
      if (digit < '0' || digit > '9') return std::nullopt;
      parts[3] = parts[3] * 10 + (digit - '0');
    }
  }
  if (parts[1] > 59 || parts[2] > 59) return std::nullopt;
  return Milliseconds(((parts[0] * 60 + parts[1]) * 60 + parts[2]) * 1000 + parts[3]);
}

struct Times {
  Milliseconds from{0};
  Milliseconds until{0};
};
// What stands behind the end are a cue's settings.
std::optional<Times> times_of(std::string_view line) {
  const auto arrow = line.find(kArrow);
  const auto from = time_of(trimmed(line.substr(0, arrow)));
  const auto behind = trimmed(line.substr(arrow + kArrow.size()));
  const auto until = time_of(behind.substr(0, behind.find_first_of(" \t")));
  if (!from || !until) return std::nullopt;
  return Times{*from, *until};
}

// Without <tags> and {\\an8}, and with the signs that WebVTT writes as names.
std::string plain(std::string_view line) {
  std::string text;
  for (std::size_t i = 0; i < line.size(); ++i) {
    const auto rest = line.substr(i);
    if (rest.front() == '<' && rest.find('>') != std::string_view::npos) {
      i += rest.find('>');
      continue;
    }
    if (rest.starts_with("{\\") && rest.find('}') != std::string_view::npos) {
      i += rest.find('}');
      continue;
    }
    constexpr std::array<std::pair<std::string_view, std::string_view>, 6> kNamed{
        {{"&amp;", "&"}, {"&lt;", "<"}, {"&gt;", ">"}, {"&nbsp;", " "}, {"&lrm;", ""}, {"&rlm;", ""}}};
    const auto named =
        std::ranges::find_if(kNamed, [&](const auto& each) { return rest.starts_with(each.first); });
    if (named != kNamed.end()) {
      text += named->second;
      i += named->first.size() - 1;
      continue;
    }
    text += rest.front();
  }
  return std::string(trimmed(text));
}

std::string clock(Milliseconds at, char point) {
  const auto ms = at.count();
  return fmt::format("{:02}:{:02}:{:02}{}{:03}", ms / 3'600'000, ms / 60'000 % 60, ms / 1000 % 60, point,
                     ms % 1000);
}

std::string escaped(std::string_view text) {
  std::string made;
  for (const char c : text) {
    if (c == '&') made += "&amp;";
    if (c == '<') made += "&lt;";
    if (c == '>') made += "&gt;";
    if (c != '&' && c != '<' && c != '>') made += c;
  }
  return made;
}

}  // namespace

std::unexpected<Problem> wrong_line(std::size_t line, std::string_view fault, std::string_view sentence) {
  Problem problem = invalid("/file", fmt::format("Line {}: {}", line, sentence)).error();
  problem.extra = {{"line", static_cast<std::int64_t>(line)}, {"fault", fault}};
  return std::unexpected(std::move(problem));
}

Result<std::vector<Caption>> read_captions(std::string_view bytes) {
  const auto decoded = shop::feed::decode(bytes);
  if (!decoded) return invalid("/file", "This is no text: bring an .srt or a .vtt file.");
  const auto lines = lines_of(decoded->text);
  std::vector<Caption> captions;
  std::size_t at = 0;
  const auto blank = [&] { return trimmed(lines[at]).empty(); };
  const auto skip_block = [&] {
    while (at < lines.size() && !blank()) ++at;
  };
  const bool webvtt = !lines.empty() && lines.front().starts_with("WEBVTT");
  if (webvtt) skip_block();
  while (at < lines.size()) {
    if (blank()) {
      ++at;
      continue;
    }
    if (webvtt &&
        (lines[at].starts_with("NOTE") || lines[at].starts_with("STYLE") ||
         lines[at].starts_with("REGION")) &&
        lines[at].find(kArrow) == std::string_view::npos) {
      skip_block();
      continue;
    }
    // A number or a name may stand above the times.
    if (lines[at].find(kArrow) == std::string_view::npos) ++at;
    const auto line = at + 1;
    if (at == lines.size() || lines[at].find(kArrow) == std::string_view::npos) {
      return wrong_line(std::min(line, lines.size()), "no-times",
                        "The times of a caption stand here, as in 00:01:02,500 --> 00:01:05,000.");
    }
    const auto times = times_of(lines[at]);
    if (!times)
      return wrong_line(line, "times",
                        "These times cannot be read; write them as in 00:01:02,500 --> 00:01:05,000.");
    if (times->until <= times->from) return wrong_line(line, "order", "This caption ends before it begins.");
    Caption caption{.from = times->from, .until = times->until, .text = {}, .line = line};
    for (++at; at < lines.size() && !blank(); ++at) {
      if (lines[at].find(shop::feed::kBroken) != std::string_view::npos)
        return wrong_line(at + 1, "broken", "Some characters here are broken; save the file as UTF-8.");
      const auto words = plain(lines[at]);
      if (words.empty()) continue;
      if (!caption.text.empty()) caption.text += '\n';
      caption.text += words;
    }
    if (caption.text.empty()) continue;
    if (character_count(caption.text) > kLongestCaption)
      return wrong_line(line, "long", fmt::format("A caption has {} characters at most.", kLongestCaption));
    if (captions.size() == kMostCaptions)
      return wrong_line(line, "many", fmt::format("A file has {} captions at most.", kMostCaptions));
    captions.push_back(std::move(caption));
  }
  if (captions.empty()) return invalid("/file", "There is no caption in this file.");
  std::ranges::sort(captions, {}, [](const Caption& each) { return std::pair(each.from, each.line); });
  return captions;
}

std::string to_webvtt(std::span<const Caption> captions) {
  std::string text = "WEBVTT\n";
  for (const auto& each : captions) {
    text +=
        fmt::format("\n{} --> {}\n{}\n", clock(each.from, '.'), clock(each.until, '.'), escaped(each.text));
  }
  return text;
}

std::string to_subrip(std::span<const Caption> captions) {
  std::string text;
  std::size_t number = 0;
  for (const auto& each : captions) {
    text += fmt::format("{}\n{} --> {}\n{}\n\n", ++number, clock(each.from, ','), clock(each.until, ','),
                        each.text);
  }
  return text;
}

}  // namespace nigiwai::show
