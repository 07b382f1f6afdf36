#include "outbox/mail.h"

#include "base/check.h"
#include "base/time.h"
#include "store/many_rows.h"

namespace nigiwai::outbox {
namespace {

// At most so many bytes, ending after a whole character.
std::string_view cut(std::string_view text, std::size_t most) {
  if (text.size() <= most) return text;
  while (most > 0 && (static_cast<unsigned char>(text[most]) & 0xc0) == 0x80) --most;
  return text.substr(0, most);
}

}  // namespace

void send(store::Transaction& transaction, const Clock&, const Mail& mail) {
  send(transaction, std::span(&mail, 1));
}

void send(store::Transaction& transaction, std::span<const Mail> mails) {
  using Number = std::int64_t;
  using Text = std::string_view;
  static const store::InsertRows kMails(
      "INSERT OR FAIL INTO mail (recipient, subject, text, kind, person, about, unsubscribe_url, state, "
      "written_at, due_at, next_at) VALUES",
      11);
  store::ManyRows<Text, Text, Text, Text, Text, Text, Text, Text, Number, Number, Number> rows(
      transaction.db(), kMails);
  const auto now = to_ms(transaction.now());
  for (const auto& mail : mails) {
    CHECK(!mail.to.empty() && !mail.kind.empty(), "a mail has a recipient and a kind");
    const auto due = mail.not_before ? std::max(to_ms(*mail.not_before), now) : now;
    rows.add(mail.to, cut(mail.subject, kMostSubject), cut(mail.text, kMostText), mail.kind, mail.person,
             mail.about, mail.unsubscribe_url, "waiting", now, due, due);
  }
  rows.finish();
}

std::int64_t withdraw(store::Transaction& transaction, std::string_view kind, std::string_view person,
                      std::string_view about) {
  return transaction.db().run("DELETE FROM mail WHERE about = ? AND about <> '' AND person = ? AND kind = ?",
                              about, person, kind);
}

std::int64_t withdraw_all(store::Transaction& transaction, std::string_view kind, std::string_view about) {
  return transaction.db().run("DELETE FROM mail WHERE about = ? AND about <> '' AND kind = ?", about, kind);
}

std::int64_t move(store::Transaction& transaction, std::string_view kind, std::string_view about,
                  WallTime not_before) {
  const auto due = to_ms(not_before);
  return transaction.db().run(
      "UPDATE mail SET due_at = ?, next_at = ?, tries = 0 WHERE about = ? AND about <> '' AND kind = ? AND "
      "state = 'waiting'",
      due, due, about, kind);
}

void forget(store::Transaction& transaction, std::span<const std::string> persons,
            std::span<const std::string> addresses) {
  for (const auto& person : persons) {
    if (!person.empty()) transaction.db().run("DELETE FROM mail WHERE person = ?", person);
  }
  for (const auto& address : addresses) {
    if (!address.empty()) transaction.db().run("DELETE FROM mail WHERE recipient = ?", address);
  }
}

}  // namespace nigiwai::outbox
