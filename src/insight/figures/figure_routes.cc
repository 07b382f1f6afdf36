#include "insight/figures/figure_routes.h"

#include <fmt/format.h>

#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>

#include "base/time.h"
#include "insight/credit/staff_credit.h"
#include "insight/curve/curve.h"
#include "insight/figures/answered.h"
#include "insight/figures/figures.h"
#include "insight/figures/opening.h"
#include "insight/figures/show_choice.h"
#include "insight/sips/sips.h"
#include "shop/settings.h"
#include "show/shows.h"
#include "timeline/reading.h"

namespace nigiwai::insight {
namespace {

using http::Access;

constexpr std::int64_t kMostOpened = 200;  // events in one answer

constexpr const char* kFiguresSchema =
    R"({"type":"object","properties":{"show":{"type":"string"},"currency":{"type":"string"},
  "behind":{"type":"integer"},"figures":{"type":"object","additionalProperties":{"type":"object","properties":{
    "value":{"type":["number","null"]},"numerator":{"type":["integer","null"]},"denominator":{"type":["integer","null"]},
    "definition":{"type":"string"},"version":{"type":"integer"},"scale":{"type":"integer"},
    "unit":{"enum":["people","times","ms","money","rate"]},"group":{"enum":["media","community","sales"]},
    "live":{"type":"object"},"archive":{"type":"object"}}}}}})";
constexpr const char* kManySchema =
    R"({"type":"object","properties":{"currency":{"type":"string"},"behind":{"type":"integer"},
  "shows":{"type":"array","items":{"type":"object","properties":{"id":{"type":"string"},"title":{"type":"string"},
    "live_at":{"type":"string","format":"date-time"}}}},"figures":{"type":"object"}}})";
constexpr const char* kDefinitionsSchema =
    R"({"type":"object","properties":{"items":{"type":"array","items":{"type":"object","properties":{
  "figure":{"type":"string"},"definition":{"type":"string"},"version":{"type":"integer"},"ours":{"type":"boolean"},
  "group":{"type":"string"},"unit":{"type":"string"},"text":{"type":"object"}}}}}})";
constexpr const char* kEventsSchema =
    R"({"type":"object","properties":{"figure":{"type":"string"},"definition":{"type":"string"},
  "half":{"enum":["live","archive","together"]},"of":{"enum":["numerator","denominator"]},"counted":{"type":"integer"},
  "events":{"type":"integer"},"items":{"type":"array","items":{"type":"object","properties":{
    "position":{"type":"integer"},"seq":{"type":"integer"},"at":{"type":"integer"},"kind":{"type":"string"},
    "by":{"type":["string","null"]},"accepted_at":{"type":"string","format":"date-time"},"data":{"type":"object"},
    "counts":{"type":"integer"}}}},"next":{"type":["string","null"]}}})";
constexpr const char* kCurveSchema =
    R"({"type":"object","properties":{"step_ms":{"type":"integer"},"steps":{"type":"integer"},
  "length_ms":{"type":["integer","null"]},"live":{"type":"object"},"archive":{"type":"object"},"bands":{"type":"object"}}})";
constexpr const char* kProductsSchema =
    R"({"type":"object","properties":{"currency":{"type":"string"},"items":{"type":"array","items":{"type":"object"}},
  "hesitation":{"type":"object"}}})";
constexpr const char* kStagesSchema =
    R"({"type":"object","properties":{"viewers":{"type":"integer"},"stages":{"type":"array","items":{"type":"object"}}}})";

constexpr const char* kStaffSchema =
    R"({"type":"object","properties":{"currency":{"type":"string"},"items":{"type":"array","items":{"type":"object","properties":{
  "handle":{"type":"string"},"name":{"type":"string"},"shows":{"type":"integer"},"credit":{"type":"object"},
  "influenced":{"type":"object"},"assists":{"type":"object"},"growth":{"type":"array","items":{"type":"object"}}}}}}})";

std::int64_t behind(store::Database& kept, store::Database& journal) {
  auto rows = journal.query("SELECT coalesce(max(position), 0) FROM event");
  return rows.next() ? std::max<std::int64_t>(0, rows.integer(0) - read_to(kept)) : 0;
}

// How a figure is to be opened.
struct Opening {
  const Definition* definition = nullptr;
  Half half = Half::kTogether;
  bool denominator = false;
  std::int64_t after = 0;
};

Result<Opening> opening_in(const http::Request& request) {
  Opening opening;
  const auto figure = request.parameter("figure");
  const auto named = request.asked("definition").value_or("");
  opening.definition = definition_of(figure, named);
  if (definition_of(figure) == nullptr) return fail(Kind::kNotFound, "not-found", "There is no such figure.");
  if (opening.definition == nullptr)
    return invalid("definition", fmt::format("This figure has no definition called “{}”.", named.substr(0, 60)));
  const auto half = request.asked("half").value_or("together");
  if (half != "live" && half != "archive" && half != "together")
    return invalid("half", "This must be live, archive or together.");
  opening.half = half == "live" ? Half::kLive : half == "archive" ? Half::kArchive : Half::kTogether;
  const auto of = request.asked("of").value_or("numerator");
  if (of != "numerator" && of != "denominator") return invalid("of", "This must be numerator or denominator.");
  opening.denominator = of == "denominator";
  if (opening.denominator && !opening.definition->denominator)
    return invalid("of", "This figure is a count: it has no denominator.");
  const auto after = request.whole("after", 0, std::numeric_limits<std::int64_t>::max());
  if (!after) return std::unexpected(after.error());
  opening.after = after->value_or(0);
  return opening;
}

json::object event_json(store::Database& journal, const CountedEvent& counted, const std::string& show,
                        const std::string& secret) {
  auto rows = journal.query(
      "SELECT seq, at, kind, by_id, by_role, accepted_at, data FROM event WHERE position = ?", counted.position);
  json::object item{{"position", counted.position}, {"counts", counted.count}};
  if (!rows.next()) return item;
  item["seq"] = rows.integer(0);
  item["at"] = rows.integer(1);
  item["kind"] = rows.text(2);
  item["by"] = rows.view(4) == "viewer" ? json::value(timeline::pseudonym(secret, show, rows.text(3))) : json::value();
  item["accepted_at"] = to_rfc3339(from_ms(rows.integer(5)));
  boost::system::error_code error;
  item["data"] = json::parse(rows.view(6), error);
  return item;
}

Result<json::object> opened_json(store::Database& kept, store::Database& journal, const std::string& show,
                                 const Opening& opening, const std::string& secret) {
  const auto& definition = *opening.definition;
  const auto& term = opening.denominator ? *definition.denominator : definition.numerator;
  const auto counted = events_counted(journal, kept, show, opening.half, term);
  if (!counted) {
    return fail(Kind::kConflict, "not-opened",
                "No single event makes this: it is measured over the show's clock. Open the watch time instead.");
  }
  std::int64_t sum = 0;
  for (const auto& each : *counted) sum += each.count;
  json::array items;
  json::value next;
  for (const auto& each : *counted) {
    if (each.position <= opening.after) continue;
    if (static_cast<std::int64_t>(items.size()) == kMostOpened) {
      next = std::to_string(items.back().at("position").as_int64());
      break;
    }
    items.push_back(event_json(journal, each, show, secret));
  }
  return json::object{{"figure", definition.figure},
                      {"definition", definition.name},
                      {"half", to_text(opening.half)},
                      {"of", opening.denominator ? "denominator" : "numerator"},
                      {"counted", sum},
                      {"events", counted->size()},
                      {"items", std::move(items)},
                      {"next", std::move(next)}};
}

}  // namespace

void FigureRoutes::add_to(http::Router& router) {
  const auto get = [&](const char* path, auto handle, const char* summary, const char* answer) {
    router.add({.method = "GET",
                .path = path,
                .access = Access::staff(),
                .handle = [this, handle](http::Request& r) { return (this->*handle)(r); },
                .summary = summary,
                .answer = answer});
  };
  get("/api/insight/definitions", &FigureRoutes::get_definitions,
      "Every figure and how it is defined, in Japanese and English; those that are not ours are chosen by name.",
      kDefinitionsSchema);
  get("/api/insight/figures", &FigureRoutes::get_many,
      "The figures over all shows that began from ?from= until before ?until=, of ?presenter= and ?concept= where "
      "given. People of several shows count once.",
      kManySchema);
  get("/api/shows/{id}/insight", &FigureRoutes::get_show,
      "Every figure of a show, live, in its archive and together, seconds old. ?definitions=er_actions,cvr_sessions "
      "chooses others than ours.",
      kFiguresSchema);
  get("/api/shows/{id}/insight/curve", &FigureRoutes::get_curve,
      "The show over its own clock in steps of ?step= ms (60000), live and in its archive, with the pins, cues, offers "
      "and gaps it is seen against.",
      kCurveSchema);
  get("/api/shows/{id}/insight/products", &FigureRoutes::get_products,
      "How far viewers came with each product of the show, and how long they hesitated.", kProductsSchema);
  get("/api/shows/{id}/insight/stages", &FigureRoutes::get_stages,
      "How many viewers reached each stage of SIPS, and how long after they came.", kStagesSchema);
  router.add({.method = "GET",
              .path = "/api/insight/staff",
              .access = Access::roles({http::Role::kAnalyst, http::Role::kPlanner, http::Role::kDirector}),
              .handle = [this](http::Request& r) { return get_staff(r); },
              .summary = "What each of the staff is credited with over the shows that ?from=, ?until=, ?presenter= and "
                         "?concept= choose: sales in equal parts to the cast, and to who spoke up at their moment; what "
                         "their shows influenced, and the sales that their answers helped.",
              .answer = kStaffSchema});
  get("/api/shows/{id}/insight/{figure}/events", &FigureRoutes::get_events,
      "Opens a figure: the events that it counts, in order, each with what it adds. ?half=live|archive|together, "
      "?of=numerator|denominator, ?definition=, ?after= the last position.",
      kEventsSchema);
}

FigureRoutes::Answer FigureRoutes::get_definitions(http::Request&) {
  co_return http::answer(definitions_json());
}

FigureRoutes::Answer FigureRoutes::get_show(http::Request& request) {
  const std::string show(request.parameter("id"));
  const auto chosen = read_chosen(request.asked("definitions").value_or(""));
  if (!chosen) co_return http::problem_response(chosen.error());
  const auto& by = request.caller;
  co_return co_await answered(
      parts_.insight, [&](store::Database& kept, store::Database& journal) -> Result<json::object> {
        if (const auto found = show::find_for(journal, show, by); !found) return std::unexpected(found.error());
        return json::object{{"show", show},
                            {"currency", shop::settings(journal).currency},
                            {"behind", behind(kept, journal)},
                            {"figures", figures_json(tally_of(kept, std::vector{show}), *chosen)}};
      });
}

FigureRoutes::Answer FigureRoutes::get_events(http::Request& request) {
  const std::string show(request.parameter("id"));
  const auto opening = opening_in(request);
  if (!opening) co_return http::problem_response(opening.error());
  const auto& by = request.caller;
  co_return co_await answered(
      parts_.insight, [&](store::Database& kept, store::Database& journal) -> Result<json::object> {
        if (const auto found = show::find_for(journal, show, by); !found) return std::unexpected(found.error());
        return opened_json(kept, journal, show, *opening, parts_.secret);
      });
}

FigureRoutes::Answer FigureRoutes::get_curve(http::Request& request) {
  const std::string show(request.parameter("id"));
  const auto step = request.whole("step", 1, 24 * 3'600'000);
  if (!step) co_return http::problem_response(step.error());
  const auto& by = request.caller;
  co_return co_await answered(
      parts_.insight, [&](store::Database& kept, store::Database& journal) -> Result<json::object> {
        if (const auto found = show::find_for(journal, show, by); !found) return std::unexpected(found.error());
        auto curve = curve_json(kept, show, Milliseconds(step->value_or(60'000)));
        if (!curve) return curve;
        auto rows = journal.query("SELECT length_ms FROM timeline WHERE show = ?", show);
        const auto length = rows.next() ? rows.optional_integer(0) : std::nullopt;
        (*curve)["length_ms"] = length ? json::value(*length) : json::value();
        (*curve)["bands"] = bands_json(journal, show);
        return curve;
      });
}

FigureRoutes::Answer FigureRoutes::get_products(http::Request& request) {
  const std::string show(request.parameter("id"));
  const auto& by = request.caller;
  co_return co_await answered(
      parts_.insight, [&](store::Database& kept, store::Database& journal) -> Result<json::object> {
        if (const auto found = show::find_for(journal, show, by); !found) return std::unexpected(found.error());
        auto products = products_json(kept, show);
        products["currency"] = shop::settings(journal).currency;
        products["hesitation"] = hesitation_json(kept, show);
        return products;
      });
}

FigureRoutes::Answer FigureRoutes::get_stages(http::Request& request) {
  const std::string show(request.parameter("id"));
  const auto& by = request.caller;
  co_return co_await answered(
      parts_.insight, [&](store::Database& kept, store::Database& journal) -> Result<json::object> {
        if (const auto found = show::find_for(journal, show, by); !found) return std::unexpected(found.error());
        return stages_json(kept, show);
      });
}

FigureRoutes::Answer FigureRoutes::get_many(http::Request& request) {
  const auto choice = read_choice(request);
  if (!choice) co_return http::problem_response(choice.error());
  const auto chosen = read_chosen(request.asked("definitions").value_or(""));
  if (!chosen) co_return http::problem_response(chosen.error());
  co_return co_await answered(
      parts_.insight, [&](store::Database& kept, store::Database& journal) -> Result<json::object> {
        const auto shows = shows_chosen(journal, *choice);
        std::vector<std::string> ids;
        json::array listed;
        for (const auto& show : shows) {
          ids.push_back(show.id);
          listed.push_back({{"id", show.id}, {"title", show.title}, {"live_at", to_rfc3339(show.live_at)}});
        }
        return json::object{{"currency", shop::settings(journal).currency},
                            {"behind", behind(kept, journal)},
                            {"shows", std::move(listed)},
                            {"figures", figures_json(tally_of(kept, ids), *chosen)}};
      });
}

FigureRoutes::Answer FigureRoutes::get_staff(http::Request& request) {
  const auto choice = read_choice(request);
  if (!choice) co_return http::problem_response(choice.error());
  co_return co_await answered(
      parts_.insight, [&](store::Database& kept, store::Database& journal) -> Result<json::object> {
        auto credit = staff_credit_json(kept, journal, shows_chosen(journal, *choice));
        credit["currency"] = shop::settings(journal).currency;
        return credit;
      });
}

}  // namespace nigiwai::insight
