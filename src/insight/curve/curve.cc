#include "insight/curve/curve.h"

#include <fmt/format.h>

#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>
#include <cmath>
#include <vector>

#include "insight/visits/book.h"

namespace nigiwai::insight {
namespace {

// By the columns of `slice`.
constexpr std::array<std::string_view, kMarks> kNames{"watching", "hearts", "chats", "questions", "clicks",
                                                      "saves",    "orders", "gmv",   "entered",   "left"};

using Steps = std::vector<std::array<std::int64_t, kMarks>>;

json::object half_json(const Steps& steps, Milliseconds step) {
  json::object half;
  for (std::size_t mark = 0; mark < kMarks; ++mark) {
    json::array values;
    values.reserve(steps.size());
    for (const auto& each : steps) {
      if (mark == static_cast<std::size_t>(Mark::kWatchedMs)) {
        values.emplace_back(
            std::round(static_cast<double>(each[mark]) * 100 / static_cast<double>(step.count())) / 100);
      } else {
        values.emplace_back(each[mark]);
      }
    }
    half[kNames[mark]] = std::move(values);
  }
  return half;
}

std::string text_in(const json::object& data, std::string_view name) {
  const auto* value = data.if_contains(name);
  return value != nullptr && value->is_string() ? std::string(value->get_string()) : std::string();
}

// Stretches that an event begins and another ends.
class Stretches {
 public:
  void begin(std::int64_t at, json::object about) {
    end(at);
    about["from_ms"] = at;
    about["until_ms"] = nullptr;
    all_.push_back(std::move(about));
    open_ = true;
  }
  void end(std::int64_t at) {
    if (open_) all_.back().as_object()["until_ms"] = at;
    open_ = false;
  }
  void end_one(std::int64_t at, std::string_view name, std::string_view value) {
    for (auto& each : all_) {
      auto& about = each.as_object();
      if (text_in(about, name) == value &&
          (about.at("until_ms").is_null() || about.at("until_ms").as_int64() > at))
        about["until_ms"] = at;
    }
  }
  void begin_one(std::int64_t at, json::object about) {
    about["from_ms"] = at;
    about["until_ms"] = nullptr;
    all_.push_back(std::move(about));
  }
  json::array take() { return std::move(all_); }

 private:
  json::array all_;
  bool open_ = false;
};

json::object offer_in(const json::object& data) {
  const auto* shown = data.if_contains("shown");
  return {{"offer", text_in(data, "offer")},
          {"title",
           shown != nullptr && shown->is_object() ? text_in(shown->get_object(), "title") : std::string()}};
}

}  // namespace

Result<json::object> curve_json(store::Database& kept, const std::string& show, Milliseconds step) {
  if (step.count() < kSliceMs || step.count() % kSliceMs != 0)
    return invalid("step", "A step is a whole number of ten seconds, in milliseconds, such as 60000.");
  std::array<Steps, 2> halves;
  auto rows = kept.query(
      "SELECT s.half, s.slice, s.watched_ms, s.hearts, s.chats, s.questions, s.opened, s.saves, s.orders, "
      "s.placed, "
      "s.entered, s.went FROM show w JOIN slice s ON s.show = w.id WHERE w.name = ? ORDER BY s.half, s.slice",
      show);
  std::size_t most = 0;
  while (rows.next()) {
    auto& steps = halves[static_cast<std::size_t>(rows.integer(0))];
    const auto index = static_cast<std::size_t>(rows.integer(1) * kSliceMs / step.count());
    if (steps.size() <= index) steps.resize(index + 1);
    for (std::size_t mark = 0; mark < kMarks; ++mark)
      steps[index][mark] += rows.integer(static_cast<int>(mark) + 2);
    most = std::max(most, steps.size());
  }
  for (auto& steps : halves) steps.resize(most);
  return json::object{{"step_ms", step.count()},
                      {"steps", most},
                      {"live", half_json(halves[0], step)},
                      {"archive", half_json(halves[1], step)}};
}

json::object bands_json(store::Database& journal, const std::string& show) {
  Stretches pins, cues, offers, gaps;
  auto rows = journal.query(
      "SELECT at, kind, data FROM event WHERE show = ? AND kind IN ('product.pinned', 'product.unpinned', "
      "'cue.started', 'offer.opened', 'offer.closed', 'picture.lost', 'picture.started', 'show.ended') ORDER "
      "BY at, "
      "seq",
      show);
  while (rows.next()) {
    const auto at = rows.integer(0);
    const auto kind = rows.view(1);
    boost::system::error_code error;
    const auto parsed = json::parse(rows.view(2), error);
    const auto data = !error && parsed.is_object() ? parsed.get_object() : json::object();
    if (kind == "product.pinned") {
      pins.begin(at, {{"product", text_in(data, "product")}});
    } else if (kind == "product.unpinned") {
      pins.end(at);
    } else if (kind == "cue.started") {
      cues.begin(at, {{"cue", text_in(data, "cue")}, {"title", text_in(data, "title")}});
    } else if (kind == "offer.opened") {
      offers.begin_one(at, offer_in(data));
      if (const auto* until = data.if_contains("until"); until != nullptr && until->is_int64())
        offers.end_one(until->get_int64(), "offer", text_in(data, "offer"));
    } else if (kind == "offer.closed") {
      offers.end_one(at, "offer", text_in(data, "offer"));
    } else if (kind == "picture.lost") {
      gaps.begin(at, {});
    } else if (kind == "picture.started") {
      gaps.end(at);
    } else {
      for (auto* each : {&pins, &cues, &gaps}) each->end(at);
    }
  }
  return {{"pins", pins.take()}, {"cues", cues.take()}, {"offers", offers.take()}, {"gaps", gaps.take()}};
}

}  // namespace nigiwai::insight
