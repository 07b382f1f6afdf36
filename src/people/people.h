// The people of the shop, as the server uses them: who a token is, and the commands that change people.
//
// Lives on no thread of its own; everything may be called from any loop. Must go before the loops that wait
// for it and after the writer has stopped.
#pragma once

#include <optional>
#include <string>

#include "base/net.h"
#include "http/caller.h"
#include "media/pictures.h"
#include "people/caller_cache.h"
#include "people/owner.h"
#include "people/passwords.h"
#include "people/sessions.h"
#include "people/staff.h"
#include "people/viewers.h"
#include "store/readers.h"
#include "store/writer.h"
#include "timeline/journal.h"

namespace nigiwai::people {

class People final : public http::Authenticator {
 public:
  // What is handed in must outlive this.
  People(store::Writer& writer, store::Readers& readers, timeline::Journal& journal, Random& random,
         const Clock& clock, PasswordCost cost = {});

  Result<http::Caller> staff(const std::string& token) override;
  Result<http::Caller> viewer(const std::string& token) override;

  // `name` is clean.
  Task<Result<NewViewer>> add_viewer(std::optional<std::string> name);
  Task<Result<void>> rename_viewer(std::string id, std::string name);

  // unauthorized, with the same words after the same time, when nobody has this mail address (clean) and when
  // the password is another.
  Task<Result<NewSession>> sign_in(std::string email, std::string password);
  Task<Result<void>> sign_out(std::string token);
  // The first owner, signed in; see owner.h for the refusals.
  Task<Result<NewSession>> set_up(std::string setup_token, OwnerAsked asked);

  Task<Result<Put>> put_profile(Profile profile, http::Caller by);
  Task<Result<void>> set_picture(std::string handle, media::EncodedPicture picture, http::Caller by);

  store::Readers& readers() { return readers_; }

 private:
  void note_change(store::Transaction& transaction, const std::string& handle, std::string_view what,
                   const http::Caller& by);

  using AddViewers = store::Batch<std::optional<std::string>, NewViewer>;
  store::Writer& writer_;
  store::Readers& readers_;
  timeline::Journal& journal_;
  Random& random_;
  const Clock& clock_;
  CallerCache viewers_;
  CallerCache staff_;
  AddViewers add_viewers_;
  PasswordThread passwords_;
};

}  // namespace nigiwai::people
