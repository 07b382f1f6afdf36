// What rows tell of people, gathered by person: a person with all their devices as one.
//
// Nobody is gathered who was erased.
#pragma once

#include <boost/unordered/unordered_flat_map.hpp>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "store/database.h"

namespace nigiwai::show {

// The person of a row x that names a viewer, what they call themselves unless they are a member, and what
// the row is joined with for both.
inline constexpr const char* kPersonOfRow = "coalesce(m.member, x.viewer), v.name";
inline constexpr const char* kNamesOfRow =
    " LEFT JOIN member_viewer m ON m.viewer = x.viewer LEFT JOIN viewer v ON v.id = x.viewer AND m.member IS "
    "NULL ";

struct Known {
  std::string name{};  // what they call themselves
  bool member = false;
};
// Nothing for somebody who was erased.
std::optional<Known> known_person(store::Database& db, std::string_view person);

// What each show they watched is told with: a number for it, and when enough was played (UTC, ms). A show
// that was watched on several devices, or afterwards too, is told more than once.
class WatchedReading {
 public:
  explicit WatchedReading(store::Database& db) : db_(db) {}

  void each(std::string_view person, bool member, const auto& tell) {
    of_viewer(person, tell);
    if (!member) return;
    std::vector<std::string> viewers;
    {
      auto rows = db_.query("SELECT viewer FROM member_viewer WHERE member = ?", person);
      while (rows.next()) viewers.push_back(rows.text(0));
    }
    for (const auto& viewer : viewers) of_viewer(viewer, tell);
  }

 private:
  void of_viewer(std::string_view viewer, const auto& tell) {
    auto rows =
        db_.query("SELECT show, viewed_at FROM audience WHERE viewer = ? AND viewed_at IS NOT NULL", viewer);
    while (rows.next()) tell(number_of(rows.view(0)), rows.integer(1));
  }
  std::int64_t number_of(std::string_view show);

  store::Database& db_;
  std::string last_{};
  std::int64_t last_number_ = -1;
  boost::unordered_flat_map<std::string, std::int64_t> numbers_{};
};

template <class Facts>
class ByPerson {
 public:
  struct Person {
    std::string id{};  // never leaves the server as it is
    Known known{};
    Facts facts{};
  };

  explicit ByPerson(store::Database& db) : db_(db) {}

  // Nothing for somebody who was erased. Their id stands as it is for as long as others may be met. Who is no
  // member is not looked up when their name is known.
  Person* of(std::string_view person, std::optional<std::string_view> name = {}) {
    if (const auto found = places_.find(person); found != places_.end())
      return found->second ? &all_[*found->second] : nullptr;
    auto known = name ? std::optional(Known{.name = std::string(*name)}) : known_person(db_, person);
    if (!known) {
      places_.emplace(erased_.emplace_back(person), std::nullopt);
      return nullptr;
    }
    auto& met = all_.emplace_back(Person{.id = std::string(person), .known = *std::move(known)});
    places_.emplace(met.id, all_.size() - 1);
    return &met;
  }
  // Where among all() they stand of whom a row told before; nothing for anybody else.
  std::optional<std::size_t> met(std::string_view person) const {
    const auto found = places_.find(person);
    return found == places_.end() ? std::nullopt : found->second;
  }
  // SQL that begins with the person and their name, null where that must be looked up; `add` gets what is
  // gathered of them, and the row.
  void each(const std::string& sql, const auto& add) {
    auto rows = db_.query(sql);
    std::string last;  // rows of one person mostly come together
    Person* person = nullptr;
    while (rows.next()) {
      if (rows.view(0) != last) {
        last = rows.view(0);
        person = of(last, rows.is_null(1) ? std::nullopt : std::optional(rows.view(1)));
      }
      if (person != nullptr) add(*person, rows);
    }
  }
  std::deque<Person>& all() { return all_; }

 private:
  store::Database& db_;
  std::deque<Person> all_{};
  std::deque<std::string> erased_{};
  boost::unordered_flat_map<std::string_view, std::optional<std::size_t>>
      places_{};  // in all_; of those none
};

}  // namespace nigiwai::show
