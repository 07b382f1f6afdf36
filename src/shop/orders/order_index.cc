#include "shop/orders/order_index.h"

#include <algorithm>
#include <charconv>

#include "base/text.h"
#include "shop/orders/order_rows.h"
#include "shop/products/search.h"
#include "store/many_rows.h"

namespace nigiwai::shop {
namespace {

constexpr std::int64_t kAtOnce = 100;
constexpr std::size_t kLeastPhone = 4;  // digits: fewer are in everybody's number

struct Texts {
  std::vector<std::string> words;
  std::vector<std::string> phones;
};

Texts texts_of(const Order& order) {
  Texts texts{.words = {order.contact.name, order.contact.email}, .phones = {}};
  for (const auto& line : order.lines) {
    texts.words.push_back(line.title);
    texts.words.push_back(line.sku);
  }
  if (order.contact.phone) texts.phones.push_back(*order.contact.phone);
  return texts;
}

Texts texts_of(const ExternalOrder& order) {
  Texts texts{.words = {order.external_id, order.taken_by}, .phones = {}};
  for (const auto& line : order.lines) {
    texts.words.push_back(line.title);
    texts.words.push_back(line.sku);
  }
  return texts;
}

bool has_words(Texts texts, const OrderQuestion& question) {
  if (question.words.empty()) return false;
  if (question.phones) std::ranges::move(texts.phones, std::back_inserter(texts.words));
  for (auto& text : texts.words) text = search_form(text);
  return std::ranges::all_of(question.words, [&](const std::string& word) {
    return std::ranges::any_of(texts.words,
                               [&](const std::string& text) { return text.find(word) != std::string::npos; });
  });
}

// The number that "N-000123", "n123" or "123" means with the letter n; -1 for anything else.
std::int64_t number_in(std::string_view text, char letter) {
  const auto capital = static_cast<char>(letter - 'a' + 'A');
  if (!text.empty() && (text.front() == letter || text.front() == capital)) {
    text.remove_prefix(text.size() > 1 && text[1] == '-' ? 2 : 1);
  }
  std::int64_t number = -1;
  const auto* end = text.data() + text.size();
  const auto read = std::from_chars(text.data(), end, number);
  return read.ec == std::errc() && read.ptr == end ? number : -1;
}

}  // namespace

void queue_orders(store::Database& db, std::span<const std::int64_t> numbers) {
  static const store::InsertRows kQueue("INSERT OR IGNORE INTO order_to_index (number) VALUES", 1);
  store::ManyRows<std::int64_t> rows(db, kQueue);
  for (const auto number : numbers) rows.add(number);
  rows.finish();
}

void queue_external_order(store::Database& db, std::int64_t number) {
  const auto external = -number;
  queue_orders(db, std::span(&external, 1));
}

bool index_some_orders(store::Transaction& transaction) {
  auto& db = transaction.db();
  std::vector<std::int64_t> waiting;
  {
    auto rows = db.query("SELECT number FROM order_to_index LIMIT ?", kAtOnce);
    while (rows.next()) waiting.push_back(rows.integer(0));
  }
  for (const auto number : waiting) {
    Texts texts;
    if (number > 0) {
      if (const auto known = order_with_number(db, number)) texts = texts_of(*known);
    } else if (const auto known = external_order(db, -number)) {
      texts = texts_of(*known);
    }
    db.run("DELETE FROM order_search WHERE rowid = ?", number);
    db.run("INSERT INTO order_search (rowid, words, phone) VALUES (?, ?, ?)", number,
           search_grams(texts.words), search_grams(texts.phones));
    db.run("DELETE FROM order_to_index WHERE number = ?", number);
  }
  return static_cast<std::int64_t>(waiting.size()) == kAtOnce;
}

void forget_indexed(store::Database& db, std::string_view numbers, const std::string& viewer) {
  db.run("DELETE FROM order_search WHERE rowid IN " + std::string(numbers), viewer);
  db.run("INSERT OR IGNORE INTO order_to_index (number) SELECT number FROM placed_order WHERE number IN " +
             std::string(numbers),
         viewer);
}

void merge_order_index(store::Database& db) {
  db.run("INSERT INTO order_search (order_search) VALUES ('optimize')");
}

OrderQuestion order_question(std::string_view q) {
  const auto narrow = narrowed(q);
  const auto digits = std::ranges::count_if(narrow, [](char c) { return c >= '0' && c <= '9'; });
  const bool plain = narrow.find_first_not_of("0123456789+-() ") == std::string::npos;
  OrderQuestion question{.words = search_words(q),
                         .match = search_query(q),
                         .phones = plain && static_cast<std::size_t>(digits) >= kLeastPhone,
                         .number = number_in(narrow, 'n'),
                         .external = number_in(narrow, 'e')};
  if (!question.match.empty() && !question.phones) question.match = "words : (" + question.match + ")";
  return question;
}

bool answers(const Order& order, const OrderQuestion& question) {
  return has_words(texts_of(order), question);
}
bool answers(const ExternalOrder& order, const OrderQuestion& question) {
  return has_words(texts_of(order), question);
}

}  // namespace nigiwai::shop
