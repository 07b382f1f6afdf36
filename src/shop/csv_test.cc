#include "shop/csv.h"

#include <gtest/gtest.h>

namespace nigiwai::shop {
namespace {

TEST(Csv, QuotesOnlyWhatMustBe) {
  EXPECT_EQ(csv_line({"a", "", "b,c", "say \"hi\"", "two\nlines"}),
            "a,,\"b,c\",\"say \"\"hi\"\"\",\"two\nlines\"\r\n");
  EXPECT_EQ(csv_line({"", "b"}), ",b\r\n");
}

TEST(Csv, MakesTextOfWhatWouldRunAsAFormula) {
  EXPECT_EQ(safe_cell("=HYPERLINK(\"x\")"), "'=HYPERLINK(\"x\")");
  for (const std::string start : {"+", "-", "@", "\t", "＝"})
    EXPECT_EQ(safe_cell(start + "1"), "'" + start + "1");
  EXPECT_EQ(safe_cell("山田=花子"), "山田=花子");
  EXPECT_EQ(safe_cell(""), "");
}

TEST(Csv, KeepsTheZerosOfPhoneNumbers) {
  EXPECT_EQ(digits_cell("09012345678"), "'09012345678");
  EXPECT_EQ(digits_cell("090-1234-5678"), "090-1234-5678");
  EXPECT_EQ(digits_cell("+819012345678"), "'+819012345678");
}

}  // namespace
}  // namespace nigiwai::shop
