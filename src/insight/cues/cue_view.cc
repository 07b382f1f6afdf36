#include "insight/cues/cue_view.h"

#include <algorithm>
#include <boost/json/array.hpp>
#include <cmath>

#include "base/time.h"
#include "insight/cues/happened.h"
#include "insight/cues/same_cue.h"
#include "show/cue_sheet.h"

namespace nigiwai::insight {
namespace {

constexpr show::Intent kIntents[] = {show::Intent::kUseIdea, show::Intent::kCombination, show::Intent::kStory,
                                     show::Intent::kPrice, show::Intent::kNone};

json::value rate(std::int64_t count, std::int64_t watched_ms) {
  const auto value = per_thousand_seconds(count, watched_ms);
  return value ? json::value(std::round(*value * 1e6) / 1e6) : json::value();
}

json::object to_json(const CueSums& sums) {
  return {{"watched_ms", sums.watched_ms},
          {"orders", sums.orders},
          {"saves", sums.saves},
          {"questions", sums.questions},
          {"per_1000_s",
           {{"orders", rate(sums.orders, sums.watched_ms)},
            {"saves", rate(sums.saves, sums.watched_ms)},
            {"questions", rate(sums.questions, sums.watched_ms)}}}};
}

void tell_halves(json::object& in, const CueHalves& sums, bool counted) {
  for (std::size_t half = 0; half < kHalves; ++half)
    in[to_text(static_cast<Half>(half))] = counted ? json::value(to_json(sums[half])) : json::value();
}

json::value to_json(const std::optional<CueTime>& time) {
  if (!time) return nullptr;
  return json::object{{"start_ms", time->start.count()}, {"length_ms", time->length.count()}};
}

json::object to_json(const CountedCue& cue, bool known) {
  json::object told{{"cue", cue.cue},
                    {"title", cue.text.title},
                    {"intent", to_text(cue.text.intent)},
                    {"product", cue.text.product},
                    {"planned", to_json(cue.planned)},
                    {"actual", to_json(cue.actual)}};
  tell_halves(told, cue.sums, known && cue.actual);
  return told;
}

// Handles in their order, and how they are told.
struct Cast {
  std::vector<std::string> handles{};
  json::array told{};
};

Cast cast_of(store::Database& journal, const std::string& show) {
  Cast cast;
  auto rows = journal.query(
      "SELECT c.handle, coalesce(s.name, c.handle) FROM show_cast c LEFT JOIN staff s ON s.handle = c.handle "
      "WHERE c.show = ? ORDER BY c.handle",
      show);
  while (rows.next()) {
    cast.handles.push_back(rows.text(0));
    cast.told.push_back({{"handle", rows.text(0)}, {"name", rows.text(1)}});
  }
  return cast;
}

// Finds the same cues in other shows. Counting a show is what takes its time, so only those are counted whose
// sheet has one that somebody still wants.
class Elsewhere {
 public:
  Elsewhere(store::Database& kept, store::Database& journal, const std::string& show,
            std::span<const CountedCue> cues, WallTime now)
      : kept_(kept), journal_(journal), cues_(cues), cast_(cast_of(journal, show)), now_(now) {
    found_.resize(cues.size());
    auto shows = shows_chosen(journal, {});
    std::erase_if(shows, [&](const ChosenShow& each) { return each.id == show; });
    if (shows.size() > kMostShowsLookedThrough) shows.resize(kMostShowsLookedThrough);
    for (const auto& each : shows) {
      if (std::ranges::all_of(found_, full)) return;
      look_through(each);
    }
  }
  json::array take(std::size_t cue) { return std::move(found_[cue]); }

 private:
  static bool full(const json::array& found) { return found.size() >= kMostSameCues; }

  bool wanted(const show::CueText& text) const {
    for (std::size_t i = 0; i < cues_.size(); ++i) {
      if (!full(found_[i]) && same_cue(cues_[i].text, text)) return true;
    }
    return false;
  }
  void look_through(const ChosenShow& show) {
    const auto sheet = show::cues_of(journal_, show.id);
    if (std::ranges::none_of(sheet, [&](const show::Cue& cue) { return wanted(cue.text); })) return;
    const auto [counted, known] = cues_of_show(kept_, journal_, show.id, now_);
    auto cast = cast_of(journal_, show.id);
    for (const auto& cue : counted.cues) {
      if (!cue.actual) continue;
      for (std::size_t i = 0; i < cues_.size(); ++i) {
        if (full(found_[i]) || !same_cue(cues_[i].text, cue.text)) continue;
        auto told = to_json(cue, known);
        told["show"] = {{"id", show.id}, {"title", show.title}, {"live_at", to_rfc3339(show.live_at)}};
        told["cast"] = cast.told;
        told["same_cast"] = cast.handles == cast_.handles;
        found_[i].push_back(std::move(told));
      }
    }
  }

  store::Database& kept_;
  store::Database& journal_;
  std::span<const CountedCue> cues_;
  Cast cast_;
  WallTime now_;
  std::vector<json::array> found_;  // by the index of the cue
};

struct IntentSums {
  std::int64_t cues = 0;
  CueHalves sums{};
};

json::object to_json(show::Intent intent, const IntentSums& of) {
  json::object told{{"intent", to_text(intent)}, {"cues", of.cues}};
  tell_halves(told, of.sums, true);
  const auto& all = of.sums[static_cast<std::size_t>(Half::kTogether)];
  json::value attached;
  if (all.orders > 0)
    attached = std::round(static_cast<double>(all.several) / static_cast<double>(all.orders) * 1e6) / 1e6;
  told["attach_rate"] = {
      {"value", std::move(attached)}, {"numerator", all.several}, {"denominator", all.orders}};
  return told;
}

}  // namespace

CuesOfShow cues_of_show(store::Database& kept, store::Database& journal, const std::string& show,
                        WallTime now) {
  const auto happened = happened_in(kept, journal, show, now);
  const auto sheet = show::cues_of(journal, show);
  const auto starts = show::cue_starts(journal, show);
  if (happened) return {.counted = count_cues(sheet, starts, *happened), .known = true};
  const auto times = timeline::times_of(journal, show).value_or(timeline::ShowTimes{});
  return {.counted = count_cues(sheet, starts, {.length = timeline::show_clock(times, now)})};
}

json::object cues_json(store::Database& kept, store::Database& journal, const std::string& show,
                       WallTime now) {
  const auto [counted, known] = cues_of_show(kept, journal, show, now);
  Elsewhere elsewhere(kept, journal, show, counted.cues, now);
  json::array items;
  for (std::size_t i = 0; i < counted.cues.size(); ++i) {
    auto told = to_json(counted.cues[i], known);
    told["elsewhere"] = elsewhere.take(i);
    items.push_back(std::move(told));
  }
  json::object outside;
  tell_halves(outside, counted.outside, known);
  return {{"items", std::move(items)}, {"outside", std::move(outside)}};
}

json::object intents_json(store::Database& kept, store::Database& journal, std::span<const ChosenShow> shows,
                          WallTime now) {
  std::map<show::Intent, IntentSums> intents;
  std::int64_t with_cues = 0;
  for (const auto& show : shows) {
    if (show::cue_starts(journal, show.id).empty()) continue;
    const auto [counted, known] = cues_of_show(kept, journal, show.id, now);
    if (!known) continue;
    ++with_cues;
    for (const auto& cue : counted.cues) {
      if (!cue.actual) continue;
      auto& of = intents[cue.text.intent];
      ++of.cues;
      add(of.sums, cue.sums);
    }
  }
  json::array items;
  for (const auto intent : kIntents) items.push_back(to_json(intent, intents[intent]));
  return {{"shows", with_cues}, {"items", std::move(items)}};
}

}  // namespace nigiwai::insight
