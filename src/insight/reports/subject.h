// What a report is of: its shows, its time, and what it is held against.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "insight/figures/show_choice.h"
#include "show/playbook/proof.h"

namespace nigiwai::insight {

enum class ReportOf { kProof, kMonth, kShow };
std::string_view to_text(ReportOf of);  // "proof", "month", "show"
std::optional<ReportOf> report_of(std::string_view text);

// What came of a show is counted for so long where it is of no show, as a new member.
inline constexpr std::chrono::days kShowCounts{7};

// Shows that are counted together.
struct Counting {
  std::string id{};     // of the month or show; empty for the shows before a proof
  std::string title{};  // of the proof or show; empty for a month
  WallTime from{};
  WallTime until{};
  std::vector<ChosenShow> shows{};  // the newest first
  std::vector<std::string> ids() const;
};

struct Subject {
  ReportOf of = ReportOf::kShow;
  Counting now{};
  bool over = false;                 // nothing more is to come
  std::optional<Counting> before{};  // nothing where there was no show before
  std::optional<show::Proof> proof{};
};

// A month is one of Japan's. Of a show: held against the one before it; of a proof: against as many shows
// before its first one. not-found for what there is not, conflict "state" for a show that was not on air yet.
Result<Subject> subject_of(store::Database& journal, ReportOf of, const std::string& id, WallTime now);

// From the first moment of a month such as "2026-11" to that of the next; nothing for what is none.
std::optional<std::pair<WallTime, WallTime>> month_named(std::string_view text);

}  // namespace nigiwai::insight
