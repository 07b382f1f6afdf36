// A mail as it goes over the wire: RFC 5322 with MIME (RFC 2045, 2047). Pure.
//
// The body is base64, so that no line of it can be too long, begin with a dot or end the message. Nothing
// that a person typed can add a header: control characters become spaces, and what is not plain ASCII is
// encoded.
#pragma once

#include <string>

#include "base/clock.h"
#include "base/result.h"

namespace nigiwai::outbox {

struct Message {
  std::string from_name{};  // UTF-8, may be empty
  std::string from_address{};
  std::string to{};
  std::string subject{};
  std::string text{};
  std::string id{};  // of Message-ID, without brackets; the same at every try
  WallTime written_at{};
  std::string unsubscribe_url{};  // empty: no List-Unsubscribe
};

std::string to_rfc5322(const Message& message);

// A header's text: as it is where it is short plain ASCII, otherwise as encoded words of RFC 2047, folded.
// `used` is how many columns the first line has already.
std::string encoded_header(std::string_view text, std::size_t used);

// "Sat, 21 Nov 2026 11:00:00 +0000"
std::string mail_date(WallTime time);

// Whether an address can stand in an envelope and a header without quoting: the form of people::clean_email.
bool is_plain_address(std::string_view address);

}  // namespace nigiwai::outbox
