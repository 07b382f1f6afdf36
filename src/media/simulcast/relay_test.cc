#include "media/simulcast/relay.h"

#include <gtest/gtest.h>

#include <atomic>

#include "media/test_support.h"

namespace nigiwai::media::simulcast {
namespace {

// What a service saw, and what it is to do next.
struct Service {
  std::mutex mutex;
  std::condition_variable changed;
  std::vector<std::string> seen;
  bool refuses = false;
  bool stands_still = false;
  bool stopped = false;

  void see(std::string what) {
    const std::scoped_lock lock(mutex);
    seen.push_back(std::move(what));
    changed.notify_all();
  }
  bool wait_for(std::size_t count) {
    std::unique_lock lock(mutex);
    return changed.wait_for(lock, std::chrono::seconds(20), [&] { return seen.size() >= count; });
  }
};

class FakeOutput final : public Output {
 public:
  explicit FakeOutput(Service& service) : service_(service) {}
  Result<void> open(const Init& init) override {
    service_.see("open " + std::to_string(init.video.height));
    const std::scoped_lock lock(service_.mutex);
    if (service_.refuses) return fail(Kind::kUnavailable, "peer-away", "No.");
    return {};
  }
  Result<void> send(const PartSamples& samples) override {
    service_.see("part " + std::to_string(samples.video.front().dts.count() / 27'000));
    std::unique_lock lock(service_.mutex);
    service_.changed.wait(lock, [this] { return !service_.stands_still || service_.stopped; });
    return {};
  }
  void close() override { service_.see("close"); }
  void stop() override {
    const std::scoped_lock lock(service_.mutex);
    service_.stopped = true;
    service_.changed.notify_all();
  }

 private:
  Service& service_;
};

std::shared_ptr<const Init> init_of(int height) {
  auto init = std::make_shared<Init>();
  init->video = {.config = {}, .width = 320, .height = height};
  return init;
}

class RelayTest : public ::testing::Test {
 protected:
  Part part(int number, const std::shared_ptr<const Init>& init) const {
    auto samples = std::make_shared<PartSamples>();
    samples->video.push_back({.dts = Ticks{27'000 * number},
                              .duration = Ticks{27'000},
                              .key = number % 4 == 0,
                              .data = std::make_shared<const Bytes>(Bytes(100))});
    return {.independent = number % 4 == 0,
            .at = Ticks{27'000 * number},
            .duration = Ticks{27'000},
            .init = init,
            .samples = samples};
  }
  std::unique_ptr<Relay> relay() {
    return std::make_unique<Relay>(std::make_unique<FakeOutput>(service_), clock_);
  }
  std::vector<std::string> seen() {
    const std::scoped_lock lock(service_.mutex);
    return service_.seen;
  }

  Service service_;
  SystemClock clock_;
};

using Seen = std::vector<std::string>;

TEST_F(RelayTest, BeginsWithAKeyFrameAndEndsWithTheShow) {
  const auto relay = this->relay();
  const auto init = init_of(180);
  for (int n = 2; n < 7; ++n) relay->give(part(n, init));
  relay->finish();
  EXPECT_EQ(seen(), (Seen{"open 180", "part 4", "part 5", "part 6", "close"}));
  EXPECT_EQ(relay->health().lost, Milliseconds(600));
  EXPECT_EQ(relay->health().connections, 1);
}

TEST_F(RelayTest, ConnectsAgainForAnotherForm) {
  const auto relay = this->relay();
  const auto small = init_of(180), large = init_of(720);
  relay->give(part(0, small));
  relay->give(part(1, small));
  relay->give(part(4, large));
  relay->finish();
  EXPECT_EQ(seen(), (Seen{"open 180", "part 0", "part 1", "close", "open 720", "part 4", "close"}));
}

TEST_F(RelayTest, TriesAgainWithANewKeyFrameAfterARefusal) {
  service_.refuses = true;
  const auto relay = this->relay();
  const auto init = init_of(180);
  relay->give(part(0, init));
  ASSERT_TRUE(service_.wait_for(1));
  while (relay->health().state != State::kPausing) std::this_thread::yield();
  EXPECT_EQ(relay->health().problem, "No.");
  {
    const std::scoped_lock lock(service_.mutex);
    service_.refuses = false;
  }
  relay->give(part(1, init));  // while it pauses: of the past when it is over
  while (relay->health().state == State::kPausing) std::this_thread::yield();
  relay->give(part(2, init));
  relay->give(part(4, init));
  relay->finish();
  EXPECT_EQ(seen(), (Seen{"open 180", "open 180", "part 4", "close"}));
}

TEST_F(RelayTest, ThrowsAwayWhatWaitsForAServiceThatStandsStill) {
  service_.stands_still = true;
  const auto relay = this->relay();
  const auto init = init_of(180);
  relay->give(part(0, init));
  ASSERT_TRUE(service_.wait_for(2));
  for (int n = 1; n < 60; ++n) relay->give(part(n, init));  // 18 s
  const auto health = relay->health();
  EXPECT_LE(health.waiting, to_milliseconds(kMostWaiting));
  EXPECT_GE(health.lost, Milliseconds(9'000));
  {
    const std::scoped_lock lock(service_.mutex);
    service_.stands_still = false;
    service_.changed.notify_all();
  }
  relay->finish();
  const auto all = seen();
  ASSERT_GT(all.size(), 4U);
  EXPECT_EQ(all.at(2), "part 36") << "the first key frame after the queue was thrown away";
}

TEST_F(RelayTest, EndsAtOnceWhenTheServerStops) {
  service_.stands_still = true;
  auto relay = this->relay();
  relay->give(part(0, init_of(180)));
  ASSERT_TRUE(service_.wait_for(2));
  relay.reset();
  EXPECT_EQ(seen().back(), "close");
}

TEST(Address, IsAnAppOfAnRtmpServerAndAKey) {
  for (const auto* url :
       {"rtmp://a.example/live2", "rtmps://a.example:443/rtmp/", "rtmp://[2001:db8::1]:1936/x/y"})
    EXPECT_TRUE(check_address({.url = url, .key = "k?e=y&s=1"})) << url;
  for (const auto* url : {"", "rtmp://", "rtmp://a.example", "rtmp://a.example/", "http://a.example/live",
                          "rtmp://u@a.example/live", "rtmp://a.example/live#x", "live"}) {
    const auto refused = check_address({.url = url, .key = "key"});
    ASSERT_FALSE(refused) << url;
    EXPECT_EQ(refused.error().field, "/url");
  }
  for (const auto* key : {"", "a b", "a\nb", "あ"}) {
    const auto refused = check_address({.url = "rtmp://a.example/live", .key = key});
    ASSERT_FALSE(refused) << key;
    EXPECT_EQ(refused.error().field, "/key");
  }
}

}  // namespace
}  // namespace nigiwai::media::simulcast
