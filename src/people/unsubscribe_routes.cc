// Stopping mail from the mail itself: one click of the mail program (RFC 8058), or one on the page that the
// link opens. The page needs no script and no sign-in; a mere GET changes nothing, because mail scanners
// follow links.
#include <fmt/format.h>

#include "people/member_routes.h"
#include "store/writing.h"

namespace nigiwai::people {
namespace {

struct Words {
  const char* lang;
  const char* title;
  const char* question;
  const char* button;
  const char* done;
  const char* unknown;
  const char* home;
};

constexpr Words kJapanese{"ja",
                          "メール配信の停止",
                          "このメールの配信を停止しますか？",
                          "配信を停止する",
                          "配信を停止しました。設定はマイページでいつでも変更できます。",
                          "このリンクは使えません。マイページのメール設定から停止できます。",
                          "ショップへ"};
constexpr Words kEnglish{"en",
                         "Stop these mails",
                         "Stop getting mails like this one?",
                         "Stop these mails",
                         "Done: you will get no more of them. You can change this on your page at any time.",
                         "This link does not work. You can stop mails on your page.",
                         "To the shop"};

const Words& words_for(const std::string& language) { return language == "ja" ? kJapanese : kEnglish; }

const Words& words_for(const http::Request& request) {
  const auto header = request.header("accept-language");
  const auto ja = header.find("ja"), en = header.find("en");
  return ja != std::string_view::npos && (en == std::string_view::npos || ja < en) ? kJapanese : kEnglish;
}

// Nothing in it comes from outside, so nothing has to be escaped; the form posts to its own address.
http::Response page(const Words& words, const char* sentence, bool asks, int status = 200) {
  auto html = fmt::format(
      "<!doctype html><html lang=\"{0}\"><meta charset=\"utf-8\"><meta name=\"viewport\" "
      "content=\"width=device-width, initial-scale=1\"><meta name=\"robots\" "
      "content=\"noindex\"><title>{1}</title>"
      "<style>body{{font:16px/1.8 "
      "system-ui,sans-serif;color:#26211c;background:#faf8f4;margin:0;min-height:100vh;"
      "display:grid;place-items:center;text-align:center;padding:24px;box-sizing:border-box}}main{{max-width:"
      "30em}}"
      "h1{{font-size:22px;line-height:1.4}}button{{font:inherit;font-weight:700;min-height:48px;padding:0 "
      "24px;border:0;"
      "border-radius:24px;background:#26211c;color:#fff;cursor:pointer}}a{{color:inherit}}</style>"
      "<main><h1>{1}</h1><p>{2}</p>{3}<p><a href=\"/\">{4}</a></p></main></html>",
      words.lang, words.title, sentence,
      asks ? fmt::format("<form method=\"post\"><button>{}</button></form>", words.button) : std::string(),
      words.home);
  auto response = http::text_response(std::move(html), "text/html; charset=utf-8", status);
  response.with("Cache-Control", "no-store")
      .with("Referrer-Policy", "no-referrer")
      .with("Content-Security-Policy",
            "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'; "
            "frame-ancestors 'none'");
  return response;
}

struct Found {
  std::string member;
  std::string language;
};

std::optional<Found> member_of_secret(store::Database& db, const std::string& secret) {
  auto rows = db.query("SELECT id, language FROM member WHERE unsubscribe = ?", secret);
  if (!rows.next()) return std::nullopt;
  return Found{rows.text(0), rows.text(1)};
}

}  // namespace

void MemberRoutes::add_unsubscribe_routes(http::Router& router) {
  const http::Rate rate{"changes of mail", 60, Milliseconds(1'000)};
  router.add({.method = "GET",
              .path = "/unsubscribe/{secret}",
              .access = http::Access::open(),
              .handle = [this](http::Request& r) { return get_unsubscribe(r); },
              .rate = rate});
  router.add(
      {.method = "POST",
       .path = "/unsubscribe/{secret}",
       .access = http::Access::open(),
       .handle = [this](http::Request& r) { return post_unsubscribe(r); },
       .summary =
           "Stops the mails of ?kind= (news, reminders, back_in_stock, announcements; all without it) with "
           "one click (RFC 8058).",
       .rate = rate});
}

MemberRoutes::Answer MemberRoutes::get_unsubscribe(http::Request& request) {
  const std::string secret(request.parameter("secret"));
  const auto found = parts_.people.readers().read<std::optional<Found>>(
      [&](store::Database& db) -> Result<std::optional<Found>> { return member_of_secret(db, secret); });
  if (!found) co_return http::problem_response(found.error());
  if (!*found) co_return page(words_for(request), words_for(request).unknown, false, 404);
  const auto& words = words_for((*found)->language);
  co_return page(words, words.question, true);
}

MemberRoutes::Answer MemberRoutes::post_unsubscribe(http::Request& request) {
  const std::string secret(request.parameter("secret"));
  const auto asked = request.asked("kind");
  const auto kind = asked ? mail_kind(*asked) : std::nullopt;
  if (asked && !kind) {
    co_return http::problem_response(
        {Kind::kInvalid, "invalid", "This must be news, reminders, back_in_stock or announcements.", "kind"});
  }
  const auto stopped = co_await store::write<std::optional<Found>>(
      parts_.writer, store::Lane::kRoom,
      [&](store::Transaction& transaction) -> Result<std::optional<Found>> {
        auto found = member_of_secret(transaction.db(), secret);
        if (!found) return found;
        Preferences wanted;
        if (!kind || *kind == MailKind::kNews) wanted.news = false;
        if (!kind || *kind == MailKind::kReminders) wanted.reminders = false;
        if (!kind || *kind == MailKind::kBackInStock) wanted.back_in_stock = false;
        if (!kind || *kind == MailKind::kAnnouncements) wanted.announcements = false;
        prefer(transaction, found->member, wanted);
        return found;
      });
  if (!stopped) co_return http::problem_response(stopped.error());
  if (!*stopped) {
    if (request.wants("text/html"))
      co_return page(words_for(request), words_for(request).unknown, false, 404);
    co_return http::problem_response(
        {Kind::kNotFound, "not-found", "Nobody's mails are stopped by this link."});
  }
  const auto& words = words_for((*stopped)->language);
  co_return page(words, words.done, false);
}

}  // namespace nigiwai::people
