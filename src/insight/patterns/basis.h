// What is adjusted for: columns over shows, and what is left of another column once they are taken out. Pure.
#pragma once

#include <span>
#include <vector>

namespace nigiwai::insight {

using Column = std::vector<double>;  // a number for each show

double product(std::span<const double> a, std::span<const double> b);

// Columns made orthonormal as they come (modified Gram-Schmidt).
class Basis {
 public:
  // Leaves out a column of which the others leave next to nothing.
  void add(Column column);
  // The part of `column` that the basis does not reach.
  Column rest_of(Column column) const;
  std::span<const Column> columns() const { return columns_; }
  std::size_t size() const { return columns_.size(); }

 private:
  std::vector<Column> columns_;
};

}  // namespace nigiwai::insight
