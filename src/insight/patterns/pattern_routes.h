// What goes with success, over HTTP.
#pragma once

#include <memory>

#include "http/router.h"
#include "insight/patterns/analysis.h"
#include "insight/patterns/past_shows.h"
#include "show/fans/aside.h"

namespace nigiwai::insight {

// What was found stays right until another show ends; orders that come late are seen after this long.
inline constexpr std::chrono::minutes kAnalysisKept{10};
inline const http::Rate kAnalyses{"analyses of winning patterns", 60, Milliseconds(500)};

struct PatternParts {  // all outlive the server
  show::Aside& aside;  // whose one thread does the counting
  const Clock& clock;
};

// GET /api/insight/patterns: analysts, planners, directors and owners.
class PatternRoutes {
 public:
  explicit PatternRoutes(PatternParts parts) : parts_(parts) {}
  void add_to(http::Router& router);  // this must outlive the router
  // The answer about a figure (of figure_kinds()).
  Task<Result<boost::json::object>> analysis_of(std::size_t figure);

 private:
  struct Kept {
    HistoryMark mark{};
    WallTime made_at{};
    History history{};
    std::vector<FigureAnswer> answers{};
  };
  const Kept& analysis(store::Database& db);  // on the thread of `aside` alone

  PatternParts parts_;
  std::unique_ptr<Kept> kept_{};
};

}  // namespace nigiwai::insight
