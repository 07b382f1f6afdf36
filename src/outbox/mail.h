// Writing mail: it becomes durable with the caller's transaction and is delivered afterwards (sender.h).
//
//   outbox::send(transaction, clock, {.to = email, .subject = "…", .text = "…", .kind = "order.placed",
//                                     .person = member});
#pragma once

#include <optional>
#include <span>
#include <string>

#include "base/clock.h"
#include "store/writer.h"

namespace nigiwai::outbox {

struct Mail {
  std::string to{};       // one address, clean (people::clean_email)
  std::string subject{};  // UTF-8; line breaks and control characters in it become spaces
  std::string text{};     // UTF-8, plain, lines ended by \n
  std::string kind{};     // what it is, for the owner's list and the metrics: "sign-in", "order.placed"
  std::string person{};   // viewer or member id, may be empty: erasure finds the mail by it
  // Set for what nobody has to get (news, reminders): becomes List-Unsubscribe with one click (RFC 8058). The
  // address must take a POST.
  std::string unsubscribe_url{};
  std::string about{};                   // what it is about, such as a show's id; for withdraw()
  std::optional<WallTime> not_before{};  // a reminder's time; at once when not said
};

// Longest subject and text, in bytes; what is longer is cut after a character.
inline constexpr std::size_t kMostSubject = 500;
inline constexpr std::size_t kMostText = 100'000;

// Queues `mail`. It is sent after the transaction is durable, in the order written among those of one
// recipient.
void send(store::Transaction& transaction, const Clock& clock, const Mail& mail);
void send(store::Transaction& transaction, std::span<const Mail> mails);

// Takes back what is still to be sent of this kind about this to this person; answers how many.
std::int64_t withdraw(store::Transaction& transaction, std::string_view kind, std::string_view person,
                      std::string_view about);
// The same for everybody, e.g. the reminders of a show that was cancelled.
std::int64_t withdraw_all(store::Transaction& transaction, std::string_view kind, std::string_view about);
// Moves what is still to be sent of this kind about this to another time, e.g. when a show starts later.
std::int64_t move(store::Transaction& transaction, std::string_view kind, std::string_view about,
                  WallTime not_before);

// Erasure: every mail of these persons and to these addresses goes, sent or not.
void forget(store::Transaction& transaction, std::span<const std::string> persons,
            std::span<const std::string> addresses);

}  // namespace nigiwai::outbox
