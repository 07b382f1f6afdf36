#include "server/html.h"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <boost/json/serialize.hpp>
#include <chrono>

namespace nigiwai::server {
namespace {

// ISO 4217 currencies without minor units that a shop may sell in.
constexpr std::array<std::string_view, 5> kWhole{"JPY", "KRW", "VND", "CLP", "ISK"};
constexpr std::chrono::hours kJapanTime{9};
// What a preview shows of a description; more is cut off there.
constexpr std::size_t kDescriptionBytes = 300;

bool is_whole(const std::string& currency) { return std::ranges::find(kWhole, currency) != kWhole.end(); }

// Cut at a character's start, with an ellipsis.
std::string shortened(const std::string& text) {
  if (text.size() <= kDescriptionBytes) return text;
  auto end = kDescriptionBytes;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xc0) == 0x80) --end;
  return text.substr(0, end) + "…";
}

std::string meta(std::string_view kind, std::string_view name, std::string_view content) {
  if (content.empty()) return "";
  return fmt::format("    <meta {}=\"{}\" content=\"{}\">\n", kind, name, escaped(content));
}

void replace(std::string& text, std::string_view what, std::string_view with) {
  if (const auto at = text.find(what); at != std::string::npos) text.replace(at, what.size(), with);
}

}  // namespace

Language language_of(std::string_view accepted) {
  for (std::size_t from = 0; from < accepted.size();) {
    const auto comma = std::min(accepted.find(',', from), accepted.size());
    auto tag = accepted.substr(from, comma - from);
    while (!tag.empty() && tag.front() == ' ') tag.remove_prefix(1);
    if (tag.starts_with("ja")) return Language::kJapanese;
    if (tag.starts_with("en")) return Language::kEnglish;
    from = comma + 1;
  }
  return Language::kJapanese;
}

std::string escaped(std::string_view text) {
  std::string made;
  made.reserve(text.size());
  for (const char c : text) {
    switch (c) {
      case '&':
        made += "&amp;";
        break;
      case '<':
        made += "&lt;";
        break;
      case '>':
        made += "&gt;";
        break;
      case '"':
        made += "&quot;";
        break;
      case '\'':
        made += "&#39;";
        break;
      default:
        made += c;
    }
  }
  return made;
}

std::string script_json(const boost::json::value& value) {
  const auto text = boost::json::serialize(value);
  std::string made;
  made.reserve(text.size());
  for (const char c : text) {
    if (c == '<' || c == '>' || c == '&') {
      made += fmt::format("\\u{:04x}", static_cast<unsigned>(c));
    } else {
      made += c;
    }
  }
  return made;
}

std::string price_number(const Money& money) {
  if (is_whole(money.currency)) return fmt::format("{}", money.amount);
  return fmt::format("{}.{:02}", money.amount / 100, money.amount % 100);
}

std::string money_text(const Money& money) {
  auto text = price_number(money);
  auto end = std::min(text.find('.'), text.size());
  while (end > 3) text.insert(end -= 3, 1, ',');
  return money.currency == "JPY" ? "¥" + text : money.currency + " " + text;
}

std::string time_text(WallTime time, Language language) {
  const auto local = std::chrono::time_point_cast<std::chrono::minutes>(time + kJapanTime);
  const auto day = std::chrono::floor<std::chrono::days>(local);
  const std::chrono::year_month_day date(day);
  const auto minutes = (local - day).count();
  const auto clock = fmt::format("{:02}:{:02}", minutes / 60, minutes % 60);
  constexpr std::array<std::string_view, 12> kMonths{"January",   "February", "March",    "April",
                                                     "May",       "June",     "July",     "August",
                                                     "September", "October",  "November", "December"};
  const auto month = static_cast<unsigned>(date.month());
  if (language == Language::kJapanese) {
    return fmt::format("{}年{}月{}日 {}", static_cast<int>(date.year()), month,
                       static_cast<unsigned>(date.day()), clock);
  }
  return fmt::format("{} {} {}, {} (JST)", static_cast<unsigned>(date.day()), kMonths[month - 1],
                     static_cast<int>(date.year()), clock);
}

std::string duration_text(Milliseconds length) {
  const auto seconds = std::max<std::int64_t>(length.count() / 1000, 1);
  std::string text = "PT";
  if (seconds >= 3600) text += fmt::format("{}H", seconds / 3600);
  if (seconds / 60 % 60 > 0) text += fmt::format("{}M", seconds / 60 % 60);
  if (seconds % 60 > 0) text += fmt::format("{}S", seconds % 60);
  return text;
}

std::string filled(std::string_view shell, const PublicPage& page) {
  const bool japanese = page.language == Language::kJapanese;
  const auto about = shortened(page.description);
  std::string head = fmt::format("<title>{}</title>\n", escaped(page.title));
  head += meta("name", "description", about);
  if (!page.url.empty()) head += fmt::format("    <link rel=\"canonical\" href=\"{}\">\n", escaped(page.url));
  if (!page.feed.empty()) {
    head +=
        fmt::format("    <link rel=\"alternate\" type=\"application/atom+xml\" href=\"{}\" title=\"{}\">\n",
                    escaped(page.feed), escaped(page.title));
  }
  if (!page.oembed.empty()) {
    head += fmt::format(
        "    <link rel=\"alternate\" type=\"application/json+oembed\" href=\"{}\" title=\"{}\">\n",
        escaped(page.oembed), escaped(page.title));
  }
  head += "    <link rel=\"manifest\" href=\"/manifest.webmanifest\">\n";
  head += "    <link rel=\"apple-touch-icon\" href=\"/icons/icon-192.png\">\n";
  if (!page.url.empty()) {
    head += meta("property", "og:type", page.type);
    head += meta("property", "og:title", page.title);
    head += meta("property", "og:description", about);
    head += meta("property", "og:url", page.url);
    head += meta("property", "og:image", page.image);
    head += meta("property", "og:site_name", page.site);
    head += meta("property", "og:locale", japanese ? "ja_JP" : "en_GB");
    head += meta("name", "twitter:card", page.image.empty() ? "summary" : "summary_large_image");
  }
  for (const auto& each : page.structured) {
    head += fmt::format("    <script type=\"application/ld+json\">{}</script>\n", script_json(each));
  }
  std::string html(shell);
  if (!japanese) replace(html, "<html lang=\"ja\">", "<html lang=\"en\">");
  replace(html, "<title>nigiwai</title>", head);
  replace(html, "<div id=\"app\"></div>", "<div id=\"app\">" + page.body + "</div>");
  return html;
}

}  // namespace nigiwai::server
