#include "show/learning/product_memory.h"

#include <algorithm>
#include <limits>

#include "shop/products/products.h"
#include "show/shows.h"
#include "show/views.h"
#include "talk/questions.h"

namespace nigiwai::show {
namespace {

// A first sentence that is longer is no feature any more, and a shorter one says nothing.
constexpr std::size_t kMostSentence = 60;
constexpr std::size_t kLeastSentence = 6;

// What everybody may read and was answered: {"question", "answer", "show", "at"}.
json::array answered_of(store::Database& db, const std::string& product, const http::Caller& reader) {
  const talk::Asker asker{.caller = reader};
  // Of shows that are public: what was said in a rehearsal is none of the shop's memory.
  auto page = talk::questions_of_product(
      db, product, asker, told_of, std::numeric_limits<std::int64_t>::max(), talk::kMostQuestionsInPage);
  json::array answered;
  for (auto& item : page.items) {
    const auto& question = item.as_object();
    if (!question.at("answer").is_object()) continue;
    const auto& answer = question.at("answer").as_object();
    const auto& from = answer.at("from");
    answered.push_back(json::object{{"question", question.at("text")},
                                    {"answer", answer.at("text")},
                                    {"show", question.at("show")},
                                    {"at", from.is_null() ? question.at("at") : from}});
    if (std::cmp_equal(answered.size(), kMostQuestionsOfCard)) break;
  }
  return answered;
}

std::string options_text(const json::object& options) {
  std::string text;
  for (const auto& [name, value] : options) {
    if (!value.is_string()) continue;
    text += (text.empty() ? "" : " / ") + std::string(value.get_string());
  }
  return text;
}

// What a description begins with, up to its first full stop or line.
std::string first_sentence(const std::string& description) {
  auto end = description.size();
  for (const std::string_view stop : {"。", "\n", ". ", "！", "!"}) {
    const auto at = description.find(stop);
    if (at != std::string::npos) end = std::min(end, at + (stop == "。" ? stop.size() : 0));
  }
  auto sentence = description.substr(0, end);
  const auto length = character_count(sentence);
  return length < kLeastSentence || length > kMostSentence ? std::string() : sentence;
}

QuizProduct quiz_product(store::Database& db, const shop::Product& product, const http::Caller& reader) {
  QuizProduct made{
      .id = product.id, .title = product.title, .prices = {{product.title, product.price.amount}}};
  const auto add = [&](std::string feature) {
    if (!feature.empty() && std::ranges::find(made.features, feature) == made.features.end()) {
      made.features.push_back(std::move(feature));
    }
  };
  add(product.subtitle);
  add(first_sentence(product.description));
  for (const auto& variant : product.variants) {
    add(options_text(variant.options));
    if (variant.price && *variant.price != product.price.amount) {
      made.prices.push_back({shop::full_title(product.title, variant.options), *variant.price});
    }
  }
  for (const auto& each : answered_of(db, product.id, reader)) {
    const auto& asked = each.as_object();
    if (!asked.at("answer").is_string()) continue;
    made.answered.push_back(
        {std::string(asked.at("question").as_string()), std::string(asked.at("answer").as_string())});
  }
  return made;
}

std::vector<std::string> ids(store::Rows rows) {
  std::vector<std::string> all;
  while (rows.next()) all.push_back(rows.text(0));
  return all;
}

}  // namespace

Result<std::vector<std::string>> products_asked(store::Database& db, const MemoryAsked& asked) {
  if (!asked.show.empty()) {
    if (!find(db, asked.show)) return invalid("/show", "There is no such show.");
    return ids(db.query("SELECT product FROM show_shelf WHERE show = ? ORDER BY place", asked.show));
  }
  if (!asked.course.empty()) {
    {
      auto rows = db.query("SELECT 1 FROM course WHERE id = ?", asked.course);
      if (!rows.next()) return invalid("/course", "There is no such course.");
    }
    return ids(db.query("SELECT product FROM course_product WHERE course = ? ORDER BY place", asked.course));
  }
  return ids(db.query("SELECT id FROM product ORDER BY position LIMIT ?", kMostCards));
}

json::array cards_json(store::Database& db, const std::vector<std::string>& products,
                       const http::Caller& reader) {
  json::array cards;
  for (const auto& id : products) {
    const auto product = shop::product(db, id);
    if (!product) continue;
    auto card = shop::to_json(*product);
    card["asked"] = answered_of(db, id, reader);
    cards.push_back(std::move(card));
  }
  return cards;
}

std::vector<QuizProduct> quiz_products(store::Database& db, const std::vector<std::string>& products,
                                       const http::Caller& reader) {
  std::vector<QuizProduct> made;
  for (const auto& id : products) {
    if (const auto product = shop::product(db, id)) made.push_back(quiz_product(db, *product, reader));
  }
  return made;
}

}  // namespace nigiwai::show
