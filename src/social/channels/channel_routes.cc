#include "social/channels/channel_routes.h"

#include <fmt/format.h>

#include "base/time.h"
#include "http/answers.h"
#include "people/audit.h"
#include "people/staff.h"
#include "social/channels/account_form.h"

namespace nigiwai::social {
namespace {

using http::Access;

constexpr std::size_t kVerifyToken = 24;  // characters of 5 bits

constexpr const char* kCredentials =
    R"({"type":"object","description":"bluesky: handle, app_password, service?; x: client_id, client_secret?, access_token?, refresh_token; line: access_token, channel_secret; facebook and instagram: access_token, app_secret?.","additionalProperties":{"type":"string"}})";
constexpr const char* kAccountSchema =
    R"({"type":"object","properties":{"id":{"type":"string"},"network":{"enum":["bluesky","x","line","facebook","instagram","fediverse"]},
  "name":{"type":"string"},"staff":{"type":["string","null"]},"state":{"enum":["ready","away","sign-in"]},
  "error":{"type":["string","null"]},"error_at":{"type":["string","null"]},"asked_at":{"type":"string","format":"date-time"},
  "added_by":{"type":"string"},"added_at":{"type":"string","format":"date-time"},
  "most_length":{"type":["integer","null"]},"needs_picture":{"type":"boolean"},
  "quota":{"type":["object","null"],"properties":{"used":{"type":"integer"},"limit":{"type":["integer","null"]}}},
  "hook":{"type":["object","null"],"description":"For owners: where the network tells what is said.","properties":{"url":{"type":"string"},"verify_token":{"type":["string","null"]},"signed":{"type":"boolean"}}}}})";

json::value or_null(const std::string& text) { return text.empty() ? json::value() : json::value(text); }

// What a check says of credentials that somebody has just typed is said of the form.
Problem of_the_form(const Problem& problem) {
  if (!is_sign_in_again(problem)) return problem;
  auto wrong = problem;
  wrong.kind = Kind::kInvalid;
  wrong.type = "credentials-wrong";
  wrong.field = "/credentials";
  if (wrong.detail.ends_with(" Sign in again.")) wrong.detail.resize(wrong.detail.size() - 15);
  return wrong;
}

bool has_hook(std::string_view network) {
  return network == "line" || network == "facebook" || network == "instagram";
}
bool is_of_meta(std::string_view network) { return network == "facebook" || network == "instagram"; }

// Whether what the network tells could be believed, which is told without opening the secrets.
void mark_hook(ChannelAccount& account) {
  account.settings.erase("hook_signed");
  if (account.secrets.contains("channel_secret") || account.secrets.contains("app_secret")) {
    account.settings["hook_signed"] = true;
  }
}

}  // namespace

template <class T>
Task<Result<T>> ChannelRoutes::aside(std::function<Result<T>()> work) {
  if (waiting_.fetch_add(1) >= kMostCallsWaiting) {
    --waiting_;
    co_return std::unexpected(Problem{.kind = Kind::kUnavailable,
                                      .type = "unavailable",
                                      .detail = "Too many of the staff wait for networks. Try again soon.",
                                      .retry_after = Milliseconds(5'000)});
  }
  co_return co_await store::answered<T>([this, work = std::move(work)](std::function<void(Result<T>)> done) {
    asio::post(threads_, [this, work, done = std::move(done)] {
      auto result = work();
      --waiting_;
      done(std::move(result));
    });
  });
}

void ChannelRoutes::add_to(http::Router& router) {
  const auto owner = Access::roles({});
  router.add(
      {.method = "GET",
       .path = "/api/channels",
       .access = Access::staff(),
       .handle = [this](http::Request& r) { return list(r); },
       .summary = "The accounts on social networks, without their secrets, each with how its last call went.",
       .answer = std::string(R"({"type":"object","properties":{"items":{"type":"array","items":)") +
                 kAccountSchema + R"(},"next":{"type":["string","null"]}}})"});
  router.add(
      {.method = "POST",
       .path = "/api/channels",
       .access = owner,
       .handle = [this](http::Request& r) { return post(r); },
       .summary = "Adds an account, once its network has accepted the credentials.",
       .body = fmt::format(
           R"({{"type":"object","required":["network","credentials"],"properties":{{"network":{{"enum":["bluesky","x","line","facebook","instagram"]}},"staff":{{"type":["string","null"]}},"credentials":{}}}}})",
           kCredentials),
       .answer = kAccountSchema});
  router.add(
      {.method = "POST",
       .path = "/api/channels/{id}/check",
       .access = owner,
       .handle = [this](http::Request& r) { return check(r); },
       .summary = "Asks the network whether the account's credentials are good; renews what can be renewed.",
       .answer = kAccountSchema});
  router.add({.method = "PUT",
              .path = "/api/channels/{id}/credentials",
              .access = owner,
              .handle = [this](http::Request& r) { return put_credentials(r); },
              .summary = "Signs in again with other credentials of the same account.",
              .body = kCredentials,
              .answer = kAccountSchema});
  router.add({.method = "DELETE",
              .path = "/api/channels/{id}",
              .access = owner,
              .handle = [this](http::Request& r) { return remove(r); },
              .summary = "Removes an account and its secrets. What was said there stays."});
}

json::object ChannelRoutes::shown(const AccountStanding& standing, bool owner) const {
  const auto& account = standing.account;
  const auto* channel = parts_.channels.find(account.network);
  json::object object{
      {"id", account.id},
      {"network", account.network},
      {"name", account.name},
      {"staff", or_null(account.staff)},
      {"state", to_text(standing.state)},
      {"error", or_null(standing.error)},
      {"error_at", standing.error.empty() || !standing.error_at
                       ? json::value()
                       : json::value(to_rfc3339(*standing.error_at))},
      {"asked_at", to_rfc3339(standing.asked_at)},
      {"added_by", standing.added_by},
      {"added_at", to_rfc3339(standing.added_at)},
      {"most_length", channel == nullptr ? json::value() : json::value(channel->most_length())},
      {"needs_picture", channel != nullptr && channel->needs_picture()},
      {"quota", nullptr},
      {"hook", nullptr}};
  if (const auto used = whole_at(account.settings, {"used"})) {
    const auto limit = whole_at(account.settings, {"quota"});
    object["quota"] = json::object{{"used", *used}, {"limit", limit ? json::value(*limit) : json::value()}};
  }
  if (owner && has_hook(account.network)) {
    object["hook"] = json::object{{"url", fmt::format("{}/api/channels/{}/hook", parts_.origin, account.id)},
                                  {"verify_token", or_null(text_at(account.settings, {"verify_token"}))},
                                  {"signed", account.settings.contains("hook_signed")}};
  }
  return object;
}

ChannelRoutes::Answer ChannelRoutes::list(http::Request& request) {
  const bool owner = request.caller.role == http::Role::kOwner;
  co_return http::answer(parts_.readers.read<json::object>([&](store::Database& db) -> Result<json::object> {
    json::array items;
    for (const auto& each : account_standings(db)) items.push_back(shown(each, owner));
    return json::object{{"items", std::move(items)}, {"next", nullptr}};
  }));
}

ChannelRoutes::Answer ChannelRoutes::told(const std::string& id, int status, bool owner) {
  co_return http::answer(parts_.readers.read<json::object>([&](store::Database& db) -> Result<json::object> {
    const auto standing = account_standing(db, id);
    if (!standing) return std::unexpected(standing.error());
    return shown(*standing, owner);
  }),
                         status);
}

ChannelRoutes::Answer ChannelRoutes::post(http::Request& request) {
  const auto body = parse_object(request.body);
  if (!body) co_return http::problem_response(body.error());
  auto given = *body;
  if (const auto* staff = given.if_contains("staff"); staff != nullptr && staff->is_null())
    given.erase("staff");
  Fields in(given);
  ChannelAccount account{.network = in.text("network", {.least = 1, .most = 20})};
  if (in.has("staff")) account.staff = in.slug("staff");
  const auto& credentials = in.object("credentials");
  if (const auto problem = in.problem()) co_return http::problem_response(*problem);
  if (account.network == "fediverse") {
    co_return http::problem_response(
        invalid("/network",
                "The fediverse needs no account: the shop and its staff speak there by themselves. Turn it on "
                "in the settings of the fediverse.")
            .error());
  }
  if (credentials_of(account.network).empty()) {
    co_return http::problem_response(
        invalid("/network", "Choose bluesky, x, line, facebook or instagram.").error());
  }
  if (!account.staff.empty()) {
    const auto known = parts_.readers.read<people::Profile>(
        [&](store::Database& db) { return people::profile_of(db, account.staff); });
    if (!known)
      co_return http::problem_response(invalid("/staff", "There is nobody of this handle.").error());
  }
  if (auto good = read_credentials(credentials, "/credentials", parts_.private_peers, account); !good) {
    co_return http::problem_response(good.error());
  }
  const auto by = request.caller;
  const auto added = co_await aside<std::string>([this, account, by] { return add(account, by); });
  if (!added) co_return http::problem_response(added.error());
  co_return co_await told(*added, 201, true);
}

Result<std::string> ChannelRoutes::add(ChannelAccount account, const http::Caller& by) {
  if (is_of_meta(account.network)) account.settings["verify_token"] = parts_.random.token(kVerifyToken);
  mark_hook(account);
  if (auto good = parts_.channels.find(account.network)->check(account); !good) {
    return std::unexpected(of_the_form(good.error()));
  }
  const auto remote = text_at(account.settings, {"id"});
  return on_writer<std::string>(
      parts_.writer, store::Lane::kStaff, [&](store::Transaction& t) -> Result<std::string> {
        auto id = add_account(t, parts_.box, parts_.random,
                              {.account = account, .remote = remote, .by = by.handle});
        if (id) {
          people::audit(t, by, "channel.added", *id, {{"network", account.network}, {"name", account.name}});
        }
        return id;
      });
}

ChannelRoutes::Answer ChannelRoutes::check(http::Request& request) {
  const std::string id(request.parameter("id"));
  const auto checked = co_await aside<void>([this, id] {
    return parts_.calls.call<void>(
        id, [](Channel& channel, ChannelAccount& account) { return channel.check(account); });
  });
  // That it is not good is what was asked for: the account says so. What is no account, is refused.
  if (!checked && !is_sign_in_again(checked.error()) && checked.error().kind != Kind::kUnavailable &&
      checked.error().kind != Kind::kTooMany) {
    co_return http::problem_response(checked.error());
  }
  co_return co_await told(id, 200, true);
}

Result<void> ChannelRoutes::sign_in(const std::string& id, const json::object& given,
                                    const http::Caller& by) {
  auto done = parts_.calls.call<void>(id, [&](Channel& channel, ChannelAccount& account) -> Result<void> {
    auto tried = account;
    tried.secrets.clear();
    if (auto good = read_credentials(given, "", parts_.private_peers, tried); !good) return good;
    mark_hook(tried);
    if (auto good = channel.check(tried); !good) return std::unexpected(of_the_form(good.error()));
    if (text_at(tried.settings, {"id"}) != text_at(account.settings, {"id"})) {
      return fail(
          Kind::kConflict, "account-other",
          fmt::format("These credentials are of {}, which is another account. Add it instead.", tried.name));
    }
    account = std::move(tried);
    account.secrets_renewed = true;
    return {};
  });
  if (!done) return done;
  return on_writer<void>(parts_.writer, store::Lane::kStaff, [&](store::Transaction& t) -> Result<void> {
    people::audit(t, by, "channel.signed-in", id, {});
    return {};
  });
}

ChannelRoutes::Answer ChannelRoutes::put_credentials(http::Request& request) {
  const auto body = parse_object(request.body);
  if (!body) co_return http::problem_response(body.error());
  const std::string id(request.parameter("id"));
  const auto by = request.caller;
  const auto done = co_await aside<void>([this, id, given = *body, by] { return sign_in(id, given, by); });
  if (!done) co_return http::problem_response(done.error());
  co_return co_await told(id, 200, true);
}

ChannelRoutes::Answer ChannelRoutes::remove(http::Request& request) {
  const std::string id(request.parameter("id"));
  const auto& by = request.caller;
  const auto removed = co_await store::write<
      ChannelAccount>(parts_.writer, store::Lane::kStaff, [&](store::Transaction& t) {
    auto account = remove_account(t, id);
    if (account) {
      people::audit(t, by, "channel.removed", id, {{"network", account->network}, {"name", account->name}});
    }
    return account;
  });
  co_return removed ? http::empty_response() : http::problem_response(removed.error());
}

}  // namespace nigiwai::social
