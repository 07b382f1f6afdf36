#include <fmt/format.h>

#include "base/time.h"
#include "people/audit.h"
#include "shop/products/products.h"
#include "show/learning/cases.h"
#include "show/learning/training.h"

namespace nigiwai::show {
namespace {

constexpr std::size_t kIdLength = 12;

Result<void> check_parts(store::Database& db, const Course& course) {
  for (std::size_t i = 0; i < course.products.size(); ++i) {
    if (!shop::product_exists(db, course.products[i])) {
      return invalid(fmt::format("/products/{}", i), "There is no such product.");
    }
  }
  for (std::size_t i = 0; i < course.cases.size(); ++i) {
    if (!find_case(db, course.cases[i]))
      return invalid(fmt::format("/cases/{}", i), "There is no such case.");
  }
  if (course.products.empty() && course.cases.empty()) {
    return invalid("/products", "A course needs a product or a case.");
  }
  return {};
}

void store_parts(store::Database& db, const std::string& id, const Course& course) {
  db.run("DELETE FROM course_product WHERE course = ?", id);
  db.run("DELETE FROM course_case WHERE course = ?", id);
  for (std::size_t i = 0; i < course.products.size(); ++i) {
    db.run("INSERT INTO course_product (course, place, product) VALUES (?, ?, ?)", id, i, course.products[i]);
  }
  for (std::size_t i = 0; i < course.cases.size(); ++i) {
    db.run("INSERT INTO course_case (course, place, show_case) VALUES (?, ?, ?)", id, i, course.cases[i]);
  }
}

Result<json::object> as_expected(store::Database& db, const std::string& id,
                                 std::optional<std::int64_t> expected, const std::string& person) {
  auto found = find_course(db, id, person);
  if (!expected || (found && found->at("version").as_int64() == *expected)) return found;
  if (!found) return changed_meanwhile("Somebody else removed this course meanwhile.", nullptr);
  return changed_meanwhile("Somebody else changed this course meanwhile. Nothing was written.", *found);
}

std::vector<std::string> first_column(store::Rows rows) {
  std::vector<std::string> all;
  while (rows.next()) all.push_back(rows.text(0));
  return all;
}

}  // namespace

Result<Course> read_course(const json::object& body) {
  Fields in(body);
  Course course{.title = in.text("title", {.least = 1, .most = 80}),
                .products = in.optional_slugs("products", kMostInCourse).value_or(std::vector<std::string>{}),
                .cases = in.optional_slugs("cases", kMostInCourse).value_or(std::vector<std::string>{})};
  if (const auto problem = in.problem()) return std::unexpected(*problem);
  return course;
}

Result<json::object> make_course(const TrainingWriting& writing, const Course& course) {
  auto& db = writing.transaction.db();
  if (auto known = check_parts(db, course); !known) return std::unexpected(known.error());
  {
    auto rows = db.query("SELECT count(*) FROM course");
    if (rows.next() && rows.integer(0) >= kMostCourses) {
      return fail(
          Kind::kConflict, "limit-reached",
          fmt::format("A shop keeps at most {} courses. Remove one that nobody takes.", kMostCourses));
    }
  }
  const auto id = writing.random.token(kIdLength);
  db.run("INSERT INTO course (id, title, version, made_at, made_by) VALUES (?, ?, 1, ?, ?)", id, course.title,
         to_ms(writing.transaction.now()), writing.by.handle);
  store_parts(db, id, course);
  people::audit(writing.transaction, writing.by, "course.made", id, {{"title", course.title}});
  return find_course(db, id, writing.by.handle);
}

Result<json::object> change_course(const TrainingWriting& writing, const std::string& id,
                                   const Course& course, std::optional<std::int64_t> expected) {
  auto& db = writing.transaction.db();
  if (auto found = as_expected(db, id, expected, writing.by.handle); !found) return found;
  if (auto known = check_parts(db, course); !known) return std::unexpected(known.error());
  db.run("UPDATE course SET title = ?, version = version + 1 WHERE id = ?", course.title, id);
  store_parts(db, id, course);
  people::audit(writing.transaction, writing.by, "course.changed", id, {{"title", course.title}});
  return find_course(db, id, writing.by.handle);
}

Result<void> remove_course(const TrainingWriting& writing, const std::string& id,
                           std::optional<std::int64_t> expected) {
  auto& db = writing.transaction.db();
  const auto found = as_expected(db, id, expected, writing.by.handle);
  if (!found) return std::unexpected(found.error());
  db.run("DELETE FROM course WHERE id = ?", id);
  people::audit(writing.transaction, writing.by, "course.removed", id, {{"title", found->at("title")}});
  return {};
}

Result<json::object> find_course(store::Database& db, const std::string& id, const std::string& person) {
  json::object told{{"id", id}};
  {
    auto rows = db.query("SELECT title, version, made_at, made_by FROM course WHERE id = ?", id);
    if (!rows.next()) return fail(Kind::kNotFound, "not-found", "There is no such course.");
    told["title"] = rows.text(0);
    told["version"] = rows.integer(1);
    told["made_at"] = to_rfc3339(from_ms(rows.integer(2)));
    told["made_by"] = person_told(db, rows.text(3));
  }
  json::array products, cases;
  {
    auto rows = db.query(
        "SELECT p.id, p.title FROM course_product c JOIN product p ON p.id = c.product WHERE c.course = ? "
        "ORDER BY c.place",
        id);
    while (rows.next()) products.push_back(json::object{{"id", rows.text(0)}, {"title", rows.text(1)}});
  }
  for (const auto& each :
       first_column(db.query("SELECT show_case FROM course_case WHERE course = ? ORDER BY place", id))) {
    cases.push_back(*find_case(db, each, person));
  }
  told["products"] = std::move(products);
  told["cases"] = std::move(cases);
  return told;
}

json::array courses_json(store::Database& db, const std::string& person) {
  json::array items;
  for (const auto& id : first_column(db.query("SELECT id FROM course ORDER BY position DESC"))) {
    items.push_back(*find_course(db, id, person));
  }
  return items;
}

}  // namespace nigiwai::show
