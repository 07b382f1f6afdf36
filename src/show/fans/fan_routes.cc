#include "show/fans/fan_routes.h"

#include <charconv>

#include "base/time.h"
#include "http/answers.h"
#include "people/audit.h"
#include "people/staff.h"
#include "store/writing.h"
#include "timeline/reading.h"

namespace nigiwai::show {
namespace {

using http::Access;
using http::Role;

constexpr const char* kFansSchema =
    R"({"type":"object","properties":{"items":{"type":"array","items":{"type":"object","properties":{
  "id":{"type":"string"},"name":{"type":"string"},"level":{"enum":["participant","fan","loyal","evangelist"]},
  "shows":{"type":"integer"},"last_visit":{"type":["string","null"],"format":"date-time"},
  "days_since":{"type":["integer","null"]},"orders":{"type":"integer"},
  "follows":{"type":"array","items":{"type":"object","properties":{"handle":{"type":"string"},"name":{"type":"string"}}}}}}},
  "next":{"type":["string","null"]},"levels":{"type":"object"},"only":{"type":["string","null"]}}})";
constexpr const char* kRulesSchema =
    R"({"type":"object","required":["fan_shows","loyal_orders","evangelist_arrivals","returning_visits"],"properties":{
  "fan_shows":{"type":"integer","minimum":1,"maximum":1000},"loyal_orders":{"type":"integer","minimum":1,"maximum":1000},
  "evangelist_arrivals":{"type":"integer","minimum":1,"maximum":1000},
  "returning_visits":{"type":"integer","minimum":1,"maximum":1000}}})";
constexpr const char* kLevelsSchema =
    R"({"type":"object","properties":{"months":{"type":"array","items":{"type":"object","properties":{
  "month":{"type":"string"},"over":{"type":"boolean"},"levels":{"type":"object"},"moves":{"type":"array","items":{"type":"object","properties":{
    "from":{"enum":["participant","fan","loyal","evangelist",null]},"to":{"enum":["participant","fan","loyal","evangelist",null]},
    "people":{"type":"integer"}}}}}}}}})";
constexpr std::size_t kMostNameAsked = 60;
constexpr std::int64_t kUsualMonths = 12;

// What was asked; a presenter's own followers whatever they ask for.
Result<FansAsked> asked_in(const http::Request& request) {
  FansAsked asked;
  if (const auto level = request.asked("level")) {
    asked.level = fan_level(*level);
    if (!asked.level) return invalid("level", "This must be participant, fan, loyal or evangelist.");
  }
  if (const auto order = request.asked("sort")) {
    const auto known = fan_order(*order);
    if (!known) return invalid("sort", "This must be last, shows, orders, level or name.");
    asked.order = *known;
  }
  asked.follows = request.asked("follows").value_or("");
  asked.name = request.asked("name").value_or("");
  if (asked.name.size() > kMostNameAsked) return invalid("name", "This is longer than any name.");
  if (request.caller.role == Role::kPresenter) {
    if (!asked.follows.empty() && asked.follows != request.caller.handle) {
      return fail(Kind::kForbidden, "forbidden", "A presenter sees those who follow them.", "follows");
    }
    asked.follows = request.caller.handle;
  }
  return asked;
}

Result<std::size_t> place_in(const std::string& cursor) {
  std::size_t place = 0;
  if (cursor.empty()) return place;
  const auto* end = cursor.data() + cursor.size();
  const auto [at, error] = std::from_chars(cursor.data(), end, place);
  if (error != std::errc() || at != end) return invalid("cursor", "This is not a cursor of this list.");
  return place;
}

}  // namespace

void FanRoutes::add_to(http::Router& router) {
  router.add({.method = "GET",
              .path = "/api/fans",
              .access = Access::staff(),
              .handle = [this](http::Request& r) { return list_fans(r); },
              .summary =
                  "Everybody who took part, with level, shows watched, last visit, orders and whom they "
                  "follow; by ?level=, ?follows=, ?name=, ?sort=. A presenter sees their own followers.",
              .answer = kFansSchema,
              .rate = kFanLists});
  router.add(
      {.method = "GET",
       .path = "/api/fans/levels",
       .access = Access::roles({Role::kAnalyst, Role::kPlanner, Role::kDirector}),
       .handle = [this](http::Request& r) { return get_levels(r); },
       .summary =
           "How many people stood at each level at the end of each of the last ?months= (12) of Japan, and "
           "how many moved from which to which, by the rules of now.",
       .answer = kLevelsSchema,
       .rate = kFanLists});
  router.add(
      {.method = "GET",
       .path = "/api/fans/rules",
       .access = Access::staff(),
       .handle = [this](http::Request& r) { return get_rules(r); },
       .summary = "From when on a person is a fan, a loyal customer, an evangelist, or told as returning.",
       .answer = kRulesSchema});
  router.add({.method = "PUT",
              .path = "/api/fans/rules",
              .access = Access::roles({Role::kPlanner}),
              .handle = [this](http::Request& r) { return put_rules(r); },
              .summary = "Changes these rules, for everybody at once.",
              .body = kRulesSchema,
              .answer = kRulesSchema});
}

FanRoutes::Answer FanRoutes::list_fans(http::Request& request) {
  const auto page = http::page_asked(request);
  if (!page) co_return http::problem_response(page.error());
  const auto from = place_in(page->cursor);
  if (!from) co_return http::problem_response(from.error());
  const auto asked = asked_in(request);
  if (!asked) co_return http::problem_response(asked.error());
  const auto now = parts_.clock.wall();
  const auto caller = request.caller;
  co_return http::answer(
      co_await parts_.aside.read<json::object>([&](store::Database& db) -> Result<json::object> {
        const auto found = find_fans(fans_.all(db, parts_.arrivals), *asked);
        std::map<std::string, std::string> names;
        for (const auto& profile : people::profiles_after(db, "", people::kMostStaff))
          names[profile.handle] = profile.name;
        const auto end = std::min(found.fans.size(), *from + static_cast<std::size_t>(page->limit));
        json::array items;
        for (auto place = *from; place < end; ++place) {
          const auto& fan = *found.fans[place];
          const auto name = name_of_fan(db, fan.person);
          if (!name) continue;
          json::array follows;
          for (const auto& handle : fan.followed) {
            // Somebody who left is followed no more.
            if (const auto known = names.find(handle); known != names.end())
              follows.push_back({{"handle", handle}, {"name", known->second}});
          }
          json::object shown{{"id", timeline::pseudonym(parts_.secret, "fans", fan.person)},
                             {"name", *name},
                             {"level", to_text(fan.level)},
                             {"shows", fan.shows},
                             {"last_visit", nullptr},
                             {"days_since", nullptr},
                             {"orders", fan.orders},
                             {"follows", std::move(follows)}};
          if (fan.last_visit) {
            shown["last_visit"] = to_rfc3339(*fan.last_visit);
            shown["days_since"] = std::max<std::int64_t>(
                0, std::chrono::floor<std::chrono::days>(now - *fan.last_visit).count());
          }
          items.push_back(std::move(shown));
        }
        json::object levels;
        for (std::size_t level = 0; level < found.of_level.size(); ++level)
          levels[to_text(static_cast<FanLevel>(level))] = found.of_level[level];
        return json::object{
            {"items", std::move(items)},
            {"next", end < found.fans.size() ? json::value(std::to_string(end)) : json::value(nullptr)},
            {"levels", std::move(levels)},
            {"only", caller.role == Role::kPresenter ? json::value(caller.handle) : json::value(nullptr)}};
      }));
}

FanRoutes::Answer FanRoutes::get_levels(http::Request& request) {
  const auto months = request.whole("months", 1, kMostMonths);
  if (!months) co_return http::problem_response(months.error());
  const auto now = parts_.clock.wall();
  co_return http::answer(
      co_await parts_.aside.read<json::object>([&](store::Database& db) -> Result<json::object> {
        const auto& all = levels_.at(db, parts_.arrivals, now);
        const auto shown = std::min(all.size(), static_cast<std::size_t>(months->value_or(kUsualMonths)));
        return json::object{
            {"months", json::array(all.end() - static_cast<std::ptrdiff_t>(shown), all.end())}};
      }));
}

FanRoutes::Answer FanRoutes::get_rules(http::Request&) {
  co_return http::answer(parts_.readers.read<json::object>(
      [](store::Database& db) -> Result<json::object> { return to_json(fan_rules(db)); }));
}

FanRoutes::Answer FanRoutes::put_rules(http::Request& request) {
  const auto body = parse_object(request.body);
  if (!body) co_return http::problem_response(body.error());
  const auto rules = read_fan_rules(*body);
  if (!rules) co_return http::problem_response(rules.error());
  const auto& by = request.caller;
  co_return http::answer(co_await store::write<json::object>(
      parts_.writer, store::Lane::kStaff, [&](store::Transaction& t) -> Result<json::object> {
        write_fan_rules(t, *rules);
        people::audit(t, by, "fans.ruled", "", to_json(*rules));
        return to_json(*rules);
      }));
}

}  // namespace nigiwai::show
