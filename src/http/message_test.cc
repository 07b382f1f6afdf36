#include "http/message.h"

#include <gtest/gtest.h>

#include "http/rate_limit.h"
#include "http/server.h"

namespace nigiwai::http {
namespace {

Response ten_bytes() { return text_response("0123456789", "text/plain"); }

Request asking(const std::string& name, const std::string& value) {
  Request request;
  request.headers[name] = value;
  return request;
}

std::string header_of(const Response& response, const std::string& name) {
  for (const auto& [key, value] : response.headers) {
    if (key == name) return value;
  }
  return "";
}

TEST(Ranged, Table) {
  struct Row {
    const char* range;
    int status;
    const char* body;
    const char* content_range;
  };
  for (const auto& row :
       {Row{"bytes=0-3", 206, "0123", "bytes 0-3/10"}, Row{"bytes=4-", 206, "456789", "bytes 4-9/10"},
        Row{"bytes=-3", 206, "789", "bytes 7-9/10"}, Row{"bytes=8-99", 206, "89", "bytes 8-9/10"},
        Row{"bytes=-99", 206, "0123456789", "bytes 0-9/10"}, Row{"bytes=10-", 416, "", "bytes */10"},
        Row{"bytes=5-4", 416, "", "bytes */10"}, Row{"bytes=a-b", 200, "0123456789", ""},
        Row{"bytes=0-1,4-5", 200, "0123456789", ""}, Row{"items=0-1", 200, "0123456789", ""},
        Row{"bytes=-", 200, "0123456789", ""}, Row{"bytes=99999999999999999999-", 200, "0123456789", ""}}) {
    const auto response = ranged(asking("range", row.range), ten_bytes());
    EXPECT_EQ(response.status, row.status) << row.range;
    EXPECT_EQ(std::get<std::string>(response.body), row.body) << row.range;
    EXPECT_EQ(header_of(response, "Content-Range"), row.content_range) << row.range;
  }
}

TEST(Tagged, AnswersNotModified) {
  EXPECT_EQ(tagged(asking("if-none-match", "\"a\", \"b\""), ten_bytes(), "\"b\"").status, 304);
  EXPECT_EQ(tagged(asking("if-none-match", "\"a\""), ten_bytes(), "\"b\"").status, 200);
}

TEST(Cookie, FindsItsOwnNameOnly) {
  const auto request = asking("cookie", "a=1; nigiwai_viewer=tok; xnigiwai_staff=no");
  EXPECT_EQ(request.cookie("nigiwai_viewer"), "tok");
  EXPECT_EQ(request.cookie("nigiwai_staff"), "");
}

TEST(Whole, NamesTheParameter) {
  Request request;
  request.query["limit"] = "12x";
  EXPECT_EQ(request.whole("limit", 1, 100).error().field, "limit");
  request.query["limit"] = "101";
  EXPECT_FALSE(request.whole("limit", 1, 100).has_value());
  EXPECT_FALSE(request.whole("cursor", 1, 100)->has_value());
}

TEST(RateLimits, GivesABurstThenSaysWhen) {
  ManualClock clock;
  RateLimits limits(clock);
  const Rate rate{.name = "orders", .burst = 3, .each = Milliseconds(1000)};
  for (int i = 0; i < 3; ++i) EXPECT_TRUE(limits.take(rate, "a").has_value());
  const auto refused = limits.take(rate, "a");
  ASSERT_FALSE(refused.has_value());
  EXPECT_EQ(refused.error().kind, Kind::kTooMany);
  EXPECT_EQ(refused.error().retry_after, Milliseconds(1000));
  EXPECT_TRUE(limits.take(rate, "b").has_value());
  clock.advance(Milliseconds(1000));
  EXPECT_TRUE(limits.take(rate, "a").has_value());
  EXPECT_FALSE(limits.take(rate, "a").has_value());
}

TEST(ClientAddress, BelievesTrustedProxiesOnly) {
  const std::vector<std::string> proxies{"127.0.0.0/8", "10.0.0.0/8", "::1/128"};
  EXPECT_EQ(client_address("192.0.2.1", "203.0.113.9", proxies), "192.0.2.1");
  EXPECT_EQ(client_address("127.0.0.1", "203.0.113.9", proxies), "203.0.113.9");
  EXPECT_EQ(client_address("127.0.0.1", "1.2.3.4, 203.0.113.9, 10.1.1.1", proxies), "203.0.113.9");
  EXPECT_EQ(client_address("127.0.0.1", "nonsense", proxies), "127.0.0.1");
  EXPECT_EQ(client_address("127.0.0.1", "", proxies), "127.0.0.1");
  EXPECT_EQ(client_address("127.0.0.1", "203.0.113.9", {}), "127.0.0.1");
}

TEST(ParseEndpoint, Table) {
  EXPECT_EQ(parse_endpoint("127.0.0.1:8080", "--listen")->port, 8080);
  EXPECT_EQ(parse_endpoint("[::1]:0", "--listen")->host, "::1");
  for (const auto* bad : {"", "8080", ":8080", "127.0.0.1:", "127.0.0.1:99999", "127.0.0.1:80x"}) {
    EXPECT_EQ(parse_endpoint(bad, "--listen").error().field, "--listen") << bad;
  }
}

}  // namespace
}  // namespace nigiwai::http
