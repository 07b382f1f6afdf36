#include "social/partners/webhook.h"

#include <fmt/format.h>

#include <algorithm>
#include <boost/url/parse.hpp>
#include <boost/url/url_view.hpp>
#include <charconv>

#include "base/fields.h"

namespace nigiwai::social {
namespace {

constexpr std::size_t kMostUrl = 500;

// What kinds begin with: a misspelt one would never be told, and nobody would notice.
constexpr std::string_view kGroups[] = {"audience", "campaign",  "chat",    "clip",  "cue",  "hold",
                                        "offer",    "order",     "picture", "poll",  "post", "product",
                                        "question", "recording", "show",    "stock", "talk"};

bool is_small_word(std::string_view text) {
  return !text.empty() &&
         std::ranges::all_of(text, [](char c) { return (c >= 'a' && c <= 'z') || c == '_'; });
}

bool is_kind(std::string_view text) {
  if (text == "*") return true;
  const auto dot = text.find('.');
  if (dot == std::string_view::npos) return false;
  const auto rest = text.substr(dot + 1);
  return std::ranges::find(kGroups, text.substr(0, dot)) != std::end(kGroups) &&
         (rest == "*" || is_small_word(rest));
}

void check_url(Fields& in, const std::string& text, std::span<const std::string> private_peers) {
  const auto url = boost::urls::parse_absolute_uri(text);
  if (!url || url->host().empty() || url->has_userinfo()) {
    return in.wrong("url", "This must be a whole address, such as https://partner.example/webhooks.");
  }
  if (url->scheme() == "https") return;
  const auto place = std::string(url->host()) + ":" + (url->has_port() ? std::string(url->port()) : "80");
  const bool opened = std::ranges::find(private_peers, place) != private_peers.end();
  if (url->scheme() != "http" || !opened) in.wrong("url", "Receivers are asked over https only.");
}

std::vector<std::string> read_kinds(Fields& in, const json::array& told) {
  if (told.empty()) in.wrong("kinds", "A webhook needs one kind of events at least.");
  std::vector<std::string> kinds;
  for (std::size_t i = 0; i < told.size(); ++i) {
    const std::string kind = told[i].is_string() ? std::string(told[i].get_string()) : "";
    if (!is_kind(kind)) {
      in.wrong(
          fmt::format("kinds/{}", i),
          fmt::format("This must be *, a kind such as show.started, or a group such as order.*; groups: {}.",
                      fmt::join(kGroups, ", ")));
    } else if (std::ranges::find(kinds, kind) == kinds.end()) {
      kinds.push_back(kind);
    }
  }
  return kinds;
}

}  // namespace

std::string_view to_text(Paused paused) {
  switch (paused) {
    case Paused::kNot:
      return "";
    case Paused::kByPerson:
      return "person";
    case Paused::kFailing:
      return "failing";
    case Paused::kGone:
      return "gone";
  }
  return "";
}

Paused paused_of(std::string_view text) {
  for (const auto paused : {Paused::kByPerson, Paused::kFailing, Paused::kGone})
    if (to_text(paused) == text) return paused;
  return Paused::kNot;
}

Result<WebhookAsked> read_webhook(const json::object& body, std::span<const std::string> private_peers,
                                  const Webhook* before) {
  Fields in(body);
  WebhookAsked asked;
  if (before != nullptr) asked = {.name = before->name, .url = before->url, .kinds = before->kinds};
  const TextRule name_rule{.least = 1, .most = 60}, url_rule{.least = 1, .most = kMostUrl};
  if (before == nullptr) {
    asked.name = in.text("name", name_rule);
    asked.url = in.text("url", url_rule);
    asked.kinds = read_kinds(in, in.array("kinds", kMostKinds));
  } else {
    if (auto name = in.optional_text("name", name_rule)) asked.name = *std::move(name);
    if (auto url = in.optional_text("url", url_rule)) asked.url = *std::move(url);
    if (const auto* kinds = in.optional_array("kinds", kMostKinds)) asked.kinds = read_kinds(in, *kinds);
  }
  check_url(in, asked.url, private_peers);
  if (const auto problem = in.problem()) return std::unexpected(*problem);
  return asked;
}

bool means(std::span<const std::string> kinds, std::string_view kind) {
  return std::ranges::any_of(kinds, [&](const std::string& one) {
    return one == "*" || one == kind ||
           (one.ends_with(".*") && kind.starts_with(std::string_view(one).substr(0, one.size() - 1)));
  });
}

std::string delivery_id(const Webhook& hook, std::int64_t first) {
  return fmt::format("{}.{}.{}", hook.id, hook.run, first);
}

std::optional<Milliseconds> retry_after_of(std::string_view header) {
  std::int64_t seconds = 0;
  const auto* end = header.data() + header.size();
  const auto [at, error] = std::from_chars(header.data(), end, seconds);
  if (header.empty() || error != std::errc() || at != end || seconds < 0) return std::nullopt;
  const auto longest = std::chrono::seconds(kLongestRetryAfter).count();
  return std::chrono::seconds(std::min(seconds, longest));
}

std::string why_not(const ReceiverSaid& said) {
  if (said.took()) return "";
  if (said.status == 0) return said.error;
  if (said.status == 410) return "The receiver says that it is gone (410).";
  if (said.status >= 300 && said.status < 400) {
    return fmt::format("The receiver sends elsewhere ({}), which is not followed.", said.status);
  }
  return fmt::format("The receiver answered {}.", said.status);
}

bool is_due(const Webhook& hook, WallTime now) {
  const bool waits = hook.next_at > now && hook.next_at <= now + kLongestRetryAfter;
  return hook.paused == Paused::kNot && !waits;
}

AfterTry after_try(const Webhook& hook, const ReceiverSaid& said, WallTime now) {
  if (said.took()) return {.paused = hook.paused};
  AfterTry after{.paused = hook.paused,
                 .failures = hook.failures + 1,
                 .failing_since = hook.failing_since.value_or(now)};
  auto wait = kFirstWebhookRetry;
  for (std::int64_t i = 1; i < after.failures && wait < kLongestWebhookRetry; ++i) wait *= 2;
  after.next_at =
      now + std::max(std::min(wait, kLongestWebhookRetry), said.retry_after.value_or(Milliseconds(0)));
  if (hook.paused != Paused::kNot) return after;
  if (said.status == 410) {
    after.paused = Paused::kGone;
  } else if (now - *after.failing_since >= kFailsBeforePause) {
    after.paused = Paused::kFailing;
  }
  return after;
}

}  // namespace nigiwai::social
