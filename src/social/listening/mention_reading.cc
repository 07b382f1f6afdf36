#include "social/listening/mention_reading.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "base/time.h"
#include "social/listening/mention_store.h"
#include "social/listening/normal_text.h"

namespace nigiwai::social {
namespace {

constexpr std::int64_t kSlices = 20;    // of the time that is sampled
constexpr std::size_t kMostTries = 10;  // looked at for each that is wanted

struct Place {
  std::int64_t at;
  std::int64_t id;
};

std::optional<Place> place_of(std::string_view cursor) {
  Place place{};
  const auto* end = cursor.data() + cursor.size();
  const auto at = std::from_chars(cursor.data(), end, place.at);
  if (at.ec != std::errc() || at.ptr == end || *at.ptr != '.') return std::nullopt;
  const auto id = std::from_chars(at.ptr + 1, end, place.id);
  if (id.ec != std::errc() || id.ptr != end) return std::nullopt;
  return place;
}

json::value number(const store::Rows& rows, int column) {
  return rows.is_null(column) ? json::value() : json::value(rows.integer(column));
}

std::vector<Term> only(store::Database& db, std::int64_t term) {
  std::vector<Term> wanted;
  for (auto& each : terms(db)) {
    if (each.id == term) wanted.push_back(std::move(each));
  }
  return wanted;
}

bool names(const std::vector<std::int64_t>& found, std::int64_t term) {
  return term == kAllMentions || std::ranges::find(found, term) != found.end();
}

}  // namespace

Result<json::object> mentions_json(store::Database& db, const MentionsAsked& asked) {
  Place from{to_ms(asked.to), 0};
  if (!asked.cursor.empty()) {
    const auto place = place_of(asked.cursor);
    if (!place) return invalid("cursor", "This is not a cursor of this list.");
    from = *place;
  }
  const TermMatcher matcher(terms(db));
  json::array items;
  std::optional<std::string> next;
  std::size_t looked_at = 0;
  auto rows = db.query(
      "SELECT id, network, at, author, text, url, followers, boosts, likes FROM mention WHERE (at, id) < (?, "
      "?) AND at >= ? "
      "ORDER BY at DESC, id DESC LIMIT ?",
      from.at, from.id, to_ms(asked.from), kMostLookedThrough + 1);
  Place last = from;
  while (rows.next()) {
    if (looked_at++ == kMostLookedThrough || items.size() == static_cast<std::size_t>(asked.limit)) {
      next = fmt::format("{}.{}", last.at, last.id);
      break;
    }
    last = {rows.integer(2), rows.integer(0)};
    if (rows.text(4).empty() || (!asked.network.empty() && rows.text(1) != asked.network)) continue;
    const auto found = matcher.terms_in(normal_text(rows.text(4)));
    if (!names(found, asked.term)) continue;
    items.push_back({{"id", rows.integer(0)},
                     {"network", rows.text(1)},
                     {"at", to_rfc3339(from_ms(rows.integer(2)))},
                     {"author", rows.text(3)},
                     {"text", rows.text(4)},
                     {"url", rows.text(5)},
                     {"followers", number(rows, 6)},
                     {"boosts", number(rows, 7)},
                     {"likes", number(rows, 8)},
                     {"terms", json::array(found.begin(), found.end())}});
  }
  return json::object{{"items", std::move(items)}, {"next", next ? json::value(*next) : json::value()}};
}

std::vector<Said> loudest(store::Database& db, std::int64_t term, WallTime from, WallTime to,
                          std::size_t most) {
  const TermMatcher matcher(only(db, term));
  std::vector<Said> said;
  auto rows = db.query(
      "SELECT network, author, text, ifnull(followers, 0), ifnull(boosts, 0) FROM mention WHERE at >= ? AND "
      "at < ? AND "
      "author <> '' AND ifnull(followers, 0) + ifnull(boosts, 0) > 0 ORDER BY 5 DESC, 4 DESC LIMIT ?",
      to_ms(from), to_ms(to), most * kMostTries);
  while (rows.next() && said.size() < most) {
    auto normal = normal_text(rows.text(2));
    if (!names(matcher.terms_in(normal), term)) continue;
    said.push_back({rows.text(0), rows.text(1), std::move(normal), rows.integer(3), rows.integer(4)});
  }
  return said;
}

std::vector<Said> sample(store::Database& db, std::int64_t term, WallTime from, WallTime to,
                         std::size_t most) {
  const TermMatcher matcher(only(db, term));
  std::vector<Said> said;
  const auto slice = std::max<std::int64_t>((to - from).count() / kSlices, 1);
  const auto of_slice = std::max<std::size_t>(most / kSlices, 1);
  for (auto start = to_ms(from); start < to_ms(to); start += slice) {
    std::size_t taken = 0;
    auto rows = db.query(
        "SELECT network, author, text, ifnull(followers, 0), ifnull(boosts, 0) FROM mention WHERE at >= ? "
        "AND at < ? AND "
        "text <> '' ORDER BY at LIMIT ?",
        start, std::min(start + slice, to_ms(to)), of_slice * (term == kAllMentions ? 1 : kMostTries));
    while (rows.next() && taken < of_slice && said.size() < most) {
      auto normal = normal_text(rows.text(2));
      if (!names(matcher.terms_in(normal), term)) continue;
      said.push_back({rows.text(0), rows.text(1), std::move(normal), rows.integer(3), rows.integer(4)});
      ++taken;
    }
  }
  return said;
}

}  // namespace nigiwai::social
