#include <gtest/gtest.h>

#include "shop/feed/encoding.h"
#include "shop/feed/feed.h"
#include "shop/feed/google.h"
#include "shop/feed/plain_text.h"
#include "shop/feed/table.h"

namespace nigiwai::shop::feed {
namespace {

TEST(ReadPrice, TakesWhatFeedsWrite) {
  struct {
    const char *text, *currency;
    std::int64_t amount;
  } const cases[] = {{"1980 JPY", "JPY", 1980},
                     {"JPY 1,980", "JPY", 1980},
                     {"¥1,980", "JPY", 1980},
                     {"￥１，９８０", "JPY", 1980},
                     {"1980円", "JPY", 1980},
                     {"1980.00 JPY", "JPY", 1980},
                     {" 1980 ", "JPY", 1980},
                     {"19.80 USD", "USD", 1980},
                     {"$19.8", "USD", 1980},
                     {"1,299.00", "USD", 129900},
                     {"1.299,00 EUR", "EUR", 129900},
                     {"12 EUR", "EUR", 1200},
                     {"1,980,000 JPY", "JPY", 1980000},
                     {"0", "JPY", 0},
                     {"5.250 KWD", "KWD", 5250}};
  for (const auto& [text, currency, amount] : cases) {
    const auto price = read_price(text, currency);
    ASSERT_TRUE(price.has_value()) << text << ": " << price.error().detail;
    EXPECT_EQ(*price, amount) << text;
  }
  for (const auto* wrong : {"", "JPY", "about 100", "19.80 USD", "100.5 JPY", "1 2 JPY", "-5 JPY",
                            "999999999999 JPY", "1e5", "100 JPY/kg", "999999999999999999999999"}) {
    EXPECT_FALSE(read_price(wrong, "JPY").has_value()) << wrong;
  }
  EXPECT_NE(read_price("19.80 USD", "JPY").error().detail.find("USD"), std::string::npos);
}

TEST(ReadStock, TakesWholePieces) {
  EXPECT_EQ(read_stock("12"), 12);
  EXPECT_EQ(read_stock("1,200"), 1200);
  EXPECT_EQ(read_stock(" 7.0 "), 7);
  EXPECT_EQ(read_stock("-3"), 0);
  for (const auto* wrong : {"", "many", "1.5", "--1", "99999999999999999999"})
    EXPECT_FALSE(read_stock(wrong).has_value()) << wrong;
}

TEST(SlugOf, KeepsWhatDiffersApart) {
  EXPECT_EQ(slug_of("LIP-01"), "lip-01");
  EXPECT_EQ(slug_of(" tv_123456 "), "tv_123456");
  const auto spaced = slug_of("Blue Shirt");
  EXPECT_TRUE(spaced.starts_with("blue-shirt-")) << spaced;
  EXPECT_NE(spaced, slug_of("blue-shirt"));
  EXPECT_NE(slug_of("口紅"), slug_of("頬紅"));
  EXPECT_EQ(slug_of("口紅"), slug_of("口紅"));
  for (const auto& given : {std::string("口紅"), std::string(300, 'a'), std::string("../../x"),
                            std::string("-"), std::string("_a"), std::string("=HYPERLINK(1)")}) {
    EXPECT_TRUE(is_slug(slug_of(given))) << given << " became " << slug_of(given);
  }
}

TEST(PlainText, DropsTagsAndDecodesEntitiesOnce) {
  struct {
    const char *html, *text;
  } const cases[] = {
      {"plain", "plain"},
      {"a\nb", "a\nb"},
      {"<b>Bold</b> &amp; <i>thin</i>", "Bold & thin"},
      {"<p>One</p><p>Two<br>Three</p>", "One\n\nTwo\nThree"},
      {"1 < 2 and 3 > 2", "1 < 2 and 3 > 2"},
      {"&lt;b&gt; &#12354; &#x3044; &yen;5&nbsp;up &hellip;", "<b> あ い ¥5 up …"},
      {"&amp;lt;", "&lt;"},
      {"AT&T &nope; &#; &#xZZ;", "AT&T &nope; &#; &#xZZ;"},
      {"<script>alert('x</b>')</script>ok<style>b{}</style>", "ok"},
      {"a<!-- no -->b", "ab"},
      {"<a href='javascript:x'>link</a>", "link"},
      {"open <b", "open <b"},
      {"&#0;&#xD800;&#x110000;", "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD"},
  };
  for (const auto& [html, text] : cases) EXPECT_EQ(plain_text(html), text) << html;
}

TEST(TableReader, ReadsQuotedCellsAndCountsLines) {
  TableReader reader("a,b\r\n\"one\r\ntwo\",\"say \"\"hi\"\"\"\n\"Best\" lip,x\n\"open,1\n,\n", ',');
  TableRow row;
  using Cells = std::vector<std::string>;
  ASSERT_TRUE(reader.next(row));
  EXPECT_EQ(row.cells, (Cells{"a", "b"}));
  ASSERT_TRUE(reader.next(row));
  EXPECT_EQ(row.cells, (Cells{"one\ntwo", "say \"hi\""}));
  EXPECT_EQ(row.line, 2u);
  ASSERT_TRUE(reader.next(row));
  EXPECT_EQ(row.cells, (Cells{"\"Best\" lip", "x"}));
  EXPECT_EQ(row.line, 4u);
  EXPECT_EQ(row.fault, "");
  ASSERT_TRUE(reader.next(row));
  EXPECT_NE(row.fault, "");
  ASSERT_TRUE(reader.next(row));
  EXPECT_TRUE(row.empty());
  EXPECT_EQ(row.line, 6u);
  EXPECT_FALSE(reader.next(row));
}

TEST(Decode, TellsEncodingsApart) {
  EXPECT_EQ(decode("id\ttitle\n")->encoding, "UTF-8");
  EXPECT_EQ(decode("\xEF\xBB\xBFid")->text, "id");
  EXPECT_EQ(decode(std::string_view("\xFF\xFEi\0d\0", 6))->text, "id");
  EXPECT_EQ(decode(std::string_view("i\0d\0\n\0", 6))->encoding, "UTF-16LE");
  EXPECT_EQ(decode(std::string_view("\0i\0d\0\n", 6))->encoding, "UTF-16BE");
  EXPECT_EQ(decode("\x8C\xFB\x8D\x67\n")->text, "口紅\n");
  EXPECT_EQ(decode("\x8C\xFB\x8D\x67\n")->encoding, "Shift_JIS");
  EXPECT_EQ(decode("\xB8\xFD\xB9\xC8\xA4\xCE\xBF\xA7\n")->encoding, "EUC-JP");
  for (const auto* wrong : {"PK\x03\x04zip", "\x1F\x8Bgzip"})
    EXPECT_EQ(decode(wrong).error().kind, Kind::kUnsupported);
  EXPECT_FALSE(decode(std::string_view("\x00\x01\x02\x03\x00\x00\x07", 7)).has_value());
}

TEST(Decode, LeavesAMarkWhereOneByteOfAUtf8FileIsBroken) {
  std::string text;
  for (int i = 0; i < 20; ++i) text += "口紅\n";
  const auto decoded = decode(text + "\xE5\x8F\n");
  ASSERT_TRUE(decoded.has_value());
  EXPECT_EQ(decoded->encoding, "UTF-8");
  EXPECT_NE(decoded->text.find(kBroken), std::string::npos);
}

TEST(CommonTitle, IsTheNameOfTheVariants) {
  EXPECT_EQ(common_title({"うるみリップティント 01 茜", "うるみリップティント 02 柿渋"}),
            "うるみリップティント");
  EXPECT_EQ(common_title({"Cotton tee, S", "Cotton tee, M"}), "Cotton tee");
  EXPECT_EQ(common_title({"赤い服", "青い服"}), "赤い服");
  EXPECT_EQ(common_title({"Same", "Same"}), "Same");
}

TEST(FormatOf, IsToldByTheStart) {
  EXPECT_EQ(format_of(" \n<?xml version='1.0'?><rss/>"), Format::kGoogleXml);
  EXPECT_EQ(format_of("[{}]"), Format::kJson);
  EXPECT_EQ(format_of("ID\tTitle\tprice\n"), Format::kGoogleTable);
  EXPECT_EQ(format_of("\"Handle\",\"Title\"\n"), Format::kShopifyCsv);
  EXPECT_EQ(format_of("name;price\n").error().kind, Kind::kUnsupported);
  EXPECT_EQ(format_of("").error().kind, Kind::kInvalid);
}

}  // namespace
}  // namespace nigiwai::shop::feed
