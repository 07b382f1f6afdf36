#include "show/import.h"

#include <boost/json/serialize.hpp>

#include "base/time.h"
#include "show/test_support.h"

namespace nigiwai::show {
namespace {

constexpr Milliseconds kLength{60'000};
const std::set<std::string, std::less<>> kShelf{"lip", "oil"};

constexpr const char* kFile =
    "{\"at\": 5000, \"kind\": \"product.pinned\", \"data\": {\"product\": \"lip\"}}\r\n"
    "\n"
    "{\"at\": 1000, \"kind\": \"chat.posted\", \"by\": {\"name\": \"ゆず茶\"}, \"data\": {\"text\": "
    "\"こんばんは\"}}\n"
    "{\"at\": 7000, \"kind\": \"chat.posted\", \"by\": {\"name\": \"ゆず茶\"}, \"data\": {\"text\": "
    "\"きれい\"}}\n"
    "{\"at\": 8000, \"kind\": \"heart.given\", \"data\": {\"count\": 12}}\n"
    "{\"at\": 9000, \"kind\": \"product.saved\", \"data\": {\"product\": \"lip\"}}\n"
    "{\"at\": 20000, \"kind\": \"product.unpinned\"}";

TEST(ParseTimeline, ReadsLinesInOrderOfTheirMoment) {
  const auto events = parse_timeline(kFile, kLength, kShelf);
  ASSERT_TRUE(events.has_value()) << events.error().detail;
  ASSERT_EQ(events->size(), 6u);
  EXPECT_EQ(events->at(0).text, "こんばんは");
  EXPECT_EQ(events->at(0).by_name, "ゆず茶");
  EXPECT_EQ(events->at(1).product, "lip");
}

TEST(ParseTimeline, SaysWhichLineIsWrong) {
  struct {
    const char *line, *where;
  } const cases[] = {
      {"not json", "line 2: "},
      {"[]", "line 2: "},
      {R"({"kind":"heart.given","data":{"count":1}})", "line 2, /at: "},
      {R"({"at":-1,"kind":"heart.given","data":{"count":1}})", "line 2, /at: "},
      {R"({"at":60001,"kind":"heart.given","data":{"count":1}})", "line 2, /at: "},
      {R"({"at":1,"kind":"order.placed"})", "line 2, /kind: "},
      {R"({"at":1,"kind":"heart.given","data":{"count":0}})", "line 2, /data/count: "},
      {R"({"at":1,"kind":"heart.given"})", "line 2, /data/count: "},
      {R"({"at":1,"kind":"product.pinned","data":{"product":"none"}})", "line 2, /data/product: "},
      {R"({"at":1,"kind":"chat.posted","data":{"text":"hi"}})", "line 2, /by: "},
      {R"({"at":1,"kind":"chat.posted","by":{"name":"a"},"data":{"text":" "}})", "line 2, /data/text: "},
      {R"({"at":1,"kind":"chat.posted","by":{"name":"a","id":"p1"},"data":{"text":"hi"}})",
       "line 2, /by/id: "},
      {R"({"at":1,"kind":"product.unpinned","data":{},"seq":4})", "line 2, /seq: "},
  };
  for (const auto& each : cases) {
    const auto events = parse_timeline("\n" + std::string(each.line) + "\n", kLength, kShelf);
    ASSERT_FALSE(events.has_value()) << each.line;
    EXPECT_TRUE(events.error().detail.starts_with(each.where)) << events.error().detail;
  }
}

TEST(ParseTimeline, AnEmptyFileIsAShowWithoutEvents) {
  EXPECT_TRUE(parse_timeline("", kLength, kShelf)->empty());
  EXPECT_TRUE(parse_timeline("\xEF\xBB\xBF\n\n", kLength, kShelf)->empty());
}

class ImportTest : public ShowTest {
 protected:
  Result<bool> bring(ImportedShow imported) {
    return run<bool>([&](store::Transaction& t) -> Result<bool> {
      const auto events = parse_timeline(kFile, imported.length, kShelf);
      if (auto done = import_show(t, journal_, random_, imported, *events); !done)
        return std::unexpected(done.error());
      return true;
    });
  }
  ImportedShow fine() {
    return {.id = "past1",
            .title = "夏の下地、徹底比較",
            .live_at = clock_.wall() - std::chrono::hours(48),
            .length = kLength,
            .cast = {"minori"},
            .shelf = {"lip", "oil"}};
  }
};

TEST_F(ImportTest, MakesAnArchiveThatPlaysLikeOneThatWasBroadcast) {
  ASSERT_TRUE(bring(fine()).has_value());
  const auto seen = view("past1");
  EXPECT_EQ(seen.at("state").as_string(), "archived");
  EXPECT_EQ(seen.at("length_ms").as_int64(), 60'000);
  EXPECT_EQ(json::serialize(seen.at("pins")), R"([{"product":"lip","at":5000,"until":20000}])");
  EXPECT_EQ(json::serialize(seen.at("counts")), R"({"watching":12,"hearts":12,"chat":2})");
  EXPECT_TRUE(outline(*reader_, "past1", clock_)->at("gaps").as_array().empty());

  const auto page = *page_at(*reader_, "past1", Milliseconds(6'000), kLength,
                             {.staff = false, .person = "", .secret = "s"});
  EXPECT_EQ(page.at("state").at("pin").at("product").as_string(), "lip");
  const auto& line = page.at("events").as_array().at(0);
  EXPECT_EQ(line.at("by").at("name").as_string(), "ゆず茶");
  EXPECT_EQ(line.at("by").at("role").as_string(), "viewer");
  EXPECT_EQ(json::serialize(page.at("saves")), "[[9000,1]]");
  EXPECT_EQ(number("SELECT count(DISTINCT by_id) FROM event WHERE kind = 'chat.posted'"), 1);
  EXPECT_EQ(number("SELECT max(seq) - count(*) FROM event WHERE show = 'past1'"), 0);
  // What was said then is of then, so that the archive does not take it for a later addition.
  EXPECT_EQ(number("SELECT max(accepted_at) FROM event WHERE show = 'past1'"),
            to_ms(fine().live_at) + kLength.count());
}

TEST_F(ImportTest, RefusesWhoAndWhatDoesNotExist) {
  auto nobody = fine();
  nobody.cast = {"nobody"};
  EXPECT_EQ(bring(nobody).error().field, "/cast/0");
}

}  // namespace
}  // namespace nigiwai::show
