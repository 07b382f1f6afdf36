#include "show/routes.h"

#include "base/qr.h"
#include "http/idempotency.h"
#include "people/audit.h"
#include "shop/products/products.h"
#include "show/archive/product_moments.h"
#include "store/writing.h"

namespace nigiwai::show {
namespace {

using http::Access;
using http::Role;

constexpr const char* kShowSchema =
    R"({"type":"object","properties":{"id":{"type":"string"},"title":{"type":"string"},
  "description":{"type":"string"},"state":{"enum":["draft","scheduled","live","archived","cancelled"]},
  "starts_at":{"type":["string","null"]},"live_at":{"type":["string","null"]},"ended_at":{"type":["string","null"]},
  "clock":{"type":"integer"},"length_ms":{"type":["integer","null"]},"seq":{"type":"integer"},
  "cast":{"type":"array","items":{"type":"object"}},"shelf":{"type":"array","items":{"type":"object"}},
  "pin":{"type":["object","null"]},"pins":{"type":"array","items":{"type":"object"}},"picture":{"enum":["on","away"]},
  "away_since":{"type":["integer","null"]},"counts":{"type":"object"},"rehearsal":{"type":"object"},"media":{"type":"object"},"staff":{"type":"object"}}})";
constexpr const char* kChangeSchema =
    R"({"type":"object","properties":{"title":{"type":"string","maxLength":120},
  "description":{"type":"string"},"starts_at":{"type":["string","null"],"format":"date-time"},
  "shelf":{"type":"array","items":{"type":"string"}},"cast":{"type":"array","items":{"type":"string"}},
  "record":{"type":"boolean"},"second_rendition":{"type":"boolean"}}})";
constexpr const char* kListSchema =
    R"({"type":"object","properties":{"items":{"type":"array","items":{"type":"object"}},
  "next":{"type":["string","null"]}}})";
constexpr const char* kOutlineSchema =
    R"({"type":"object","properties":{"length_ms":{"type":"integer"},"bucket_ms":{"type":"integer"},
  "chat":{"type":"array","items":{"type":"integer"}},"hearts":{"type":"array","items":{"type":"integer"}},
  "saves":{"type":"array"},"chapters":{"type":"array"},"gaps":{"type":"array"}}})";

// Every item carries its shelf with its products, so a page of shows is shorter than other lists.
constexpr std::int64_t kMostShowsInPage = 50;

const char* action_of(Step step) {
  if (step == Step::kStart) return "show.started";
  return step == Step::kEnd ? "show.ended" : "show.cancelled";
}

// Which members a change carried, for the audit log.
json::object members_of(const json::object& body) {
  json::array members;
  for (const auto& member : body) members.push_back(member.key());
  return {{"members", std::move(members)}};
}

http::Response answer(const Result<json::object>& body) {
  return body ? http::json_response(*body) : http::problem_response(body.error());
}

// ?state=live,scheduled; all the caller may see when nothing is asked for.
Result<std::vector<State>> states_asked(const http::Request& request) {
  std::vector<State> states;
  const bool staff = request.caller.is_staff();
  const auto asked = request.asked("state");
  if (!asked) {
    for (const auto state : kStates) {
      if (is_public(state) || (staff && !is_rehearsal(state))) states.push_back(state);
    }
    return states;
  }
  auto rest = *asked;
  while (true) {
    const auto comma = std::min(rest.find(','), rest.size());
    const auto state = state_of(rest.substr(0, comma));
    if (!state)
      return invalid("state", "This must be states with commas between them, such as live,scheduled.");
    if (staff || is_public(*state)) states.push_back(*state);
    if (comma == rest.size()) return states;
    rest.remove_prefix(comma + 1);
  }
}

}  // namespace

void Routes::add_to(http::Router& router) {
  const auto planning = Access::roles({Role::kPlanner, Role::kDirector});
  const auto airing = Access::roles({Role::kDirector, Role::kPresenter});
  router.add({.method = "POST",
              .path = "/api/shows",
              .access = planning,
              .handle = [this](http::Request& r) { return create_show(r); },
              .summary = "Plans a show: a draft, or scheduled when it has a time. Takes an Idempotency-Key.",
              .body = kChangeSchema,
              .answer = kShowSchema});
  router.add({.method = "GET",
              .path = "/api/shows",
              .access = Access::anyone(),
              .handle = [this](http::Request& r) { return list_shows(r); },
              .summary = "Shows by ?state=live,scheduled,archived; drafts and cancelled ones for staff only.",
              .answer = kListSchema});
  router.add({.method = "GET",
              .path = "/api/shows/{id}",
              .access = Access::anyone(),
              .handle = [this](http::Request& r) { return get_show(r); },
              .summary = "The snapshot of a show.",
              .answer = kShowSchema});
  router.add({.method = "PATCH",
              .path = "/api/shows/{id}",
              .access = planning,
              .handle = [this](http::Request& r) { return change_show(r); },
              .summary = "Changes a show; its time and recording only before it is on air, its second "
                         "rendition until it is "
                         "over.",
              .body = kChangeSchema,
              .answer = kShowSchema});
  struct Named {
    const char* name;
    Step step;
    const Access& access;
    const char* summary;
  };
  for (const auto& [name, step, access, summary] :
       {Named{"start", Step::kStart, airing, "Goes on air; needs no encoder."},
        Named{"end", Step::kEnd, airing, "Ends a show: from now on it is an archive."},
        Named{"cancel", Step::kCancel, planning, "Cancels a show that has not started."}}) {
    router.add({.method = "POST",
                .path = std::string("/api/shows/{id}/") + name,
                .access = access,
                .handle = [this, taken = step](http::Request& r) { return step_show(r, taken); },
                .summary = summary,
                .answer = kShowSchema});
  }
  router.add(
      {.method = "GET",
       .path = "/api/shows/{id}/outline",
       .access = Access::anyone(),
       .handle = [this](http::Request& r) { return get_outline(r); },
       .summary = "What an archive's scrubber draws: chat and hearts over time, saves, chapters, gaps.",
       .answer = kOutlineSchema});
  router.add(
      {.method = "GET",
       .path = "/api/products/{id}/moments",
       .access = Access::open(),
       .handle = [this](http::Request& r) { return get_product_moments(r); },
       .summary = "The shows with a product on their shelf, on air, to come and past, and when it was shown.",
       .answer = R"({"type":"object","properties":{"shows":{"type":"array","items":{"type":"object",
  "properties":{"id":{"type":"string"},"title":{"type":"string"},"state":{"type":"string"},
  "starts_at":{"type":["string","null"]},"live_at":{"type":["string","null"]},"length_ms":{"type":["integer","null"]},
  "poster":{"type":["string","null"]},"moments":{"type":"array","items":{"type":"object","properties":{
  "at":{"type":"integer"},"until":{"type":["integer","null"]}}}}}}}}})"});
  add_ingest_routes(router);
}

void Routes::add_ingest_routes(http::Router& router) {
  const auto sending = Access::roles({Role::kPlanner, Role::kDirector, Role::kPresenter});
  constexpr const char* kIngestSchema = R"({"type":"array","items":{"type":"object","properties":{
    "protocol":{"type":"string"},"url":{"type":"string"},"key":{"type":"string"}}}})";
  router.add({.method = "GET",
              .path = "/api/shows/{id}/ingest",
              .access = sending,
              .handle = [this](http::Request& r) { return get_ingest(r); },
              .summary = "Where an encoder sends to, with the key of this show.",
              .answer = kIngestSchema});
  router.add({.method = "POST",
              .path = "/api/shows/{id}/ingest",
              .access = sending,
              .handle = [this](http::Request& r) { return rotate_key(r); },
              .summary = "Gives the show a new key; a connection with the old one is closed.",
              .answer = kIngestSchema});
  router.add({.method = "GET",
              .path = "/api/shows/{id}/ingest/qr.svg",
              .access = sending,
              .handle = [this](http::Request& r) { return get_qr(r); },
              .summary = "Address and key as a QR code in SVG, for ?protocol=rtmp or srt."});
}

Routes::Answer Routes::create_show(http::Request& request) {
  const auto body = parse_object(request.body);
  if (!body) co_return http::problem_response(body.error());
  const auto wanted = read_change(*body, Body::kNew);
  if (!wanted) co_return http::problem_response(wanted.error());
  const auto key = http::idempotency_key(request, "POST /api/shows");
  if (!key) co_return http::problem_response(key.error());
  const auto& by = request.caller;
  const auto written =
      co_await store::write<json::object>(parts_.writer, store::Lane::kStaff, [&](store::Transaction& t) {
        return http::once(t, *key, [&]() -> Result<json::object> {
          const auto show = create(t, parts_.journal, parts_.random, *wanted);
          if (!show) return std::unexpected(show.error());
          people::audit(t, by, "show.planned", show->id, {{"title", show->title}});
          return show_json(t.db(), *show, by, parts_.views);
        });
      });
  if (!written) co_return http::problem_response(written.error());
  co_return http::json_response(*written, 201);
}

Routes::Answer Routes::change_show(http::Request& request) {
  const auto body = parse_object(request.body);
  if (!body) co_return http::problem_response(body.error());
  const auto wanted = read_change(*body, Body::kChange);
  if (!wanted) co_return http::problem_response(wanted.error());
  const std::string id(request.parameter("id"));
  const auto& by = request.caller;
  auto written = co_await store::write<Show>(parts_.writer, store::Lane::kStaff, [&](store::Transaction& t) {
    auto show = change(t, parts_.journal, id, *wanted);
    if (show) people::audit(t, by, "show.changed", id, members_of(*body));
    if (show && wanted->second_rendition)
      t.on_commit([&to = parts_.views.broadcasting, id] { to.second_rendition_changed(id); });
    return show;
  });
  if (!written) co_return http::problem_response(written.error());
  co_return answer(snapshots_.snapshot(id, request.caller));
}

Routes::Answer Routes::list_shows(http::Request& request) {
  auto page = http::page_asked(request);
  if (!page) co_return http::problem_response(page.error());
  page->limit = std::min(page->limit, kMostShowsInPage);
  const auto states = states_asked(request);
  if (!states) co_return http::problem_response(states.error());
  co_return answer(parts_.readers.read<json::object>([&](store::Database& db) -> Result<json::object> {
    const auto found = list(db, *states, *page);
    if (!found) return std::unexpected(found.error());
    json::array items;
    for (const auto& show : found->items) items.push_back(show_json(db, show, request.caller, parts_.views));
    return json::object{{"items", std::move(items)},
                        {"next", found->next ? json::value(*found->next) : json::value()}};
  }));
}

Routes::Answer Routes::get_show(http::Request& request) {
  co_return answer(snapshots_.snapshot(std::string(request.parameter("id")), request.caller));
}

Routes::Answer Routes::step_show(http::Request& request, Step step) {
  const std::string id(request.parameter("id"));
  const auto& by = request.caller;
  auto written = co_await store::write<Show>(parts_.writer, store::Lane::kStaff, [&](store::Transaction& t) {
    auto show = take_step(t, parts_.journal, parts_.views.broadcasting, id, step, by);
    if (show) people::audit(t, by, action_of(step), id);
    return show;
  });
  if (!written) co_return http::problem_response(written.error());
  co_return answer(snapshots_.snapshot(id, by));
}

Routes::Answer Routes::get_ingest(http::Request& request) {
  const std::string id(request.parameter("id"));
  const auto show = parts_.readers.read<Show>([&](store::Database& db) { return find(db, id); });
  if (!show) co_return http::problem_response(show.error());
  co_return http::json_response(to_json(ingest_addresses(*show, parts_.ingest)));
}

Routes::Answer Routes::rotate_key(http::Request& request) {
  const std::string id(request.parameter("id"));
  const auto& by = request.caller;
  auto show = co_await store::write<Show>(parts_.writer, store::Lane::kStaff, [&](store::Transaction& t) {
    auto changed = new_key(t, parts_.views.broadcasting, parts_.random, id);
    if (changed) people::audit(t, by, "show.rekeyed", id);
    return changed;
  });
  if (!show) co_return http::problem_response(show.error());
  co_return http::json_response(to_json(ingest_addresses(*show, parts_.ingest)));
}

Routes::Answer Routes::get_qr(http::Request& request) {
  const std::string id(request.parameter("id"));
  const auto protocol = request.asked("protocol").value_or("rtmp");
  const auto show = parts_.readers.read<Show>([&](store::Database& db) { return find(db, id); });
  if (!show) co_return http::problem_response(show.error());
  for (const auto& address : ingest_addresses(*show, parts_.ingest)) {
    if (address.protocol != protocol) continue;
    const auto svg = qr_svg(address.whole);
    if (!svg) co_return http::problem_response(svg.error());
    auto response = http::text_response(*svg, "image/svg+xml");
    response.with("Cache-Control", "no-store");
    co_return response;
  }
  co_return http::problem_response(invalid("protocol", "This must be rtmp or srt.").error());
}

Routes::Answer Routes::get_outline(http::Request& request) {
  const std::string id(request.parameter("id"));
  co_return answer(parts_.readers.read<json::object>([&](store::Database& db) -> Result<json::object> {
    if (auto found = find_for(db, id, request.caller); !found) return std::unexpected(found.error());
    return outline(db, id, parts_.views.clock);
  }));
}

Routes::Answer Routes::get_product_moments(http::Request& request) {
  const std::string id(request.parameter("id"));
  co_return answer(parts_.readers.read<json::object>([&](store::Database& db) -> Result<json::object> {
    if (!shop::product_exists(db, id)) return fail(Kind::kNotFound, "not-found", "There is no such product.");
    return json::object{{"shows", shows_of_product(db, id, parts_.views.broadcasting)}};
  }));
}

}  // namespace nigiwai::show
