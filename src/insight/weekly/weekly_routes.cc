#include "insight/weekly/weekly_routes.h"

#include <boost/asio/post.hpp>

#include "base/log.h"
#include "http/answers.h"
#include "people/stop_page.h"
#include "store/writing.h"

namespace nigiwai::insight {
namespace {

using http::Access;
using people::Asks;
using people::StopWords;

constexpr std::chrono::minutes kLooksAgain{1};

constexpr const char* kWishSchema =
    R"({"type":"object","required":["wanted"],"properties":{"wanted":{"type":"boolean"},"language":{"enum":["ja","en"]}}})";

constexpr StopWords kJapanese{"ja",
                              "週のまとめのメール",
                              "毎週のまとめのメールを停止しますか？",
                              "配信を停止する",
                              "配信を停止しました。スタジオの設定（アカウント）でいつでも変更できます。",
                              "このリンクは使えません。スタジオの設定（アカウント）から停止できます。",
                              "ショップへ"};
constexpr StopWords kEnglish{
    "en",
    "The weekly mail",
    "Stop getting the week’s figures by mail?",
    "Stop these mails",
    "Done. You can change this in the studio’s settings (account) at any time.",
    "This link does not work. You can stop the mail in the studio’s settings (account).",
    "To the shop"};

const StopWords& words_for(const http::Request& request, const std::optional<std::string>& language) {
  return (language ? *language == "ja" : people::prefers_japanese(request)) ? kJapanese : kEnglish;
}

}  // namespace

void WeeklyRoutes::add_to(http::Router& router) {
  const http::Rate rate{"changes of mail", 60, Milliseconds(1'000)};
  router.add({.method = "GET",
              .path = "/api/insight/weekly-mail",
              .access = Access::staff(),
              .handle = [this](http::Request& r) { return get_wish(r); },
              .summary = "Whether one gets the week's figures by mail, on Mondays at nine in Japan.",
              .answer = kWishSchema});
  router.add({.method = "PUT",
              .path = "/api/insight/weekly-mail",
              .access = Access::staff(),
              .handle = [this](http::Request& r) { return put_wish(r); },
              .summary = "Wishes for the week's figures by mail, or no longer.",
              .body = kWishSchema,
              .answer = kWishSchema});
  router.add({.method = "GET",
              .path = "/unsubscribe/weekly/{secret}",
              .access = Access::open(),
              .handle = [this](http::Request& r) { return get_stop(r); },
              .rate = rate});
  router.add({.method = "POST",
              .path = "/unsubscribe/weekly/{secret}",
              .access = Access::open(),
              .handle = [this](http::Request& r) { return post_stop(r); },
              .summary = "Stops the weekly mail with one click (RFC 8058).",
              .rate = rate});
}

WeeklyRoutes::Answer WeeklyRoutes::get_wish(http::Request& request) {
  const auto& handle = request.caller.handle;
  co_return http::answer(parts_.insight.journal().read<json::object>(
      [&](store::Database& db) -> Result<json::object> { return weekly_wish_json(db, handle); }));
}

WeeklyRoutes::Answer WeeklyRoutes::put_wish(http::Request& request) {
  const auto body = parse_object(request.body);
  if (!body) co_return http::problem_response(body.error());
  const auto wish = read_weekly_wish(*body);
  if (!wish) co_return http::problem_response(wish.error());
  const auto& handle = request.caller.handle;
  co_return http::answer(co_await store::write<json::object>(
      parts_.writer, store::Lane::kStaff, [&](store::Transaction& t) -> Result<json::object> {
        wish_weekly(t, parts_.random, handle, *wish);
        return weekly_wish_json(t.db(), handle);
      }));
}

WeeklyRoutes::Answer WeeklyRoutes::get_stop(http::Request& request) {
  const std::string secret(request.parameter("secret"));
  const auto language = parts_.insight.journal().read<std::optional<std::string>>(
      [&](store::Database& db) -> Result<std::optional<std::string>> { return weekly_language(db, secret); });
  if (!language) co_return http::problem_response(language.error());
  const auto& words = words_for(request, *language);
  if (!*language) co_return stop_page(words, words.unknown, Asks::kNo, 404);
  co_return stop_page(words, words.question, Asks::kYes);
}

WeeklyRoutes::Answer WeeklyRoutes::post_stop(http::Request& request) {
  const std::string secret(request.parameter("secret"));
  const auto language = co_await store::write<std::optional<std::string>>(
      parts_.writer, store::Lane::kRoom, [&](store::Transaction& t) -> Result<std::optional<std::string>> {
        auto found = weekly_language(t.db(), secret);
        if (found) stop_weekly(t, secret);
        return found;
      });
  if (!language) co_return http::problem_response(language.error());
  const auto& words = words_for(request, *language);
  if (*language) co_return stop_page(words, words.done, Asks::kNo);
  if (request.wants("text/html")) co_return stop_page(words, words.unknown, Asks::kNo, 404);
  co_return http::problem_response(
      {Kind::kNotFound, "not-found", "Nobody's mails are stopped by this link."});
}

void WeeklyRoutes::tend() {
  const auto now = parts_.clock.wall();
  const auto monday = monday_nine(now);
  if (now < monday || now >= monday + kWeeklyLate || now < looked_at_ + kLooksAgain || writing_) return;
  looked_at_ = now;
  const auto waits = parts_.insight.journal().read<bool>(
      [&](store::Database& db) -> Result<bool> { return weekly_waits(db, monday); });
  if (!waits.value_or(false) || writing_.exchange(true)) return;
  asio::post(beside_, [this, monday] { write(monday); });
}

void WeeklyRoutes::write(WallTime monday) {
  auto figures = parts_.insight.readers().read<WeekFigures>([&](store::Database& kept) {
    return parts_.insight.journal().read<WeekFigures>(
        [&](store::Database& journal) -> Result<WeekFigures> { return week_figures(kept, journal, monday); });
  });
  if (!figures) {
    log_warn("the week's figures could not be counted", {{"why", figures.error().detail}});
    writing_ = false;
    return;
  }
  parts_.writer.run<std::int64_t>(
      store::Lane::kProjections,
      [this, monday, figures = *std::move(figures)](store::Transaction& t) -> Result<std::int64_t> {
        return write_weekly(t, parts_.clock, monday, figures, parts_.origin);
      },
      [this](const Result<std::int64_t>& written) {
        if (!written) log_warn("the weekly mail could not be written", {{"why", written.error().detail}});
        writing_ = false;
      });
}

}  // namespace nigiwai::insight
