#include "social/partners/webhook_routes.h"

#include <limits>

#include "base/fields.h"
#include "http/answers.h"
#include "people/key_scopes.h"
#include "store/writing.h"

namespace nigiwai::social {
namespace {

using http::Access;
using http::Role;

const http::Rate kPings{"pings of webhooks", 10, Milliseconds(3'000)};

constexpr const char* kBody =
    R"({"type":"object","required":["name","url","kinds"],"properties":{"name":{"type":"string","maxLength":60},
  "url":{"type":"string","maxLength":500,"examples":["https://partner.example/webhooks"]},
  "kinds":{"type":"array","minItems":1,"maxItems":40,"items":{"type":"string","examples":["*","order.*","show.started"]}}}})";
constexpr const char* kChanges =
    R"({"type":"object","properties":{"name":{"type":"string"},"url":{"type":"string"},"kinds":{"type":"array","items":{"type":"string"}}}})";
constexpr const char* kSchema =
    R"({"type":"object","properties":{"id":{"type":"string"},"name":{"type":"string"},"url":{"type":"string"},
  "kinds":{"type":"array","items":{"type":"string"}},"state":{"enum":["on","failing","paused"]},
  "paused_by":{"enum":[null,"person","failing","gone"]},"position":{"type":"integer"},"journal":{"type":"integer"},
  "delivered":{"type":"integer"},"last_delivered_at":{"type":["string","null"]},"failures":{"type":"integer"},
  "failing_since":{"type":["string","null"]},"next_try_at":{"type":["string","null"]},"last_error":{"type":"string"},
  "old_secret_until":{"type":["string","null"]},"created_by":{"type":"string"},"created_at":{"type":"string"},
  "secret":{"type":"string","description":"Told in the answer that makes it, and never again."},
  "tries":{"type":"array","items":{"type":"object","properties":{"delivery":{"type":"string"},"events":{"type":"integer"},
    "at":{"type":"string"},"took_ms":{"type":"integer"},"status":{"type":"integer"},"error":{"type":"string"}}}}}})";
constexpr const char* kList =
    R"({"type":"object","properties":{"items":{"type":"array","items":{"type":"object"}},"next":{"type":["string","null"]}}})";
constexpr const char* kReplay =
    R"({"type":"object","required":["after"],"properties":{"after":{"type":"integer","minimum":0}}})";
constexpr const char* kPing =
    R"({"type":"object","properties":{"ok":{"type":"boolean"},"status":{"type":"integer"},"took_ms":{"type":"integer"},
  "error":{"type":"string"},"delivery":{"type":"string"}}})";

std::string id_of(const http::Request& request) { return std::string(request.parameter("id")); }

}  // namespace

void WebhookRoutes::add_to(http::Router& router) {
  const auto add = [&](const char* method, const char* path, Answer (WebhookRoutes::*answer)(http::Request&),
                       http::Route route) {
    route.method = method;
    route.path = path;
    route.access = Access::roles({Role::kExternal});
    route.handle =
        people::scoped(parts_.readers, people::Scope::kManageWebhooks,
                       [this, answer](http::Request& request) { return (this->*answer)(request); });
    router.add(std::move(route));
  };
  const auto about = [](const char* summary, const char* body, const char* answer) {
    return http::Route{.method = "",
                       .path = "",
                       .access = Access::open(),
                       .handle = {},
                       .summary = summary,
                       .body = body,
                       .answer = answer};
  };
  add("GET", "/api/webhooks", &WebhookRoutes::list,
      about("The webhooks, how each stands, and the newest tries of each.", "", kList));
  add("POST", "/api/webhooks", &WebhookRoutes::post,
      about("Makes a webhook that is told of the events of these kinds from now on. Its secret is told once.",
            kBody, kSchema));
  add("GET", "/api/webhooks/{id}", &WebhookRoutes::get,
      about("One webhook, with its newest tries.", "", kSchema));
  add("PATCH", "/api/webhooks/{id}", &WebhookRoutes::patch,
      about("Changes a webhook's name, address or kinds.", kChanges, kSchema));
  add("DELETE", "/api/webhooks/{id}", &WebhookRoutes::remove,
      about("Removes a webhook, and what it had still to tell.", "", ""));
  add("POST", "/api/webhooks/{id}/pause", &WebhookRoutes::pause,
      about("Pauses a webhook; its place in the journal is kept.", "", kSchema));
  add("POST", "/api/webhooks/{id}/resume", &WebhookRoutes::resume,
      about("Goes on where a webhook was, at once.", "", kSchema));
  add("POST", "/api/webhooks/{id}/replay", &WebhookRoutes::replay,
      about("Goes on behind this position of the journal: what was delivered is delivered again, under new "
            "ids.",
            kReplay, kSchema));
  add("POST", "/api/webhooks/{id}/secret", &WebhookRoutes::rotate,
      about("Makes a new secret, told once. The one before signs along for a day.", "", kSchema));
  auto ping = about("Sends a ping and tells what the receiver made of it.", "", kPing);
  ping.rate = kPings;
  add("POST", "/api/webhooks/{id}/ping", &WebhookRoutes::ping, std::move(ping));
}

Result<json::object> WebhookRoutes::shown(const std::string& id) {
  return parts_.readers.read<json::object>([&](store::Database& db) -> Result<json::object> {
    const auto hook = find_webhook(db, id);
    if (!hook) return std::unexpected(hook.error());
    auto body = to_json(*hook, journal_end(db), parts_.clock.wall());
    body["tries"] = tries_json(db, id);
    return body;
  });
}

WebhookRoutes::Answer WebhookRoutes::list(http::Request&) {
  co_return http::answer(parts_.readers.read<json::object>([&](store::Database& db) -> Result<json::object> {
    json::array items;
    const auto end = journal_end(db);
    for (const auto& hook : webhooks(db)) {
      auto item = to_json(hook, end, parts_.clock.wall());
      item["tries"] = tries_json(db, hook.id);
      items.push_back(std::move(item));
    }
    return json::object{{"items", std::move(items)}, {"next", nullptr}};
  }));
}

WebhookRoutes::Answer WebhookRoutes::get(http::Request& request) {
  co_return http::answer(shown(id_of(request)));
}

WebhookRoutes::Answer WebhookRoutes::post(http::Request& request) {
  const auto body = parse_object(request.body);
  if (!body) co_return http::problem_response(body.error());
  const auto asked = read_webhook(*body, parts_.private_peers);
  if (!asked) co_return http::problem_response(asked.error());
  const auto made = co_await store::write<MadeWebhook>(
      parts_.writer, store::Lane::kStaff, [&](store::Transaction& t) -> Result<MadeWebhook> {
        return add_webhook(t, parts_.secrets, *asked, request.caller);
      });
  if (!made) co_return http::problem_response(made.error());
  auto told = to_json(made->hook, made->hook.cursor, parts_.clock.wall());
  told["tries"] = json::array{};
  told["secret"] = made->secret;
  co_return http::answer(std::move(told), 201);
}

WebhookRoutes::Answer WebhookRoutes::changed(http::Request& request, Change change) {
  const auto id = id_of(request);
  const auto done =
      co_await store::write<void>(parts_.writer, store::Lane::kStaff,
                                  [&](store::Transaction& t) -> Result<void> { return change(t, id); });
  co_return done ? http::answer(shown(id)) : http::problem_response(done.error());
}

WebhookRoutes::Answer WebhookRoutes::patch(http::Request& request) {
  auto body = parse_object(request.body);
  if (!body) co_return http::problem_response(body.error());
  co_return co_await changed(request, [&](store::Transaction& t, const std::string& id) -> Result<void> {
    const auto before = find_webhook(t.db(), id);
    if (!before) return std::unexpected(before.error());
    const auto asked = read_webhook(*body, parts_.private_peers, &*before);
    if (!asked) return std::unexpected(asked.error());
    return change_webhook(t, *before, *asked, request.caller);
  });
}

WebhookRoutes::Answer WebhookRoutes::remove(http::Request& request) {
  const auto done = co_await store::write<void>(parts_.writer, store::Lane::kStaff,
                                                [&](store::Transaction& t) -> Result<void> {
                                                  return remove_webhook(t, id_of(request), request.caller);
                                                });
  co_return done ? http::empty_response() : http::problem_response(done.error());
}

WebhookRoutes::Answer WebhookRoutes::pause(http::Request& request) {
  co_return co_await changed(request, [&](store::Transaction& t, const std::string& id) {
    return pause_webhook(t, id, request.caller);
  });
}

WebhookRoutes::Answer WebhookRoutes::resume(http::Request& request) {
  co_return co_await changed(request, [&](store::Transaction& t, const std::string& id) {
    return resume_webhook(t, id, request.caller);
  });
}

WebhookRoutes::Answer WebhookRoutes::replay(http::Request& request) {
  const auto body = parse_object(request.body);
  if (!body) co_return http::problem_response(body.error());
  Fields in(*body);
  const auto after = in.whole("after", {0, std::numeric_limits<std::int64_t>::max()});
  if (const auto problem = in.problem()) co_return http::problem_response(*problem);
  co_return co_await changed(request, [&](store::Transaction& t, const std::string& id) {
    return replay_webhook(t, id, after, request.caller);
  });
}

WebhookRoutes::Answer WebhookRoutes::rotate(http::Request& request) {
  std::string secret;
  const auto id = id_of(request);
  const auto done = co_await store::write<void>(
      parts_.writer, store::Lane::kStaff, [&](store::Transaction& t) -> Result<void> {
        const auto hook = find_webhook(t.db(), id);
        if (!hook) return std::unexpected(hook.error());
        auto made = rotate_webhook(t, parts_.secrets, *hook, request.caller);
        if (!made) return std::unexpected(made.error());
        secret = *std::move(made);
        return {};
      });
  if (!done) co_return http::problem_response(done.error());
  auto told = shown(id);
  if (told) (*told)["secret"] = secret;
  co_return http::answer(told);
}

WebhookRoutes::Answer WebhookRoutes::ping(http::Request& request) {
  co_return http::answer(co_await store::answered<json::object>(
      [this, id = id_of(request)](std::function<void(Result<json::object>)> done) {
        parts_.sender.ping(id, std::move(done));
      }));
}

}  // namespace nigiwai::social
