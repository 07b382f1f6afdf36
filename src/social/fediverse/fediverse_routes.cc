#include "social/fediverse/fediverse_routes.h"

#include <boost/json/serialize.hpp>

#include "base/fields.h"
#include "http/answers.h"
#include "shop/settings.h"
#include "social/fediverse/blocks.h"
#include "social/fediverse/notes.h"
#include "store/writing.h"

namespace nigiwai::social::fediverse {
namespace {

using http::Access;
using http::Role;

const http::Rate kAsking{"questions of the fediverse", 300, Milliseconds(50)};
constexpr const char* kSettingsSchema =
    R"({"type":"object","properties":{"on":{"type":"boolean"},"language":{"enum":["ja","en"]},
  "actors":{"type":"array","items":{"type":"object","properties":{"name":{"type":"string"},"account":{"type":"string"},
  "display":{"type":"string"},"followers":{"type":"integer"},"posts":{"type":"integer"}}}},
  "blocks":{"type":"array","items":{"type":"object","properties":{"domain":{"type":"string"},
  "blocked_at":{"type":"string","format":"date-time"}}}},
  "deliveries":{"type":"object","properties":{"waiting":{"type":"integer"},"receivers":{"type":"array","items":{"type":"object"}}}}}})";
constexpr const char* kSettingsBody =
    R"({"type":"object","properties":{"on":{"type":"boolean"},"language":{"enum":["ja","en"]}}})";

std::unexpected<Problem> nobody() {
  return fail(Kind::kNotFound, "not-found", "There is no such actor here.");
}

http::Response told(const json::object& document, std::string_view type = kActivityType) {
  auto response = http::text_response(json::serialize(document), type);
  response.with("Cache-Control", "public, max-age=60").with("Vary", "Accept");
  return response;
}

http::Response told(const Result<json::object>& document, std::string_view type = kActivityType) {
  return document ? told(*document, type) : http::problem_response(document.error());
}

// A person with a browser is led to the page.
bool is_person(const http::Request& request) {
  return request.wants("text/html") && !request.wants("application/activity+json") &&
         !request.wants("application/ld+json");
}

}  // namespace

void FediverseRoutes::add_to(http::Router& router) {
  const auto get = [&](const char* path, Answer (FediverseRoutes::*answer)(http::Request&),
                       const char* summary) {
    router.add({.method = "GET",
                .path = path,
                .access = Access::open(),
                .handle = [this, answer](http::Request& r) { return (this->*answer)(r); },
                .summary = summary,
                .rate = kAsking});
  };
  get("/.well-known/webfinger", &FediverseRoutes::webfinger,
      "WebFinger (RFC 7033) of the shop and its staff.");
  get("/.well-known/nodeinfo", &FediverseRoutes::nodeinfo_links, "");
  get("/nodeinfo/2.1", &FediverseRoutes::nodeinfo, "");
  get("/fediverse/actors/{name}", &FediverseRoutes::actor,
      "An actor of ActivityPub: shop, or a handle of the staff.");
  get("/fediverse/actors/{name}/outbox", &FediverseRoutes::outbox,
      "What the actor said, newest first, in pages.");
  get("/fediverse/actors/{name}/followers", &FediverseRoutes::followers, "How many follow the actor.");
  get("/fediverse/actors/{name}/following", &FediverseRoutes::following, "An actor of ours follows nobody.");
  get("/fediverse/notes/{note}", &FediverseRoutes::note, "Something that an actor said.");
  for (const auto* path : {"/fediverse/inbox", "/fediverse/actors/{name}/inbox"}) {
    router.add(
        {.method = "POST",
         .path = path,
         .access = Access::open(),
         .handle = [this](http::Request& r) { return inbox(r); },
         .summary =
             "Takes an activity of another server, signed by its actor (draft-cavage HTTP signatures).",
         .body = R"({"type":"object"})",
         .max_body = kMostActivity,
         .rate = kKnocking});
  }
  add_settings_to(router);
}

void FediverseRoutes::add_settings_to(http::Router& router) {
  router.add(
      {.method = "GET",
       .path = "/api/fediverse",
       .access = Access::staff(),
       .handle = [this](http::Request& r) { return get_settings(r); },
       .summary =
           "The shop in the fediverse: its actors, blocked domains, what waits and which servers fail.",
       .answer = kSettingsSchema});
  router.add({.method = "PATCH",
              .path = "/api/fediverse",
              .access = Access::roles({Role::kOwner}),
              .handle = [this](http::Request& r) { return patch_settings(r); },
              .summary = "Turns it on or off, and sets the language of what is said by itself.",
              .body = kSettingsBody,
              .answer = kSettingsSchema});
  router.add(
      {.method = "PUT",
       .path = "/api/fediverse/blocks/{domain}",
       .access = Access::roles({Role::kOwner}),
       .handle = [this](http::Request& r) { return put_block(r); },
       .summary = "Blocks a domain and those below it: its followers go, nothing more is taken or sent.",
       .answer = kSettingsSchema});
  router.add({.method = "DELETE",
              .path = "/api/fediverse/blocks/{domain}",
              .access = Access::roles({Role::kOwner}),
              .handle = [this](http::Request& r) { return delete_block(r); },
              .summary = "Takes a domain from the blocked ones.",
              .answer = kSettingsSchema});
}

FediverseRoutes::Answer FediverseRoutes::webfinger(http::Request& request) {
  const auto resource = request.asked("resource").value_or("");
  if (resource.empty())
    co_return http::problem_response(invalid("resource", "WebFinger asks by ?resource=.").error());
  const auto name = name_of_resource(parts_.documents.origin, resource);
  const auto made = parts_.readers.read<json::object>([&](store::Database& db) -> Result<json::object> {
    const auto actor = name ? local_actor(db, *name) : std::nullopt;
    if (!actor) return nobody();
    return parts_.documents.webfinger(actor->name, actor->page);
  });
  auto response = told(made, "application/jrd+json");
  response.with("Access-Control-Allow-Origin", "*");
  co_return response;
}

FediverseRoutes::Answer FediverseRoutes::nodeinfo_links(http::Request&) {
  co_return told(json::object{{"links", json::array{json::object{
                                            {"rel", "http://nodeinfo.diaspora.software/ns/schema/2.1"},
                                            {"href", parts_.documents.origin + "/nodeinfo/2.1"}}}}},
                 "application/json");
}

FediverseRoutes::Answer FediverseRoutes::nodeinfo(http::Request&) {
  co_return told(parts_.readers.read<json::object>([&](store::Database& db) -> Result<json::object> {
    const auto number = [&](const char* sql) {
      auto rows = db.query(sql);
      return rows.next() ? rows.integer(0) : 0;
    };
    const auto staff = number(
        "SELECT count(DISTINCT c.handle) FROM show_cast c JOIN show s ON s.id = c.show WHERE s.state IN "
        "('scheduled', "
        "'live', 'archived')");
    return parts_.documents.nodeinfo(parts_.version, shop::settings(db).name, 1 + staff,
                                     number("SELECT count(*) FROM fediverse_note WHERE deleted_at IS NULL"));
  }),
                 "application/json; profile=\"http://nodeinfo.diaspora.software/ns/schema/2.1#\"");
}

FediverseRoutes::Answer FediverseRoutes::actor(http::Request& request) {
  const std::string name(request.parameter("name"));
  struct Found {
    LocalActor actor;
    std::optional<std::string> key;
  };
  auto found = parts_.readers.read<Found>([&](store::Database& db) -> Result<Found> {
    auto actor = local_actor(db, name);
    if (!actor) return nobody();
    return Found{.actor = *std::move(actor), .key = Keys::known_public(db, name)};
  });
  if (!found) co_return http::problem_response(found.error());
  if (is_person(request)) co_return http::redirect(found->actor.page, 302);
  if (!found->key) {
    const auto made = co_await parts_.door.aside([&]() -> Result<bool> {
      auto pair = parts_.keys.of(name);
      if (!pair) return std::unexpected(pair.error());
      found->key = pair->public_pem;
      return true;
    });
    if (!made) co_return http::problem_response(made.error());
  }
  co_return told(parts_.documents.actor(found->actor, *found->key));
}

FediverseRoutes::Answer FediverseRoutes::outbox(http::Request& request) {
  const std::string name(request.parameter("name"));
  const bool is_page = request.asked("page").has_value();
  const auto before = request.whole("before", 1, std::numeric_limits<std::int64_t>::max());
  if (!before) co_return http::problem_response(before.error());
  co_return told(parts_.readers.read<json::object>([&](store::Database& db) -> Result<json::object> {
    if (!local_actor(db, name)) return nobody();
    const auto id = actor_id(parts_.documents.origin, name, "/outbox");
    auto whole = parts_.documents.count(id, count_notes(db, name));
    if (!is_page) {
      whole["first"] = id + "?page=true";
      return whole;
    }
    const auto notes = notes_of(db, name, *before, kNotesOnPage);
    json::array items;
    for (const auto& note : notes) {
      auto said = parts_.documents.create(note);
      said.erase("@context");
      items.push_back(std::move(said));
    }
    whole["type"] = "OrderedCollectionPage";
    whole["partOf"] = id;
    whole["id"] = id + "?page=true" + (*before ? "&before=" + std::to_string(**before) : "");
    if (static_cast<std::int64_t>(notes.size()) == kNotesOnPage)
      whole["next"] = id + "?page=true&before=" + std::to_string(notes.back().position);
    whole["orderedItems"] = std::move(items);
    return whole;
  }));
}

FediverseRoutes::Answer FediverseRoutes::followers(http::Request& request) {
  const std::string name(request.parameter("name"));
  co_return told(parts_.readers.read<json::object>([&](store::Database& db) -> Result<json::object> {
    if (!local_actor(db, name)) return nobody();
    return parts_.documents.count(actor_id(parts_.documents.origin, name, "/followers"),
                                  count_followers(db, name));
  }));
}

FediverseRoutes::Answer FediverseRoutes::following(http::Request& request) {
  const std::string name(request.parameter("name"));
  co_return told(parts_.readers.read<json::object>([&](store::Database& db) -> Result<json::object> {
    if (!local_actor(db, name)) return nobody();
    return parts_.documents.count(actor_id(parts_.documents.origin, name, "/following"), 0);
  }));
}

FediverseRoutes::Answer FediverseRoutes::note(http::Request& request) {
  const std::string id(request.parameter("note"));
  bool gone = false;
  std::string page;
  const auto made = parts_.readers.read<json::object>([&](store::Database& db) -> Result<json::object> {
    const auto found = find_note(db, id);
    if (!found && was_note(db, id)) {
      gone = true;
      return parts_.documents.tombstone(id);
    }
    const auto actor = found ? local_actor(db, found->actor) : std::nullopt;
    if (!actor) return fail(Kind::kNotFound, "not-found", "There is no such post.");
    page = found->show.empty() ? actor->page : "/shows/" + found->show;
    const auto reactions = reactions_to(db, id);
    auto document = parts_.documents.note(*found, reactions.likes, reactions.boosts);
    document["@context"] = "https://www.w3.org/ns/activitystreams";
    return document;
  });
  if (!made) co_return http::problem_response(made.error());
  if (!gone && is_person(request)) co_return http::redirect(page, 302);
  auto response = told(*made);
  if (gone) response.status = 410;
  co_return response;
}

FediverseRoutes::Answer FediverseRoutes::inbox(http::Request& request) {
  const auto taken =
      co_await parts_.door.open({.signature = std::string(request.header("signature")),
                                 .request = {.method = "post",
                                             .target = request.target,
                                             // As it must be for us, whatever a proxy in front made of it:
                                             // what was signed for another server does not fit here.
                                             .host = authority_of(parts_.documents.origin),
                                             .date = std::string(request.header("date")),
                                             .digest = std::string(request.header("digest")),
                                             .content_type = std::string(request.header("content-type"))},
                                 .body = request.body});
  if (!taken) co_return http::problem_response(taken.error());
  co_return http::empty_response(202);
}

Result<json::object> FediverseRoutes::shown() {
  return parts_.readers.read<json::object>([&](store::Database& db) -> Result<json::object> {
    return fediverse_json(db, parts_.documents.origin);
  });
}

FediverseRoutes::Answer FediverseRoutes::get_settings(http::Request&) { co_return http::answer(shown()); }

FediverseRoutes::Answer FediverseRoutes::patch_settings(http::Request& request) {
  const auto body = parse_object(request.body);
  if (!body) co_return http::problem_response(body.error());
  Fields in(*body);
  FediverseChange wanted{.on = in.optional_flag("on"), .language = in.optional_text("language", {.most = 2})};
  if (wanted.language && *wanted.language != "ja" && *wanted.language != "en")
    in.wrong("language", "This must be ja or en.");
  if (const auto problem = in.problem()) co_return http::problem_response(*problem);
  const auto done = co_await store::write<bool>(parts_.writer, store::Lane::kStaff,
                                                [&](store::Transaction& t) -> Result<bool> {
                                                  change(t, wanted, request.caller);
                                                  return true;
                                                });
  if (!done) co_return http::problem_response(done.error());
  co_return http::answer(shown());
}

FediverseRoutes::Answer FediverseRoutes::put_block(http::Request& request) {
  const std::string domain(request.parameter("domain"));
  const auto done = co_await store::write<bool>(
      parts_.writer, store::Lane::kStaff,
      [&](store::Transaction& t) -> Result<bool> { return block(t, domain, request.caller); });
  if (!done) co_return http::problem_response(done.error());
  co_return http::answer(shown(), *done ? 201 : 200);
}

FediverseRoutes::Answer FediverseRoutes::delete_block(http::Request& request) {
  const std::string domain(request.parameter("domain"));
  const auto done = co_await store::write<bool>(parts_.writer, store::Lane::kStaff,
                                                [&](store::Transaction& t) -> Result<bool> {
                                                  auto gone = unblock(t, domain, request.caller);
                                                  if (!gone) return std::unexpected(gone.error());
                                                  return true;
                                                });
  if (!done) co_return http::problem_response(done.error());
  co_return http::answer(shown());
}

}  // namespace nigiwai::social::fediverse
