#include "insight/returned/touches.h"

#include "base/time.h"
#include "show/reminders.h"

namespace nigiwai::insight {
namespace {

// The viewers of a row's person, where `viewer` is one of them: v.viewer.
constexpr const char* kAllTheirs =
    " LEFT JOIN member_viewer m ON m.viewer = x.viewer LEFT JOIN member_viewer v ON v.member = m.member ";

// Of a row's sharer, staff, post, site and position, from the first column on.
Touch of_link(const store::Rows& rows, std::int64_t at) {
  const auto post = rows.text(2), site = rows.text(3), staff = rows.text(1);
  const auto link = rows.integer(4);
  if (!post.empty()) return {Cause::kPost, post, at, link};
  if (!site.empty()) return {Cause::kBlock, site, at, link};
  if (!staff.empty()) return {Cause::kStaffLink, staff, at, link};
  return {Cause::kViewerLink, rows.text(0), at, link};
}

}  // namespace

TouchReading::TouchReading(store::Database& kept, store::Database& journal, Reached reached)
    : kept_(kept), journal_(journal), reached_(reached) {
  add_links(nowhere_, "");
}

void TouchReading::begin(const ChosenShow& show) {
  there_.clear();
  cast_.clear();
  add_links(there_, show.id);
  if (reached_ == Reached::kByLinks) return;
  add_mails(show);
  auto rows = journal_.query("SELECT handle FROM show_cast WHERE show = ?", show.id);
  while (rows.next()) cast_.push_back(&followers(rows.text(0)));
}

void TouchReading::gather(std::int64_t viewer, std::vector<Touch>& touches) const {
  const auto add = [&](const Touches& from) {
    if (from.empty()) return;
    if (const auto theirs = from.find(viewer); theirs != from.end())
      touches.insert(touches.end(), theirs->second.begin(), theirs->second.end());
  };
  add(nowhere_);
  add(there_);
  for (const auto* followers : cast_) add(*followers);
}

void TouchReading::add(Touches& touches, std::string_view viewer, Touch touch) {
  auto rows = kept_.query("SELECT id FROM viewer WHERE name = ?", viewer);
  if (rows.next()) touches[rows.integer(0)].push_back(std::move(touch));
}

std::vector<OpenedLink> TouchReading::opened(const std::string& show) const {
  std::vector<OpenedLink> links;
  auto rows = journal_.query(
      "SELECT l.viewer, l.staff, l.post, l.site, l.position, coalesce(k.count, 0) FROM share_link l LEFT "
      "JOIN share_click k ON k.link = l.position AND k.what = 'person' WHERE l.show = ? AND l.excluded_at IS "
      "NULL",
      show);
  while (rows.next()) links.push_back({.link = of_link(rows, 0), .clicks = rows.integer(5)});
  return links;
}

void TouchReading::add_links(Touches& touches, const std::string& show) {
  auto rows = journal_.query(
      std::string("SELECT coalesce(s.member, l.viewer), l.staff, l.post, l.site, l.position, x.arrived_at, "
                  "coalesce(v.viewer, x.viewer) FROM share_link l JOIN share_arrival x ON x.link = "
                  "l.position") +
          kAllTheirs +
          "LEFT JOIN member_viewer s ON s.viewer = l.viewer WHERE l.show = ? AND l.excluded_at IS NULL AND "
          "x.kind = 'arrival'",
      show);
  while (rows.next()) add(touches, rows.view(6), of_link(rows, rows.integer(5)));
}

void TouchReading::add_mails(const ChosenShow& show) {
  {
    auto rows = journal_.query(std::string("SELECT coalesce(v.viewer, x.viewer), x.via = 'reminder', x.at "
                                           "FROM mail_arrival x") +
                                   kAllTheirs + "WHERE x.show = ?",
                               show.id);
    while (rows.next()) {
      add(there_, rows.view(0),
          {.cause = rows.integer(1) != 0 ? Cause::kReminder : Cause::kMail, .at = rows.integer(2)});
    }
  }
  {
    auto rows =
        journal_.query(std::string("SELECT coalesce(v.viewer, x.viewer), x.told_at FROM return_told x") +
                           kAllTheirs + "WHERE x.show = ? AND x.way = 'mail' AND x.viewer <> ''",
                       show.id);
    while (rows.next()) add(there_, rows.view(0), {.cause = Cause::kMail, .at = rows.integer(1)});
  }
  // The mail they wished for went out shortly before the time that was planned.
  auto rows = journal_.query(
      "SELECT v.viewer, max(x.wanted_at, coalesce(s.starts_at, ?2) - ?3) FROM reminder x JOIN show s ON s.id "
      "= x.show JOIN member_viewer v ON v.member = x.member WHERE x.show = ?1",
      show.id, to_ms(show.live_at), Milliseconds(show::kRemindBefore).count());
  while (rows.next()) add(there_, rows.view(0), {.cause = Cause::kReminder, .at = rows.integer(1)});
}

const TouchReading::Touches& TouchReading::followers(const std::string& handle) {
  const auto [found, fresh] = followers_.try_emplace(handle);
  if (!fresh) return found->second;
  auto rows = journal_.query(std::string("SELECT coalesce(v.viewer, x.viewer), x.followed_at FROM follow x") +
                                 kAllTheirs + "WHERE x.handle = ?",
                             handle);
  while (rows.next()) add(found->second, rows.view(0), {Cause::kFollow, handle, rows.integer(1)});
  return found->second;
}

}  // namespace nigiwai::insight
