#include "show/learning/quiz.h"

#include <algorithm>
#include <random>

namespace nigiwai::show {
namespace {

// std::shuffle and the standard distributions differ between libraries; this does not.
class Dice {
 public:
  explicit Dice(std::uint64_t seed) : engine_(seed) {}
  std::size_t below(std::size_t count) { return static_cast<std::size_t>(engine_() % count); }
  template <class T>
  void shuffle(std::vector<T>& items) {
    for (std::size_t left = items.size(); left > 1; --left) std::swap(items[left - 1], items[below(left)]);
  }

 private:
  std::mt19937_64 engine_;
};

// The right option among the first of `others` that differ from it and from each other, in any order.
QuizQuestion with_options(QuizQuestion question, const std::string& right, std::vector<std::string> others,
                          Dice& dice) {
  question.options = {right};
  for (auto& other : others) {
    if (question.options.size() == kMostQuizOptions) break;
    if (std::ranges::find(question.options, other) == question.options.end()) {
      question.options.push_back(std::move(other));
    }
  }
  dice.shuffle(question.options);
  question.right =
      static_cast<std::size_t>(std::ranges::find(question.options, right) - question.options.begin());
  return question;
}

// Prices a person might mistake it for, in steps of a tenth of its leading digits: 2,640 → 2,400, 2,900.
std::vector<std::string> prices_near(std::int64_t price, Dice& dice) {
  std::int64_t step = 1;
  while (step * 100 <= price) step *= 10;
  std::vector<std::string> near;
  for (const std::int64_t off : {1, 2, 3, 4, -1, -2, -3}) {
    const auto other = price + off * step * (step == 1 ? 1 : 2);
    if (other > 0) near.push_back(std::to_string(other));
  }
  dice.shuffle(near);
  return near;
}

std::vector<QuizQuestion> about_prices(std::span<const QuizProduct> products, Dice& dice) {
  std::vector<QuizQuestion> questions;
  for (const auto& product : products) {
    for (const auto& [name, price] : product.prices) {
      // One of the shop's own prices, where another product has it, and the rest made up.
      std::vector<std::string> others;
      for (const auto& each : products) {
        if (each.id != product.id && !each.prices.empty()) {
          others.push_back(std::to_string(each.prices.front().price));
        }
      }
      dice.shuffle(others);
      if (others.size() > 1) others.resize(1);
      for (auto& near : prices_near(price, dice)) others.push_back(std::move(near));
      questions.push_back(with_options({.kind = QuizKind::kPrice, .product = product.id, .about = name},
                                       std::to_string(price), std::move(others), dice));
    }
  }
  return questions;
}

// Either names the other: whoever reads would know without knowing the product.
bool gives_away(const std::string& title, const std::string& feature) {
  return title.find(feature) != std::string::npos || feature.find(title) != std::string::npos;
}

bool has_feature(const QuizProduct& product, const std::string& feature) {
  return std::ranges::find(product.features, feature) != product.features.end() || product.title == feature;
}

std::vector<QuizQuestion> about_features(std::span<const QuizProduct> products, Dice& dice) {
  std::vector<QuizQuestion> questions;
  for (const auto& product : products) {
    for (const auto& feature : product.features) {
      std::vector<std::string> others;
      bool shared = gives_away(product.title, feature);
      for (const auto& each : products) {
        if (each.id == product.id) continue;
        shared = shared || has_feature(each, feature);
        if (each.title != product.title) others.push_back(each.title);
      }
      if (shared || others.empty()) continue;
      dice.shuffle(others);
      questions.push_back(with_options({.kind = QuizKind::kFeature, .product = product.id, .about = feature},
                                       product.title, std::move(others), dice));
    }
  }
  return questions;
}

std::vector<QuizQuestion> about_answers(std::span<const QuizProduct> products, Dice& dice) {
  std::vector<QuizQuestion> questions;
  for (const auto& product : products) {
    for (const auto& [question, answer] : product.answered) {
      std::vector<std::string> others;
      for (const auto& each : products) {
        for (const auto& other : each.answered) {
          if (other.answer != answer && other.question != question) others.push_back(other.answer);
        }
      }
      if (others.empty()) continue;
      dice.shuffle(others);
      questions.push_back(with_options({.kind = QuizKind::kAnswer, .product = product.id, .about = question},
                                       answer, std::move(others), dice));
    }
  }
  return questions;
}

}  // namespace

std::string_view to_text(QuizKind kind) {
  return kind == QuizKind::kPrice ? "price" : kind == QuizKind::kFeature ? "feature" : "answer";
}

std::vector<QuizQuestion> make_quiz(std::span<const QuizProduct> products, std::uint64_t seed,
                                    std::size_t most) {
  Dice dice(seed);
  auto questions = about_prices(products, dice);
  for (auto& each : about_features(products, dice)) questions.push_back(std::move(each));
  for (auto& each : about_answers(products, dice)) questions.push_back(std::move(each));
  dice.shuffle(questions);
  if (questions.size() > most) questions.resize(most);
  return questions;
}

}  // namespace nigiwai::show
