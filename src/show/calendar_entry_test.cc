#include "show/calendar_entry.h"

#include <gtest/gtest.h>

#include "base/time.h"

namespace nigiwai::show {
namespace {

Show lipstick_night() {
  return {.id = "abc",
          .title = "秋の新色; 口紅, リップ",
          .description = "20時から\nお待ちしています",
          .starts_at = from_ms(1'796'031'000'000)};  // 2026-11-30T09:30:00Z
}

// Undoes the folding of RFC 5545 3.1.
std::string unfolded(std::string text) {
  for (std::size_t at = 0; (at = text.find("\r\n ", at)) != std::string::npos;) text.erase(at, 3);
  return text;
}

TEST(CalendarEntry, SaysWhenWhatAndWhere) {
  const auto show = lipstick_night();
  const auto made =
      unfolded(calendar_entry(show, "https://shop.example/shows/abc", from_ms(1'795'000'000'000)));
  EXPECT_TRUE(made.starts_with("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n"));
  EXPECT_TRUE(made.ends_with("END:VEVENT\r\nEND:VCALENDAR\r\n"));
  EXPECT_NE(made.find("\r\nUID:abc@nigiwai\r\n"), std::string::npos);
  EXPECT_NE(made.find("\r\nDTSTART:20261130T093000Z\r\nDTEND:20261130T103000Z\r\n"), std::string::npos)
      << made;
  EXPECT_NE(made.find("\r\nSUMMARY:秋の新色\\; 口紅\\, リップ\r\n"), std::string::npos);
  EXPECT_NE(made.find("DESCRIPTION:20時から\\nお待ちしています\\n\\nhttps://shop.example/shows/abc\r\n"),
            std::string::npos);
}

TEST(CalendarEntry, FoldsLongLinesBetweenCharacters) {
  auto show = lipstick_night();
  show.description.clear();
  for (int i = 0; i < 200; ++i) show.description += "紅";
  const auto made = calendar_entry(show, "https://shop.example/shows/abc", from_ms(1'795'000'000'000));
  for (std::size_t from = 0; from < made.size();) {
    const auto end = made.find("\r\n", from);
    ASSERT_NE(end, std::string::npos);
    EXPECT_LE(end - from, 75u);
    EXPECT_NE(static_cast<unsigned char>(made[from]) & 0xc0, 0x80) << "begins within a character";
    from = end + 2;
  }
  EXPECT_NE(unfolded(made).find(show.description), std::string::npos);
}

TEST(CalendarEntry, NobodyPutsALineIntoIt) {
  auto show = lipstick_night();
  show.title = "A\r\nATTENDEE:mailto:x@example.com";
  const auto made =
      unfolded(calendar_entry(show, "https://shop.example/shows/abc", from_ms(1'795'000'000'000)));
  EXPECT_EQ(made.find("\r\nATTENDEE"), std::string::npos);
}

}  // namespace
}  // namespace nigiwai::show
