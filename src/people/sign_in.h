// Signing in by mail: a one-time link, and a code for the device on which it was asked for.
//
// Whether somebody has the address as a member makes no difference until the mail is read, so that nobody
// learns who is a member: who signs in with an address for the first time becomes one.
#pragma once

#include <optional>
#include <string>

#include "base/clock.h"
#include "base/random.h"
#include "http/caller.h"
#include "people/members.h"
#include "store/writer.h"
#include "timeline/journal.h"

namespace nigiwai::people {

// Long enough to find the mail, short enough that a code cannot be guessed.
inline constexpr std::chrono::minutes kSignInLife{15};
// Wrong tries that a code allows; its link goes on working.
inline constexpr int kMostCodeTries = 5;
// After its end a row tells for so long that it was used or is over.
inline constexpr std::chrono::hours kSignInRemembered{24};

struct AskSignIn {
  std::string email{};     // clean
  std::string language{};  // "ja" or "en"
  std::string origin{};    // of the shop's pages, for the link
  std::string shop{};      // its name
};
// Queues the mail with the link and the code.
void ask_sign_in(store::Transaction& transaction, const Clock& clock, Random& random, const AskSignIn& asked);

// One of: the token of the link, or the address with the code.
struct VerifySignIn {
  std::string token{};
  std::string email{};
  std::string code{};
  std::string terms_version{};  // of the shop's terms, which whoever joins agrees to; empty when it has none
};
struct SignedIn {
  Member member{};
  std::string viewer{};
  std::string token{};  // of a new viewer, when the caller was none or another member's; empty otherwise
  bool joined = false;  // this viewer became the member's now
};
// A refusal is part of the answer, because a wrong code that is refused must still be counted.
struct Verified {
  std::optional<Problem>
      refused{};  // conflict: sign-in-used, sign-in-expired, sign-in-tries; invalid: the code
  SignedIn signed_in{};
};
// The viewer who asks joins the member of the address, which `member.joined` notes.
Verified verify_sign_in(store::Transaction& transaction, timeline::Journal& journal, Random& random,
                        const VerifySignIn& asked, const http::Caller& by);

// This device is signed out: its token ends, what it did stays the member's.
void sign_out(store::Transaction& transaction, Random& random, const std::string& viewer);

void forget_old_sign_ins(store::Transaction& transaction);

// Six digits, any of which may stand first.
std::string sign_in_code(Random& random);

}  // namespace nigiwai::people
