// Reviews, patterns, cases and training over HTTP.
#pragma once

#include <functional>

#include "base/random.h"
#include "http/router.h"
#include "show/learning/review_counting.h"
#include "store/readers.h"
#include "store/writer.h"
#include "timeline/journal.h"

namespace nigiwai::show {

struct LearningParts {  // all outlive the server
  store::Writer& writer;
  store::Readers& readers;
  timeline::Journal& journal;
  Random& random;
  const Clock& clock;
  ReviewCounting counting{};
};

// Of shows: /review and what is tried in them. All staff write notes; analysts, planners and directors close.
void add_review_routes(http::Router& router, const LearningParts& parts);
// /api/patterns: analysts, planners and directors write.
void add_pattern_routes(http::Router& router, const LearningParts& parts);
// /api/cases, and those of a cue: all staff write.
void add_case_routes(http::Router& router, const LearningParts& parts);
// /api/training: everybody takes quizzes; analysts, planners and directors make courses.
void add_training_routes(http::Router& router, const LearningParts& parts);

class LearningRoutes {
 public:
  explicit LearningRoutes(LearningParts parts) : parts_(std::move(parts)) {}
  void add_to(http::Router& router) {  // this must outlive the router
    add_review_routes(router, parts_);
    add_pattern_routes(router, parts_);
    add_case_routes(router, parts_);
    add_training_routes(router, parts_);
  }

 private:
  LearningParts parts_;
};

// How these routes answer. `work` may refer to the caller's frame, which waits.
using LearningAnswer = Task<http::Response>;
using Reading = std::function<Result<boost::json::object>(store::Database&)>;
using Writing = std::function<Result<boost::json::object>(store::Transaction&)>;
http::Response read_learning(const LearningParts& parts, const Reading& work);
LearningAnswer write_learning(const LearningParts& parts, Writing work);
// 201, and the same answer to the same Idempotency-Key.
LearningAnswer create_learning(const LearningParts& parts, http::Request& request, Writing work);
// 204.
LearningAnswer remove_learning(const LearningParts& parts,
                               std::function<Result<void>(store::Transaction&)> work);

}  // namespace nigiwai::show
