// SMTP (RFC 5321) through libcurl: smtp:// with STARTTLS where the server offers it, smtps://, user and
// password in the URL.
//
// A password is only sent over TLS, unless the server stands on this machine. Certificates are checked.
#pragma once

#include <memory>
#include <string>

#include "base/result.h"
#include "outbox/postman.h"

namespace nigiwai::outbox {

struct SmtpOptions {
  std::string url{};   // of --smtp
  std::string host{};  // ours, as EHLO says it
};

// Refuses what is no URL of a mail server, without repeating it: it may hold a password.
Result<std::unique_ptr<Postman>> open_smtp(const SmtpOptions& options);

// What the end of a delivery means for the mail.
struct SmtpEnd {
  int code = 0;            // libcurl's
  long response = 0;       // the last SMTP reply, 0 for none
  bool body_sent = false;  // the whole mail had gone out, so that the reply is about it
  std::string why{};       // libcurl's words
};
Delivery judge(const SmtpEnd& end);

}  // namespace nigiwai::outbox
