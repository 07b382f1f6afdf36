#include "show/views.h"

#include <boost/json/serialize.hpp>

#include "show/test_support.h"

namespace nigiwai::show {
namespace {

class ViewsTest : public ShowTest {};

TEST_F(ViewsTest, ASnapshotHasTheShowAsItIsNow) {
  const auto id = on_air();
  pin(id, 10'000, "lip");
  pin(id, 20'000, "oil");
  const auto seen = view(id);
  EXPECT_EQ(seen.at("state").as_string(), "live");
  EXPECT_EQ(seen.at("clock").as_int64(), 60'000);
  EXPECT_TRUE(seen.at("length_ms").is_null());
  EXPECT_EQ(seen.at("seq").as_int64(), 3);
  EXPECT_EQ(json::serialize(seen.at("pin")), R"({"product":"oil","at":20000,"seq":3})");
  EXPECT_EQ(json::serialize(seen.at("pins")),
            R"([{"product":"lip","at":10000,"until":20000},{"product":"oil","at":20000,"until":null}])");
  EXPECT_EQ(seen.at("shelf").as_array().size(), 2u);
  EXPECT_EQ(seen.at("counts").at("watching").as_int64(), 12);
  EXPECT_EQ(seen.at("media").at("playlist").as_string(), "/media/" + id + "/index.m3u8");
  EXPECT_FALSE(seen.contains("staff"));
}

TEST_F(ViewsTest, StaffSeeThePreviewBeforeTheStartAndThePublicNeverDoes) {
  const auto show = *plan({.cast = std::vector<std::string>{"minori"}});
  const auto seen = view(show.id, owner_);
  EXPECT_EQ(seen.at("staff").at("preview").as_string(), "/media/" + show.preview_token + "/index.m3u8");
  EXPECT_TRUE(seen.at("media").at("playlist").is_null());
  EXPECT_EQ(seen.at("cast").as_array()[0].at("name").as_string(), "佐倉 みのり");
  EXPECT_EQ(json::serialize(view(show.id)).find(show.preview_token), std::string::npos);
  EXPECT_EQ(json::serialize(view(show.id, owner_)).find(show.stream_key), std::string::npos);
}

TEST_F(ViewsTest, AnArchiveHasItsLengthAndNoPinNow) {
  const auto id = on_air();
  pin(id, 10'000, "lip");
  ASSERT_TRUE(step(id, Step::kEnd).has_value());
  const auto seen = view(id);
  EXPECT_EQ(seen.at("length_ms").as_int64(), 60'000);
  EXPECT_TRUE(seen.at("pin").is_null());
  EXPECT_EQ(json::serialize(seen.at("pins")), R"([{"product":"lip","at":10000,"until":60000}])");
  EXPECT_TRUE(seen.at("away_since").is_null());
}

TEST_F(ViewsTest, APageHasTheStateAtItsBeginningAndTheEventsAfterIt) {
  const auto id = on_air();
  pin(id, 10'000, "lip");
  write(id, 30'000, {.kind = "chat.posted", .text = "柿渋きれい"});
  write(id, 25'000, {.kind = "chat.posted", .text = "先に見えた"});
  write(id, 26'000,
        {.kind = "product.saved", .data = {{"product", "lip"}}, .audience = timeline::Audience::kServer});
  ASSERT_TRUE(run<bool>([&](store::Transaction& t) -> Result<bool> {
                journal_.count_moment(t, id, "heart", Milliseconds(19'999), 7);
                journal_.count_moment(t, id, "heart", Milliseconds(20'500), 3);
                journal_.count_moment(t, id, "save", Milliseconds(26'000), 1);
                return true;
              }).has_value());
  const auto page = page_at(*reader_, id, Milliseconds(20'000), Milliseconds(40'000), {});
  ASSERT_TRUE(page.has_value()) << page.error().detail;
  EXPECT_EQ(page->at("state").at("pin").at("product").as_string(), "lip");
  const auto& events = page->at("events").as_array();
  ASSERT_EQ(events.size(), 2u);
  EXPECT_EQ(events[0].at("data").at("text").as_string(), "先に見えた");
  EXPECT_EQ(json::serialize(page->at("hearts")), "[[20000,3]]");
  EXPECT_EQ(json::serialize(page->at("saves")), "[[26000,1]]");
  EXPECT_TRUE(page->at("next_at").is_null());
  EXPECT_EQ(page_at(*reader_, id, Milliseconds(2), Milliseconds(1), {}).error().field, "until");
}

TEST_F(ViewsTest, PagesPutTogetherHaveEachHeartOnce) {
  const auto id = on_air();
  ASSERT_TRUE(run<bool>([&](store::Transaction& t) -> Result<bool> {
                for (int at = 0; at < 30'000; at += 500)
                  journal_.count_moment(t, id, "heart", Milliseconds(at), 1);
                return true;
              }).has_value());
  std::int64_t hearts = 0;
  for (const auto& [from, until] : {std::pair(0, 12'345), {12'345, 12'999}, {12'999, 30'000}}) {
    const auto page = *page_at(*reader_, id, Milliseconds(from), Milliseconds(until), {});
    for (const auto& pair : page.at("hearts").as_array()) hearts += pair.at(1).as_int64();
  }
  EXPECT_EQ(hearts, 60);
}

TEST_F(ViewsTest, TheOutlineDrawsChatHeartsSavesChaptersAndGaps) {
  const auto id = on_air();
  write(id, 2'000, {.kind = "picture.started"});
  pin(id, 10'000, "lip");
  write(id, 30'100, {.kind = "chat.posted", .text = "a"});
  write(id, 30'900, {.kind = "chat.posted", .text = "b"});
  ASSERT_TRUE(run<bool>([&](store::Transaction& t) -> Result<bool> {
                journal_.count_moment(t, id, "heart", Milliseconds(59'000), 4);
                journal_.count_moment(t, id, "save", Milliseconds(12'000), 2);
                return true;
              }).has_value());
  ASSERT_TRUE(step(id, Step::kEnd).has_value());
  const auto drawn = *outline(*reader_, id, clock_);
  EXPECT_EQ(drawn.at("length_ms").as_int64(), 60'000);
  EXPECT_EQ(drawn.at("bucket_ms").as_int64(), 1000);
  EXPECT_EQ(drawn.at("chat").as_array().size(), 60u);
  EXPECT_EQ(drawn.at("chat").as_array()[30].as_int64(), 2);
  EXPECT_EQ(drawn.at("hearts").as_array()[59].as_int64(), 4);
  EXPECT_EQ(json::serialize(drawn.at("saves")), R"([{"at":12000,"count":2}])");
  EXPECT_EQ(json::serialize(drawn.at("chapters")), R"([{"at":10000,"title":"The lip","product":"lip"}])");
  EXPECT_EQ(json::serialize(drawn.at("gaps")), R"([{"from":0,"to":2000}])");
}

TEST(Outline, HasBarsOfWholeSecondsAndNotTooMany) {
  EXPECT_EQ(bucket_of(Milliseconds(0)), Milliseconds(1000));
  EXPECT_EQ(bucket_of(Milliseconds(240'000)), Milliseconds(1000));
  EXPECT_EQ(bucket_of(Milliseconds(240'001)), Milliseconds(2000));
  EXPECT_EQ(bucket_of(std::chrono::hours(12)), Milliseconds(180'000));
}

}  // namespace
}  // namespace nigiwai::show
