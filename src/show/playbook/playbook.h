// The playbook: four phases of a team that learns live commerce, their to-dos, and where the team stands.
// Pure.
//
// A to-do is closed by what really happened, where there is evidence for it (show/playbook_evidence.h), or by
// a person with a note. Nothing about where a team stands is ever typed in or kept: it is computed from
// these.
#pragma once

#include <boost/json/object.hpp>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "http/caller.h"

namespace nigiwai::show {

namespace json = boost::json;

// Dropped ones included: a longer list is no playbook any more, and each is looked at whenever the page is.
inline constexpr std::size_t kMostTodos = 200;
// How often one to-do is closed and reopened by hand: every note is kept.
inline constexpr std::size_t kMostActs = 100;

enum class Phase { kIntroduction, kOperation, kRetention, kFullScale };
inline constexpr Phase kPhases[] = {Phase::kIntroduction, Phase::kOperation, Phase::kRetention,
                                    Phase::kFullScale};
std::string_view to_text(Phase phase);  // "introduction", "operation", "retention", "full-scale"
std::optional<Phase> phase_of(std::string_view text);

// What a person reads, in both languages; in the shop's own words both are the same.
struct Said {
  std::string ja{};
  std::string en{};
};

struct Todo {
  std::string id{};
  Phase phase = Phase::kIntroduction;
  std::int64_t place = 0;  // within its phase
  Said title{};
  Said why{};
  std::optional<http::Role> role{};
  std::string person{};  // handle; empty for whoever has the role
  std::optional<WallTime> due_at{};
  std::string evidence{};  // a name of evidence_list(); empty when a person closes it
  std::int64_t goal = 1;   // what the evidence must reach
  bool own = false;        // added by the shop
  bool dropped = false;
  std::int64_t version = 1;  // 1: as it comes with the server, or as it was added
};

// What was found of a to-do's evidence.
struct Seen {
  std::int64_t have = 0;
  std::optional<WallTime> at{};  // when the goal was reached, where that is known
  std::string page{};    // the studio's page that shows it: "show", "shows", "team", "proof", …; may be empty
  std::string id{};      // of that show or proof
  json::object facts{};  // what the sentence beside it names
};

// The latest thing that a person did to a to-do by hand.
struct Act {
  enum class What { kClosed, kReopened };
  What what = What::kClosed;
  std::string note{};
  std::string by_handle{};
  std::string by_name{};
  WallTime at{};
};

enum class Standing { kOpen, kUnderWay, kOverdue, kClosedByEvents, kClosedByPerson };
std::string_view to_text(Standing standing);  // "open", "under-way", "overdue", "closed" (both)
inline bool is_closed(Standing standing) {
  return standing == Standing::kClosedByEvents || standing == Standing::kClosedByPerson;
}

// `seen` is nothing when only a person can close it. What a person closed stays closed until a person reopens
// it.
Standing standing_of(const Todo& todo, const std::optional<Seen>& seen, const std::optional<Act>& latest,
                     WallTime now);

struct StandingTodo {
  const Todo* todo = nullptr;  // outlives this
  Standing standing = Standing::kOpen;
};

struct Outlook {
  Phase phase = Phase::kIntroduction;  // the first with something open; the last when nothing is
  bool complete = false;               // everything is closed
  std::size_t missing = 0;             // open to-dos of that phase
  std::string next{};                  // the to-do to do now; empty when all are closed
  std::vector<std::string> holding{};  // what is overdue up to that phase, the longest overdue first
};
// Of the to-dos that are not dropped, in any order. Next is what is longest overdue, then what is due
// soonest, then what is under way, then the first of its phase.
Outlook outlook(std::span<const StandingTodo> todos);

}  // namespace nigiwai::show
