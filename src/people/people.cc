#include "people/people.h"

#include "people/audit.h"
#include "people/tokens.h"
#include "store/writing.h"

namespace nigiwai::people {
namespace {

std::unexpected<Problem> wrong_sign_in() {
  return fail(Kind::kUnauthorized, "unauthorized", "The mail address or the password is wrong.");
}

}  // namespace

People::People(store::Writer& writer, store::Readers& readers, timeline::Journal& journal, Random& random,
               const Clock& clock, const SecretBox& secrets, PasswordCost cost)
    : writer_(writer),
      readers_(readers),
      journal_(journal),
      random_(random),
      clock_(clock),
      secrets_(secrets),
      key_calls_(clock),
      viewers_(clock),
      staff_(clock),
      add_viewers_(
          writer, store::Lane::kRoom,
          [this](store::Transaction& transaction, std::span<const std::optional<std::string>* const> names) {
            std::vector<Result<NewViewer>> added;
            added.reserve(names.size());
            for (const auto* name : names)
              added.emplace_back(people::add_viewer(transaction, random_, *name));
            return added;
          }),
      passwords_(cost) {}

Result<http::Caller> People::staff(const std::string& token) {
  if (!is_token(TokenKind::kStaff, token))
    return fail(Kind::kUnauthorized, "unauthorized", "This is not a session's token.");
  const auto hash = hash_token(token);
  if (auto kept = staff_.find(hash)) return *std::move(kept);
  const auto changes = staff_.changes();
  const auto now = clock_.wall();
  auto found = readers_.read<FoundSession>([&](store::Database& db) { return session_with(db, hash, now); });
  if (!found) return std::unexpected(found.error());
  if (found->to_be_moved(now)) {
    // Nobody waits for this: when it fails, the next request tries again.
    writer_.run<void>(
        store::Lane::kStaff,
        [hash](store::Transaction& transaction) -> Result<void> {
          move_session(transaction, hash);
          return {};
        },
        [](const Result<void>&) {});
  }
  staff_.keep(hash, found->staff, changes);
  return std::move(found->staff);
}

Result<http::Caller> People::viewer(const std::string& token) {
  if (!is_token(TokenKind::kViewer, token))
    return fail(Kind::kUnauthorized, "unauthorized", "This is not a viewer token.");
  const auto hash = hash_token(token);
  if (auto kept = viewers_.find(hash)) return *std::move(kept);
  const auto changes = viewers_.changes();
  auto found = readers_.read<http::Caller>([&](store::Database& db) { return viewer_with(db, hash); });
  if (found) viewers_.keep(hash, *found, changes);
  return found;
}

Task<Result<NewViewer>> People::add_viewer(std::optional<std::string> name, std::string language) {
  if (name) {
    if (auto fine = check_name(*name); !fine) co_return std::unexpected(fine.error());
  } else {
    name = given_name(random_, language);
  }
  co_return co_await store::decide(add_viewers_, std::move(name));
}

Task<Result<void>> People::rename_viewer(std::string id, std::string name) {
  if (auto fine = check_name(name); !fine) co_return std::unexpected(fine.error());
  co_return co_await store::write<void>(
      writer_, store::Lane::kRoom,
      [&](store::Transaction& transaction) -> Result<void> { return rename_in(transaction, id, name); });
}

Result<void> People::rename_in(store::Transaction& transaction, const std::string& id,
                               const std::string& name) {
  const auto renamed = people::rename_viewer(transaction, id, name);
  if (!renamed) return std::unexpected(renamed.error());
  for (const auto& viewer : *renamed) note_viewer(transaction, viewer);
  return {};
}

void People::note_viewer(store::Transaction& transaction, const std::string& viewer) {
  http::Caller now{.role = http::Role::kViewer, .id = viewer};
  std::string hash;
  {
    auto rows = transaction.db().query("SELECT token_hash, name FROM viewer WHERE id = ?", viewer);
    if (!rows.next()) return;
    hash = rows.text(0);
    now.name = rows.text(1);
  }
  transaction.on_commit([this, hash = std::move(hash), now = std::move(now)] {
    viewers_.forget(hash);
    if (viewer_changed_) viewer_changed_(now);
  });
}

void People::note_gone(store::Transaction& transaction, const std::string& viewer) {
  std::string hash;
  {
    auto rows = transaction.db().query("SELECT token_hash FROM viewer WHERE id = ?", viewer);
    if (!rows.next()) return;
    hash = rows.text(0);
  }
  transaction.on_commit([this, hash = std::move(hash), viewer] {
    viewers_.forget(hash);
    if (viewer_changed_) viewer_changed_({.role = http::Role::kNobody, .id = viewer});
  });
}

Task<Result<NewSession>> People::sign_in(SignInAsked in) {
  const auto asked = readers_.read<std::optional<SignIn>>(
      [&](store::Database& db) -> Result<std::optional<SignIn>> { return sign_in_of(db, in.email); });
  if (!asked) co_return std::unexpected(asked.error());
  const auto& known = *asked;
  const auto hash = known ? std::optional(known->password_hash) : std::nullopt;
  const auto same = co_await passwords_.matches(hash, std::move(in.password));
  if (!same) co_return std::unexpected(same.error());
  if (!*same) co_return wrong_sign_in();
  co_return co_await store::write<NewSession>(
      writer_, store::Lane::kStaff, [&](store::Transaction& transaction) -> Result<NewSession> {
        // The password may have been changed while this one was
        // worked on.
        const auto still = sign_in_of(transaction.db(), in.email);
        if (!still || still->password_hash != *hash) return wrong_sign_in();
        if (auto taken = take_code(transaction, secrets_, still->staff.id, in.code); !taken)
          return std::unexpected(taken.error());
        return open_session(transaction, random_, still->staff, in.device);
      });
}

Task<Result<void>> People::sign_out(std::string token) {
  const auto hash = hash_token(token);
  const auto known = staff(token);
  const auto id = known ? known->session : std::string();
  co_return co_await store::write<void>(
      writer_, store::Lane::kStaff, [&](store::Transaction& transaction) -> Result<void> {
        end_session(transaction, hash);
        transaction.on_commit([this, hash] { staff_.forget(hash); });
        end_sockets(transaction,
                    [id](const http::Caller& caller) { return !id.empty() && caller.session == id; });
        return {};
      });
}

Task<Result<NewSession>> People::set_up(std::string setup_token, OwnerAsked asked, std::string device) {
  // Before the password is worked on, so that only the holder of the link can have the server do that.
  auto allowed = readers_.read<void>([&](store::Database& db) { return check_setup_token(db, setup_token); });
  if (!allowed) co_return std::unexpected(allowed.error());
  auto owner = check_owner(asked);
  if (!owner) co_return std::unexpected(owner.error());
  auto hash = co_await passwords_.hash(std::move(asked.password));
  if (!hash) co_return std::unexpected(hash.error());
  owner->password_hash = *std::move(hash);
  co_return co_await store::write<NewSession>(
      writer_, store::Lane::kStaff, [&](store::Transaction& transaction) -> Result<NewSession> {
        if (auto still = check_setup_token(transaction.db(), setup_token); !still)
          return std::unexpected(still.error());
        const auto caller = put_owner(transaction, random_, *owner);
        transaction.db().run("DELETE FROM setup");
        note_change(transaction, caller.handle, "set-up", caller);
        return open_session(transaction, random_, caller, device);
      });
}

Task<Result<Put>> People::put_profile(Profile profile, http::Caller by) {
  co_return co_await store::write<Put>(
      writer_, store::Lane::kStaff, [&](store::Transaction& transaction) -> Result<Put> {
        const auto before = profile_of(transaction.db(), profile.handle);
        auto put = people::put_profile(transaction, random_, profile);
        if (!put) return put;
        note_change(transaction, profile.handle, *put == Put::kAdded ? "added" : "profile-changed", by);
        if (before && before->role != profile.role) note_role(transaction, *before, profile.role, by);
        return put;
      });
}

Task<Result<void>> People::set_picture(std::string handle, media::EncodedPicture picture, http::Caller by) {
  co_return co_await store::write<void>(
      writer_, store::Lane::kStaff, [&](store::Transaction& transaction) -> Result<void> {
        if (auto set = people::set_picture(transaction, handle, picture.hash); !set) return set;
        media::keep_picture(transaction, picture);
        note_change(transaction, handle, "pictured", by);
        return {};
      });
}

// Asked of the database each time: a server calls now and then, and a withdrawn key ends with the next call.
Result<http::Caller> People::key(const std::string& token) {
  if (!is_token(TokenKind::kApiKey, token))
    return fail(Kind::kUnauthorized, "unauthorized", "This is not an API key.");
  auto found =
      readers_.read<FoundApiKey>([&](store::Database& db) { return api_key_with(db, hash_token(token)); });
  if (!found) return std::unexpected(found.error());
  if (auto taken = key_calls_.take(kCallsOfKey, found->caller.id); !taken)
    return std::unexpected(taken.error());
  if (!found->last_used_at || clock_.wall() - *found->last_used_at >= kApiKeyUseNoted) {
    writer_.run<void>(
        store::Lane::kProjections,
        [id = found->caller.id](store::Transaction& transaction) -> Result<void> {
          note_use_of_api_key(transaction, id);
          return {};
        },
        [](const Result<void>&) {});
  }
  return std::move(found->caller);
}

Task<Result<NewApiKey>> People::add_key(std::string name, Scopes scopes, http::Caller by) {
  co_return co_await store::write<NewApiKey>(writer_, store::Lane::kStaff,
                                             [&](store::Transaction& transaction) -> Result<NewApiKey> {
                                               auto made = add_api_key(transaction, random_, name, scopes, by);
                                               if (made)
                                                 note_key(transaction, "key.created", made->key.id, by);
                                               return made;
                                             });
}

Task<Result<void>> People::withdraw_key(std::string id, http::Caller by) {
  co_return co_await store::write<void>(writer_, store::Lane::kStaff,
                                        [&](store::Transaction& transaction) -> Result<void> {
                                          auto done = withdraw_api_key(transaction, id);
                                          if (done) note_key(transaction, "key.withdrawn", id, by);
                                          return done;
                                        });
}

void People::note_key(store::Transaction& transaction, const char* kind, const std::string& id,
                      const http::Caller& by) {
  journal_.append(transaction, "",
                  {.kind = kind, .data = {{"key", id}}, .audience = timeline::Audience::kStaff}, by,
                  Milliseconds(0));
  audit(transaction, by, kind, id);
}

void People::note_change(store::Transaction& transaction, const std::string& handle, std::string_view what,
                         const http::Caller& by, boost::json::object detail) {
  journal_.append(transaction, "",
                  {.kind = "staff.changed",
                   .data = {{"handle", handle}, {"what", what}},
                   .audience = timeline::Audience::kStaff},
                  by, Milliseconds(0));
  audit(transaction, by, "staff." + std::string(what), handle, std::move(detail));
  transaction.on_commit([this] { staff_.forget_all(); });
}

void People::note_role(store::Transaction& transaction, const Profile& before, http::Role role,
                       const http::Caller& by) {
  note_change(transaction, before.handle, "role-changed", by,
              {{"from", http::to_text(before.role)}, {"to", http::to_text(role)}});
  // They come back at once, as what they are now.
  end_sockets(transaction,
              [handle = before.handle](const http::Caller& caller) { return caller.handle == handle; });
}

void People::look_at_others(store::Transaction& transaction) {
  auto& db = transaction.db();
  std::int64_t version = 0;
  {
    // Changes when another connection commits, and not with what this one writes.
    auto rows = db.query("PRAGMA data_version");
    rows.next();
    version = rows.integer(0);
  }
  const bool changed = data_version_ && *data_version_ != version;
  data_version_ = version;
  if (!changed) return;
  transaction.on_commit([this] { staff_.forget_all(); });
  end_sockets(transaction, [open = open_sessions(db, transaction.now())](const http::Caller& caller) {
    return caller.is_staff() && !open.contains(caller.session);
  });
}

void People::end_sockets(store::Transaction& transaction, Whom whom) {
  transaction.on_commit([this, whom = std::move(whom)] { ended_(whom); });
}

}  // namespace nigiwai::people
