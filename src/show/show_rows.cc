#include "show/show_rows.h"

#include <fmt/format.h>
#include <sodium.h>

#include <algorithm>
#include <charconv>
#include <set>

#include "base/time.h"
#include "people/staff.h"
#include "shop/products/products.h"

namespace nigiwai::show {
namespace {

constexpr const char* kColumns =
    "SELECT position, id, title, description, state, starts_at, ended_at, listed_at, record, stream_key, "
    "preview_token, second_rendition FROM show ";

std::optional<std::int64_t> ms_or_null(const std::optional<WallTime>& time) {
  return time ? std::optional(to_ms(*time)) : std::nullopt;
}

std::optional<WallTime> time_or_none(const std::optional<std::int64_t>& ms) {
  return ms ? std::optional(from_ms(*ms)) : std::nullopt;
}

Show from_row(const store::Rows& row) {
  return {.position = row.integer(0),
          .id = row.text(1),
          .title = row.text(2),
          .description = row.text(3),
          .state = state_of(row.text(4)).value_or(State::kCancelled),
          .starts_at = time_or_none(row.optional_integer(5)),
          .ended_at = time_or_none(row.optional_integer(6)),
          .listed_at = row.integer(7),
          .record = row.integer(8) != 0 ? Recording::kOn : Recording::kOff,
          .stream_key = row.text(9),
          .preview_token = row.text(10),
          .second_rendition = row.integer(11) != 0 ? SecondRendition::kOn : SecondRendition::kOff};
}

void load_lists(store::Database& db, Show& show) {
  auto cast = db.query("SELECT handle FROM show_cast WHERE show = ? ORDER BY place", show.id);
  while (cast.next()) show.cast.push_back(cast.text(0));
  auto shelf = db.query("SELECT product FROM show_shelf WHERE show = ? ORDER BY place", show.id);
  while (shelf.next()) show.shelf.push_back(shelf.text(0));
}

Result<void> refuse_twice(const std::vector<std::string>& ids, std::string_view field) {
  std::set<std::string_view> known;
  for (std::size_t i = 0; i < ids.size(); ++i) {
    if (!known.insert(ids[i]).second)
      return invalid(fmt::format("/{}/{}", field, i), "This stands in the list twice.");
  }
  return {};
}

}  // namespace

void insert(store::Database& db, const Show& show) {
  db.run(
      "INSERT INTO show (id, title, description, state, starts_at, ended_at, listed_at, record, stream_key, "
      "preview_token, second_rendition) "
      "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
      show.id, show.title, show.description, to_text(show.state), ms_or_null(show.starts_at),
      ms_or_null(show.ended_at), show.listed_at, show.record == Recording::kOn, show.stream_key,
      show.preview_token, show.second_rendition == SecondRendition::kOn);
}

void update(store::Database& db, const Show& show) {
  db.run(
      "UPDATE show SET title = ?, description = ?, state = ?, starts_at = ?, ended_at = ?, listed_at = ?, "
      "record = ?, "
      "stream_key = ?, second_rendition = ? WHERE id = ?",
      show.title, show.description, to_text(show.state), ms_or_null(show.starts_at),
      ms_or_null(show.ended_at), show.listed_at, show.record == Recording::kOn, show.stream_key,
      show.second_rendition == SecondRendition::kOn, show.id);
}

Result<void> set_cast(store::Database& db, const Show& show) {
  if (auto once = refuse_twice(show.cast, "cast"); !once) return once;
  for (std::size_t i = 0; i < show.cast.size(); ++i) {
    if (!people::profile_of(db, show.cast[i])) {
      return invalid(fmt::format("/cast/{}", i),
                     fmt::format("There is nobody by the handle {}.", show.cast[i]));
    }
  }
  db.run("DELETE FROM show_cast WHERE show = ?", show.id);
  for (std::size_t i = 0; i < show.cast.size(); ++i) {
    db.run("INSERT INTO show_cast (show, place, handle) VALUES (?, ?, ?)", show.id, i, show.cast[i]);
  }
  return {};
}

Result<void> set_shelf(store::Database& db, const Show& show) {
  if (auto once = refuse_twice(show.shelf, "shelf"); !once) return once;
  for (std::size_t i = 0; i < show.shelf.size(); ++i) {
    if (!shop::product_exists(db, show.shelf[i])) {
      return invalid(fmt::format("/shelf/{}", i), fmt::format("There is no product {}.", show.shelf[i]));
    }
  }
  db.run("DELETE FROM show_shelf WHERE show = ?", show.id);
  for (std::size_t i = 0; i < show.shelf.size(); ++i) {
    db.run("INSERT INTO show_shelf (show, place, product) VALUES (?, ?, ?)", show.id, i, show.shelf[i]);
  }
  return {};
}

Result<Show> find(store::Database& db, const std::string& id) {
  std::optional<Show> found;
  {
    auto rows = db.query(std::string(kColumns) + "WHERE id = ?", id);
    if (!rows.next()) return fail(Kind::kNotFound, "not-found", "There is no such show.");
    found = from_row(rows);
  }
  load_lists(db, *found);
  return *std::move(found);
}

Result<Show> find_for(store::Database& db, const std::string& id, const http::Caller& caller) {
  auto found = find(db, id);
  if (found && !is_public(found->state) && !caller.is_staff()) {
    return fail(Kind::kNotFound, "not-found", "There is no such show.");
  }
  return found;
}

Result<ShowPage> list(store::Database& db, std::span<const State> states, const http::PageAsked& page) {
  const bool soonest_first =
      std::all_of(states.begin(), states.end(), [](State state) { return state == State::kScheduled; });
  constexpr auto kEnd = std::int64_t{1} << 60;
  std::int64_t listed_at = soonest_first ? -kEnd : kEnd;
  std::int64_t position = listed_at;
  if (!page.cursor.empty()) {
    const auto* end = page.cursor.data() + page.cursor.size();
    const auto first = std::from_chars(page.cursor.data(), end, listed_at);
    if (first.ec != std::errc() || first.ptr == end || *first.ptr != '.' ||
        std::from_chars(first.ptr + 1, end, position).ptr != end) {
      return invalid("cursor", "This is not a cursor that a list gave.");
    }
  }
  const auto wanted = [&](State state) {
    return std::find(states.begin(), states.end(), state) != states.end();
  };
  ShowPage answer;
  {
    auto rows = db.query(
        std::string(kColumns) + "WHERE (listed_at, position) " + (soonest_first ? ">" : "<") +
            " (?1, ?2) AND "
            "((?3 AND state = 'draft') OR (?4 AND state = 'scheduled') OR (?5 AND state = 'rehearsing') OR "
            "(?6 AND state = 'live') OR (?7 AND state = 'archived') OR (?8 AND state = 'cancelled') OR "
            "(?9 AND state = 'rehearsed')) "
            "ORDER BY listed_at " +
            (soonest_first ? "ASC, position ASC" : "DESC, position DESC") + " LIMIT ?10",
        listed_at, position, wanted(State::kDraft), wanted(State::kScheduled), wanted(State::kRehearsing),
        wanted(State::kLive), wanted(State::kArchived), wanted(State::kCancelled), wanted(State::kRehearsed),
        page.limit + 1);
    while (rows.next()) {
      if (static_cast<std::int64_t>(answer.items.size()) == page.limit) {
        const auto& last = answer.items.back();
        answer.next = fmt::format("{}.{}", last.listed_at, last.position);
        break;
      }
      answer.items.push_back(from_row(rows));
    }
  }
  for (auto& each : answer.items) load_lists(db, each);
  return answer;
}

Result<StreamPermit> check_stream_key(store::Database& db, const std::string& show, const std::string& key) {
  const auto found = find(db, show);
  if (!found) return std::unexpected(found.error());
  if (key.size() != found->stream_key.size() ||
      sodium_memcmp(key.data(), found->stream_key.data(), key.size()) != 0) {
    return fail(Kind::kForbidden, "wrong-key",
                "The stream key is not this show's. Copy it again from the studio.");
  }
  if (!takes_encoder(found->state)) {
    return fail(Kind::kConflict, "show-ended",
                fmt::format("This show is {}; it takes no picture any more.", to_text(found->state)));
  }
  StreamPermit permit{.on_air = std::nullopt, .record = found->record};
  if (const auto times = timeline::times_of(db, show)) permit.on_air = times->live_at;
  return permit;
}

std::optional<std::string> show_of_preview(store::Database& db, const std::string& token) {
  auto rows = db.query("SELECT id FROM show WHERE preview_token = ?", token);
  if (!rows.next()) return std::nullopt;
  return rows.text(0);
}

State shown_state(const Show& show, const timeline::ShowTimes& times) {
  if (show.state == State::kRehearsed) return State::kArchived;
  if (show.state != State::kRehearsing) return show.state;
  return times.live_at ? State::kLive : State::kDraft;
}

std::vector<LiveShow> live_shows(store::Database& db) {
  std::vector<LiveShow> live;
  auto rows = db.query(
      "SELECT s.id, t.live_at, s.record FROM show s JOIN timeline t ON t.show = s.id WHERE s.state = 'live' "
      "OR "
      "(s.state = 'rehearsing' AND t.live_at IS NOT NULL)");
  while (rows.next()) {
    live.push_back(
        {rows.text(0), from_ms(rows.integer(1)), rows.integer(2) != 0 ? Recording::kOn : Recording::kOff});
  }
  return live;
}

}  // namespace nigiwai::show
