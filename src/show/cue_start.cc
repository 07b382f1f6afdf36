#include "show/cue_start.h"

#include <boost/json/parse.hpp>

#include "show/cue_sheet.h"

namespace nigiwai::show {
namespace {

// A cue every other second, and all of a long sheet walked through in one go.
const http::Rate kCueStarts{"cue starts", 40, Milliseconds(500)};

}  // namespace

std::vector<CueStart> cue_starts(store::Database& db, const std::string& show) {
  std::vector<CueStart> starts;
  auto rows = db.query(
      "SELECT seq, at, data FROM event INDEXED BY event_of_cue_sheet WHERE show = ? AND kind = 'cue.started' "
      "ORDER BY seq",
      show);
  while (rows.next()) {
    const auto data = json::parse(rows.text(2)).as_object();
    const auto text = [&](std::string_view name) {
      const auto* value = data.if_contains(name);
      return value != nullptr && value->is_string() ? std::string(value->get_string()) : std::string();
    };
    const auto before = starts.empty() ? Milliseconds(0) : starts.back().at;
    starts.push_back({.cue = text("cue"),
                      .title = text("title"),
                      .at = std::max(Milliseconds(rows.integer(1)), before),
                      .seq = rows.integer(0)});
  }
  return starts;
}

std::optional<CueStart> current_cue(store::Database& db, const std::string& show) {
  auto starts = cue_starts(db, show);
  if (starts.empty()) return std::nullopt;
  return std::move(starts.back());
}

std::vector<Milliseconds> lasted(std::span<const CueStart> starts, Milliseconds now) {
  std::vector<Milliseconds> lengths;
  lengths.reserve(starts.size());
  for (std::size_t i = 0; i < starts.size(); ++i) {
    const auto until = i + 1 < starts.size() ? starts[i + 1].at : now;
    lengths.push_back(std::max(until - starts[i].at, Milliseconds(0)));
  }
  return lengths;
}

Result<timeline::NewEvent> decide_cue_start(store::Transaction& transaction, const timeline::Command& command,
                                            const timeline::ShowTimes& times, Milliseconds) {
  if (!times.live()) {
    return fail(Kind::kConflict, "state", "A cue can be started only while the show is on air.");
  }
  auto& db = transaction.db();
  const auto cue = find_cue(db, command.show, std::string(command.data.at("cue").as_string()));
  if (!cue) {
    auto problem = cue.error();
    problem.field = "/data/cue";
    return std::unexpected(std::move(problem));
  }
  const auto current = current_cue(db, command.show);
  if (current && current->cue == cue->id) {
    return fail(Kind::kConflict, "already-running",
                "This cue is on air already; perhaps somebody else started it.", "/data/cue");
  }
  json::object data{{"cue", cue->id}, {"title", cue->text.title}};
  if (!cue->text.product.empty()) data["product"] = cue->text.product;
  return timeline::NewEvent{
      .kind = "cue.started", .data = std::move(data), .audience = timeline::Audience::kStaff};
}

void add_cue_commands(timeline::Commands& commands) {
  commands.add("cue.start", {.access = http::Access::roles({http::Role::kDirector, http::Role::kPresenter}),
                             .rate = kCueStarts,
                             .lane = store::Lane::kStaff,
                             .check = [](Fields& data) { data.slug("cue"); },
                             .decide = decide_cue_start});
}

}  // namespace nigiwai::show
