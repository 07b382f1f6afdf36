#include "social/channels/hook_routes.h"

#include "base/fields.h"
#include "base/log.h"
#include "http/answers.h"
#include "social/channels/line.h"
#include "store/writing.h"

namespace nigiwai::social {
namespace {

// A network tells of every message by itself; a flood beyond this is somebody else.
http::Rate hook_rate() { return {.name = "notices of networks", .burst = 300, .each = Milliseconds(50)}; }
constexpr std::size_t kMostChallenge = 200;
constexpr int kMostNaming = 4;              // calls of LINE whose names are asked for at once
constexpr std::size_t kMostNamesACall = 5;  // of its people: two seconds each at most

bool is_of_meta(const ChannelAccount& account) {
  return account.network == "facebook" || account.network == "instagram";
}

std::unexpected<Problem> not_signed() {
  return fail(Kind::kForbidden, "forbidden", "This is not signed by the network of this account.");
}

}  // namespace

void HookRoutes::add_to(http::Router& router) {
  router.add({.method = "GET",
              .path = "/api/channels/{id}/hook",
              .access = http::Access::open(),
              .handle = [this](http::Request& r) { return verify(r); },
              .summary = "Facebook and Instagram ask here whether the address is ours (hub.challenge).",
              .answer = R"({"type":"string"})",
              .rate = hook_rate()});
  router.add({.method = "POST",
              .path = "/api/channels/{id}/hook",
              .access = http::Access::open(),
              .handle = [this](http::Request& r) { return take(r); },
              .summary = "LINE, Facebook and Instagram tell here what was said to the account, signed "
                         "(X-Line-Signature, X-Hub-Signature-256). What comes again changes nothing.",
              .body = R"({"type":"object"})",
              .answer = R"({"type":"object","properties":{"taken":{"type":"integer"}}})",
              .max_body = kMostHookBytes,
              .rate = hook_rate()});
}

Task<http::Response> HookRoutes::verify(http::Request& request) {
  const std::string id(request.parameter("id"));
  const auto standing =
      parts_.readers.read<AccountStanding>([&](store::Database& db) { return account_standing(db, id); });
  if (!standing) co_return http::problem_response(standing.error());
  const auto token = text_at(standing->account.settings, {"verify_token"});
  const auto challenge = request.asked("hub.challenge").value_or("");
  if (token.empty() || request.asked("hub.mode") != "subscribe" ||
      request.asked("hub.verify_token") != token || challenge.empty() || challenge.size() > kMostChallenge) {
    co_return http::problem_response(
        fail(Kind::kForbidden, "forbidden", "This is not the verify token of this account.").error());
  }
  co_return http::text_response(std::string(challenge), "text/plain; charset=utf-8");
}

Result<std::vector<Notice>> HookRoutes::read(const http::Request& request,
                                             const ChannelAccount& account) const {
  if (account.network == "line") {
    const auto secret = text_at(account.secrets, {"channel_secret"});
    if (!is_signed_by_line(request.body, request.header("x-line-signature"), secret)) return not_signed();
    return notices_of_line(request.body, account);
  }
  if (!is_of_meta(account))
    return fail(Kind::kNotFound, "not-found", "This network tells nothing by itself.");
  const auto secret = text_at(account.secrets, {"app_secret"});
  if (!is_signed_by_meta(request.body, request.header("x-hub-signature-256"), secret)) return not_signed();
  return notices_of_meta(request.body, account, parts_.clock.wall());
}

Task<void> HookRoutes::name(const ChannelAccount& account, std::vector<Notice>& notices) {
  if (naming_.fetch_add(1) >= kMostNaming) {
    --naming_;
    co_return;
  }
  (void)co_await store::answered<void>([&](std::function<void(Result<void>)> done) {
    asio::post(threads_, [&, done = std::move(done)] {
      std::map<std::string, std::string> names;
      for (auto& notice : notices) {
        const auto user = line_user_of(notice.item.remote);
        if (notice.changed || (!names.contains(user) && names.size() >= kMostNamesACall)) continue;
        if (!names.contains(user)) names[user] = line_name_of(parts_.network, account, user);
        notice.item.author = names[user];
      }
      --naming_;
      done({});
    });
  });
}

Task<http::Response> HookRoutes::take(http::Request& request) {
  const std::string id(request.parameter("id"));
  const auto account = parts_.readers.read<ChannelAccount>(
      [&](store::Database& db) { return open_account(db, parts_.box, id); });
  if (!account) co_return http::problem_response(account.error());
  auto notices = read(request, *account);
  if (!notices) co_return http::problem_response(notices.error());
  if (notices->empty()) co_return http::json_response(json::object{{"taken", 0}});
  if (account->network == "line") co_await name(*account, *notices);
  co_return http::answer(co_await store::write<json::object>(
      parts_.writer, store::Lane::kStaff, [&](store::Transaction& t) -> Result<json::object> {
        std::int64_t taken = 0;
        for (const auto& notice : *notices) {
          // Older than notices are remembered, it may have come before.
          if (!notice.id.empty() && notice.at < t.now() - kNoticesKept) continue;
          if (!notice.id.empty() && !take_notice(t, id, notice.id)) continue;
          if (notice.changed) {
            if (auto changed = change_inbox_item(t, account->network, notice.item.remote, notice.item.text);
                !changed && changed.error().kind != Kind::kNotFound) {
              return std::unexpected(changed.error());
            }
            ++taken;
            continue;
          }
          const auto is_new = take_into_inbox(t, parts_.random, notice.item);
          if (!is_new) {
            // A full inbox: the network comes again. What is no item, it would send for ever.
            if (is_new.error().kind == Kind::kTooMany) return std::unexpected(is_new.error());
            log_warn("a network told what is no item", {{"why", is_new.error().detail}});
            continue;
          }
          taken += *is_new ? 1 : 0;
        }
        return json::object{{"taken", taken}};
      }));
}

}  // namespace nigiwai::social
