// The people of the shop, as the server uses them: who a token is, and the commands that change people.
//
// Lives on no thread of its own; everything may be called from any loop. Must go before the loops that wait
// for it and after the writer has stopped.
#pragma once

#include <boost/json/object.hpp>
#include <functional>
#include <optional>
#include <string>

#include "base/net.h"
#include "http/caller.h"
#include "media/pictures.h"
#include "people/api_keys.h"
#include "people/caller_cache.h"
#include "people/owner.h"
#include "people/passwords.h"
#include "people/second_factor.h"
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
         const Clock& clock, const SecretBox& secrets, PasswordCost cost = {});

  Result<http::Caller> staff(const std::string& token) override;
  Result<http::Caller> viewer(const std::string& token) override;
  Result<http::Caller> key(const std::string& token) override;

  // Says why a display name may not be chosen (the word list's part, which stands above this room). Set once,
  // before anything is served; any name is fine without it.
  using JudgeName = std::function<Result<void>(std::string_view name)>;
  void judge_names(JudgeName judge) { judge_name_ = std::move(judge); }
  // Asked by all that take a name below, and by whoever calls rename_in, before the writer has it.
  Result<void> check_name(std::string_view name) const { return judge_name_(name); }

  // `name` is clean; without one a name is given, in `language` ("ja" or "en").
  Task<Result<NewViewer>> add_viewer(std::optional<std::string> name, std::string language = "ja");
  Task<Result<void>> rename_viewer(std::string id, std::string name);
  // The same inside a transaction of the caller's.
  Result<void> rename_in(store::Transaction& transaction, const std::string& id, const std::string& name);

  // Inside the writer's transaction, before it changes `viewer`'s token: once it is durable, what is kept of
  // them is forgotten and whoever listens is told. note_gone() is for those whose token ends.
  void note_viewer(store::Transaction& transaction, const std::string& viewer);
  void note_gone(store::Transaction& transaction, const std::string& viewer);
  // Told, on the writer's thread, who somebody is now (a new name), or that they are nobody any more
  // (Role::kNobody with the viewer's id), so that their open sockets know. Set once, before anything is
  // served.
  void tell_viewers(std::function<void(const http::Caller&)> then) { viewer_changed_ = std::move(then); }

  // Told, on the writer's thread, whose sessions have just ended or changed, so that their open sockets are
  // closed. Set once, before anything is served.
  using Whom = std::function<bool(const http::Caller&)>;
  void tell_ended(std::function<void(Whom)> then) { ended_ = std::move(then); }

  struct SignInAsked {
    std::string email;  // clean
    std::string password;
    std::string code{};    // of the second factor; may be empty
    std::string device{};  // what the browser calls itself
  };
  // unauthorized, with the same words after the same time, when nobody has this mail address and when the
  // password is another; code-needed, code-wrong, code-used (second_factor.h) once both are right.
  Task<Result<NewSession>> sign_in(SignInAsked asked);
  Task<Result<void>> sign_out(std::string token);
  // The first owner, signed in; see owner.h for the refusals.
  Task<Result<NewSession>> set_up(std::string setup_token, OwnerAsked asked, std::string device = "");

  Task<Result<Put>> put_profile(Profile profile, http::Caller by);
  Task<Result<void>> set_picture(std::string handle, media::EncodedPicture picture, http::Caller by);

  // Notes a change of one of the staff: an event for staff, a row `staff.<what>` in the audit log; what is
  // kept of callers is forgotten once it is durable. Inside the writer's transaction.
  void note_change(store::Transaction& transaction, const std::string& handle, std::string_view what,
                   const http::Caller& by, boost::json::object detail = {});
  // The same for another role, which ends their sockets.
  void note_role(store::Transaction& transaction, const Profile& before, http::Role role,
                 const http::Caller& by);
  // Once this is durable: closes the sockets of these, whose sessions have ended or whose role is another.
  void end_sockets(store::Transaction& transaction, Whom whom);

  // Another process (`nigiwai owner`) may have changed the staff: once this is durable nothing that was kept
  // of them counts, and the sockets of sessions that are no more are closed. Inside the writer's transaction;
  // does something only when another connection has written to the database since the last call.
  void look_at_others(store::Transaction& transaction);

  Task<Result<NewApiKey>> add_key(std::string name, Scopes scopes, http::Caller by);
  Task<Result<void>> withdraw_key(std::string id, http::Caller by);

  store::Readers& readers() { return readers_; }
  store::Writer& writer() { return writer_; }
  PasswordThread& passwords() { return passwords_; }
  Random& random() { return random_; }
  Secrets secrets() { return {secrets_, random_}; }
  const Clock& clock() { return clock_; }

 private:
  void note_key(store::Transaction& transaction, const char* kind, const std::string& id,
                const http::Caller& by);

  using AddViewers = store::Batch<std::optional<std::string>, NewViewer>;
  store::Writer& writer_;
  store::Readers& readers_;
  timeline::Journal& journal_;
  Random& random_;
  const Clock& clock_;
  const SecretBox& secrets_;
  http::RateLimits key_calls_;
  CallerCache viewers_;
  CallerCache staff_;
  AddViewers add_viewers_;
  PasswordThread passwords_;
  JudgeName judge_name_ = [](std::string_view) -> Result<void> { return {}; };
  std::function<void(Whom)> ended_ = [](const Whom&) {};
  std::function<void(const http::Caller&)> viewer_changed_;
  std::optional<std::int64_t> data_version_{};  // of the writer's connection; the writer's thread alone
};

}  // namespace nigiwai::people
