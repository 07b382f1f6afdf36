#include "media/routes.h"

#include <gmock/gmock.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/json/parse.hpp>

#include "base/log.h"
#include "media/broadcasts_test_support.h"
#include "media/hls/validator.h"

namespace nigiwai::media {
namespace {

using namespace testing;
using namespace std::chrono_literals;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

// Knows a director's token and nobody else's.
class OneDirector final : public http::Authenticator {
 public:
  Result<http::Caller> staff(const std::string& token) override {
    if (token == "director") return http::Caller{.role = http::Role::kDirector, .id = "mai", .name = "Mai"};
    return fail(Kind::kUnauthorized, "unauthorized", "Sign in.");
  }
  Result<http::Caller> viewer(const std::string&) override {
    return fail(Kind::kUnauthorized, "unauthorized", "Sign in.");
  }
};

std::string header(const http::Response& response, std::string_view name) {
  for (const auto& [key, value] : response.headers) {
    if (key == name) return value;
  }
  return {};
}

std::string text_of(const http::Response& response) {
  if (const auto* text = std::get_if<std::string>(&response.body)) return *text;
  if (const auto* bytes = std::get_if<http::SharedBytes>(&response.body)) return {bytes->data, bytes->size};
  const auto& file = std::get<http::FileSpan>(response.body);
  std::string text(file.size, '\0');
  EXPECT_EQ(::pread(*file.descriptor, text.data(), text.size(), static_cast<off_t>(file.offset)),
            static_cast<ssize_t>(file.size));
  return text;
}

class MediaRoutesTest : public ::testing::Test {
 protected:
  void SetUp() override {
    set_log_level(LogLevel::kError);
    add_broadcast_routes(router_, *house_.broadcasts);
    add_movie_routes(router_, *house_.broadcasts);
  }
  void TearDown() override { set_log_level(LogLevel::kInfo); }

  // Starts asking; the answer is there after the loop has run.
  std::shared_ptr<std::optional<http::Response>> ask(const std::string& path, http::Named query = {},
                                                     const std::string& range = "") {
    auto answer = std::make_shared<std::optional<http::Response>>();
    asio::co_spawn(
        loop_,
        [this, path, query, range, answer]() -> Task<void> {
          http::Request request;
          request.method = "GET";
          request.path = path;
          request.query = query;
          if (!range.empty()) request.headers["range"] = range;
          if (!token_.empty()) request.headers["authorization"] = "Bearer " + token_;
          *answer = co_await router_.handle(request);
        },
        asio::detached);
    loop_.restart();
    loop_.poll();
    return answer;
  }
  http::Response get(const std::string& path, http::Named query = {}, const std::string& range = "") {
    const auto answer = ask(path, std::move(query), range);
    if (!*answer) {
      loop_.restart();
      loop_.run();
    }
    return **answer;
  }

  House house_;
  std::string token_;
  OneDirector authenticator_;
  http::RateLimits limits_{house_.clock};
  http::Router router_{authenticator_, limits_, {}};
  asio::io_context loop_;
};

TEST_F(MediaRoutesTest, PlayALiveShowAndThenItsRecordingAtTheSameAddress) {
  EXPECT_EQ(get("/media/spring/index.m3u8").status, 404);
  house_.go_live();
  EXPECT_EQ(get("/media/spring/index.m3u8").status, 404);
  const auto& movie = testing::movie();
  auto feed = house_.encoder(movie);
  house_.send(*feed, movie, 0s, 5s);

  const auto index = get("/media/spring/index.m3u8");
  EXPECT_EQ(index.status, 200);
  EXPECT_EQ(header(index, "Content-Type"), "application/vnd.apple.mpegurl");
  EXPECT_EQ(header(index, "Access-Control-Allow-Origin"), "*");
  EXPECT_EQ(header(index, "Set-Cookie"), "");
  EXPECT_TRUE(validate_multivariant_playlist(text_of(index)).empty());
  EXPECT_THAT(text_of(index), HasSubstr("RESOLUTION=160x90,FRAME-RATE=30.000\nlive.m3u8"));
  for (const auto* file : {"live.m3u8", "live-audio.m3u8"}) {
    const auto playlist = get(std::string("/media/spring/") + file);
    EXPECT_EQ(describe(validate_media_playlist(text_of(playlist))), "");
  }

  // What a player glues together plays.
  const auto load = [&](const std::string& folder) {
    std::string bytes = text_of(get("/media/spring/" + folder + "/init-1.mp4"));
    for (const auto* name : {"0.m4s", "1.m4s"}) bytes += text_of(get("/media/spring/" + folder + "/" + name));
    return bytes;
  };
  const TemporaryDirectory directory;
  for (const std::string folder : {"av", "audio"}) {
    const auto bytes = load(folder);
    write_file(directory / "a.mp4", Bytes(bytes.begin(), bytes.end()));
    EXPECT_THAT(decode_errors(directory / "a.mp4"), IsEmpty());
  }
  const auto segment = get("/media/spring/av/0.m4s");
  EXPECT_THAT(header(segment, "Cache-Control"), HasSubstr("immutable"));
  EXPECT_EQ(header(segment, "Content-Type"), "video/mp4");
  const auto piece = get("/media/spring/av/0.m4s", {}, "bytes=10-19");
  EXPECT_EQ(piece.status, 206);
  EXPECT_EQ(text_of(piece), text_of(segment).substr(10, 10));
  EXPECT_EQ(text_of(segment).find(text_of(get("/media/spring/av/0.0.m4s"))), 0U);
  EXPECT_EQ(get("/media/spring/archive.m3u8").status, 404);
  EXPECT_EQ(get("/api/shows/spring/movies").status, 401);
  token_ = "director";
  EXPECT_EQ(get("/api/shows/spring/movies").status, 404);
  EXPECT_EQ(get("/api/shows/spring/movies/recording.mp4").status, 404);
  token_.clear();

  feed.reset();
  house_.end();
  EXPECT_THAT(text_of(get("/media/spring/index.m3u8")), HasSubstr("archive.m3u8"));
  EXPECT_THAT(text_of(get("/media/spring/live.m3u8")), HasSubstr("#EXT-X-ENDLIST"));
  const auto archive = get("/media/spring/archive.m3u8");
  EXPECT_EQ(describe(validate_media_playlist(text_of(archive))), "");
  EXPECT_EQ(describe(validate_media_playlist(text_of(get("/media/spring/archive-audio.m3u8")))), "");
  EXPECT_EQ(text_of(get("/media/spring/av/0.m4s")), text_of(segment));

  // Later, from the disk alone.
  house_.clock.advance(kEndedKept + 1s);
  house_.broadcasts->tick();
  EXPECT_EQ(text_of(get("/media/spring/av/0.m4s")), text_of(segment));
  EXPECT_EQ(text_of(get("/media/spring/av/0.m4s", {}, "bytes=10-19")), text_of(piece));
  EXPECT_THAT(text_of(get("/media/spring/live.m3u8")), HasSubstr("#EXT-X-ENDLIST"));
  EXPECT_EQ(get("/api/shows/spring/movies/recording.mp4").status, 401);
  token_ = "director";
  const auto movies = boost::json::parse(text_of(get("/api/shows/spring/movies"))).at("items");
  ASSERT_EQ(movies.as_array().size(), 1U);
  EXPECT_EQ(movies.at(0).at("url"), "/api/shows/spring/movies/recording.mp4");
  EXPECT_GT(movies.at(0).at("length_ms").as_int64(), 4000);
  const auto recording = get("/api/shows/spring/movies/recording.mp4");
  EXPECT_EQ(recording.status, 200);
  const auto whole = text_of(recording);
  write_file(directory / "r.mp4", Bytes(whole.begin(), whole.end()));
  EXPECT_THAT(decode_errors(directory / "r.mp4"), IsEmpty());
  EXPECT_EQ(get("/api/shows/spring/movies/recording-2.mp4").status, 404);
  const auto poster = get("/media/spring/poster.jpg");
  EXPECT_EQ(header(poster, "Content-Type"), "image/jpeg");
  EXPECT_EQ(text_of(poster).substr(0, 2), "\xff\xd8");
}

TEST_F(MediaRoutesTest, HoldAReloadUntilItsPartIsThere) {
  house_.go_live();
  const auto movie = synthetic_movie({.rate = 30, .seconds = 10});
  auto feed = house_.encoder(movie);
  house_.send(*feed, movie, 0s, 2250ms);  // segment 1 is open, without a part
  const auto reload = ask("/media/spring/live.m3u8", {{"_HLS_msn", "1"}, {"_HLS_part", "0"}});
  const auto hinted = ask("/media/spring/audio/1.0.m4s");
  const auto segment = ask("/media/spring/live.m3u8", {{"_HLS_msn", "1"}, {"_HLS_skip", "YES"}});
  EXPECT_FALSE(*reload || *hinted || *segment);
  house_.send(*feed, movie, 2250ms, 2400ms);
  loop_.restart();
  loop_.poll();
  ASSERT_TRUE(*reload && *hinted);
  EXPECT_FALSE(*segment);
  EXPECT_THAT(text_of(**reload), HasSubstr("av/1.0.m4s"));
  EXPECT_THAT(header(**reload, "Cache-Control"), HasSubstr("max-age=1"));
  EXPECT_GT(text_of(**hinted).size(), 100U);
  house_.send(*feed, movie, 2400ms, 5s);
  loop_.restart();
  loop_.poll();
  ASSERT_TRUE(*segment);
  EXPECT_THAT(text_of(**segment), HasSubstr("av/1.m4s"));
}

TEST_F(MediaRoutesTest, RefuseQuestionsThatMakeNoSense) {
  house_.go_live();
  const auto movie = synthetic_movie({.rate = 30, .seconds = 10});
  auto feed = house_.encoder(movie);
  house_.send(*feed, movie, 0s, 5s);  // segment 2 is open
  using Query = http::Named;
  for (const Query& query : {Query{{"_HLS_part", "1"}}, Query{{"_HLS_msn", "-1"}}, Query{{"_HLS_msn", "x"}},
                             Query{{"_HLS_msn", "5"}}, Query{{"_HLS_msn", "99999999999999999999"}},
                             Query{{"_HLS_msn", "2"}, {"_HLS_part", "40"}},
                             Query{{"_HLS_msn", "2"}, {"_HLS_part", ""}}, Query{{"_HLS_skip", "NO"}}}) {
    const auto answer = get("/media/spring/live.m3u8", query);
    EXPECT_EQ(answer.status, 400) << query.begin()->first << "=" << query.begin()->second;
    EXPECT_EQ(header(answer, "Access-Control-Allow-Origin"), "*");
    EXPECT_EQ(header(answer, "Cache-Control"), "no-store");
  }
  for (const auto* path :
       {"av/99.m4s", "av/2.m4s", "av/0.99.m4s", "av/init-9.mp4", "av/x.m4s", "av/0.m4sx", "av/-1.m4s", "av/",
        "video/0.m4s", "recording-x.mp4", "../spring/index.m3u8", "av/0.1.2.m4s"}) {
    EXPECT_EQ(get(std::string("/media/spring/") + path).status, 404) << path;
  }
  EXPECT_EQ(get("/media/../poster.jpg").status, 404);
  EXPECT_EQ(get("/media/autumn/index.m3u8").status, 404);
  EXPECT_EQ(get("/media/autumn/av/0.m4s").status, 404);
}

TEST_F(MediaRoutesTest, ServeAPreviewUnderItsTokenAloneAndKeepItNowhere) {
  const auto movie = synthetic_movie({.rate = 30, .seconds = 10});
  auto feed = house_.encoder(movie);
  house_.send(*feed, movie, 0s, 5s);
  EXPECT_EQ(get("/media/spring/index.m3u8").status, 404);
  EXPECT_EQ(get("/media/spring/av/0.m4s").status, 404);
  EXPECT_EQ(get("/media/unguessable/index.m3u8").status, 200);
  EXPECT_EQ(describe(validate_media_playlist(text_of(get("/media/unguessable/live.m3u8")))), "");
  EXPECT_EQ(header(get("/media/unguessable/live.m3u8"), "Cache-Control"), "no-store");
  const auto segment = get("/media/unguessable/av/0.m4s");
  EXPECT_EQ(segment.status, 200);
  EXPECT_EQ(header(segment, "Cache-Control"), "no-store");
}

TEST_F(MediaRoutesTest, ReadFromTheRecordingWhatHasLeftTheMemory) {
  house_.go_live();
  const auto movie = synthetic_movie({.rate = 10, .seconds = 100});
  auto feed = house_.encoder(movie);
  for (int second = 0; second < 90; second += 2) {
    house_.send(*feed, movie, Milliseconds{second * 1000}, Milliseconds{second * 1000 + 2000});
    house_.broadcasts->drain();
  }
  EXPECT_FALSE(house_.broadcasts->window("spring")->segment_bytes(Rendition::kAv, 3));
  const auto segment = get("/media/spring/av/3.m4s");
  ASSERT_EQ(segment.status, 200);
  EXPECT_TRUE(std::holds_alternative<http::FileSpan>(segment.body));
  EXPECT_EQ(text_of(segment).substr(4, 4), "moof");
  EXPECT_EQ(text_of(segment).find(text_of(get("/media/spring/av/3.0.m4s"))), 0U);
}

}  // namespace
}  // namespace nigiwai::media
