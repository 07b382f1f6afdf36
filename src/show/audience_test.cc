#include "show/audience.h"

#include "show/test_support.h"

namespace nigiwai::show {
namespace {

class AudienceTest : public ShowTest {
 protected:
  void does(const std::string& show, const std::string& viewer, timeline::NewEvent event) {
    ASSERT_TRUE(run<bool>([&](store::Transaction& t) -> Result<bool> {
                  journal_.append(t, show, std::move(event), {http::Role::kViewer, viewer, viewer, ""},
                                  Milliseconds(0));
                  return true;
                }).has_value());
  }
  void plays(const std::string& show, const std::string& viewer, std::int64_t ms) {
    does(show, viewer,
         {.kind = "play.span", .data = {{"from", 0}, {"to", ms}}, .audience = timeline::Audience::kServer});
  }
  bool read_some() {
    return *run<bool>([](store::Transaction& t) -> Result<bool> { return read_some_audience(t); });
  }
  void read_all() {
    while (read_some()) {
    }
  }
  std::int64_t views(const std::string& show, bool live) {
    return number("SELECT count(*) FROM audience WHERE show = ? AND live = ? AND viewed_at IS NOT NULL", show,
                  live);
  }
};

TEST_F(AudienceTest, AViewIsThreeSecondsOfPlayLiveOrAfterwards) {
  const auto show = on_air();
  plays(show, "v1", 2'000);
  plays(show, "v2", 3'000);
  read_all();
  EXPECT_EQ(views(show, true), 1);
  plays(show, "v1", 1'000);
  read_all();
  EXPECT_EQ(views(show, true), 2);
  ASSERT_TRUE(step(show, Step::kEnd).has_value());
  clock_.advance(Milliseconds(1'000));
  plays(show, "v3", 9'000);
  read_all();
  EXPECT_EQ(views(show, true), 2);
  EXPECT_EQ(views(show, false), 1);
}

TEST_F(AudienceTest, WhoWatchedLiveIsNoArchiveViewerForTheLastReport) {
  const auto show = on_air();
  plays(show, "v1", 9'000);
  ASSERT_TRUE(step(show, Step::kEnd).has_value());
  clock_.advance(Milliseconds(8'000));
  plays(show, "v1", 9'000);
  read_all();
  EXPECT_EQ(views(show, false), 0);
  clock_.advance(kStragglers);
  plays(show, "v1", 9'000);
  read_all();
  EXPECT_EQ(views(show, false), 1) << "came back to the archive";
}

TEST_F(AudienceTest, TheFirstLineOfChatIsKeptAndTheStaffAreNoAudience) {
  const auto show = on_air();
  does(show, "v1", {.kind = "chat.posted", .text = "かわいい"});
  const auto first = clock_.wall();
  clock_.advance(Milliseconds(5'000));
  does(show, "v1", {.kind = "chat.posted", .text = "買います"});
  write(show, 0, {.kind = "chat.posted", .text = "ありがとうございます"});
  read_all();
  EXPECT_EQ(number("SELECT count(*) FROM audience"), 1);
  EXPECT_EQ(number("SELECT chatted_at FROM audience WHERE viewer = 'v1'"), first.time_since_epoch().count());
}

TEST_F(AudienceTest, ReadAgainFromTheBeginningIsTheSame) {
  const auto show = on_air();
  for (int i = 0; i < 40; ++i) {
    plays(show, "v" + std::to_string(i % 7), 700);
    if (i == 25) {
      ASSERT_TRUE(step(show, Step::kEnd).has_value());
    }
    if (i % 10 == 0) read_all();
    clock_.advance(Milliseconds(3'000));
  }
  read_all();
  const auto sum = "SELECT sum(played_ms * (1 + live) + coalesce(viewed_at, 0) % 1000003) FROM audience";
  const auto before = number(sum);
  ASSERT_TRUE(run<bool>([](store::Transaction& t) -> Result<bool> {
                t.db().run("DELETE FROM audience");
                t.db().run("UPDATE audience_read SET position = 0");
                return true;
              }).has_value());
  read_all();
  EXPECT_EQ(number(sum), before);
}

}  // namespace
}  // namespace nigiwai::show
