// A shop's people on a real database, for tests.
#pragma once

#include <gtest/gtest.h>

#include <boost/asio/co_spawn.hpp>
#include <fstream>
#include <functional>
#include <iterator>
#include <memory>
#include <optional>
#include <string>

#include "base/test_loop.h"
#include "media/migrations.h"
#include "outbox/migrations.h"
#include "people/migrations.h"
#include "people/people.h"
#include "store/test_support.h"
#include "timeline/migrations.h"

namespace nigiwai::people {

inline constexpr PasswordCost kCheap{.operations = 1, .memory_bytes = 8192};
inline constexpr const char* kPassword = "賑わいの夜に十人集う";

// Runs a coroutine to its end on a loop of its own.
template <class T>
T finished(Task<T> task) {
  auto& loop = test_loop();
  std::optional<T> answer;
  asio::co_spawn(loop, std::move(task), [&](std::exception_ptr failure, T value) {
    if (failure) std::rethrow_exception(failure);
    answer = std::move(value);
  });
  loop.run();
  return *std::move(answer);
}

class ShopTest : public testing::Test {
 protected:
  struct Heard final : timeline::EventListener {
    void published(timeline::SharedEvent event) override { events.push_back(std::move(event)); }
    std::vector<timeline::SharedEvent> events;  // written on the writer's thread; read after its answer
  };

  void SetUp() override {
    auto database = open();
    const std::span<const store::Migration> rooms[] = {outbox::migrations(), timeline::migrations(),
                                                       media::migrations(), migrations()};
    ASSERT_TRUE(store::migrate(*database, clock_, rooms).has_value());
    database_ = open();
    writer_ = std::make_unique<store::Writer>(std::move(database), clock_);
    readers_ = std::make_unique<store::Readers>(file_.path());
    people_ = std::make_unique<People>(*writer_, *readers_, journal_, random_, clock_, box_, kCheap);
  }
  void TearDown() override {
    writer_->stop();
    people_.reset();
    writer_.reset();
    readers_.reset();
    database_.reset();
  }

  std::unique_ptr<store::Database> open() { return file_.open(); }

  // As another process would, past the writer.
  template <class T>
  T change(const std::function<T(store::Transaction&)>& work) {
    database_->script("BEGIN IMMEDIATE");
    store::Transaction transaction(*database_, clock_.wall());
    auto answer = work(transaction);
    database_->script("COMMIT");
    return answer;
  }
  std::int64_t number(std::string_view sql) {
    auto rows = database_->query(sql);
    return rows.next() ? rows.integer(0) : -1;
  }
  void make_owner_of(const std::string& email) {
    ASSERT_TRUE(
        make_owner(*database_, clock_, random_, {.email = email, .password = kPassword}, kCheap).has_value());
  }
  // All bytes of the data, the write-ahead log included.
  std::string bytes_on_disk() const {
    std::string all;
    for (const auto* suffix : {"", "-wal"}) {
      std::ifstream file(file_.path() + suffix, std::ios::binary);
      all.append(std::istreambuf_iterator<char>(file), {});
    }
    return all;
  }

  ManualClock clock_;
  SeededRandom random_{7};
  const SecretBox box_{std::string(kSealKeyBytes, 'k')};
  store::TestFile file_{"people_test"};
  Heard heard_;
  timeline::Journal journal_{heard_};
  std::unique_ptr<store::Database> database_;
  std::unique_ptr<store::Writer> writer_;
  std::unique_ptr<store::Readers> readers_;
  std::unique_ptr<People> people_;
};

}  // namespace nigiwai::people
