#include "media/ingest/stream_target.h"

#include <gtest/gtest.h>

namespace nigiwai::media::ingest {
namespace {

const StreamTarget kExpected{"spring", "k3y"};

TEST(StreamTarget, IsReadFromEveryRtmpForm) {
  EXPECT_EQ(rtmp_target("live", "spring?key=k3y"), kExpected);
  EXPECT_EQ(rtmp_target("live/", "spring?a=b&key=k3y"), kExpected);
  EXPECT_EQ(rtmp_target("live", "spring/k3y"), kExpected);
  EXPECT_EQ(rtmp_target("live/spring", "k3y"), kExpected);
  EXPECT_EQ(rtmp_target("/live/spring/", "k3y"), kExpected);
}

TEST(StreamTarget, IsReadFromEverySrtForm) {
  EXPECT_EQ(srt_target("#!::r=spring,s=k3y,m=publish"), kExpected);
  EXPECT_EQ(srt_target("#!::m=publish,s=k3y,r=spring,u=anna"), kExpected);
  EXPECT_EQ(srt_target("#!::r=spring,s=k3y"), kExpected);
  EXPECT_EQ(srt_target("spring?key=k3y"), kExpected);
  EXPECT_EQ(srt_target("publish:spring:k3y"), kExpected);
}

TEST(StreamTarget, IsRefusedWhenSomethingIsMissingOrOdd) {
  const std::string long_name(kMaxName + 1, 'a');
  for (const std::string name : {"", "spring", "spring?key=", "?key=k3y", "spring?kex=k3y", "/", "a b?key=k",
                                 "spring?key=k\n", "../etc/k"}) {
    EXPECT_FALSE(rtmp_target("live", name)) << name;
  }
  EXPECT_FALSE(rtmp_target("live", long_name + "?key=k3y"));
  EXPECT_FALSE(rtmp_target("live/spring", ""));
  for (const std::string id : {"", "#!::", "#!::r=spring", "#!::s=k3y", "#!::=,=,,",
                               "publish:", "publish:spring", "spring", "spring?", "#!::r=sp ring,s=k"}) {
    EXPECT_FALSE(srt_target(id)) << id;
  }
  EXPECT_EQ(srt_target("#!::r=spring,s=k3y,m=request").error().type, "bad-mode");
}

TEST(StreamTarget, TheAppIsLive) {
  EXPECT_TRUE(is_rtmp_app("live"));
  EXPECT_TRUE(is_rtmp_app("live/spring"));
  for (const std::string app : {"", "vod", "live2", "live/a/b", "live/ "})
    EXPECT_FALSE(is_rtmp_app(app)) << app;
}

}  // namespace
}  // namespace nigiwai::media::ingest
