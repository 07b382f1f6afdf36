// A room on a database of its own, with the commands of talk.
#pragma once

#include <gtest/gtest.h>

#include <boost/asio/co_spawn.hpp>
#include <future>

#include "base/test_loop.h"
#include "media/migrations.h"
#include "people/migrations.h"
#include "store/test_support.h"
#include "talk/commands.h"
#include "talk/migrations.h"
#include "talk/notes.h"
#include "talk/polls.h"
#include "talk/questions.h"
#include "timeline/migrations.h"
#include "timeline/reading.h"

namespace nigiwai::talk {

using http::Caller;
using http::Role;
using timeline::Command;

inline const Caller kYuzu{.role = Role::kViewer, .id = "v1", .name = "ゆず茶", .handle = ""};
inline const Caller kKinako{.role = Role::kViewer, .id = "v2", .name = "きなこ", .handle = ""};
inline const Caller kDirector{.role = Role::kDirector, .id = "s1", .name = "岡", .handle = "oka"};

class TalkTest : public testing::Test {
 protected:
  struct Nobody final : timeline::EventListener {
    void published(timeline::SharedEvent) override {}
  };
  using Answer = Result<std::int64_t>;

  void SetUp() override {
    auto database = file_.open();
    const std::span<const store::Migration> rooms[] = {timeline::migrations(), media::migrations(),
                                                       people::migrations(), migrations()};
    ASSERT_TRUE(store::migrate(*database, clock_, rooms).has_value());
    writer_ = std::make_unique<store::Writer>(std::move(database), clock_);
    reader_ = file_.open(store::Access::kReadOnly);
    commands_ = std::make_unique<timeline::Commands>(writer_->core(), journal_, limits_);
    words_.load(*reader_);
    add_commands(*commands_, journal_, words_);
    add_question_commands(*commands_, journal_, words_,
                          [](store::Database&, const std::string&, const std::string& product) {
                            return product == "lipstick";
                          });
    add_poll_commands(*commands_);
    add_note_commands(*commands_);
    write([&](store::Transaction& t) { journal_.open(t, "show"); });
    write([&](store::Transaction& t) { journal_.begin(t, "show", kDirector); });
    clock_.advance(Milliseconds(60'000));
  }
  void TearDown() override {
    writer_->stop();
    commands_.reset();
    writer_.reset();
    reader_.reset();
  }

  void write(const std::function<void(store::Transaction&)>& work) {
    std::promise<void> written;
    writer_->run<void>(
        store::Lane::kStaff,
        [&](store::Transaction& t) -> Result<void> {
          work(t);
          return {};
        },
        [&](Result<void> done) {
          EXPECT_TRUE(done.has_value());
          written.set_value();
        });
    written.get_future().wait();
  }

  Command command(const Caller& by, const std::string& name, json::object data) {
    return {.name = name,
            .show = "show",
            .by = by,
            .at = std::nullopt,
            .key = "k" + std::to_string(++keys_),
            .data = std::move(data)};
  }
  // All sent at once, so that the writer may decide them together.
  std::vector<Answer> send_all(std::vector<Command> all) {
    auto& loop = test_loop();
    std::vector<Answer> answers(all.size());
    for (std::size_t i = 0; i < all.size(); ++i) {
      asio::co_spawn(loop, commands_->handle(std::move(all[i])),
                     [&answers, i](std::exception_ptr failure, Answer answer) {
                       if (failure) std::rethrow_exception(failure);
                       answers[i] = std::move(answer);
                     });
    }
    loop.run();
    return answers;
  }
  Answer send(Command one) { return send_all({std::move(one)}).front(); }
  Answer say(const Caller& by, const std::string& text) {
    return send(command(by, "chat.post", {{"text", text}}));
  }

  std::vector<timeline::Event> read(const timeline::View& view) {
    return timeline::events_from(*reader_, "show", 1, 1000, view).events;
  }
  // The texts of the lines that a reader sees.
  std::vector<std::string> lines(const timeline::View& view) {
    std::vector<std::string> texts;
    for (const auto& event : read(view)) {
      if (event.kind == "chat.posted") texts.push_back(event.text);
    }
    return texts;
  }

  ManualClock clock_;
  store::TestFile file_{"talk_test"};
  Nobody nobody_;
  timeline::Journal journal_{nobody_};
  http::RateLimits limits_{clock_};
  std::unique_ptr<store::Writer> writer_;
  std::unique_ptr<store::Database> reader_;
  Words words_;
  std::unique_ptr<timeline::Commands> commands_;

 private:
  int keys_ = 0;
};

}  // namespace nigiwai::talk
