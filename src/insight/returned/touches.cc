#include "insight/returned/touches.h"

#include <algorithm>

#include "base/time.h"
#include "show/reminders.h"

namespace nigiwai::insight {
namespace {

constexpr const char* kLink =
    "SELECT l.position, coalesce(s.member, l.viewer), l.staff, l.post, l.site, coalesce(k.count, 0) FROM "
    "share_link l LEFT JOIN member_viewer s ON s.viewer = l.viewer LEFT JOIN share_click k ON k.link = "
    "l.position AND k.what = 'person' WHERE l.show = ? AND l.excluded_at IS NULL";

}  // namespace

void Touches::sort() { std::ranges::sort(all_, {}, &One::viewer); }

void Touches::gather(std::int64_t viewer, std::vector<Touch>& touches) {
  while (next_ < all_.size() && all_[next_].viewer < viewer) ++next_;
  for (; next_ < all_.size() && all_[next_].viewer == viewer; ++next_) touches.push_back(all_[next_].touch);
}

TouchReading::TouchReading(store::Database& kept, store::Database& journal, std::size_t shows,
                           Reached reached)
    : journal_(journal), reached_(reached), numbers_(kept, journal, shows) {
  add_links(nowhere_, "");
  nowhere_.sort();
}

void TouchReading::begin(const ChosenShow& show) {
  nowhere_.begin();
  there_.clear();
  cast_.clear();
  add_links(there_, show.id);
  if (reached_ == Reached::kByAll) {
    add_mails(show);
    auto rows = journal_.query("SELECT handle FROM show_cast WHERE show = ?", show.id);
    while (rows.next()) cast_.push_back(&followers(rows.text(0)));
  }
  there_.sort();
}

void TouchReading::gather(std::int64_t viewer, std::vector<Touch>& touches) {
  nowhere_.gather(viewer, touches);
  there_.gather(viewer, touches);
  for (auto* followers : cast_) followers->gather(viewer, touches);
}

void TouchReading::add(Touches& touches, std::string_view viewer, const Touch& touch) {
  for (const auto number : numbers_.of(viewer)) touches.add(number, touch);
}

// Of a row of kLink, at no time.
Touch TouchReading::of_link(const store::Rows& rows) {
  const auto link = rows.integer(0);
  auto viewer = rows.text(1), staff = rows.text(2), post = rows.text(3), site = rows.text(4);
  if (!post.empty()) return {Cause::kPost, keep(std::move(post)), 0, link};
  if (!site.empty()) return {Cause::kBlock, keep(std::move(site)), 0, link};
  if (!staff.empty()) return {Cause::kStaffLink, keep(std::move(staff)), 0, link};
  return {Cause::kViewerLink, keep(std::move(viewer)), 0, link};
}

std::vector<OpenedLink> TouchReading::opened(const std::string& show) {
  std::vector<OpenedLink> links;
  auto rows = journal_.query(kLink, show);
  while (rows.next()) links.push_back({.link = of_link(rows), .clicks = rows.integer(5)});
  return links;
}

void TouchReading::add_links(Touches& touches, const std::string& show) {
  for (auto& [link, clicks] : opened(show)) {
    auto rows = journal_.query(
        "SELECT viewer, arrived_at FROM share_arrival WHERE link = ? AND kind = 'arrival'", link.link);
    // First read and then looked up, so that one need not wait for the memory of another.
    std::string names;
    std::vector<std::pair<std::size_t, std::int64_t>> arrivals;
    while (rows.next()) {
      names += rows.view(0);
      arrivals.emplace_back(names.size(), rows.integer(1));
    }
    std::size_t from = 0;
    for (const auto& [until, at] : arrivals) {
      link.at = at;
      add(touches, std::string_view(names).substr(from, until - from), link);
      from = until;
    }
  }
}

void TouchReading::add_mails(const ChosenShow& show) {
  {
    auto rows =
        journal_.query("SELECT viewer, via = 'reminder', at FROM mail_arrival WHERE show = ?", show.id);
    while (rows.next()) {
      add(there_, rows.view(0),
          {.cause = rows.integer(1) != 0 ? Cause::kReminder : Cause::kMail, .at = rows.integer(2)});
    }
  }
  {
    auto rows = journal_.query(
        "SELECT viewer, told_at FROM return_told WHERE show = ? AND way = 'mail' AND viewer <> ''", show.id);
    while (rows.next()) add(there_, rows.view(0), {.cause = Cause::kMail, .at = rows.integer(1)});
  }
  // The mail they wished for went out shortly before the time that was planned.
  auto rows = journal_.query(
      "SELECT (SELECT viewer FROM member_viewer WHERE member = x.member LIMIT 1), max(x.wanted_at, "
      "coalesce(s.starts_at, ?2) - ?3) FROM reminder x JOIN show s ON s.id = x.show WHERE x.show = ?1",
      show.id, to_ms(show.live_at), Milliseconds(show::kRemindBefore).count());
  while (rows.next()) add(there_, rows.view(0), {.cause = Cause::kReminder, .at = rows.integer(1)});
}

Touches& TouchReading::followers(const std::string& handle) {
  const auto [found, fresh] = followers_.try_emplace(handle);
  auto& followers = found->second;
  if (fresh) {
    auto rows = journal_.query("SELECT viewer, followed_at FROM follow WHERE handle = ?", handle);
    while (rows.next()) add(followers, rows.view(0), {Cause::kFollow, found->first, rows.integer(1)});
    followers.sort();
  }
  followers.begin();
  return followers;
}

}  // namespace nigiwai::insight
