// Stopping mail from the mail itself: one click of the mail program (RFC 8058), or one on the page that the
// link opens. The page needs no script and no sign-in; a mere GET changes nothing, because mail scanners
// follow links.
#include "people/member_routes.h"
#include "people/stop_page.h"
#include "store/writing.h"

namespace nigiwai::people {
namespace {

using Words = StopWords;

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
  return prefers_japanese(request) ? kJapanese : kEnglish;
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
  if (!*found) co_return stop_page(words_for(request), words_for(request).unknown, Asks::kNo, 404);
  const auto& words = words_for((*found)->language);
  co_return stop_page(words, words.question, Asks::kYes);
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
      co_return stop_page(words_for(request), words_for(request).unknown, Asks::kNo, 404);
    co_return http::problem_response(
        {Kind::kNotFound, "not-found", "Nobody's mails are stopped by this link."});
  }
  const auto& words = words_for((*stopped)->language);
  co_return stop_page(words, words.done, Asks::kNo);
}

}  // namespace nigiwai::people
