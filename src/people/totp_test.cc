#include "people/totp.h"

#include <gtest/gtest.h>

namespace nigiwai::people {
namespace {

const std::string kSecret = "12345678901234567890";  // of the RFCs' tables

WallTime at(std::int64_t seconds) { return WallTime{Milliseconds{seconds * 1000}}; }

TEST(Totp, MakesTheCodesOfRfc4226) {
  const char* const codes[] = {"755224", "287082", "359152", "969429", "338314",
                               "254676", "287922", "162583", "399871", "520489"};
  for (std::int64_t step = 0; step < 10; ++step) EXPECT_EQ(totp_code(kSecret, step), codes[step]);
}

TEST(Totp, MakesTheCodesOfRfc6238) {
  // The table of its appendix B has eight digits; six are their end.
  EXPECT_EQ(totp_code(kSecret, totp_step(at(59))), "287082");
  EXPECT_EQ(totp_code(kSecret, totp_step(at(1111111109))), "081804");
  EXPECT_EQ(totp_code(kSecret, totp_step(at(20000000000))), "353130");
}

TEST(Totp, TakesTheCodeOfOneStepAwayAndNoFurther) {
  const auto now = at(1111111109);
  const auto step = totp_step(now);
  EXPECT_EQ(totp_match(kSecret, totp_code(kSecret, step), now), step);
  EXPECT_EQ(totp_match(kSecret, totp_code(kSecret, step - 1), now), step - 1);
  EXPECT_EQ(totp_match(kSecret, totp_code(kSecret, step + 1), now), step + 1);
  EXPECT_EQ(totp_match(kSecret, totp_code(kSecret, step - 2), now), std::nullopt);
  EXPECT_EQ(totp_match(kSecret, totp_code(kSecret, step + 2), now), std::nullopt);
}

TEST(Totp, TakesACodeWithASpaceAndNothingElse) {
  const auto now = at(59);
  EXPECT_TRUE(totp_match(kSecret, "287 082", now).has_value());
  for (const auto* wrong : {"", "28708", "2870820", "28708a", "２８７０８２"}) {
    EXPECT_FALSE(totp_match(kSecret, wrong, now).has_value()) << wrong;
  }
}

TEST(Totp, WritesBase32AsRfc4648Does) {
  EXPECT_EQ(base32(""), "");
  EXPECT_EQ(base32("f"), "MY");
  EXPECT_EQ(base32("fo"), "MZXQ");
  EXPECT_EQ(base32("foo"), "MZXW6");
  EXPECT_EQ(base32("foob"), "MZXW6YQ");
  EXPECT_EQ(base32("foobar"), "MZXW6YTBOI");
}

TEST(Totp, NamesTheShopAndThePersonInItsAddress) {
  EXPECT_EQ(totp_uri("月白", "ken@example.com", "foobar"),
            "otpauth://totp/%E6%9C%88%E7%99%BD:ken%40example.com?secret=MZXW6YTBOI&issuer=%E6%9C%88%E7%99%BD"
            "&algorithm=SHA1&digits=6&period=30");
}

}  // namespace
}  // namespace nigiwai::people
