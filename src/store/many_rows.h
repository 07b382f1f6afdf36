// Inserting rows of one kind, several with each statement: half the time of one by one.
//
// `INSERT OR FAIL` where a refused row ends the caller's transaction anyway: SQLite then keeps no copy of the
// pages that a statement changes, to take back its earlier rows alone.
#pragma once

#include <array>
#include <string>
#include <string_view>
#include <tuple>

#include "store/database.h"

namespace nigiwai::store {

inline constexpr std::size_t kRowsAtOnce = 8;

// "INSERT INTO sale VALUES" and what stands behind the rows, if anything. Kept for good by whoever inserts,
// as statements are known by where their text stands.
class InsertRows {
 public:
  InsertRows(std::string_view into, std::size_t columns, std::string_view then = "") {
    std::string row = "(";
    for (std::size_t i = 0; i < columns; ++i) row += i == 0 ? "?" : ", ?";
    row += ")";
    std::string rows;
    for (std::size_t i = 0; i < kRowsAtOnce; ++i) rows += (i == 0 ? "" : ", ") + row;
    const auto whole = [&](const std::string& values) {
      return std::string(into) + " " + values + (then.empty() ? "" : " ") + std::string(then);
    };
    one = whole(row);
    many = whole(rows);
  }
  std::string one{}, many{};
};

// Texts stand until finish(), which must be called in the same transaction.
template <class... Columns>
class ManyRows {
 public:
  ManyRows(Database& database, const InsertRows& sql) : database_(database), sql_(sql) {}

  void add(const Columns&... row) {
    rows_[count_++] = {row...};
    if (count_ < kRowsAtOnce) return;
    count_ = 0;
    std::apply([this](const auto&... all) { database_.run(sql_.many, all...); },
               std::apply([](const auto&... each) { return std::tuple_cat(each...); }, rows_));
  }
  void finish() {
    for (std::size_t i = 0; i < count_; ++i) {
      std::apply([this](const auto&... all) { database_.run(sql_.one, all...); }, rows_[i]);
    }
    count_ = 0;
  }

 private:
  Database& database_;
  const InsertRows& sql_;
  std::array<std::tuple<Columns...>, kRowsAtOnce> rows_{};
  std::size_t count_ = 0;
};

}  // namespace nigiwai::store
