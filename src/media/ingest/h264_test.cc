#include "media/ingest/h264.h"

#include <gtest/gtest.h>

#include "media/ingest/ingest_test_support.h"

namespace nigiwai::media::ingest {
namespace {

// From x264.
const Bytes kSps720 = from_hex("6764001facd9405005bb0110000003001000000303c0f1831960");
const Bytes kSps180 = from_hex("6742c00dd901419f9f0110000003001000000303c0f142a480");
const Bytes kPps720 = from_hex("68ebe3cb22c0");
const Bytes kPps180 = from_hex("68cb83cb20");
const Bytes kIdr = from_hex("6588840011223344");
const Bytes kSlice = from_hex("419a2233");

TEST(Sps, TellsTheSizeOfThePicture) {
  struct Case {
    std::string_view hex;
    int width, height;
  };
  for (const auto& [hex, width, height] : {
           Case{"6764001facd9405005bb0110000003001000000303c0f1831960", 1280, 720},
           Case{"674d4028eca03c0113f2e022000003000200000300781e30632c", 1920, 1080},
           Case{"6742c00dd901419f9f0110000003001000000303c0f142a480", 320, 180},
           Case{"67f4001e919b281485fc7cf80880000003008000001e078b16cb", 642, 362},
           Case{"67640028acd94078044fde0220000003002000000643e2c5b2c0", 1920, 1080},  // interlaced
       }) {
    const auto sps = parse_sps(from_hex(hex));
    ASSERT_TRUE(sps) << hex;
    EXPECT_EQ(sps->width, width);
    EXPECT_EQ(sps->height, height);
  }
}

TEST(Sps, CutShortAnywhereIsRefused) {
  for (std::size_t size = 0; size < 10; ++size) EXPECT_FALSE(parse_sps(View(kSps720).first(size))) << size;
  EXPECT_FALSE(parse_sps(kPps720));
}

TEST(AnnexB, IsSplitAtStartCodesOfEitherLength) {
  const Bytes stream = from_hex("ff 00000001 0910 000001 6764 00 00000001 65 000001 000001 41 0000");
  const auto nals = split_annex_b(stream);
  ASSERT_EQ(nals.size(), 4U);
  EXPECT_EQ(Bytes(nals[0].begin(), nals[0].end()), from_hex("0910"));
  EXPECT_EQ(Bytes(nals[1].begin(), nals[1].end()), from_hex("6764"));
  EXPECT_EQ(Bytes(nals[2].begin(), nals[2].end()), from_hex("65"));
  EXPECT_EQ(Bytes(nals[3].begin(), nals[3].end()), from_hex("41"));
  EXPECT_TRUE(split_annex_b(from_hex("0000")).empty());
}

TEST(Avcc, LengthsPastTheEndAreRefused) {
  EXPECT_EQ(split_avcc(from_hex("0002 4101 0001 41"), 2)->size(), 2U);
  EXPECT_FALSE(split_avcc(from_hex("00000005 41"), 4));
  EXPECT_FALSE(split_avcc(from_hex("ffffffff 41"), 4));
  EXPECT_FALSE(split_avcc(from_hex("0000"), 4));
}

TEST(H264Track, MakesFormAndFrameFromAnAccessUnit) {
  H264Track track;
  const Bytes delimiter = from_hex("0910");
  const auto frame = track.take({delimiter, kSps720, kPps720, kIdr});
  ASSERT_TRUE(frame);
  EXPECT_TRUE(frame->key);
  EXPECT_EQ(*frame->data, from_hex("00000008 6588840011223344"));
  const auto form = track.new_form();
  ASSERT_TRUE(form);
  EXPECT_EQ(form->width, 1280);
  EXPECT_EQ(form->height, 720);
  EXPECT_EQ(form->config, from_hex("01 64001f ff e1 001a 6764001facd9405005bb0110000003001000000303c0f1831960"
                                   "01 0006 68ebe3cb22c0 fd f8 f8 00"));
  EXPECT_FALSE(track.new_form()) << "told once";

  const auto next = track.take({delimiter, kSlice});
  ASSERT_TRUE(next);
  EXPECT_FALSE(next->key);
  EXPECT_FALSE(track.take({kSps720, kPps720})->data) << "no picture";
  EXPECT_FALSE(track.new_form()) << "nothing new";
}

TEST(H264Track, TellsANewFormWhenTheResolutionChanges) {
  H264Track track;
  ASSERT_TRUE(track.take({kSps720, kPps720, kIdr}));
  ASSERT_TRUE(track.new_form());
  ASSERT_TRUE(track.take({kSps180, kPps180, kIdr}));
  const auto form = track.new_form();
  ASSERT_TRUE(form);
  EXPECT_EQ(form->width, 320);
  EXPECT_EQ(form->config, from_hex("01 42c00d ff e1 0019 6742c00dd901419f9f0110000003001000000303c0f142a480"
                                   "01 0005 68cb83cb20"));
}

TEST(H264Track, ReadsBackItsOwnConfiguration) {
  H264Track first;
  ASSERT_TRUE(first.take({kSps720, kPps720, kIdr}));
  const auto form = first.new_form();
  H264Track second;
  EXPECT_EQ(second.configure(form->config), 4);
  EXPECT_EQ(second.new_form(), form);
  for (std::size_t size = 0; size < form->config.size() - 4; ++size) {
    EXPECT_FALSE(H264Track().configure(View(form->config).first(size))) << size;
  }
}

TEST(H264Track, RefusesWhatBrowsersDoNotPlayWithASentence) {
  for (const std::string_view sps : {"67f4001e919b281485fc7cf80880000003008000001e078b16cb",
                                     "676e000da6cd941419f9f0110000030001000003003c0f142996"}) {
    H264Track track;
    const Bytes set = from_hex(sps);
    const auto frame = track.take({set, kPps720, kIdr});
    ASSERT_FALSE(frame);
    EXPECT_EQ(frame.error().kind, Kind::kUnsupported);
    EXPECT_TRUE(frame.error().detail.contains("Choose"));
  }
}

}  // namespace
}  // namespace nigiwai::media::ingest
