#include "insight/patterns/past_shows.h"

#include "base/time.h"
#include "show/test_support.h"
#include "social/migrations.h"

namespace nigiwai::insight {
namespace {

class PastShowsTest : public show::ShowTest {
 protected:
  std::vector<std::span<const store::Migration>> rooms() override {
    auto below = show::ShowTest::rooms();
    below.push_back(social::migrations());
    return below;
  }
  void seen(const std::string& show, int viewers) {
    for (int at = 0; at < viewers; ++at) {
      sql("INSERT INTO audience VALUES ('" + show + "', 'v" + std::to_string(at) + "', 1, 60000, 1, " +
          (at == 0 ? "1" : "NULL") + ")");
    }
  }
};

TEST_F(PastShowsTest, ReadsHowAShowWasMadeAndWhatCameOfIt) {
  const auto id = on_air();
  pin(id, 42'000, "lip");
  pin(id, 50'000, "oil");
  write(id, 51'000, {.kind = "product.saved", .data = {{"product", "lip"}}});
  ASSERT_TRUE(step(id, show::Step::kEnd).has_value());
  seen(id, 4);
  sql("INSERT INTO show_plan VALUES ('" + id +
      "', 1, 'how_to', '', NULL);"
      "INSERT INTO show_cast VALUES ('" +
      id +
      "', 0, 'minori');"
      "INSERT INTO external_order (id, api_key, external_id, state, placed_at, changed_at, viewer, show, at, "
      "currency, total) SELECT 'x', 'k', 'x', 'placed', ended_at - 1, 0, 'v0', id, 0, 'JPY', 2640 FROM show "
      "UNION "
      "ALL SELECT 'y', 'k', 'y', 'placed', ended_at + 1000, 0, 'v1', id, 0, 'JPY', 500 FROM show;"
      "INSERT INTO caption VALUES ('" +
      id + "', 'ja', 1, 0, 600000, 'あいうえおかきくけこ', '')");
  const auto young = past_shows(*reader_, clock_.wall());
  ASSERT_EQ(young.shows.size(), 1U);
  const auto& show = young.shows[0];
  EXPECT_EQ(show.theme, "how_to");
  EXPECT_EQ(show.cast, std::vector<std::string>{"minori"});
  EXPECT_EQ(show.products, 2);
  EXPECT_EQ(show.first_pin, Milliseconds(42'000));
  EXPECT_EQ(show.offer, "none");
  EXPECT_FALSE(show.lead.has_value());
  EXPECT_DOUBLE_EQ(show.talk_pace.value_or(0), 1);
  EXPECT_EQ(show.viewers, 4);
  EXPECT_EQ(show.watched_ms, 240'000);
  EXPECT_EQ(show.chatters, 1);
  EXPECT_EQ(show.orders, 1);
  EXPECT_EQ(show.buyers, 1);
  EXPECT_EQ(show.gmv, 2640);
  EXPECT_EQ(show.saves, 1);
  EXPECT_FALSE(show.archive_gmv.has_value());
  clock_.advance(Milliseconds(kArchiveCounts));
  EXPECT_EQ(past_shows(*reader_, clock_.wall()).shows[0].archive_gmv, 500);
  EXPECT_EQ(young.names.at("minori"), "佐倉 みのり");
}

TEST_F(PastShowsTest, LeavesOutShowsThatNobodysViewingIsKnownOf) {
  const auto id = on_air();
  const auto before = history_mark(*reader_);
  ASSERT_TRUE(step(id, show::Step::kEnd).has_value());
  EXPECT_NE(history_mark(*reader_), before);
  const auto history = past_shows(*reader_, clock_.wall());
  EXPECT_TRUE(history.shows.empty());
  EXPECT_EQ(history.unseen, 1);
}

TEST_F(PastShowsTest, MeasuresTheAnnouncementFromTheFirstMail) {
  const auto id = on_air();
  ASSERT_TRUE(step(id, show::Step::kEnd).has_value());
  seen(id, 1);
  sql("INSERT INTO announcement (show, which, begun_at, written) SELECT show, 'day', live_at - 86400000, 3 "
      "FROM "
      "timeline WHERE live_at IS NOT NULL");
  EXPECT_EQ(past_shows(*reader_, clock_.wall()).shows[0].lead, Milliseconds(86'400'000));
}

}  // namespace
}  // namespace nigiwai::insight
