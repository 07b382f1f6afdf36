#include "people/sign_in.h"

#include <fmt/format.h>
#include <sodium.h>

#include <array>

#include "base/check.h"
#include "base/time.h"
#include "outbox/mail.h"
#include "people/tokens.h"
#include "people/viewers.h"

namespace nigiwai::people {
namespace {

constexpr std::size_t kTokenCharacters = 32;
constexpr std::size_t kIdCharacters = 20;

std::string code_hash(const std::string& email, const std::string& code) {
  return hash_token(email + "\n" + code);
}

struct Text {
  std::string subject;
  std::string body;
};

Text text_of(const AskSignIn& asked, const std::string& code, const std::string& link) {
  const auto minutes = kSignInLife.count();
  if (asked.language == "ja") {
    const auto shop = asked.shop.empty() ? std::string("ショップ") : asked.shop;
    return {.subject = fmt::format("{} ログイン用コード: {}", shop, code),
            .body = fmt::format("{} へのログインを受け付けました。\n\n"
                                "画面に次のコードを入力してください。\n\n    {}\n\n"
                                "または、次のリンクを開いてください。\n{}\n\n"
                                "どちらも {} 分間、1 回だけ使えます。\n"
                                "お心当たりがない場合は、このメールを破棄してください。何も起こりません。\n",
                                shop, code, link, minutes)};
  }
  const auto shop = asked.shop.empty() ? std::string("the shop") : asked.shop;
  return {.subject = fmt::format("{} is your code to sign in to {}", code, shop),
          .body = fmt::format("You asked to sign in to {}.\n\n"
                              "Enter this code on the page:\n\n    {}\n\n"
                              "Or open this link:\n{}\n\n"
                              "Either works once, for {} minutes.\n"
                              "If this was not you, leave this mail alone and nothing will happen.\n",
                              shop, code, link, minutes)};
}

struct Found {
  std::string token_hash;
  std::string email;
  std::string language;
};

Problem used() {
  return {Kind::kConflict, "sign-in-used", "This link or code was used already. Ask for a new one."};
}
Problem expired() {
  return {Kind::kConflict, "sign-in-expired", "This link or code is too old. Ask for a new one."};
}

std::optional<Problem> find_by_token(store::Transaction& transaction, const VerifySignIn& asked,
                                     Found& found) {
  auto rows =
      transaction.db().query("SELECT email, language, expires_at, used_at FROM sign_in WHERE token_hash = ?",
                             store::Blob{hash_token(asked.token)});
  if (!rows.next()) {
    return Problem{Kind::kInvalid, "invalid", "This link is not complete, or too old. Ask for a new one.",
                   "/token"};
  }
  if (!rows.is_null(3)) return used();
  if (from_ms(rows.integer(2)) <= transaction.now()) return expired();
  found = {.token_hash = hash_token(asked.token), .email = rows.text(0), .language = rows.text(1)};
  return std::nullopt;
}

std::optional<Problem> find_by_code(store::Transaction& transaction, const VerifySignIn& asked,
                                    Found& found) {
  auto& db = transaction.db();
  const auto hash = code_hash(asked.email, asked.code);
  const auto now = to_ms(transaction.now());
  bool open = false, known = false, tried = false;
  {
    auto rows = db.query(
        "SELECT token_hash, code_hash, language, expires_at, tries, used_at FROM sign_in WHERE email = ?",
        asked.email);
    while (rows.next()) {
      known = true;
      const bool fits = sodium_memcmp(rows.text(1).data(), hash.data(), hash.size()) == 0;
      const bool over = rows.integer(3) <= now;
      if (!rows.is_null(5)) {
        if (fits) return used();
        continue;
      }
      if (over) {
        if (fits) return expired();
        continue;
      }
      if (rows.integer(4) >= kMostCodeTries) {
        tried = true;
        continue;
      }
      open = true;
      if (fits) {
        found = {.token_hash = rows.text(0), .email = asked.email, .language = rows.text(2)};
        return std::nullopt;
      }
    }
  }
  if (open) {
    db.run("UPDATE sign_in SET tries = tries + 1 WHERE email = ? AND used_at IS NULL AND expires_at > ?",
           asked.email, now);
  }
  if (!open && tried) {
    return Problem{Kind::kConflict, "sign-in-tries",
                   "This code was tried too often. Open the link in the mail, or ask for a new code."};
  }
  if (!open && known) return expired();
  return Problem{Kind::kInvalid, "invalid",
                 "This is not the code in the mail. Look again, or ask for a new one.", "/code"};
}

Member member_for(store::Transaction& transaction, Random& random, const Found& found,
                  const std::string& name, const std::string& terms_version) {
  auto& db = transaction.db();
  std::string id;
  {
    auto rows = db.query("SELECT id FROM member WHERE email = ?", found.email);
    if (rows.next()) id = rows.text(0);
  }
  if (id.empty()) {
    id = "m" + random.token(kIdCharacters);
    db.run("INSERT INTO member (id, email, name, language, unsubscribe, joined_at) VALUES (?, ?, ?, ?, ?, ?)",
           id, found.email, name.empty() ? given_name(random) : name, found.language,
           random.token(kTokenCharacters), to_ms(transaction.now()));
    if (!terms_version.empty()) note_consent(transaction, id, "terms", terms_version, true);
  } else {
    db.run("UPDATE member SET language = ? WHERE id = ?", found.language, id);
  }
  auto member = member_with(db, id);
  CHECK(member.has_value(), "a member who was just written");
  return *std::move(member);
}

}  // namespace

std::string sign_in_code(Random& random) {
  std::array<std::uint8_t, 8> bytes{};
  random.fill(bytes);
  std::uint64_t number = 0;
  for (const auto byte : bytes) number = number << 8 | byte;
  return fmt::format("{:06}", number % 1'000'000);
}

void ask_sign_in(store::Transaction& transaction, const Clock& clock, Random& random,
                 const AskSignIn& asked) {
  const auto token = random.token(kTokenCharacters);
  const auto code = sign_in_code(random);
  const auto now = transaction.now();
  transaction.db().run(
      "INSERT INTO sign_in (token_hash, code_hash, email, language, created_at, expires_at) VALUES (?, ?, ?, "
      "?, ?, ?)",
      store::Blob{hash_token(token)}, store::Blob{code_hash(asked.email, code)}, asked.email, asked.language,
      to_ms(now), to_ms(now + kSignInLife));
  auto text = text_of(asked, code, asked.origin + "/sign-in?token=" + token);
  outbox::send(transaction, clock,
               {.to = asked.email,
                .subject = std::move(text.subject),
                .text = std::move(text.body),
                .kind = "sign-in"});
}

Verified verify_sign_in(store::Transaction& transaction, timeline::Journal& journal, Random& random,
                        const VerifySignIn& asked, const http::Caller& by) {
  auto& db = transaction.db();
  Found found;
  auto refused = asked.token.empty() ? find_by_code(transaction, asked, found)
                                     : find_by_token(transaction, asked, found);
  if (refused) return {.refused = std::move(refused)};
  const auto now = transaction.now();
  // Whatever else was asked for with this address is not needed any more.
  db.run("UPDATE sign_in SET used_at = ? WHERE email = ? AND used_at IS NULL", to_ms(now), found.email);

  SignedIn in;
  const bool is_viewer = by.role == http::Role::kViewer;
  in.member =
      member_for(transaction, random, found, is_viewer ? by.name : std::string(), asked.terms_version);
  const auto belongs_to = is_viewer ? person_of(db, by.id) : std::string();
  http::Caller viewer = by;
  if (!is_viewer || (belongs_to != by.id && belongs_to != in.member.id)) {
    // A device that was another member's goes on as a viewer of its own, so that nobody's doings are mixed.
    const auto fresh = add_viewer(transaction, random, in.member.name);
    viewer = {.role = http::Role::kViewer, .id = fresh.id, .name = fresh.name};
    in.token = fresh.token;
  }
  in.viewer = viewer.id;
  in.joined = belongs_to != in.member.id;
  if (in.joined) {
    db.run("INSERT INTO member_viewer (viewer, member, joined_at) VALUES (?, ?, ?)", viewer.id, in.member.id,
           to_ms(now));
    db.run("UPDATE viewer SET name = ? WHERE id = ?", in.member.name, viewer.id);
    journal.append(transaction, "",
                   {.kind = "member.joined",
                    .data = {{"member", in.member.id}},
                    .audience = timeline::Audience::kServer},
                   viewer, Milliseconds(0));
  }
  return {.signed_in = std::move(in)};
}

void sign_out(store::Transaction& transaction, Random& random, const std::string& viewer) {
  // Nobody has the token of this hash.
  transaction.db().run("UPDATE viewer SET token_hash = ? WHERE id = ?",
                       store::Blob{hash_token(random.token(kTokenCharacters))}, viewer);
}

void forget_old_sign_ins(store::Transaction& transaction) {
  transaction.db().run("DELETE FROM sign_in WHERE expires_at < ?",
                       to_ms(transaction.now() - kSignInRemembered));
}

}  // namespace nigiwai::people
