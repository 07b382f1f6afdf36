// Shows on a real database, with media that only remember what they were told.
#pragma once

#include "people/migrations.h"
#include "people/staff.h"
#include "shop/test_support.h"
#include "show/migrations.h"
#include "show/views.h"
#include "talk/migrations.h"

namespace nigiwai::show {

class ToldBroadcasting final : public Broadcasting {
 public:
  void start(const std::string& show, WallTime live_at, Recording) override {
    told.push_back("start " + show);
    started_at = live_at;
  }
  void end(const std::string& show) override { told.push_back("end " + show); }
  void key_changed(const std::string& show) override { told.push_back("key " + show); }
  void second_rendition_changed(const std::string& show) override { told.push_back("second " + show); }
  void simulcast_changed(const std::string& show) override { told.push_back("simulcast " + show); }
  void archive_changed(const std::string& show) override { told.push_back("archive " + show); }
  json::object health(const std::string&) override { return {{"connected", false}}; }
  MediaThere media(const std::string&) override { return there; }
  std::vector<std::string> told;
  WallTime started_at{};
  MediaThere there{.playlist = true, .preview = true, .poster = true, .download = true};
};

class ShowTest : public shop::ShopTest {
 protected:
  std::vector<std::span<const store::Migration>> rooms() override {
    auto below = shop::ShopTest::rooms();
    below.push_back(show::migrations());
    below.push_back(talk::migrations());
    return below;
  }
  void SetUp() override {
    shop::ShopTest::SetUp();
    add_product("lip", 2640, 5);
    add_product("oil", 3300, 5);
    ASSERT_TRUE(run<people::Put>([&](store::Transaction& t) {
                  return people::put_profile(t, random_,
                                             {"minori", "佐倉 みのり", "美容部員", http::Role::kPresenter});
                }).has_value());
  }

  // Statements as they stand, on the writer.
  void sql(const std::string& statement) {
    ASSERT_TRUE(run<bool>([&](store::Transaction& t) -> Result<bool> {
                  t.db().script(statement);
                  return true;
                }).has_value());
  }
  Result<Show> plan(ShowChange wanted) {
    if (!wanted.title) wanted.title = "秋の新色";
    return run<Show>([&](store::Transaction& t) { return create(t, journal_, random_, wanted); });
  }
  Result<Show> step(const std::string& id, Step what) {
    return run<Show>(
        [&](store::Transaction& t) { return take_step(t, journal_, broadcasting_, id, what, owner_); });
  }
  // A show on air with both products on its shelf, a minute in.
  std::string on_air() {
    const auto id = plan({.shelf = std::vector<std::string>{"lip", "oil"}})->id;
    EXPECT_TRUE(step(id, Step::kStart).has_value());
    clock_.advance(Milliseconds(60'000));
    return id;
  }
  void write(const std::string& id, std::int64_t at, timeline::NewEvent event) {
    ASSERT_TRUE(run<bool>([&](store::Transaction& t) -> Result<bool> {
                  journal_.append(t, id, event, owner_, Milliseconds(at));
                  return true;
                }).has_value());
  }
  void pin(const std::string& id, std::int64_t at, const std::string& product) {
    write(id, at, {.kind = "product.pinned", .data = {{"product", product}}});
  }
  json::object view(const std::string& id, const http::Caller& caller = {}) {
    return show_json(*reader_, *find(*reader_, id), caller, parts_);
  }

  ToldBroadcasting broadcasting_;
  ViewParts parts_{clock_, broadcasting_, [](const std::string&) { return std::int64_t{12}; }};
};

}  // namespace nigiwai::show
