#include "media/ingest/amf.h"

#include <gtest/gtest.h>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <random>

#include "media/ingest/ingest_test_support.h"

namespace nigiwai::media::ingest {
namespace {

namespace json = boost::json;

json::value random_value(std::mt19937& random, int depth) {
  switch (random() % (depth < 4 ? 6 : 4)) {
    case 0:
      return nullptr;
    case 1:
      return random() % 2 == 0;
    case 2:
      return static_cast<double>(random()) / 7;
    case 3:
      return json::string(random() % 400 == 0 ? 70'000 : random() % 20, 'x');
    case 4: {
      json::array array;
      for (auto i = random() % 4; i > 0; --i) array.push_back(random_value(random, depth + 1));
      return array;
    }
    default: {
      json::object object;
      for (auto i = random() % 4; i > 0; --i) {
        object[std::string(1 + random() % 3, static_cast<char>('a' + random() % 26))] =
            random_value(random, depth + 1);
      }
      return object;
    }
  }
}

TEST(Amf, ComesBackAsItWasWritten) {
  std::mt19937 random{7};
  for (int round = 0; round < 2'000; ++round) {
    std::vector<json::value> values;
    Bytes bytes;
    for (auto i = random() % 4; i > 0; --i) {
      values.push_back(random_value(random, 0));
      write_amf(bytes, values.back());
    }
    const auto read = read_amf(bytes);
    ASSERT_TRUE(read) << read.error().detail;
    ASSERT_EQ(*read, values);
  }
}

TEST(Amf, ReadsTheTypesThatWeDoNotWrite) {
  struct Case {
    std::string_view hex;
    json::value value;
  };
  for (const auto& [hex, value] : {
           Case{"06", nullptr},
           Case{"0d", nullptr},
           Case{"08 00000009 0001 61 0101 0000 09", json::object{{"a", true}}},
           Case{"10 0001 54 0001 61 05 0000 09", json::object{{"a", nullptr}}},
           Case{"0b 3ff0000000000000 0000", 1.0},
           Case{"0c 00000002 6869", "hi"},
           Case{"0f 00000002 6869", "hi"},
       }) {
    const auto read = read_amf(from_hex(hex));
    ASSERT_TRUE(read) << hex;
    ASSERT_EQ(read->size(), 1U);
    EXPECT_EQ(read->front(), value) << hex;
  }
}

TEST(Amf, RefusesDamage) {
  std::string deep;
  for (int i = 0; i < 50; ++i) deep += "0a00000001";
  std::string many = "0a000fffff";
  for (int i = 0; i < 600; ++i) many += "05";
  for (const std::string& hex :
       {std::string("00"), std::string("003ff0"), std::string("02"), std::string("0200"),
        std::string("020005 6869"), std::string("0cffffffff 68"), std::string("03"),
        std::string("03 0001 61"), std::string("03 0001 61 05"), std::string("03 0000 05"),
        std::string("0affffffff"), std::string("07 0001"), std::string("11"), std::string("ff"), deep,
        many}) {
    EXPECT_FALSE(read_amf(from_hex(hex))) << hex;
  }
}

}  // namespace
}  // namespace nigiwai::media::ingest
