#include "show/announcing/announcement_routes.h"

#include "base/log.h"
#include "http/answers.h"
#include "people/audit.h"
#include "store/writing.h"

namespace nigiwai::show {
namespace {

const http::Rate kMailArrivals{"arrivals by a link in a mail", 20, Milliseconds(3'000)};

constexpr const char* kSchema =
    R"({"type":"object","properties":{"on":{"type":"boolean"},"would_get":{"type":"integer"},
  "items":{"type":"array","items":{"type":"object","properties":{"which":{"enum":["day","hour","reminder"]},
  "state":{"enum":["no-time","off","to-come","going-out","sent","nobody","missed"]},"at":{"type":["string","null"]},
  "sent":{"type":["integer","null"]},"arrivals":{"type":"integer"},"viewers":{"type":"integer"},"would_get":{"type":"integer"}}}}}})";

}  // namespace

void AnnouncementRoutes::add_to(http::Router& router) {
  router.add({.method = "GET",
              .path = "/api/shows/{id}/announcements",
              .access = http::Access::staff(),
              .handle = [this](http::Request& r) { return get_announcements(r); },
              .summary =
                  "The mails to followers a day and an hour before the show, and the reminders: to how many "
                  "they go or went, who came by them and who watched.",
              .answer = kSchema});
  router.add({.method = "PUT",
              .path = "/api/shows/{id}/announcements",
              .access = http::Access::roles({http::Role::kPlanner, http::Role::kDirector}),
              .handle = [this](http::Request& r) { return put_announcements(r); },
              .summary = "Switches the mails to followers on or off; off takes back what has not gone out.",
              .body = R"({"type":"object","required":["on"],"properties":{"on":{"type":"boolean"}}})",
              .answer = kSchema});
  router.add(
      {.method = "POST",
       .path = "/api/shows/{id}/mail-arrivals",
       .access = http::Access::viewers(),
       .handle = [this](http::Request& r) { return post_arrival(r); },
       .summary = "Tells that this viewer came by the link of a mail about the show; once counts.",
       .body =
           R"({"type":"object","required":["via"],"properties":{"via":{"enum":["day","hour","reminder"]}}})",
       .answer = R"({"type":"object"})",
       .rate = kMailArrivals});
}

void AnnouncementRoutes::tend() {
  parts_.writer.run<bool>(
      store::Lane::kProjections,
      [this](store::Transaction& transaction) { return announce_some(transaction, parts_.announcing); },
      [this](Result<bool> more) {
        if (!more) return log_warn("a show could not be announced", {{"why", more.error().detail}});
        if (*more) tend();
      });
}

http::Response AnnouncementRoutes::shown(const std::string& show) {
  return http::answer(parts_.readers.read<json::object>([&](store::Database& db) -> Result<json::object> {
    const auto found = find(db, show);
    if (!found) return std::unexpected(found.error());
    return announcements_json(db, *found, parts_.announcing.clock.wall());
  }));
}

AnnouncementRoutes::Answer AnnouncementRoutes::get_announcements(http::Request& request) {
  co_return shown(std::string(request.parameter("id")));
}

AnnouncementRoutes::Answer AnnouncementRoutes::put_announcements(http::Request& request) {
  const std::string id(request.parameter("id"));
  const auto body = parse_object(request.body);
  if (!body) co_return http::problem_response(body.error());
  const auto by = request.caller;
  Fields in(*body);
  const auto on = in.optional_flag("on");
  if (!on) in.wrong("on", "This must be true or false.");
  if (const auto problem = in.problem()) co_return http::problem_response(*problem);
  const auto written = co_await store::write<int>(
      parts_.writer, store::Lane::kStaff, [&](store::Transaction& transaction) -> Result<int> {
        const auto show = find(transaction.db(), id);
        if (!show) return std::unexpected(show.error());
        if (show->state != State::kDraft && show->state != State::kScheduled)
          return fail(Kind::kConflict, "state", "Only a show that is still to come is announced.");
        set_announced(transaction, *show, *on);
        people::audit(transaction, by, *on ? "show.announced" : "show.unannounced", id);
        return 0;
      });
  if (!written) co_return http::problem_response(written.error());
  co_return shown(id);
}

AnnouncementRoutes::Answer AnnouncementRoutes::post_arrival(http::Request& request) {
  const std::string id(request.parameter("id"));
  const auto by = request.caller;
  const auto body = parse_object(request.body);
  if (!body) co_return http::problem_response(body.error());
  Fields in(*body);
  const auto via = in.text("via", {.least = 1, .most = 20});
  if (!is_mail(via)) in.wrong("via", "This must be day, hour or reminder.");
  if (const auto problem = in.problem()) co_return http::problem_response(*problem);
  const auto noted = co_await store::write<int>(parts_.writer, store::Lane::kRoom,
                                                [&](store::Transaction& transaction) -> Result<int> {
                                                  const auto show = find_for(transaction.db(), id, by);
                                                  if (!show) return std::unexpected(show.error());
                                                  note_arrival(transaction, id, via, by.id);
                                                  return 0;
                                                });
  if (!noted) co_return http::problem_response(noted.error());
  co_return http::json_response(json::object{});
}

}  // namespace nigiwai::show
