#include "social/linking/linked_accounts.h"

#include <fmt/format.h>

#include "base/time.h"
#include "social/listening/normal_text.h"
#include "social/recommending/recommending.h"

namespace nigiwai::social {
namespace {

constexpr std::string_view kCodeBegins = "NW-";
constexpr std::size_t kCodeLength = 8;
// Said in public of their own accord: as much as a save (recommending/taste.cc).
constexpr std::int64_t kSaidWeight = 5'000;

struct Said {
  std::string network, author, text;
};

// A taken account goes to whoever proved it last: they hold it.
void link(store::Transaction& transaction, Random& random, const std::string& member, const Said& said) {
  auto& db = transaction.db();
  db.run("DELETE FROM linked_account WHERE network = ? AND author = ?", said.network, said.author);
  db.run("INSERT INTO linked_account (id, member, network, author, linked_at) VALUES (?, ?, ?, ?, ?)",
         random.token(16), member, said.network, said.author, to_ms(transaction.now()));
  db.run("DELETE FROM linking_code WHERE member = ?", member);
}

std::string member_who_said(store::Database& db, const std::string& code, WallTime now) {
  auto rows = db.query("SELECT member FROM linking_code WHERE code = ? AND until >= ?", code, to_ms(now));
  return rows.next() ? rows.text(0) : std::string();
}

std::string member_linked(store::Database& db, const Said& said) {
  auto rows = db.query("SELECT member FROM linked_account WHERE network = ? AND author = ?", said.network,
                       said.author);
  return rows.next() ? rows.text(0) : std::string();
}

struct Product {
  std::string id, title;  // the title made comparable
};
std::vector<Product> products_spoken_of(store::Database& db) {
  std::vector<Product> products;
  auto rows = db.query(
      "SELECT DISTINCT p.id, p.title FROM show_shelf h JOIN product p ON p.id = h.product WHERE h.show IN "
      "(SELECT id "
      "FROM show WHERE state IN ('live', 'archived') ORDER BY listed_at DESC LIMIT ?) LIMIT ?",
      kShowsSpokenOf, kProductsSpokenOf);
  while (rows.next()) products.push_back({rows.text(0), normal_text(rows.text(1))});
  return products;
}

// By its title, or by the address of its page.
std::vector<std::string> products_in(const std::vector<Product>& products, const std::string& text) {
  std::vector<std::string> found;
  const auto normal = normal_text(text);
  for (const auto& product : products) {
    const auto address = "/products/" + product.id;
    const auto at = text.find(address);
    const bool named =
        at != std::string::npos && (at + address.size() == text.size() ||
                                    std::isalnum(static_cast<unsigned char>(text[at + address.size()])) == 0);
    if (named || (!product.title.empty() && normal.find(product.title) != std::string::npos))
      found.push_back(product.id);
  }
  return found;
}

}  // namespace

std::optional<std::string> code_in(std::string_view text) {
  std::string upper(text);
  for (auto& letter : upper) letter = static_cast<char>(std::toupper(static_cast<unsigned char>(letter)));
  for (auto at = upper.find(kCodeBegins); at != std::string::npos; at = upper.find(kCodeBegins, at + 1)) {
    const auto code = std::string_view(upper).substr(at + kCodeBegins.size(), kCodeLength);
    const bool whole = code.size() == kCodeLength && std::ranges::all_of(code, [](char each) {
                         return std::isalnum(static_cast<unsigned char>(each)) != 0;
                       });
    if (whole) return fmt::format("{}{}", kCodeBegins, code);
  }
  return std::nullopt;
}

Result<LinkingCode> start_linking(store::Transaction& transaction, Random& random,
                                  const std::string& viewer) {
  auto& db = transaction.db();
  const auto member = people::member_of(db, viewer);
  if (!member) return fail(Kind::kForbidden, "forbidden", "Sign in first: an account is linked to a member.");
  {
    auto rows = db.query("SELECT count(*) FROM linked_account WHERE member = ?", member->id);
    if (rows.next() && rows.integer(0) >= kMostLinked) {
      return fail(Kind::kTooMany, "too-many",
                  fmt::format("A member links {} accounts at most. Unlink one first.", kMostLinked));
    }
  }
  auto letters = random.token(kCodeLength * 2);
  std::string code(kCodeBegins);
  for (const char letter : letters) {
    if (code.size() < kCodeBegins.size() + kCodeLength &&
        std::isalnum(static_cast<unsigned char>(letter)) != 0)
      code += static_cast<char>(std::toupper(static_cast<unsigned char>(letter)));
  }
  const LinkingCode made{.code = code, .until = transaction.now() + kCodeLasts};
  db.run("INSERT OR REPLACE INTO linking_code (code, member, until) VALUES (?, ?, ?)", made.code, member->id,
         to_ms(made.until));
  return made;
}

Result<void> unlink(store::Transaction& transaction, const std::string& viewer, const std::string& id) {
  const auto member = people::member_of(transaction.db(), viewer);
  if (member &&
      transaction.db().run("DELETE FROM linked_account WHERE id = ? AND member = ?", id, member->id) > 0)
    return {};
  return fail(Kind::kNotFound, "not-found", "There is no such account of yours.");
}

json::object linked_json(store::Database& db, const std::string& viewer, WallTime now) {
  const auto member = people::member_of(db, viewer);
  json::array items;
  json::value waiting;
  if (member) {
    auto rows = db.query(
        "SELECT id, network, author, linked_at FROM linked_account WHERE member = ? ORDER BY linked_at, id",
        member->id);
    while (rows.next()) {
      items.push_back({{"id", rows.text(0)},
                       {"network", rows.text(1)},
                       {"author", rows.text(2)},
                       {"linked_at", to_rfc3339(from_ms(rows.integer(3)))}});
    }
    auto codes = db.query("SELECT code, until FROM linking_code WHERE member = ? AND until >= ?", member->id,
                          to_ms(now));
    if (codes.next()) waiting = {{"code", codes.text(0)}, {"until", to_rfc3339(from_ms(codes.integer(1)))}};
  }
  return {{"member", member.has_value()}, {"items", std::move(items)}, {"waiting", std::move(waiting)}};
}

bool read_some_linking(store::Transaction& transaction, Random& random) {
  auto& db = transaction.db();
  std::int64_t from = 0;
  {
    auto rows = db.query("SELECT position FROM linking_read");
    if (rows.next()) from = rows.integer(0);
  }
  auto read = from;
  std::vector<Said> all;
  {
    auto rows = db.query(
        "SELECT position, network, author, text FROM inbox_item WHERE position > ? ORDER BY position LIMIT ?",
        from, kItemsATurn);
    while (rows.next()) {
      read = rows.integer(0);
      all.push_back({rows.text(1), rows.text(2), rows.text(3)});
    }
  }
  if (all.empty()) return false;
  std::optional<std::vector<Product>> products;
  for (const auto& said : all) {
    if (said.author.empty()) continue;
    if (const auto code = code_in(said.text)) {
      if (const auto member = member_who_said(db, *code, transaction.now()); !member.empty())
        link(transaction, random, member, said);
      continue;
    }
    const auto member = member_linked(db, said);
    if (member.empty() || refuses(db, member)) continue;
    if (!products) products = products_spoken_of(db);
    for (const auto& product : products_in(*products, said.text))
      note_taste(db, member, product, kSaidWeight, transaction.now());
  }
  db.run("UPDATE linking_read SET position = ?", read);
  return static_cast<std::int64_t>(all.size()) == kItemsATurn;
}

people::Holding linked_holding() {
  return {.name = "linked_accounts",
          .all = [](store::Database& db, const people::Person& person) -> json::value {
            json::array items;
            auto rows = db.query(
                "SELECT network, author, linked_at FROM linked_account WHERE member = ? ORDER BY linked_at",
                person.member);
            while (rows.next()) {
              items.push_back({{"network", rows.text(0)},
                               {"author", rows.text(1)},
                               {"linked_at", to_rfc3339(from_ms(rows.integer(2)))}});
            }
            return items;
          },
          .erase =
              [](store::Transaction& transaction, const people::Person& person) {
                if (person.member.empty()) return;
                transaction.db().run("DELETE FROM linked_account WHERE member = ?", person.member);
                transaction.db().run("DELETE FROM linking_code WHERE member = ?", person.member);
              }};
}

}  // namespace nigiwai::social
