// A quiz about products: questions with one right answer, made of what the shop knows of them. Pure: the same
// products and seed give the same quiz.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace nigiwai::show {

inline constexpr std::size_t kMostQuizQuestions = 20;  // ten minutes between two rehearsals
inline constexpr std::size_t kMostQuizOptions = 4;

struct QuizProduct {
  std::string id{};
  std::string title{};
  struct Priced {
    std::string name{};  // the title, with the variant's options where it has a price of its own
    std::int64_t price = 0;
  };
  std::vector<Priced> prices{};
  std::vector<std::string> features{};  // the subtitle, variants, what the description begins with
  struct Answered {
    std::string question{};
    std::string answer{};
  };
  std::vector<Answered> answered{};
};

enum class QuizKind { kPrice, kFeature, kAnswer };
std::string_view to_text(QuizKind kind);  // "price", "feature", "answer"

struct QuizQuestion {
  QuizKind kind = QuizKind::kPrice;
  std::string product{};
  std::string about{};                 // what is priced; the feature; the question
  std::vector<std::string> options{};  // prices in minor units; titles; answers. Each differs from the others
  std::size_t right = 0;
  bool operator==(const QuizQuestion&) const = default;
};

// At most `most` questions, fewer where the products tell no more. A feature that two products share or
// that names its product, and a question with nothing to hold against its answer, make none.
std::vector<QuizQuestion> make_quiz(std::span<const QuizProduct> products, std::uint64_t seed,
                                    std::size_t most);

}  // namespace nigiwai::show
