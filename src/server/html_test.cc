#include "server/html.h"

#include <gtest/gtest.h>

#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>

namespace nigiwai::server {
namespace {

constexpr std::string_view kShell =
    "<html lang=\"ja\">\n<head><title>nigiwai</title></head><body><div id=\"app\"></div></body></html>";

TEST(Html, TextCannotBecomeMarkup) {
  EXPECT_EQ(escaped("<b a=\"1\" c='2'>&</b>"), "&lt;b a=&quot;1&quot; c=&#39;2&#39;&gt;&amp;&lt;/b&gt;");
  EXPECT_EQ(escaped("うるみリップ"), "うるみリップ");
}

TEST(Html, JsonCannotEndItsScript) {
  const boost::json::value value{{"name", "</script><script>alert(1)</script><!-- & \u2028"}};
  const auto text = script_json(value);
  EXPECT_EQ(text.find_first_of("<>&"), std::string::npos);
  EXPECT_EQ(boost::json::parse(text), value);
}

TEST(Html, AHostileTitleStaysATitleEverywhere) {
  const std::string title = "\"><script>alert(1)</script></title>";
  const auto html = filled(kShell, {.title = title,
                                    .description = title,
                                    .url = "https://live.example/shows/x",
                                    .image = "https://live.example/a.jpg?\"onload=",
                                    .structured = {boost::json::object{{"name", title}}},
                                    .body = "<h1>" + escaped(title) + "</h1>"});
  EXPECT_EQ(html.find("<script>"), std::string::npos);
  std::size_t ends = 0;
  for (auto at = html.find("</title>"); at != std::string::npos; at = html.find("</title>", at + 1)) ++ends;
  EXPECT_EQ(ends, 1u);
  EXPECT_EQ(html.find("\"onload"), std::string::npos);
}

TEST(Html, ThePageStandsInTheShell) {
  const auto html = filled(kShell, {.language = Language::kEnglish,
                                    .title = "Lips | Tsukishiro",
                                    .description = std::string(299, 'x') + "柿渋",
                                    .url = "https://live.example/",
                                    .body = "<p>Hello</p>"});
  EXPECT_NE(html.find("<html lang=\"en\">"), std::string::npos);
  EXPECT_NE(html.find("<div id=\"app\"><p>Hello</p></div>"), std::string::npos);
  EXPECT_NE(html.find("content=\"" + std::string(299, 'x') + "…\""), std::string::npos)
      << "cut between characters";
  EXPECT_NE(html.find("<meta name=\"twitter:card\" content=\"summary\">"), std::string::npos);
  EXPECT_EQ(filled(kShell, {.title = "Me"}).find("og:"), std::string::npos)
      << "a page without an address has no preview";
}

TEST(Html, TheFirstLanguageOfOursIsSpoken) {
  EXPECT_EQ(language_of(""), Language::kJapanese);
  EXPECT_EQ(language_of("fr, en-GB;q=0.8, ja;q=0.5"), Language::kEnglish);
  EXPECT_EQ(language_of("ja-JP,en;q=0.9"), Language::kJapanese);
  EXPECT_EQ(language_of("fr"), Language::kJapanese);
}

TEST(Html, PricesTimesAndLengths) {
  EXPECT_EQ(money_text({2640, "JPY"}), "¥2,640");
  EXPECT_EQ(money_text({123456789, "JPY"}), "¥123,456,789");
  EXPECT_EQ(money_text({123405, "EUR"}), "EUR 1,234.05");
  EXPECT_EQ(price_number({2640, "JPY"}), "2640");
  EXPECT_EQ(price_number({1905, "EUR"}), "19.05");
  EXPECT_EQ(duration_text(Milliseconds(3'500'000)), "PT58M20S");
  EXPECT_EQ(duration_text(Milliseconds(3'600'000)), "PT1H");
  EXPECT_EQ(duration_text(Milliseconds(0)), "PT1S");
  const auto time = *from_rfc3339("2026-11-21T15:30:00Z");
  EXPECT_EQ(time_text(time, Language::kJapanese), "2026年11月22日 00:30");
  EXPECT_EQ(time_text(time, Language::kEnglish), "22 November 2026, 00:30 (JST)");
}

}  // namespace
}  // namespace nigiwai::server
