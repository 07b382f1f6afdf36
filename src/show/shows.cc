#include "show/shows.h"

#include <fmt/format.h>

#include "base/time.h"
#include "show/announcing/announcements.h"
#include "show/reminders.h"
#include "show/show_rows.h"
#include "talk/polls.h"

namespace nigiwai::show {
namespace {

constexpr std::size_t kIdLength = 12;
constexpr std::size_t kKeyLength = 24;  // 120 bits, and still short enough to type into a phone

}  // namespace

Result<ShowChange> read_change(const json::object& body, Body what) {
  Fields in(body);
  ShowChange change{.title = what == Body::kNew ? in.text("title", {.least = 1, .most = 120})
                                                : in.optional_text("title", {.least = 1, .most = 120}),
                    .description = in.optional_text("description", {.most = 4000, .lines = Lines::kMany}),
                    .starts_at = in.optional_time("starts_at"),
                    .shelf = in.optional_slugs("shelf", kMostOnShelf),
                    .cast = in.optional_slugs("cast", kMostInCast)};
  if (const auto record = in.optional_flag("record"))
    change.record = *record ? Recording::kOn : Recording::kOff;
  if (const auto second = in.optional_flag("second_rendition"))
    change.second_rendition = *second ? SecondRendition::kOn : SecondRendition::kOff;
  if (const auto problem = in.problem()) return std::unexpected(*problem);
  return change;
}

std::string new_show_id(Random& random) { return random.token(kIdLength); }

Result<Show> create(store::Transaction& transaction, timeline::Journal& journal, Random& random,
                    const ShowChange& wanted) {
  auto& db = transaction.db();
  Show show{.position = 0,
            .id = new_show_id(random),
            .title = wanted.title.value_or(""),
            .description = wanted.description.value_or(""),
            .state = State::kDraft,
            .starts_at = wanted.starts_at.value_or(std::nullopt),
            .ended_at = std::nullopt,
            .listed_at = to_ms(transaction.now()),
            .record = wanted.record.value_or(Recording::kOn),
            .stream_key = random.token(kKeyLength),
            .preview_token = random.token(kKeyLength),
            .second_rendition = wanted.second_rendition.value_or(SecondRendition::kOff),
            .cast = wanted.cast.value_or(std::vector<std::string>{}),
            .shelf = wanted.shelf.value_or(std::vector<std::string>{})};
  if (show.starts_at) {
    show.state = State::kScheduled;
    show.listed_at = to_ms(*show.starts_at);
  }
  insert(db, show);
  if (auto cast = set_cast(db, show); !cast) return std::unexpected(cast.error());
  if (auto shelf = set_shelf(db, show); !shelf) return std::unexpected(shelf.error());
  journal.open(transaction, show.id);
  return find(db, show.id);
}

namespace {

// A rehearsal's state does not say whether it has begun; its timeline does.
Result<void> may_rehearse(store::Database& db, const std::string& id, Step step) {
  const auto times = timeline::times_of(db, id);
  if (!times) return std::unexpected(times.error());
  if (times->live_at.has_value() == (step == Step::kEnd)) return {};
  return fail(Kind::kConflict, "state",
              step == Step::kEnd ? "This rehearsal has not begun. Start or cancel it."
                                 : "This rehearsal has begun already. It can only be ended.");
}

// The members that a reader sees otherwise now.
json::array differences(const Show& before, const Show& after) {
  json::array names;
  if (before.title != after.title) names.emplace_back("title");
  if (before.description != after.description) names.emplace_back("description");
  if (before.starts_at != after.starts_at) names.emplace_back("starts_at");
  if (before.cast != after.cast) names.emplace_back("cast");
  if (before.shelf != after.shelf) names.emplace_back("shelf");
  return names;
}

}  // namespace

Result<Show> change(store::Transaction& transaction, timeline::Journal& journal, const std::string& id,
                    const ShowChange& wanted) {
  auto& db = transaction.db();
  auto show = find(db, id);
  if (!show) return show;
  const Show before = *show;
  if (show->state == State::kCancelled) {
    return fail(Kind::kConflict, "state", "A cancelled show cannot be changed. Plan a new one.");
  }
  if (wanted.starts_at && *wanted.starts_at != show->starts_at) {
    const auto state = after(show->state, *wanted.starts_at ? Step::kSchedule : Step::kUnschedule);
    if (!state) return std::unexpected(state.error());
    show->state = *state;
    show->starts_at = *wanted.starts_at;
    if (show->starts_at) show->listed_at = to_ms(*show->starts_at);
  }
  if (wanted.record && *wanted.record != show->record) {
    if (show->state != State::kDraft && show->state != State::kScheduled) {
      return fail(Kind::kConflict, "state", "Whether a show is recorded is settled before it starts.",
                  "/record");
    }
    show->record = *wanted.record;
  }
  if (wanted.second_rendition && *wanted.second_rendition != show->second_rendition) {
    const auto times = timeline::times_of(db, id);
    if (times && shown_state(*show, *times) == State::kArchived) {
      return fail(Kind::kConflict, "state", "The show is over; its recording stays as it was made.",
                  "/second_rendition");
    }
    show->second_rendition = *wanted.second_rendition;
  }
  if (wanted.title) show->title = *wanted.title;
  if (wanted.description) show->description = *wanted.description;
  if (wanted.cast) {
    show->cast = *wanted.cast;
    if (auto cast = set_cast(db, *show); !cast) return std::unexpected(cast.error());
  }
  if (wanted.shelf) {
    show->shelf = *wanted.shelf;
    if (auto shelf = set_shelf(db, *show); !shelf) return std::unexpected(shelf.error());
  }
  update(db, *show);
  if (show->starts_at != before.starts_at) {
    reminders_follow(transaction, *show);
    announcements_follow(transaction, journal, *show);
  }
  auto changed = differences(before, *show);
  if (show->state != State::kDraft && !changed.empty()) {
    journal.append(transaction, id, {.kind = "show.changed", .data = {{"changed", std::move(changed)}}});
  }
  return show;
}

Result<Show> take_step(store::Transaction& transaction, timeline::Journal& journal,
                       Broadcasting& broadcasting, const std::string& id, Step step, const http::Caller& by) {
  auto show = find(transaction.db(), id);
  if (!show) return show;
  const auto state = after(show->state, step);
  if (!state) return std::unexpected(state.error());
  if (is_rehearsal(show->state)) {
    if (auto may = may_rehearse(transaction.db(), id, step); !may) return std::unexpected(may.error());
  }
  show->state = *state;
  if (step == Step::kStart) {
    show->listed_at = to_ms(transaction.now());
    journal.begin(transaction, id, by);
    // The same time that the journal has just written: it is the bridge between the picture and the timeline.
    transaction.on_commit([&broadcasting, id, live_at = transaction.now(), record = show->record] {
      broadcasting.start(id, live_at, record);
    });
  } else {
    if (step == Step::kEnd) {
      show->ended_at = transaction.now();
      talk::close_open_poll(transaction, journal, id, by);
      journal.finish(transaction, id, by);
    }
    transaction.on_commit([&broadcasting, id] { broadcasting.end(id); });
  }
  reminders_follow(transaction, *show);
  announcements_follow(transaction, journal, *show);
  update(transaction.db(), *show);
  return show;
}

Result<Show> new_key(store::Transaction& transaction, Broadcasting& broadcasting, Random& random,
                     const std::string& id) {
  auto show = find(transaction.db(), id);
  if (!show) return show;
  show->stream_key = random.token(kKeyLength);
  update(transaction.db(), *show);
  transaction.on_commit([&broadcasting, id] { broadcasting.key_changed(id); });
  return show;
}

}  // namespace nigiwai::show
