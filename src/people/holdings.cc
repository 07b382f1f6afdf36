#include "people/holdings.h"

#include <algorithm>

#include "base/time.h"
#include "outbox/mail.h"

namespace nigiwai::people {
namespace {

void complete(store::Database& db, const Holdings& holdings, Person& person) {
  for (const auto& holding : holdings) {
    if (holding.complete) holding.complete(db, person);
  }
}

json::array viewers_json(store::Database& db, const Person& person) {
  json::array shown;
  for (const auto& viewer : person.viewers) {
    auto rows = db.query("SELECT name, created_at FROM viewer WHERE id = ?", viewer);
    if (!rows.next()) continue;
    shown.push_back(
        {{"id", viewer}, {"name", rows.text(0)}, {"since", to_rfc3339(from_ms(rows.integer(1)))}});
  }
  return shown;
}

json::value member_json(store::Database& db, const Person& person) {
  const auto member = member_with(db, person.member);
  if (!member) return nullptr;
  return json::object{{"id", member->id},
                      {"email", member->email},
                      {"name", member->name},
                      {"language", member->language},
                      {"joined_at", to_rfc3339(member->joined_at)},
                      {"preferences",
                       {{"news", member->news},
                        {"reminders", member->reminders},
                        {"back_in_stock", member->back_in_stock},
                        {"announcements", member->announcements}}},
                      {"consents", consents_of(db, member->id)}};
}

json::array mails_json(store::Database& db, const Person& person) {
  json::array shown;
  const auto add = [&](const char* sql, const std::string& key) {
    auto rows = db.query(sql, key);
    while (rows.next()) {
      shown.push_back({{"to", rows.text(0)},
                       {"subject", rows.text(1)},
                       {"kind", rows.text(2)},
                       {"due_at", to_rfc3339(from_ms(rows.integer(3)))}});
    }
  };
  for (const auto& address : person.addresses) {
    add("SELECT recipient, subject, kind, due_at FROM mail WHERE recipient = ? AND kind <> 'sign-in'",
        address);
  }
  return shown;
}

}  // namespace

Person whole_person(store::Database& db, const Holdings& holdings, const std::string& viewer) {
  auto person = person_with(db, viewer);
  complete(db, holdings, person);
  return person;
}

Person person_of_address(store::Database& db, const Holdings& holdings, const std::string& email) {
  Person person;
  std::string member;
  {
    auto rows = db.query("SELECT id FROM member WHERE email = ?", email);
    if (rows.next()) member = rows.text(0);
  }
  if (!member.empty()) {
    person.member = member;
    person.viewers = viewers_of(db, member);
  }
  person.email = email;
  person.addresses.push_back(email);
  complete(db, holdings, person);
  return person;
}

json::object export_of(store::Database& db, const Holdings& holdings, const Person& person) {
  json::object all{{"member", member_json(db, person)},
                   {"viewers", viewers_json(db, person)},
                   {"mails_to_be_sent", mails_json(db, person)}};
  json::array followed;
  for (const auto& handle : followed_by(db, person)) followed.push_back(json::value(handle));
  all["followed"] = std::move(followed);
  for (const auto& holding : holdings) {
    if (holding.all) all[holding.name] = holding.all(db, person);
  }
  return all;
}

void erase(store::Transaction& transaction, const Holdings& holdings, const Person& person,
           const http::Caller& by) {
  auto& db = transaction.db();
  for (const auto& holding : holdings) {
    if (holding.erase) holding.erase(transaction, person);
  }
  auto persons = person.viewers;
  if (!person.member.empty()) persons.push_back(person.member);
  outbox::forget(transaction, persons, person.addresses);
  for (const auto& address : person.addresses) db.run("DELETE FROM sign_in WHERE email = ?", address);
  for (const auto& viewer : person.viewers) db.run("DELETE FROM viewer WHERE id = ?", viewer);
  if (!person.member.empty()) {
    // The row stays empty: it says which viewers were one person, so that counts of people stay.
    db.run("DELETE FROM consent WHERE member = ?", person.member);
    db.run(
        "UPDATE member SET email = NULL, name = '', unsubscribe = NULL, news = 0, reminders = 0, "
        "back_in_stock = 0, announcements = 0, "
        "erased_at = ? WHERE id = ?",
        to_ms(transaction.now()), person.member);
  }
  db.run("INSERT INTO erasure (at, by_role) VALUES (?, ?)", to_ms(transaction.now()), http::to_text(by.role));
}

}  // namespace nigiwai::people
