#include "people/members.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/time.h"
#include "people/staff.h"

namespace nigiwai::people {
namespace {

constexpr const char* kMember =
    "SELECT id, email, name, language, unsubscribe, news, reminders, back_in_stock, joined_at, "
    "announcements FROM member ";

Member member_in(const store::Rows& row) {
  return {.id = row.text(0),
          .email = row.text(1),
          .name = row.text(2),
          .language = row.text(3),
          .unsubscribe = row.text(4),
          .news = row.integer(5) != 0,
          .reminders = row.integer(6) != 0,
          .back_in_stock = row.integer(7) != 0,
          .announcements = row.integer(9) != 0,
          .joined_at = from_ms(row.integer(8))};
}

}  // namespace

std::string person_of(store::Database& db, const std::string& viewer) {
  auto rows = db.query("SELECT member FROM member_viewer WHERE viewer = ?", viewer);
  return rows.next() ? rows.text(0) : viewer;
}

std::vector<std::string> viewers_of(store::Database& db, const std::string& person) {
  const auto all_of = [&](const std::string& member) {
    std::vector<std::string> viewers;
    auto rows =
        db.query("SELECT viewer FROM member_viewer WHERE member = ? ORDER BY joined_at, viewer", member);
    while (rows.next()) viewers.push_back(rows.text(0));
    return viewers;
  };
  if (auto viewers = all_of(person); !viewers.empty()) return viewers;
  if (auto viewers = all_of(person_of(db, person)); !viewers.empty()) return viewers;
  return {person};
}

Person person_with(store::Database& db, const std::string& viewer) {
  Person person;
  const auto id = person_of(db, viewer);
  person.viewers = viewers_of(db, id);
  if (id != viewer) {
    person.member = id;
    if (const auto member = member_with(db, id)) {
      person.email = member->email;
      person.addresses.push_back(member->email);
    }
  }
  return person;
}

bool Member::wants(MailKind kind) const {
  switch (kind) {
    case MailKind::kNews:
      return news;
    case MailKind::kReminders:
      return reminders;
    case MailKind::kBackInStock:
      return back_in_stock;
    case MailKind::kAnnouncements:
      return announcements;
  }
  return false;
}

std::string_view to_text(MailKind kind) {
  switch (kind) {
    case MailKind::kNews:
      return "news";
    case MailKind::kReminders:
      return "reminders";
    case MailKind::kBackInStock:
      return "back_in_stock";
    case MailKind::kAnnouncements:
      return "announcements";
  }
  return "";
}

std::optional<MailKind> mail_kind(std::string_view text) {
  for (const auto kind :
       {MailKind::kNews, MailKind::kReminders, MailKind::kBackInStock, MailKind::kAnnouncements}) {
    if (to_text(kind) == text) return kind;
  }
  return std::nullopt;
}

std::optional<Member> member_with(store::Database& db, const std::string& id) {
  auto rows = db.query(std::string(kMember) + "WHERE id = ? AND email IS NOT NULL", id);
  if (!rows.next()) return std::nullopt;
  return member_in(rows);
}

std::optional<Member> member_of(store::Database& db, const std::string& viewer) {
  return member_with(db, person_of(db, viewer));
}

std::string unsubscribe_url(const std::string& origin, const Member& member, MailKind kind) {
  return fmt::format("{}/unsubscribe/{}?kind={}", origin, member.unsubscribe, to_text(kind));
}

void prefer(store::Transaction& transaction, const std::string& member, const Preferences& wanted) {
  auto& db = transaction.db();
  const auto before = member_with(db, member);
  if (!before) return;
  db.run("UPDATE member SET news = ?, reminders = ?, back_in_stock = ?, announcements = ? WHERE id = ?",
         wanted.news.value_or(before->news), wanted.reminders.value_or(before->reminders),
         wanted.back_in_stock.value_or(before->back_in_stock),
         wanted.announcements.value_or(before->announcements), member);
  if (wanted.news && *wanted.news != before->news) {
    note_consent(transaction, member, "news", kNewsConsentVersion, *wanted.news);
  }
}

void note_consent(store::Transaction& transaction, const std::string& member, std::string_view what,
                  std::string_view version, bool given) {
  transaction.db().run("INSERT INTO consent (member, what, version, given, at) VALUES (?, ?, ?, ?, ?)",
                       member, what, version, given, to_ms(transaction.now()));
}

boost::json::array consents_of(store::Database& db, const std::string& member) {
  boost::json::array consents;
  auto rows =
      db.query("SELECT what, version, given, at FROM consent WHERE member = ? ORDER BY id DESC", member);
  while (rows.next()) {
    consents.push_back({{"what", rows.text(0)},
                        {"version", rows.text(1)},
                        {"given", rows.integer(2) != 0},
                        {"at", to_rfc3339(from_ms(rows.integer(3)))}});
  }
  return consents;
}

Result<bool> follow(store::Transaction& transaction, const std::string& viewer, const std::string& handle) {
  auto& db = transaction.db();
  if (auto known = profile_of(db, handle); !known) return std::unexpected(known.error());
  for (const auto& each : viewers_of(db, person_of(db, viewer))) {
    auto rows = db.query("SELECT 1 FROM follow WHERE handle = ? AND viewer = ?", handle, each);
    if (rows.next()) return false;
  }
  db.run("INSERT INTO follow (handle, viewer, followed_at) VALUES (?, ?, ?)", handle, viewer,
         to_ms(transaction.now()));
  return true;
}

bool unfollow(store::Transaction& transaction, const std::string& viewer, const std::string& handle) {
  auto& db = transaction.db();
  std::int64_t gone = 0;
  for (const auto& each : viewers_of(db, person_of(db, viewer))) {
    gone += db.run("DELETE FROM follow WHERE handle = ? AND viewer = ?", handle, each);
  }
  return gone > 0;
}

std::int64_t followers_of(store::Database& db, const std::string& handle) {
  auto rows = db.query(
      "SELECT count(DISTINCT coalesce(m.member, f.viewer)) FROM follow f LEFT JOIN member_viewer m ON "
      "m.viewer = f.viewer "
      "WHERE f.handle = ?",
      handle);
  rows.next();
  return rows.integer(0);
}

std::vector<std::string> followed_by(store::Database& db, const Person& person) {
  std::vector<std::pair<std::int64_t, std::string>> found;
  for (const auto& viewer : person.viewers) {
    auto rows = db.query("SELECT followed_at, handle FROM follow WHERE viewer = ?", viewer);
    while (rows.next()) found.emplace_back(rows.integer(0), rows.text(1));
  }
  std::ranges::sort(found, std::greater());
  std::vector<std::string> handles;
  for (auto& [at, handle] : found) {
    if (std::ranges::find(handles, handle) == handles.end()) handles.push_back(std::move(handle));
  }
  return handles;
}

}  // namespace nigiwai::people
