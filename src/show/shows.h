// Shows as rows: commands and queries.
#pragma once

#include <vector>

#include "base/fields.h"
#include "base/random.h"
#include "http/router.h"
#include "show/broadcasting.h"
#include "show/lifecycle.h"
#include "timeline/journal.h"

namespace nigiwai::show {

inline constexpr std::size_t kMostOnShelf = 100;  // a director still finds each of them
inline constexpr std::size_t kMostInCast = 20;

struct Show {
  std::int64_t position = 0;
  std::string id{};
  std::string title{};
  std::string description{};
  State state = State::kDraft;
  std::optional<WallTime> starts_at{};
  std::optional<WallTime> ended_at{};
  std::int64_t listed_at = 0;
  Recording record = Recording::kOn;
  std::string stream_key{};
  std::string preview_token{};
  SecondRendition second_rendition = SecondRendition::kOff;
  std::vector<std::string> cast{};   // handles
  std::vector<std::string> shelf{};  // products
};

// What POST and PATCH carry; what is not there stays, or is the default of a new show.
struct ShowChange {
  std::optional<std::string> title{};
  std::optional<std::string> description{};
  std::optional<std::optional<WallTime>> starts_at{};
  std::optional<std::vector<std::string>> shelf{};
  std::optional<std::vector<std::string>> cast{};
  std::optional<Recording> record{};
  std::optional<SecondRendition> second_rendition{};
};
enum class Body { kNew, kChange };  // a new show must have a title
Result<ShowChange> read_change(const json::object& body, Body what);

std::string new_show_id(Random& random);

// Makes a show, a draft or scheduled when it has a time, and opens its timeline. Refuses products and handles
// that do not exist, naming them.
Result<Show> create(store::Transaction& transaction, timeline::Journal& journal, Random& random,
                    const ShowChange& wanted);
// Once it is on air its time and recording stay, once it is over whether it has a second rendition, too; a
// cancelled show stays as it is. Whoever looks at a show
// that is announced is told by show.changed {changed: [member…]}.
Result<Show> change(store::Transaction& transaction, timeline::Journal& journal, const std::string& id,
                    const ShowChange& wanted);
// The steps start, end and cancel. Tells `broadcasting` once they are durable.
Result<Show> take_step(store::Transaction& transaction, timeline::Journal& journal,
                       Broadcasting& broadcasting, const std::string& id, Step step, const http::Caller& by);
Result<Show> new_key(store::Transaction& transaction, Broadcasting& broadcasting, Random& random,
                     const std::string& id);

// A show with its cast and shelf; not-found.
Result<Show> find(store::Database& db, const std::string& id);
// The same as this caller may know of it: drafts and cancelled shows are the staff's.
Result<Show> find_for(store::Database& db, const std::string& id, const http::Caller& caller);

struct ShowPage {
  std::vector<Show> items;
  std::optional<std::string> next;
};
// Latest first; soonest first when only what is to come is asked for.
Result<ShowPage> list(store::Database& db, std::span<const State> states, const http::PageAsked& page);

// For media: whether an encoder may send to this show. not-found; forbidden "wrong-key" (compared in constant
// time); conflict "show-ended". `on_air` is since when it is live.
struct StreamPermit {
  std::optional<WallTime> on_air;
  Recording record = Recording::kOn;
};
Result<StreamPermit> check_stream_key(store::Database& db, const std::string& show, const std::string& key);
// The show behind the unguessable folder of a preview (Show::preview_token).
std::optional<std::string> show_of_preview(store::Database& db, const std::string& token);

// Where a show stands as its staff see it: a rehearsal is a draft, live or archived among themselves.
State shown_state(const Show& show, const timeline::ShowTimes& times);

// Shows that were on air when the server stopped, rehearsals among them.
struct LiveShow {
  std::string id;
  WallTime live_at;
  Recording record = Recording::kOn;
};
std::vector<LiveShow> live_shows(store::Database& db);

}  // namespace nigiwai::show
