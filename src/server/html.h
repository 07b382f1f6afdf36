// HTML as the server writes it: for those who read without JavaScript, and for machines that preview a link.
// Pure.
#pragma once

#include <boost/json/array.hpp>
#include <boost/json/value.hpp>
#include <string>
#include <string_view>

#include "base/money.h"
#include "base/time.h"

namespace nigiwai::server {

enum class Language { kJapanese, kEnglish };

// The first of our languages that Accept-Language names; Japanese when it names neither.
Language language_of(std::string_view accept_language);

// Fit for text and for a quoted attribute: & < > " ' are written as references.
std::string escaped(std::string_view text);

// JSON that may stand in a <script>: nothing in it can end the element or begin a comment (HTML 4.12.1.3).
std::string script_json(const boost::json::value& value);

// ¥2,640, or EUR 19.80.
std::string money_text(const Money& money);
// 2640, or 19.80: as schema.org wants a price.
std::string price_number(const Money& money);
// 2026年11月21日 20:00 or 21 November 2026, 20:00 (JST): the shop's people live in one time zone.
std::string time_text(WallTime time, Language language);
// PT58M20S (ISO 8601).
std::string duration_text(Milliseconds length);

// One public page, beside the app that takes its place.
struct PublicPage {
  Language language = Language::kJapanese;
  std::string title{};              // of the window, and of a preview
  std::string description{};        // a sentence or two; may be empty
  std::string site{};               // the shop's name
  std::string url{};                // absolute
  std::string image{};              // absolute, or empty
  std::string oembed{};             // where its oEmbed is, absolute, or empty
  std::string feed{};               // an Atom feed of what stands on it, absolute, or empty
  std::string type = "website";     // og:type
  boost::json::array structured{};  // schema.org objects
  std::string body{};               // HTML
};

// `shell`, the built index.html, with the page's head and with its body inside the app's root.
std::string filled(std::string_view shell, const PublicPage& page);

}  // namespace nigiwai::server
