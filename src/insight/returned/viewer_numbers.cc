#include "insight/returned/viewer_numbers.h"

#include <cstring>

namespace nigiwai::insight {

std::size_t ViewerNumbers::Hash::operator()(const Short& name) const {
  const auto product =
      static_cast<unsigned __int128>(name.first ^ 0x9e3779b97f4a7c15) * (name.second ^ 0xd6e8feb86659fd93);
  return static_cast<std::size_t>(product ^ (product >> 64));
}

std::optional<ViewerNumbers::Short> ViewerNumbers::shortened(std::string_view name) {
  Short shortened;
  if (name.size() > sizeof shortened || name.contains('\0')) return std::nullopt;
  std::memcpy(&shortened, name.data(), name.size());
  return shortened;
}

ViewerNumbers::ViewerNumbers(store::Database& kept, store::Database& journal, std::size_t shows)
    : kept_(kept), journal_(journal) {
  const auto count = [](store::Database& db, std::string_view sql) {
    auto rows = db.query(sql);
    return rows.next() ? rows.integer(0) : 0;
  };
  if (shows < kManyShows) return;
  const auto viewers = count(kept, "SELECT coalesce(max(id), 0) FROM viewer");
  held_ =
      viewers <= kMostNumbersHeld && count(journal, "SELECT count(*) FROM member_viewer") <= kMostNumbersHeld;
  if (!held_) return;
  read_names(viewers);
  read_members();
}

void ViewerNumbers::read_names(std::int64_t viewers) {
  numbers_.reserve(static_cast<std::size_t>(viewers));
  auto rows = kept_.query("SELECT id, name FROM viewer");
  while (rows.next()) {
    if (const auto name = shortened(rows.view(1)))
      numbers_.emplace(*name, static_cast<std::uint32_t>(rows.integer(0)));
  }
}

void ViewerNumbers::read_members() {
  std::string last;
  auto rows = journal_.query("SELECT member, viewer FROM member_viewer ORDER BY member");
  while (rows.next()) {
    if (members_.empty() || rows.view(0) != last) {
      last = rows.view(0);
      members_.emplace_back();
    }
    member_of_.emplace(rows.text(1), members_.size() - 1);
    if (const auto known = number(rows.view(1))) members_.back().push_back(*known);
  }
}

std::optional<std::int64_t> ViewerNumbers::number(std::string_view name) {
  if (const auto known = held_ ? shortened(name) : std::nullopt) {
    const auto found = numbers_.find(*known);
    return found == numbers_.end() ? std::nullopt : std::optional<std::int64_t>(found->second);
  }
  auto rows = kept_.query("SELECT id FROM viewer WHERE name = ?", name);
  return rows.next() ? std::optional(rows.integer(0)) : std::nullopt;
}

std::span<const std::int64_t> ViewerNumbers::of(std::string_view name) {
  found_.clear();
  if (held_ && !member_of_.empty()) {
    if (const auto found = member_of_.find(name); found != member_of_.end()) return members_[found->second];
  }
  if (!held_) {
    auto rows = journal_.query(
        "SELECT v.viewer FROM member_viewer m JOIN member_viewer v ON v.member = m.member WHERE m.viewer = ?",
        name);
    bool member = false;
    for (; rows.next(); member = true) {
      if (const auto known = number(rows.view(0))) found_.push_back(*known);
    }
    if (member) return found_;
  }
  if (const auto known = number(name)) found_.push_back(*known);
  return found_;
}

}  // namespace nigiwai::insight
