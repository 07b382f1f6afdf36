#include "insight/patterns/told.h"

#include <algorithm>
#include <boost/json/array.hpp>
#include <cmath>
#include <set>

#include "base/time.h"
#include "insight/patterns/words.h"
#include "show/learning/patterns.h"

namespace nigiwai::insight {
namespace {

namespace json = boost::json;

std::string_view to_text(FigureUnit unit) {
  switch (unit) {
    case FigureUnit::kMoney:
      return "money";
    case FigureUnit::kMilliseconds:
      return "ms";
    case FigureUnit::kShare:
      return "share";
    case FigureUnit::kNumber:
      break;
  }
  return "number";
}

// Four digits after the point say all that a history can.
double rounded(double value) { return std::round(value * 10'000) / 10'000; }

json::object effect_json(const Effect& effect) {
  return {{"relative", rounded(effect.relative)}, {"absolute", rounded(effect.absolute)}};
}

// What a plan can take over of a level: the studio opens a new show with it.
json::object choices_of(Factor factor, const std::string& level) {
  if (factor == Factor::kTheme) return {{"concept", level}};
  if (factor == Factor::kHour) return {{"hour", std::stoi(level)}};
  if (factor == Factor::kWeekday) return {{"weekday", level}};
  if (factor == Factor::kCast) return {{"cast", level}};
  if (factor == Factor::kLength) {
    const auto dash = level.find('-');
    const auto from = std::stoi(level),
               until = dash + 1 < level.size() ? std::stoi(level.substr(dash + 1)) : from;
    return {{"length_s", std::max(10, (from + until) / 2) * 60}};
  }
  return {};
}

class Telling {
 public:
  Telling(store::Database& db, const History& history, std::size_t figure)
      : history_(history), kind_(figure_kinds()[figure]), noted_(show::patterns_json(db)) {}

  bool finds(const FactorAnswer& answer) const {
    return answer.found && may_tell(answer.factor, answer.levels[answer.finding].key);
  }

  json::object factor(const FactorAnswer& answer) {
    json::object told{{"factor", insight::to_text(answer.factor)},
                      {"name", to_json(name_of(answer.factor))},
                      {"ordered", answer.ordered},
                      {"known", answer.known},
                      {"judged", !answer.unjudged},
                      {"found", finds(answer)}};
    if (answer.unjudged) {
      told["reason"] = insight::to_text(*answer.unjudged);
      told["sentence"] = to_json(why_not(*answer.unjudged, answer.known));
    }
    json::array levels;
    for (const auto& each : answer.levels)
      if (may_tell(answer.factor, each.key)) levels.push_back(level(answer.factor, each));
    told["levels"] = std::move(levels);
    return told;
  }

  json::object finding(const FactorAnswer& answer) {
    const auto& named = answer.levels[answer.finding];
    const auto name = name_of(answer.factor, named.key, history_.names);
    const auto tag = tag_of(answer.factor, name.brief);
    auto told = level(answer.factor, named);
    told["factor"] = insight::to_text(answer.factor);
    told["p"] = rounded(answer.adjusted);
    told["sentence"] = to_json(sentence_of(name.phrase, kind_.name, named));
    told["suggestion"] = to_json(suggestion_of(name.phrase, named));
    told["choices"] = named.effect.relative > 0 ? choices_of(answer.factor, named.key) : json::object{};
    told["tag"] = to_json(tag);
    told["pattern"] = noted_as(tag);
    return told;
  }

  // The shows that were named so far.
  json::array shows() const {
    json::array told;
    for (const auto& show : history_.shows) {
      if (named_.contains(show.id))
        told.push_back({{"id", show.id}, {"title", show.title}, {"live_at", to_rfc3339(show.live_at)}});
    }
    return told;
  }

 private:
  json::object level(Factor factor, const LevelAnswer& answer) {
    named_.insert(answer.evidence.begin(), answer.evidence.end());
    return {{"level", answer.key},
            {"label", to_json(name_of(factor, answer.key, history_.names).brief)},
            {"shows", answer.shows},
            {"others", answer.others},
            {"effect", effect_json(answer.effect)},
            {"interval", json::array{effect_json(answer.low), effect_json(answer.high)}},
            {"above", answer.above},
            {"evidence", json::array(answer.evidence.begin(), answer.evidence.end())}};
  }

  // Whoever left the ranking is adjusted for, and not compared.
  bool may_tell(Factor factor, const std::string& level) const {
    return factor != Factor::kCast || !history_.unranked.contains(level);
  }

  // The noted pattern that has this tag, in either language.
  json::value noted_as(const Said& tag) const {
    for (const auto& pattern : noted_) {
      for (const auto& each : pattern.at("tags").as_array()) {
        const std::string_view text = each.as_string();
        if (text == tag.ja || text == tag.en)
          return json::object{
              {"id", pattern.at("id")}, {"text", pattern.at("text")}, {"state", pattern.at("state")}};
      }
    }
    return nullptr;
  }

  const History& history_;
  const FigureKind& kind_;
  json::array noted_;
  std::set<std::string> named_{};
};

}  // namespace

json::object told(store::Database& db, const History& history, std::size_t figure,
                  const FigureAnswer& answer) {
  const auto& kind = figure_kinds()[figure];
  Telling telling(db, history, figure);
  std::vector<const FactorAnswer*> found;
  json::array factors, findings;
  for (const auto& each : answer.factors) {
    factors.push_back(telling.factor(each));
    if (telling.finds(each)) found.push_back(&each);
  }
  std::ranges::sort(found, std::ranges::greater(),
                    [](const FactorAnswer* each) { return each->levels[each->finding].effect.relative; });
  for (const auto* each : found) findings.push_back(telling.finding(*each));
  json::object told{{"figure", kind.name},
                    {"name", to_json(name_of_figure(kind.name))},
                    {"unit", to_text(kind.unit)},
                    {"currency", history.currency},
                    {"definition", kind.definition},
                    {"state", insight::to_text(answer.state)},
                    {"usual", answer.usual ? json::value(rounded(*answer.usual)) : json::value(nullptr)},
                    {"counted", answer.known},
                    {"unseen", history.unseen},
                    {"least", kLeastShows},
                    {"sound", kSoundShows},
                    {"interval_of", kInterval},
                    {"findings", std::move(findings)},
                    {"factors", std::move(factors)},
                    {"shows", telling.shows()}};
  if (answer.state != FigureState::kEnough) told["sentence"] = to_json(why_not(answer.state, answer.known));
  return told;
}

}  // namespace nigiwai::insight
