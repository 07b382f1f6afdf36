#include "social/listening/spike_detector.h"

#include <gtest/gtest.h>

#include <cmath>
#include <sstream>
#include <vector>

#include "social/listening/read_time.h"
#include "social/listening/spike_table.h"

namespace nigiwai::social {
namespace {

using namespace std::chrono_literals;

constexpr std::chrono::sys_seconds kStart{std::chrono::sys_days{std::chrono::year{2026} / 3 / 1}};
constexpr std::size_t kDay = 288;

// A shop whose followers write by day: 2 to 22 in five minutes, with the noise of a small generator.
std::vector<double> ordinary(std::size_t days) {
  std::vector<double> counts;
  std::uint32_t state = 7;
  for (std::size_t row = 0; row < days * kDay; ++row) {
    state = state * 1664525u + 1013904223u;
    const double noise = static_cast<double>(state >> 16) / 65536.0 - 0.5;
    const double mean = 12 - 10 * std::cos(static_cast<double>(row % kDay) * 2 * 3.14159265 / kDay);
    counts.push_back(std::max(0.0, std::round(mean + noise * 2 * std::sqrt(3 * mean))));
  }
  return counts;
}

std::vector<std::size_t> flagged(const std::vector<double>& counts) {
  SpikeDetector detector(5min);
  std::vector<std::size_t> rows;
  for (std::size_t row = 0; row < counts.size(); ++row) {
    if (detector.observe(kStart + row * 5min, counts[row]).flagged) rows.push_back(row);
  }
  return rows;
}

TEST(SpikeDetector, LeavesTheCourseOfTheDayAlone) { EXPECT_TRUE(flagged(ordinary(14)).empty()); }

TEST(SpikeDetector, FlagsAnEventOnceAndSoon) {
  auto counts = ordinary(14);
  const auto at = 10 * kDay + 100;
  for (std::size_t row = at; row < at + 30; ++row) counts[row] *= 6;
  const auto rows = flagged(counts);
  ASSERT_EQ(rows.size(), 1u);
  EXPECT_GE(rows.front(), at);
  EXPECT_LE(rows.front(), at + 3);
}

TEST(SpikeDetector, KnowsThatANoonOfUsualSizeIsASpikeAtNight) {
  auto counts = ordinary(14);
  const auto at = 11 * kDay + 2;
  for (std::size_t row = at; row < at + 24; ++row) counts[row] = 30;
  const auto rows = flagged(counts);
  ASSERT_EQ(rows.size(), 1u);
  EXPECT_GE(rows.front(), at);
}

TEST(SpikeDetector, FindsNothingInWhatIsMoreRegularThanChance) {
  std::vector<double> counts(40 * kDay, 9);
  for (std::size_t row = 0; row < counts.size(); ++row)
    counts[row] += row % 7 == 0 ? 2 : row % 11 == 0 ? -1 : 0;
  EXPECT_TRUE(flagged(counts).empty());
}

TEST(SpikeDetector, IsNotWornOutByZeros) {
  std::vector<double> counts(20 * kDay, 0);
  counts[5 * kDay] = 1;  // somebody speaks of us
  counts[15 * kDay] = 40;
  counts[15 * kDay + 1] = 60;
  const auto rows = flagged(counts);
  ASSERT_FALSE(rows.empty());
  EXPECT_EQ(rows.back(), 15 * kDay);
}

TEST(SpikeDetector, ScoresBetweenNothingAndOneWhateverComes) {
  SpikeDetector detector(1h);
  auto at = kStart;
  for (const double count : {0.0, 1e12, 0.0, 5.0, 1e12, 1e12, 0.0}) {
    at += 40h;  // and buckets are missing
    const auto verdict = detector.observe(at, count);
    EXPECT_GE(verdict.score, 0);
    EXPECT_LE(verdict.score, 1);
    EXPECT_TRUE(std::isfinite(verdict.expected));
  }
}

std::string refusal(const std::string& table) {
  std::istringstream in(table);
  std::ostringstream out;
  const auto done = print_spikes(in, out, SpikesAs::kTimestamps);
  return done ? "" : done.error().detail;
}

TEST(SpikeTable, NamesLineAndColumnOfWhatIsWrong) {
  EXPECT_EQ(refusal("timestamp,value\n2026-03-01 00:00:00,1\n2026-03-01 00:05:00,many\n"),
            "line 3, column value: 'many' is no count, a number from 0 on.");
  EXPECT_EQ(refusal("timestamp,value\n2026-03-01 00:00:00,-1\n"),
            "line 2, column value: '-1' is no count, a number from 0 on.");
  EXPECT_EQ(refusal("timestamp,value\nyesterday at noon,1\n"),
            "line 2, column timestamp: 'yesterday at noon' is no time such as 2015-02-26 21:42:53.");
  EXPECT_EQ(refusal("timestamp,value\n2026-03-01 00:05:00,1\n2026-03-01 00:05:00,1\n"),
            "line 3, column timestamp: '2026-03-01 00:05:00' does not come after the line before.");
  EXPECT_EQ(refusal("timestamp,count\n"), "line 1, column value: The first line names no such column.");
  EXPECT_EQ(refusal("timestamp,value\n2026-03-01 00:05:00\n"),
            "line 2, column value: This line has no such column.");
  EXPECT_EQ(refusal(""),
            "line 0, column timestamp: The file is empty; its first line must be timestamp,value.");
  EXPECT_EQ(refusal("timestamp,value\n" + std::string(5000, '1') + "\n"),
            "line 2, column timestamp: This line is longer than 4096 bytes.");
  for (const auto* value : {"nan", "inf", "1e300", "", "0x10", "1 "})
    EXPECT_NE(refusal("timestamp,value\n2026-03-01 00:05:00," + std::string(value) + "\n"), "") << value;
}

TEST(SpikeTable, PrintsAScoreForEveryLineAndEachFlagAsWritten) {
  auto counts = ordinary(8);
  counts[6 * kDay + 7] = 300;
  std::string table = "\xEF\xBB\xBFid,value,timestamp\r\n";
  for (std::size_t row = 0; row < counts.size(); ++row) {
    const auto at = kStart + row * 5min;
    table += "x," + std::to_string(static_cast<int>(counts[row])) + "," +
             std::to_string(at.time_since_epoch().count()) + "\r\n";
  }
  std::istringstream in(table), again(table);
  std::ostringstream flags, scores;
  ASSERT_TRUE(print_spikes(in, flags, SpikesAs::kTimestamps));
  const auto at = (kStart + (6 * kDay + 7) * 5min).time_since_epoch().count();
  EXPECT_EQ(flags.str(), std::to_string(at) + "\n");
  ASSERT_TRUE(print_spikes(again, scores, SpikesAs::kScores));
  EXPECT_EQ(std::ranges::count(scores.str(), '\n'), static_cast<std::ptrdiff_t>(counts.size()));
}

TEST(ReadTime, TakesWhatTablesWrite) {
  const WallTime expected{std::chrono::sys_days{std::chrono::year{2015} / 2 / 26} + 21h + 42min};
  for (const auto* text :
       {"2015-02-26 21:42:00", "2015/02/26 21:42", "2015-02-27T06:42:00+09:00", "2015-02-26T21:42:00.000Z",
        "2015-02-26 21:42:00 UTC", "1424986920", "1424986920000"})
    EXPECT_EQ(read_time(text), expected) << text;
  for (const auto* text : {"", "2015-02-30 21:42:00", "2015-02-26 25:00:00", "yesterday 12:00", "142498692",
                           "2015-02-26 21:42:00 JST", "9999999999999999"})
    EXPECT_FALSE(read_time(text)) << text;
}

}  // namespace
}  // namespace nigiwai::social
