#include "outbox/mail.h"

#include "base/check.h"
#include "base/time.h"

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
  CHECK(!mail.to.empty() && !mail.kind.empty(), "a mail has a recipient and a kind");
  const auto now = to_ms(transaction.now());
  const auto due = mail.not_before ? std::max(to_ms(*mail.not_before), now) : now;
  transaction.db().run(
      "INSERT INTO mail (recipient, subject, text, kind, person, about, unsubscribe_url, state, written_at, "
      "due_at, "
      "next_at) VALUES (?, ?, ?, ?, ?, ?, ?, 'waiting', ?, ?, ?)",
      mail.to, cut(mail.subject, kMostSubject), cut(mail.text, kMostText), mail.kind, mail.person, mail.about,
      mail.unsubscribe_url, now, due, due);
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
