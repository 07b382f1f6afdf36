#include "show/archive/caption_file.h"

#include <gtest/gtest.h>

#include <boost/json/serialize.hpp>

namespace nigiwai::show {
namespace {

TEST(CaptionFile, ReadsSubRip) {
  const auto read = read_captions(
      "\xEF\xBB\xBF"
      "2\r\n00:00:05,500 --> 00:00:07,000\r\n<i>茜色</i>です\r\n二行目\r\n\r\n1\r\n00:00:01,000 --> "
      "00:00:02,250 X1:0\r\n{\\an8}はじめ\r\n");
  ASSERT_TRUE(read.has_value()) << read.error().detail;
  ASSERT_EQ(read->size(), 2u);
  EXPECT_EQ(read->front().text, "はじめ");
  EXPECT_EQ(read->front().until, Milliseconds(2'250));
  EXPECT_EQ(read->back().text, "茜色です\n二行目");
  EXPECT_EQ(read->back().line, 2u);
}

TEST(CaptionFile, ReadsWebVtt) {
  const auto read = read_captions(
      "WEBVTT - 夜\nKind: captions\n\nNOTE\nnothing\n\nSTYLE\n::cue { color: red }\n\nintro\n01:02.5 --> "
      "01:04.000 "
      "line:10%\n<v 美緒>A &amp; B &lt;C&gt;\n\n1:00:00.000 --> 1:00:01.000\nend");
  ASSERT_TRUE(read.has_value()) << read.error().detail;
  ASSERT_EQ(read->size(), 2u);
  EXPECT_EQ(read->front().from, Milliseconds(62'500));
  EXPECT_EQ(read->front().text, "A & B <C>");
  EXPECT_EQ(read->back().from, Milliseconds(3'600'000));
}

TEST(CaptionFile, NamesTheLineThatIsWrong) {
  struct Row {
    std::string file;
    int line;
  };
  const Row rows[] = {
      {"1\n00:00:01,000 --> 00:00:02,000\na\n\n2\nなにか\nb\n", 6},
      {"1\n00:00:01,000 -> 00:00:02,000\na\n", 2},
      {"1\n00:00:71,000 --> 00:01:12,000\na\n", 2},
      {"WEBVTT\n\n00:03.000 --> 00:02.000\na\n", 3},
      {"1\n00:00:01,000 --> 00:00:02,000\n" + std::string(kLongestCaption + 1, 'a') + "\n", 2},
      {"1\n00:00:01,000 --> 00:00:02,0000\na\n", 2},
  };
  for (const auto& [file, line] : rows) {
    const auto read = read_captions(file);
    ASSERT_FALSE(read.has_value()) << file;
    EXPECT_EQ(read.error().extra.at("line").as_int64(), line) << read.error().detail;
    EXPECT_TRUE(read.error().detail.starts_with("Line " + std::to_string(line) + ": "))
        << read.error().detail;
  }
  EXPECT_FALSE(read_captions("").has_value());
  EXPECT_FALSE(read_captions("WEBVTT\n").has_value());
}

TEST(CaptionFile, ReadsWhatItWrites) {
  const std::vector<Caption> captions{{Milliseconds(1'001), Milliseconds(2'002), "A & <B>\nC"},
                                      {Milliseconds(3'723'004), Milliseconds(3'723'005), "茜"}};
  for (const auto& file : {to_webvtt(captions), to_subrip(captions)}) {
    const auto read = read_captions(file);
    ASSERT_TRUE(read.has_value()) << read.error().detail;
    ASSERT_EQ(read->size(), 2u);
    EXPECT_EQ((*read)[1].from, captions[1].from);
    EXPECT_EQ((*read)[1].text, captions[1].text);
  }
  EXPECT_EQ(read_captions(to_webvtt(captions))->front().text, captions.front().text);
}

}  // namespace
}  // namespace nigiwai::show
