// What the shop remembers of its products, as cards to learn from and as the makings of a quiz: what staff
// wrote, and what viewers asked with the answers. Read anew each time, so that what was hidden or erased is
// in none.
#pragma once

#include "http/caller.h"
#include "show/learning/quiz.h"
#include "show/learning/told.h"

namespace nigiwai::show {

inline constexpr std::int64_t kMostCards = 100;           // gone through in one sitting
inline constexpr std::int64_t kMostQuestionsOfCard = 30;  // the newest

// Of which products: a show's shelf, a course's, or, with neither, the first kMostCards of all.
struct MemoryAsked {
  std::string show{};
  std::string course{};
};
// Refuses a show or course that there is not, naming it.
Result<std::vector<std::string>> products_asked(store::Database& db, const MemoryAsked& asked);

// [{…product as /api/products tells it, "asked": [{"question", "answer", "show", "at"}]}]; `answer` is null
// where it was spoken, at `at`.
json::array cards_json(store::Database& db, const std::vector<std::string>& products,
                       const http::Caller& reader);
std::vector<QuizProduct> quiz_products(store::Database& db, const std::vector<std::string>& products,
                                       const http::Caller& reader);

}  // namespace nigiwai::show
