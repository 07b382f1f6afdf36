#include "people/stop_page.h"

#include <fmt/format.h>

namespace nigiwai::people {

// Nothing in it comes from outside, so nothing has to be escaped; the form posts to its own address.
http::Response stop_page(const StopWords& words, const char* sentence, Asks asks, int status) {
  auto html = fmt::format(
      "<!doctype html><html lang=\"{0}\"><meta charset=\"utf-8\"><meta name=\"viewport\" "
      "content=\"width=device-width, initial-scale=1\"><meta name=\"robots\" "
      "content=\"noindex\"><title>{1}</title>"
      "<style>body{{font:16px/1.8 "
      "system-ui,sans-serif;color:#26211c;background:#faf8f4;margin:0;min-height:100vh;"
      "display:grid;place-items:center;text-align:center;padding:24px;box-sizing:border-box}}main{{max-width:"
      "30em}}"
      "h1{{font-size:22px;line-height:1.4}}button{{font:inherit;font-weight:700;min-height:48px;padding:0 "
      "24px;border:0;"
      "border-radius:24px;background:#26211c;color:#fff;cursor:pointer}}a{{color:inherit}}</style>"
      "<main><h1>{1}</h1><p>{2}</p>{3}<p><a href=\"/\">{4}</a></p></main></html>",
      words.lang, words.title, sentence,
      asks == Asks::kYes ? fmt::format("<form method=\"post\"><button>{}</button></form>", words.button)
                         : std::string(),
      words.home);
  auto response = http::text_response(std::move(html), "text/html; charset=utf-8", status);
  response.with("Cache-Control", "no-store")
      .with("Referrer-Policy", "no-referrer")
      .with("Content-Security-Policy",
            "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'; "
            "frame-ancestors 'none'");
  return response;
}

bool prefers_japanese(const http::Request& request) {
  const auto header = request.header("accept-language");
  const auto ja = header.find("ja"), en = header.find("en");
  return ja != std::string_view::npos && (en == std::string_view::npos || ja < en);
}

}  // namespace nigiwai::people
