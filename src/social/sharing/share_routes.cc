#include "social/sharing/share_routes.h"

#include <charconv>

#include "base/fields.h"
#include "base/qr.h"
#include "http/answers.h"
#include "people/audit.h"
#include "shop/products/products.h"
#include "shop/settings.h"
#include "social/campaigns/campaigns.h"
#include "store/writing.h"
#include "timeline/reading.h"

namespace nigiwai::social {
namespace {

using http::Access;
using http::Role;
using shop::Language;

constexpr const char* kShareBody =
    R"({"type":"object","properties":{"show":{"type":"string"},"at":{"type":"integer","minimum":0},
  "product":{"type":"string"},"staff":{"type":"string"},"clip":{"type":"string"}}})";
constexpr const char* kShareSchema =
    R"({"type":"object","required":["code","url","qr","text"],"properties":{"code":{"type":"string"},"url":{"type":"string"},
  "qr":{"type":"string"},"text":{"type":"string"},"disclosure":{"type":["string","null"]}}})";
constexpr const char* kItemSchema =
    R"({"type":"object","properties":{"code":{"type":"string"},"url":{"type":"string"},
  "kind":{"enum":["show","product","staff","clip"]},"title":{"type":"string"},"show":{"type":["string","null"]},
  "at":{"type":["integer","null"]},"sharer":{"type":"object","properties":{"id":{"type":"string"},"name":{"type":"string"},
  "role":{"type":"string"}}},"made_at":{"type":"string","format":"date-time"},"clicks":{"type":"integer"},
  "previews":{"type":"integer"},"bots":{"type":"integer"},"own":{"type":"integer"},"floods":{"type":"integer"},
  "arrivals":{"type":"integer"},"verified":{"type":"integer"},"orders":{"type":"integer"},"sales":{"type":"object"},
  "excluded":{"type":["object","null"]}}})";
constexpr const char* kListSchema =
    R"({"type":"object","properties":{"items":{"type":"array","items":{"type":"object"}},"next":{"type":["string","null"]},
  "totals":{"type":"object"},"rule":{"type":"string"}}})";
constexpr const char* kTreeSchema =
    R"({"type":"object","properties":{"levels":{"type":"array","items":{"type":"object","properties":{
  "level":{"type":"integer"},"people":{"type":"integer"},"verified":{"type":"integer"}}}},
  "roots":{"type":"array","items":{"type":"object"}},"more":{"type":"integer"}}})";

// A body that says nothing more than that it happened.
Result<void> nothing_said(const http::Request& request) {
  const auto body = parse_object(request.body);
  if (!body) return std::unexpected(body.error());
  Fields in(*body);
  if (const auto problem = in.problem()) return std::unexpected(*problem);
  return {};
}

// "『秋の口紅』｜月白": what is said beside the link.
std::string words_of(store::Database& db, const ShareLink& link, Language language) {
  const auto known = shop::settings(db);
  const bool english = language == Language::kEnglish;
  const auto& shop = english && !known.name_latin.empty() ? known.name_latin : known.name;
  const auto title = title_of(db, link.target);
  const auto words = english ? title : "『" + title + "』";
  return shop.empty() ? words : words + (english ? " | " : "｜") + shop;
}

Result<SharesAsked> asked_in(const http::Request& request) {
  const auto page = http::page_asked(request);
  if (!page) return std::unexpected(page.error());
  SharesAsked asked{.show = std::string(request.asked("show").value_or("")),
                    .limit = static_cast<std::size_t>(page->limit)};
  if (!page->cursor.empty()) {
    const auto* end = page->cursor.data() + page->cursor.size();
    const auto [at, error] = std::from_chars(page->cursor.data(), end, asked.place);
    if (error != std::errc() || at != end) return invalid("cursor", "This is not a cursor of this list.");
  }
  if (const auto order = request.asked("sort")) {
    const auto known = share_order(*order);
    if (!known) return invalid("sort", "This must be verified, arrivals or newest.");
    asked.order = *known;
  }
  return asked;
}

// Narrows what is asked to the campaign of ?campaign=: its show, its time, and what counts for it.
Result<SharesAsked> of_campaign(store::Database& db, const std::string& id, SharesAsked asked) {
  if (id.empty()) return asked;
  const auto campaign = find_campaign(db, id);
  if (!campaign) return invalid("campaign", "There is no such campaign.");
  if (!campaign->show.empty()) {
    if (!asked.show.empty() && asked.show != campaign->show)
      return invalid("show", "This campaign belongs to another show.");
    asked.show = campaign->show;
  }
  asked.from = campaign->starts_at;
  asked.until = end_of(*campaign);
  asked.of_campaign = true;
  return asked;
}

}  // namespace

void ShareRoutes::add_to(http::Router& router) {
  router.add(
      {.method = "POST",
       .path = "/api/shares",
       .access = Access::somebody(),
       .handle = [this](http::Request& r) { return post_share(r); },
       .summary =
           "A link of one's own to a show at a moment, a product, a clip or one of the staff; the same "
           "link again for the same.",
       .body = kShareBody,
       .answer = kShareSchema,
       .rate = kSharing});
  router.add({.method = "GET",
              .path = "/s/{code}",
              .access = Access::open(),
              .handle = [this](http::Request& r) { return follow(r); },
              .summary = "Leads to what was shared. Counts who asked: a person, a preview or a program.",
              .rate = kFollowing});
  router.add(
      {.method = "POST",
       .path = "/api/shares/{code}/arrivals",
       .access = Access::viewers(),
       .handle = [this](http::Request& r) { return post_arrival(r); },
       .summary = "A viewer came by this link; each counts once. Not counted: one's own link, and a flood.",
       .body = R"({"type":"object"})",
       .answer = R"({"type":"object","properties":{"counted":{"type":"boolean"}}})",
       .rate = kFollowing});
  router.add({.method = "POST",
              .path = "/api/shares/{code}/stays",
              .access = Access::viewers(),
              .handle = [this](http::Request& r) { return post_stay(r); },
              .summary = "The page of the link stood in the viewer's view for 20 s.",
              .body = R"({"type":"object"})",
              .rate = kFollowing});
  router.add({.method = "GET",
              .path = "/api/shares",
              .access = Access::staff(),
              .handle = [this](http::Request& r) { return list_shares(r); },
              .summary = "Share links and what each brought, by ?show=, ?campaign=, ?sort=; and all together.",
              .answer = kListSchema});
  router.add(
      {.method = "GET",
       .path = "/api/shares/tree",
       .access = Access::staff(),
       .handle = [this](http::Request& r) { return get_tree(r); },
       .summary = "Who brought whom, by ?show=, ?campaign=: people at each level, and the first four levels by name.",
       .answer = kTreeSchema});
  const auto minding = Access::roles({Role::kPlanner, Role::kDirector});
  router.add(
      {.method = "PUT",
       .path = "/api/shares/{code}/exclusion",
       .access = minding,
       .handle = [this](http::Request& r) { return put_exclusion(r); },
       .summary = "Takes the arrivals of a link, or of all links of its sharer, out of every count. What was "
                  "granted or opened stays.",
       .body =
           R"({"type":"object","required":["reason"],"properties":{"reason":{"type":"string","maxLength":200},
  "all_of_sharer":{"type":"boolean"}}})",
       .answer = kItemSchema});
  router.add({.method = "DELETE",
              .path = "/api/shares/{code}/exclusion",
              .access = minding,
              .handle = [this](http::Request& r) { return delete_exclusion(r); },
              .summary = "Gives them back; with ?all_of_sharer=true those of all links of its sharer.",
              .answer = kItemSchema});
}

ShareRoutes::Answer ShareRoutes::post_share(http::Request& request) {
  const auto body = parse_object(request.body);
  if (!body) co_return http::problem_response(body.error());
  const auto target = read_share(*body);
  if (!target) co_return http::problem_response(target.error());
  const auto language =
      request.header("accept-language").starts_with("en") ? Language::kEnglish : Language::kJapanese;
  const auto& by = request.caller;
  int status = 200;
  const auto made = co_await store::write<json::object>(
      parts_.writer, store::Lane::kRoom, [&](store::Transaction& t) -> Result<json::object> {
        const auto link = make_link(t, parts_.journal, parts_.random, *target, by);
        if (!link) return std::unexpected(link.error());
        status = link->fresh ? 201 : 200;
        const auto disclosure = parts_.disclosure(t.db(), link->link, t.now(), language);
        return json::object{{"code", link->link.code},
                            {"url", parts_.origin + "/s/" + link->link.code},
                            {"text", words_of(t.db(), link->link, language)},
                            {"disclosure", disclosure.empty() ? json::value() : json::value(disclosure)}};
      });
  if (!made) co_return http::problem_response(made.error());
  auto shown = *made;
  const auto qr = qr_svg(std::string(shown.at("url").as_string()));
  if (!qr) co_return http::problem_response(qr.error());
  shown["qr"] = *qr;
  co_return http::answer(shown, status);
}

ShareRoutes::Answer ShareRoutes::follow(http::Request& request) {
  const std::string code(request.parameter("code"));
  const auto link = parts_.readers.read<ShareLink>(
      [&](store::Database& db) -> Result<ShareLink> { return link_with(db, code); });
  if (!link) co_return http::problem_response(link.error());
  auto who = clicker_of(request.header("user-agent"));
  // Whoever is signed in to the studio tries the links of the shop's posts and blocks; nobody gains by saying so
  // wrongly.
  if (who == Clicker::kPerson && !(link->post + link->block).empty() && !request.cookie("nigiwai_staff").empty())
    who = Clicker::kOwn;
  parts_.writer.run<int>(
      store::Lane::kProjections,
      [link = *link, who](store::Transaction& t) -> Result<int> {
        count_click(t, link, who);
        return 0;
      },
      [](const Result<int>&) {});
  auto response = http::redirect(page_of(*link), 302);
  response.with("Cache-Control", "no-store").with("X-Robots-Tag", "noindex");
  co_return response;
}

ShareRoutes::Answer ShareRoutes::post_arrival(http::Request& request) {
  if (const auto right = nothing_said(request); !right) co_return http::problem_response(right.error());
  const std::string code(request.parameter("code"));
  const auto& viewer = request.caller.id;
  const auto source = timeline::pseudonym(parts_.secret, "networks", flood_network(request.peer));
  co_return http::answer(co_await store::write<json::object>(
      parts_.writer, store::Lane::kRoom, [&](store::Transaction& t) -> Result<json::object> {
        const auto link = link_with(t.db(), code);
        if (!link) return std::unexpected(link.error());
        return json::object{{"counted", arrive(t, *link, viewer, source) == ArrivalKind::kArrival}};
      }));
}

ShareRoutes::Answer ShareRoutes::post_stay(http::Request& request) {
  if (const auto right = nothing_said(request); !right) co_return http::problem_response(right.error());
  const std::string code(request.parameter("code"));
  const auto& viewer = request.caller.id;
  const auto done = co_await store::write<int>(parts_.writer, store::Lane::kRoom,
                                               [&](store::Transaction& t) -> Result<int> {
                                                 const auto link = link_with(t.db(), code);
                                                 if (!link) return std::unexpected(link.error());
                                                 auto counted = stay(t, *link, viewer);
                                                 if (!counted) return std::unexpected(counted.error());
                                                 return 0;
                                               });
  co_return done ? http::empty_response() : http::problem_response(done.error());
}

ShareRoutes::Answer ShareRoutes::list_shares(http::Request& request) {
  const auto asked = asked_in(request);
  if (!asked) co_return http::problem_response(asked.error());
  const std::string campaign(request.asked("campaign").value_or(""));
  co_return http::answer(
      co_await parts_.aside.read<json::object>([&](store::Database& db) -> Result<json::object> {
        const auto narrowed = of_campaign(db, campaign, *asked);
        if (!narrowed) return std::unexpected(narrowed.error());
        return shares_json(db, *narrowed, parts_.origin, parts_.secret);
      }));
}

ShareRoutes::Answer ShareRoutes::get_tree(http::Request& request) {
  const auto asked = asked_in(request);
  if (!asked) co_return http::problem_response(asked.error());
  const std::string campaign(request.asked("campaign").value_or(""));
  co_return http::answer(co_await parts_.aside.read<json::object>(
      [&](store::Database& db) -> Result<json::object> {
        const auto narrowed = of_campaign(db, campaign, *asked);
        if (!narrowed) return std::unexpected(narrowed.error());
        return tree_json(db, *narrowed);
      }));
}

ShareRoutes::Answer ShareRoutes::set_exclusion(http::Request& request, std::string reason,
                                               bool all_of_sharer) {
  const std::string code(request.parameter("code"));
  const auto& by = request.caller;
  const auto written = co_await store::write<int>(
      parts_.writer, store::Lane::kStaff, [&](store::Transaction& t) -> Result<int> {
        const auto link = link_with(t.db(), code);
        if (!link) return std::unexpected(link.error());
        const auto links = all_of_sharer ? links_of_sharer(t.db(), *link) : std::vector{*link};
        for (const auto& each : links) exclude(t, each, reason, by);
        people::audit(t, by, reason.empty() ? "share.restored" : "share.excluded", code,
                      {{"reason", reason}, {"links", links.size()}});
        return 0;
      });
  if (!written) co_return http::problem_response(written.error());
  co_return http::answer(
      co_await parts_.aside.read<json::object>([&](store::Database& db) -> Result<json::object> {
        const auto link = link_with(db, code);
        if (!link) return std::unexpected(link.error());
        return share_json(db, *link, parts_.origin, parts_.secret);
      }));
}

ShareRoutes::Answer ShareRoutes::put_exclusion(http::Request& request) {
  const auto body = parse_object(request.body);
  if (!body) co_return http::problem_response(body.error());
  Fields in(*body);
  auto reason = in.text("reason", {.least = 1, .most = 200});
  const bool all = in.optional_flag("all_of_sharer").value_or(false);
  if (const auto problem = in.problem()) co_return http::problem_response(*problem);
  co_return co_await set_exclusion(request, std::move(reason), all);
}

ShareRoutes::Answer ShareRoutes::delete_exclusion(http::Request& request) {
  co_return co_await set_exclusion(request, "", request.asked("all_of_sharer") == "true");
}

}  // namespace nigiwai::social
