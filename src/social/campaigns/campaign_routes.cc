#include "social/campaigns/campaign_routes.h"

#include <charconv>
#include <limits>

#include "http/answers.h"
#include "http/idempotency.h"
#include "http/precondition.h"
#include "people/audit.h"
#include "shop/products/on_sale.h"
#include "show/shows.h"
#include "store/writing.h"

namespace nigiwai::social {
namespace {

using http::Access;
using http::Role;

constexpr const char* kCampaignBody =
    R"({"type":"object","required":["title","terms","counts","scope","starts_at","ends_at","tiers"],"properties":{
  "title":{"type":"string","maxLength":80},"terms":{"type":"string","maxLength":2000},"counts":{"enum":["arrivals","sharers"]},
  "scope":{"enum":["all","person"]},"show":{"type":["string","null"]},"starts_at":{"type":"string","format":"date-time"},
  "ends_at":{"type":"string","format":"date-time"},"budget":{"type":["integer","null"],"minimum":1},
  "tiers":{"type":"array","minItems":1,"maxItems":5,"items":{"type":"object","required":["threshold","benefit","text"],
    "properties":{"threshold":{"type":"integer","minimum":1},"benefit":{"enum":["offer","coupon","gift","early-access"]},
    "text":{"type":"string","maxLength":120},"offer":{"type":["string","null"]},"product":{"type":["string","null"]}}}}}})";
constexpr const char* kCampaignSchema =
    R"({"type":"object","properties":{"id":{"type":"string"},"title":{"type":"string"},"terms":{"type":"string"},
  "counts":{"enum":["arrivals","sharers"]},"scope":{"enum":["all","person"]},"show":{"type":["string","null"]},
  "starts_at":{"type":"string","format":"date-time"},"ends_at":{"type":"string","format":"date-time"},
  "ended_at":{"type":["string","null"]},"budget":{"type":["integer","null"]},"version":{"type":"integer"},
  "state":{"enum":["planned","running","over","ended"]},"began":{"type":"boolean"},"count":{"type":"integer"},
  "sharers":{"type":"integer"},"arrivals":{"type":"integer"},"verified":{"type":"integer"},"granted":{"type":"integer"},
  "tiers":{"type":"array","items":{"type":"object"}},"effect":{"type":"object"}}})";
constexpr const char* kListSchema =
    R"({"type":"object","properties":{"items":{"type":"array","items":{"type":"object"}},"next":{"type":["string","null"]}}})";

Result<std::int64_t> position_in(const std::string& cursor, std::int64_t otherwise) {
  if (cursor.empty()) return otherwise;
  std::int64_t position = 0;
  const auto* end = cursor.data() + cursor.size();
  const auto [at, error] = std::from_chars(cursor.data(), end, position);
  if (error != std::errc() || at != end) return invalid("cursor", "This is not a cursor of this list.");
  return position;
}

}  // namespace

void CampaignRoutes::add_to(http::Router& router) {
  const auto planning = Access::roles({Role::kPlanner});
  router.add({.method = "GET",
              .path = "/api/campaigns",
              .access = Access::staff(),
              .handle = [this](http::Request& r) { return list_campaigns(r); },
              .summary = "Campaigns, newest first, each with what it brought beside the time before, after "
                         "and a like time.",
              .answer = kListSchema});
  router.add({.method = "POST",
              .path = "/api/campaigns",
              .access = planning,
              .handle = [this](http::Request& r) { return post_campaign(r); },
              .summary = "Plans a campaign. Takes an Idempotency-Key.",
              .body = kCampaignBody,
              .answer = kCampaignSchema});
  router.add({.method = "GET",
              .path = "/api/campaigns/{id}",
              .access = Access::staff(),
              .handle = [this](http::Request& r) { return get_campaign(r); },
              .summary = "One campaign.",
              .answer = kCampaignSchema});
  router.add({.method = "PUT",
              .path = "/api/campaigns/{id}",
              .access = planning,
              .handle = [this](http::Request& r) { return put_campaign(r); },
              .summary =
                  "Changes a campaign that is not over; what people were told stays. With If-Match, 412 "
                  "changed-meanwhile when somebody else changed it since.",
              .body = kCampaignBody,
              .answer = kCampaignSchema});
  router.add({.method = "POST",
              .path = "/api/campaigns/{id}/end",
              .access = planning,
              .handle = [this](http::Request& r) { return end(r); },
              .summary = "Ends a campaign before its time. What was opened or granted stays.",
              .answer = kCampaignSchema});
  router.add({.method = "DELETE",
              .path = "/api/campaigns/{id}",
              .access = planning,
              .handle = [this](http::Request& r) { return remove(r); },
              .summary = "Removes a campaign that has not begun."});
  router.add({.method = "GET",
              .path = "/api/campaigns/{id}/grants",
              .access = Access::staff(),
              .handle = [this](http::Request& r) { return list_grants(r); },
              .summary = "Who got what: names, codes and how many they had brought.",
              .answer = kListSchema});
  router.add({.method = "GET",
              .path = "/api/shows/{id}/campaign",
              .access = Access::anyone(),
              .handle = [this](http::Request& r) { return get_running(r); },
              .summary = "The campaign that runs for a show now, and what the caller brought to it.",
              .answer = R"({"type":"object","properties":{"campaign":{"type":["object","null"]}}})"});
  router.add(
      {.method = "GET",
       .path = "/api/early-access",
       .access = Access::anyone(),
       .handle = [this](http::Request& r) { return get_early(r); },
       .summary = "Products that are not on sale yet and that the caller may buy now, from ?show= where they "
                  "stand in one.",
       .answer = R"({"type":"object","properties":{"products":{"type":"array","items":{"type":"string"}}}})"});
  router.add(
      {.method = "GET",
       .path = "/api/me/shares",
       .access = Access::viewers(),
       .handle = [this](http::Request& r) { return get_own(r); },
       .summary = "What the caller shared, whom it brought, and what they were granted for it.",
       .answer = R"({"type":"object","properties":{"links":{"type":"integer"},"arrivals":{"type":"integer"},
  "verified":{"type":"integer"},"grants":{"type":"array","items":{"type":"object"}}}})"});
}

CampaignRoutes::Answer CampaignRoutes::list_campaigns(http::Request& request) {
  const auto page = http::page_asked(request);
  if (!page) co_return http::problem_response(page.error());
  const auto before = position_in(page->cursor, std::numeric_limits<std::int64_t>::max());
  if (!before) co_return http::problem_response(before.error());
  const auto now = parts_.clock.wall();
  co_return http::answer(
      co_await parts_.aside.read<json::object>([&](store::Database& db) -> Result<json::object> {
        const auto found = campaigns(db, *before, page->limit);
        json::array items;
        for (const auto& campaign : found.items) items.push_back(staff_json(db, campaign, now));
        return json::object{{"items", std::move(items)},
                            {"next", found.next ? json::value(*found.next) : json::value()}};
      }));
}

CampaignRoutes::Answer CampaignRoutes::told(const std::string& id, int status) {
  const auto now = parts_.clock.wall();
  co_return http::answer(
      co_await parts_.aside.read<json::object>([&](store::Database& db) -> Result<json::object> {
        const auto campaign = find_campaign(db, id);
        if (!campaign) return std::unexpected(campaign.error());
        return staff_json(db, *campaign, now);
      }),
      status);
}

CampaignRoutes::Answer CampaignRoutes::get_campaign(http::Request& request) {
  co_return co_await told(std::string(request.parameter("id")), 200);
}

CampaignRoutes::Answer CampaignRoutes::post_campaign(http::Request& request) {
  const auto body = parse_object(request.body);
  if (!body) co_return http::problem_response(body.error());
  const auto wanted = read_campaign(*body);
  if (!wanted) co_return http::problem_response(wanted.error());
  const auto key = http::idempotency_key(request, "POST /api/campaigns");
  if (!key) co_return http::problem_response(key.error());
  const auto& by = request.caller;
  // What stands for the key is which campaign was made: its figures are counted aside, as they are now.
  const auto made =
      co_await store::write<json::object>(parts_.writer, store::Lane::kStaff, [&](store::Transaction& t) {
        return http::once(t, *key, [&]() -> Result<json::object> {
          const auto campaign = plan_campaign(t, parts_.random, *wanted);
          if (!campaign) return std::unexpected(campaign.error());
          people::audit(t, by, "campaign.planned", campaign->id, {{"title", campaign->title}});
          return json::object{{"id", campaign->id}};
        });
      });
  if (!made) co_return http::answer(made);
  co_return co_await told(std::string(made->at("id").as_string()), 201);
}

CampaignRoutes::Answer CampaignRoutes::changed(http::Request& request, const char* what, Change change) {
  const auto& by = request.caller;
  const auto done = co_await store::write<std::string>(
      parts_.writer, store::Lane::kStaff, [&](store::Transaction& t) -> Result<std::string> {
        const auto campaign = change(t);
        if (!campaign) return std::unexpected(campaign.error());
        people::audit(t, by, what, campaign->id, {{"title", campaign->title}});
        return campaign->id;
      });
  if (!done) co_return http::answer(std::unexpected(done.error()));
  co_return co_await told(*done, 200);
}

CampaignRoutes::Answer CampaignRoutes::put_campaign(http::Request& request) {
  const auto body = parse_object(request.body);
  if (!body) co_return http::problem_response(body.error());
  const auto wanted = read_campaign(*body);
  if (!wanted) co_return http::problem_response(wanted.error());
  const auto expected = http::version_expected(request);
  if (!expected) co_return http::problem_response(expected.error());
  const std::string id(request.parameter("id"));
  co_return co_await changed(request, "campaign.changed", [&](store::Transaction& t) {
    return change_campaign(t, id, *wanted, *expected);
  });
}

CampaignRoutes::Answer CampaignRoutes::end(http::Request& request) {
  const std::string id(request.parameter("id"));
  co_return co_await changed(request, "campaign.ended",
                             [&](store::Transaction& t) { return end_campaign(t, id); });
}

CampaignRoutes::Answer CampaignRoutes::remove(http::Request& request) {
  const std::string id(request.parameter("id"));
  const auto& by = request.caller;
  const auto removed =
      co_await store::write<Campaign>(parts_.writer, store::Lane::kStaff, [&](store::Transaction& t) {
        auto campaign = remove_campaign(t, id);
        if (campaign) people::audit(t, by, "campaign.removed", id, {{"title", campaign->title}});
        return campaign;
      });
  co_return removed ? http::empty_response() : http::problem_response(removed.error());
}

CampaignRoutes::Answer CampaignRoutes::list_grants(http::Request& request) {
  const auto page = http::page_asked(request);
  if (!page) co_return http::problem_response(page.error());
  const auto after = position_in(page->cursor, 0);
  if (!after) co_return http::problem_response(after.error());
  const std::string id(request.parameter("id"));
  co_return http::answer(parts_.readers.read<json::object>([&](store::Database& db) -> Result<json::object> {
    const auto campaign = find_campaign(db, id);
    if (!campaign) return std::unexpected(campaign.error());
    return grants_json(db, *campaign, *after, page->limit);
  }));
}

CampaignRoutes::Answer CampaignRoutes::get_running(http::Request& request) {
  const std::string show(request.parameter("id"));
  const auto now = parts_.clock.wall();
  const auto& caller = request.caller;
  co_return http::answer(parts_.readers.read<json::object>([&](store::Database& db) -> Result<json::object> {
    if (const auto known = show::find_for(db, show, caller); !known) return std::unexpected(known.error());
    return running_json(db, show, caller.role == Role::kViewer ? caller.id : std::string(), now);
  }));
}

CampaignRoutes::Answer CampaignRoutes::get_early(http::Request& request) {
  const std::string show(request.asked("show").value_or(""));
  const auto viewer = request.caller.role == Role::kViewer ? request.caller.id : std::string();
  const auto now = parts_.clock.wall();
  const auto& caller = request.caller;
  co_return http::answer(parts_.readers.read<json::object>([&](store::Database& db) -> Result<json::object> {
    if (!show.empty()) {
      if (const auto known = show::find_for(db, show, caller); !known) return std::unexpected(known.error());
    }
    const auto open = shop::open_early(db, viewer, show, now);
    return json::object{{"products", json::array(open.begin(), open.end())}};
  }));
}

CampaignRoutes::Answer CampaignRoutes::get_own(http::Request& request) {
  const auto& viewer = request.caller.id;
  co_return http::answer(parts_.readers.read<json::object>(
      [&](store::Database& db) -> Result<json::object> { return own_json(db, viewer); }));
}

}  // namespace nigiwai::social
