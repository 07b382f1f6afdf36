#include <boost/json/parse.hpp>

#include "base/qr.h"
#include "show/commands.h"
#include "show/ingest.h"
#include "show/picture_log.h"
#include "show/shelves.h"
#include "show/test_support.h"

namespace nigiwai::show {
namespace {

using Ids = std::vector<std::string>;

class ShowsTest : public ShowTest {};

TEST_F(ShowsTest, APlannedShowIsADraftOrScheduledAndHasItsTimeline) {
  const auto draft = plan({.shelf = Ids{"lip"}, .cast = Ids{"minori"}});
  ASSERT_TRUE(draft.has_value()) << draft.error().detail;
  EXPECT_EQ(draft->state, State::kDraft);
  EXPECT_EQ(draft->shelf, Ids{"lip"});
  EXPECT_TRUE(timeline::times_of(*reader_, draft->id).has_value());
  const auto scheduled = plan({.starts_at = std::optional(clock_.wall() + std::chrono::hours(3))});
  EXPECT_EQ(scheduled->state, State::kScheduled);
}

TEST_F(ShowsTest, NamesProductsAndPeopleThatDoNotExist) {
  EXPECT_EQ(plan({.shelf = Ids{"lip", "none"}}).error().field, "/shelf/1");
  EXPECT_EQ(plan({.shelf = Ids{"lip", "lip"}}).error().field, "/shelf/1");
  EXPECT_EQ(plan({.cast = Ids{"nobody"}}).error().field, "/cast/0");
}

TEST_F(ShowsTest, ReadsAChangeAndNamesWhatIsWrong) {
  const auto field = [](const char* text, Body what) {
    const auto read = read_change(json::parse(text).as_object(), what);
    return read ? std::string() : read.error().field;
  };
  EXPECT_EQ(
      field(R"({"title":"T","starts_at":"2026-12-01T11:00:00Z","shelf":["lip"],"record":false})", Body::kNew),
      "");
  EXPECT_EQ(field(R"({})", Body::kNew), "/title");
  EXPECT_EQ(field(R"({"starts_at":null})", Body::kChange), "");
  EXPECT_EQ(field(R"({"starts_at":"tomorrow"})", Body::kChange), "/starts_at");
  EXPECT_EQ(field(R"({"shelf":"lip"})", Body::kChange), "/shelf");
  EXPECT_EQ(field(R"({"state":"live"})", Body::kChange), "/state");
}

TEST_F(ShowsTest, StartsOnceAndTellsMediaTheTimeThatWasWritten) {
  const auto id = plan({})->id;
  ASSERT_TRUE(step(id, Step::kStart).has_value());
  EXPECT_EQ(broadcasting_.told, Ids{"start " + id});
  EXPECT_EQ(timeline::times_of(*reader_, id)->live_at, broadcasting_.started_at);
  const auto again = step(id, Step::kStart);
  ASSERT_FALSE(again.has_value());
  EXPECT_EQ(again.error().type, "state");
  EXPECT_EQ(heard_.of(id, "show.started").size(), 1u);
  ASSERT_EQ(live_shows(*reader_).size(), 1u);
  clock_.advance(Milliseconds(90'000));
  ASSERT_TRUE(step(id, Step::kEnd).has_value());
  EXPECT_EQ(broadcasting_.told.back(), "end " + id);
  EXPECT_EQ(timeline::times_of(*reader_, id)->length, Milliseconds(90'000));
  EXPECT_TRUE(live_shows(*reader_).empty());
  EXPECT_EQ(step(id, Step::kCancel).error().type, "state");
}

TEST_F(ShowsTest, TellsWhatWasChangedOnceItIsAnnounced) {
  const auto id = plan({})->id;
  const auto patch = [&](ShowChange wanted) {
    return run<Show>([&](store::Transaction& t) { return change(t, journal_, id, wanted); });
  };
  ASSERT_TRUE(patch({.title = "下書き"}).has_value());
  EXPECT_TRUE(heard_.of(id, "show.changed").empty());
  ASSERT_TRUE(step(id, Step::kStart).has_value());
  ASSERT_TRUE(patch({.title = "本番", .shelf = Ids{"lip"}}).has_value());
  ASSERT_TRUE(patch({.title = "本番"}).has_value());
  const auto told = heard_.of(id, "show.changed");
  ASSERT_EQ(told.size(), 1u);
  EXPECT_EQ(told[0]->data.at("changed"), json::value({"title", "shelf"}));
}

TEST_F(ShowsTest, TimeAndRecordingAreSettledBeforeItStarts) {
  const auto id = plan({})->id;
  const auto patch = [&](ShowChange wanted) {
    return run<Show>([&](store::Transaction& t) { return change(t, journal_, id, wanted); });
  };
  const std::optional later(clock_.wall() + std::chrono::hours(1));
  EXPECT_EQ(patch({.starts_at = later})->state, State::kScheduled);
  EXPECT_EQ(patch({.starts_at = std::optional<WallTime>{}})->state, State::kDraft);
  ASSERT_TRUE(step(id, Step::kStart).has_value());
  EXPECT_EQ(patch({.starts_at = later}).error().type, "state");
  EXPECT_EQ(patch({.record = Recording::kOff}).error().type, "state");
  const auto changed = patch({.title = "別の題", .shelf = Ids{"oil", "lip"}});
  ASSERT_TRUE(changed.has_value());
  EXPECT_EQ(find(*reader_, id)->shelf, (Ids{"oil", "lip"}));
  EXPECT_EQ(find(*reader_, id)->title, "別の題");
}

TEST_F(ShowsTest, DraftsAndCancelledShowsAreTheStaffs) {
  const auto draft = plan({})->id;
  const auto cancelled = plan({})->id;
  ASSERT_TRUE(step(cancelled, Step::kCancel).has_value());
  for (const auto& id : {draft, cancelled}) {
    EXPECT_EQ(find_for(*reader_, id, viewer_).error().kind, Kind::kNotFound);
    EXPECT_TRUE(find_for(*reader_, id, owner_).has_value());
    EXPECT_FALSE(ShowShelves().is_public(*reader_, id));
  }
  EXPECT_EQ(page_at(*reader_, draft, Milliseconds(0), Milliseconds(1), {}).error().kind, Kind::kNotFound);
  EXPECT_TRUE(ShowShelves().is_public(*reader_, on_air()));
  EXPECT_FALSE(ShowShelves().is_public(*reader_, "none"));
}

TEST_F(ShowsTest, ListsLatestFirstAndWhatIsToComeSoonestFirst) {
  Ids ids;
  for (int hours = 1; hours <= 3; ++hours) {
    ids.push_back(plan({.starts_at = std::optional(clock_.wall() + std::chrono::hours(hours))})->id);
  }
  const State scheduled[] = {State::kScheduled};
  const auto first = list(*reader_, scheduled, {.cursor = "", .limit = 2});
  ASSERT_EQ(first->items.size(), 2u);
  EXPECT_EQ(first->items[0].id, ids[0]);
  const auto second = list(*reader_, scheduled, {.cursor = *first->next, .limit = 2});
  ASSERT_EQ(second->items.size(), 1u);
  EXPECT_EQ(second->items[0].id, ids[2]);
  EXPECT_FALSE(second->next.has_value());
  const auto all = list(*reader_, kStates, {.cursor = "", .limit = 10});
  EXPECT_EQ(all->items.at(0).id, ids[2]);
  EXPECT_EQ(list(*reader_, scheduled, {.cursor = "12", .limit = 2}).error().field, "cursor");
  EXPECT_TRUE(list(*reader_, {}, {.cursor = "", .limit = 2})->items.empty());
}

TEST_F(ShowsTest, OnlyTheRightKeyMaySendAndOnlyUntilTheEnd) {
  const auto show = *plan({});
  EXPECT_FALSE(check_stream_key(*reader_, show.id, show.stream_key)->on_air.has_value());
  EXPECT_EQ(check_stream_key(*reader_, show.id, "").error().type, "wrong-key");
  EXPECT_EQ(check_stream_key(*reader_, show.id, show.stream_key + "x").error().type, "wrong-key");
  EXPECT_EQ(check_stream_key(*reader_, "none", show.stream_key).error().kind, Kind::kNotFound);
  const auto renewed =
      run<Show>([&](store::Transaction& t) { return new_key(t, broadcasting_, random_, show.id); });
  EXPECT_EQ(broadcasting_.told, Ids{"key " + show.id});
  EXPECT_EQ(check_stream_key(*reader_, show.id, show.stream_key).error().type, "wrong-key");
  ASSERT_TRUE(step(show.id, Step::kStart).has_value());
  EXPECT_EQ(check_stream_key(*reader_, show.id, renewed->stream_key)->on_air, broadcasting_.started_at);
  ASSERT_TRUE(step(show.id, Step::kEnd).has_value());
  EXPECT_EQ(check_stream_key(*reader_, show.id, renewed->stream_key).error().type, "show-ended");
  EXPECT_EQ(show_of_preview(*reader_, show.preview_token), show.id);
  EXPECT_EQ(show_of_preview(*reader_, "x"), std::nullopt);
}

TEST_F(ShowsTest, PinsWhatIsOnTheShelfWhileOnAir) {
  const auto id = plan({.shelf = Ids{"lip"}})->id;
  const auto decide = [&](const char* product) {
    return run<timeline::NewEvent>([&](store::Transaction& t) {
      const timeline::Command command{.name = "product.pin",
                                      .show = id,
                                      .by = owner_,
                                      .at = {},
                                      .key = "k",
                                      .data = {{"product", product}}};
      return decide_pin(t, command, *timeline::times_of(t.db(), id), Milliseconds(0));
    });
  };
  const auto unpin = [&](std::int64_t at) {
    return run<timeline::NewEvent>([&](store::Transaction& t) {
      const timeline::Command command{
          .name = "product.unpin", .show = id, .by = owner_, .at = {}, .key = "k", .data = {}};
      return decide_unpin(t, command, *timeline::times_of(t.db(), id), Milliseconds(at));
    });
  };
  EXPECT_EQ(decide("lip").error().type, "state");
  ASSERT_TRUE(step(id, Step::kStart).has_value());
  clock_.advance(Milliseconds(60'000));
  EXPECT_EQ(decide("oil").error().field, "/data/product");
  EXPECT_EQ(decide("lip")->kind, "product.pinned");
  EXPECT_EQ(unpin(30'000).error().kind, Kind::kConflict);
  pin(id, 20'000, "lip");
  EXPECT_EQ(unpin(30'000)->data.at("product").as_string(), "lip");
}

TEST_F(ShowsTest, TheShelfAnswersWhichShowsOnAirHaveAProduct) {
  plan({.shelf = Ids{"lip"}});
  const auto live = on_air();
  EXPECT_EQ(ShowShelves().live_shows_with(*reader_, "lip"), Ids{live});
  EXPECT_TRUE(ShowShelves().on_shelf(*reader_, live, "oil"));
  EXPECT_FALSE(ShowShelves().on_shelf(*reader_, live, "none"));
}

TEST_F(ShowsTest, ThePictureComesAndGoesInTheTimelineOnlyWhileOnAir) {
  PictureLog log(*core_, journal_);
  const auto note = [&](const std::string& show, PictureNote what, std::int64_t at) {
    log.note(show, what, Milliseconds(at), "The disk is full.");
    while (core_->step()) {
    }
  };
  const auto draft = plan({})->id;
  note(draft, PictureNote::kStarted, 0);
  EXPECT_TRUE(heard_.of(draft, "picture.started").empty());

  const auto id = on_air();
  EXPECT_EQ(view(id).at("away_since").as_int64(), 0);
  note(id, PictureNote::kStarted, 700);
  note(id, PictureNote::kStarted, 800);
  ASSERT_EQ(heard_.of(id, "picture.started").size(), 1u);
  EXPECT_EQ(heard_.of(id, "picture.started")[0]->at, Milliseconds(700));
  EXPECT_EQ(view(id).at("picture").as_string(), "on");
  note(id, PictureNote::kLost, 999'999'999);
  EXPECT_EQ(view(id).at("picture").as_string(), "away");
  EXPECT_EQ(view(id).at("away_since").as_int64(), 60'000);
  note(id, PictureNote::kRecordingStopped, 30'000);
  EXPECT_EQ(heard_.of(id, "recording.stopped").at(0)->audience, timeline::Audience::kStaff);
}

TEST(Ingest, SpeaksAsEncodersDo) {
  const Show show{.id = "abc", .stream_key = "k3y"};
  const auto addresses =
      ingest_addresses(show, {.host = "live.example.jp", .rtmp_port = 1935, .srt_port = 9710});
  ASSERT_EQ(addresses.size(), 2u);
  EXPECT_EQ(addresses[0].url, "rtmp://live.example.jp:1935/live");
  EXPECT_EQ(addresses[0].key, "abc?key=k3y");
  EXPECT_EQ(addresses[0].whole, "rtmp://live.example.jp:1935/live/abc?key=k3y");
  EXPECT_EQ(addresses[1].url, "srt://live.example.jp:9710?streamid=publish:abc:k3y");
  const auto svg = qr_svg(addresses[0].whole);
  ASSERT_TRUE(svg.has_value());
  EXPECT_TRUE(svg->starts_with("<svg "));
  EXPECT_EQ(svg->find("k3y"), std::string::npos);
}

}  // namespace
}  // namespace nigiwai::show
