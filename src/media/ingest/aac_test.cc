#include "media/ingest/aac.h"

#include <gtest/gtest.h>

#include "media/ingest/ingest_test_support.h"

namespace nigiwai::media::ingest {
namespace {

TEST(AudioForm, IsReadFromTheConfiguration) {
  struct Case {
    std::string_view what, hex;
    int rate, channels;
  };
  for (const auto& [what, hex, rate, channels] : {
           Case{"LC, 44.1 kHz, mono", "1208", 44100, 1},
           Case{"LC, 48 kHz, stereo", "1190", 48000, 2},
           Case{"LC, 48 kHz, stereo, with the sync extension ffmpeg writes", "119056e500", 48000, 2},
           Case{"LC, a rate in full", "17805dc010", 48000, 2},
           Case{"HE-AAC, core 24 kHz, heard at 48 kHz", "2b118800", 24000, 2},
       }) {
    const auto form = audio_form(from_hex(hex));
    ASSERT_TRUE(form) << what;
    EXPECT_EQ(form->sample_rate, rate) << what;
    EXPECT_EQ(form->channels, channels) << what;
    EXPECT_EQ(form->config, from_hex(hex));
  }
}

TEST(AudioForm, RefusesOtherKindsAndDamage) {
  for (const std::string_view hex : {"0a10", "2210", "1180", "17800000 10", "16f0"}) {
    const auto form = audio_form(from_hex(hex));
    ASSERT_FALSE(form) << hex;
    EXPECT_EQ(form.error().kind, Kind::kUnsupported) << hex;
  }
  EXPECT_EQ(audio_form(from_hex("11")).error().kind, Kind::kInvalid);
  EXPECT_EQ(audio_form({}).error().kind, Kind::kInvalid);
  EXPECT_EQ(audio_form(Bytes(100, 0x11)).error().kind, Kind::kInvalid);
}

TEST(Adts, GivesSizesAndTheConfiguration) {
  // LC, 44.1 kHz, mono, 20 bytes, from ffmpeg's header layout.
  const auto adts = parse_adts(from_hex("fff150400 29ffc"));
  ASSERT_TRUE(adts);
  EXPECT_EQ(adts->header_size, 7U);
  EXPECT_EQ(adts->frame_size, 20U);
  EXPECT_EQ(adts->config, from_hex("1208"));
  EXPECT_EQ(parse_adts(from_hex("fff0504002 9ffc"))->header_size, 9U) << "with a checksum";
}

TEST(Adts, RefusesWhatIsNoHeader) {
  for (const std::string_view hex : {"fef15040029ffc", "fff7504002 9ffc", "fff17c40029ffc", "fff15040009ffc",
                                     "fff15040029ffd", "fff150"}) {
    EXPECT_FALSE(parse_adts(from_hex(hex))) << hex;
  }
}

}  // namespace
}  // namespace nigiwai::media::ingest
