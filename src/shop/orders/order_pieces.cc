#include "shop/orders/order_pieces.h"

#include <fmt/format.h>

#include <algorithm>

namespace nigiwai::shop {
namespace {

PiecesBySku named_by(const Order& order, Act act) {
  PiecesBySku pieces;
  for (const auto& step : order.steps) {
    if (step.act != act) continue;
    for (const auto& line : step.pieces) pieces[line.sku] += line.quantity;
  }
  return pieces;
}

PiecesBySku less(PiecesBySku pieces, const PiecesBySku& gone) {
  for (const auto& [sku, quantity] : gone) {
    const auto found = pieces.find(sku);
    if (found == pieces.end()) continue;
    found->second -= quantity;
    if (found->second <= 0) pieces.erase(found);
  }
  return pieces;
}

Result<PiecesBySku> checked(const PiecesBySku& left, const PiecesOfStep& wanted) {
  PiecesBySku pieces;
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    const auto& [sku, quantity] = wanted[i];
    const auto found = left.find(sku);
    const auto most = found == left.end() ? 0 : found->second;
    if ((pieces[sku] += quantity) <= most) continue;
    Problem problem{Kind::kInvalid, "invalid",
                    most == 0 ? "None of this is left in the order."
                              : fmt::format("Only {} of this are left in the order.", most),
                    fmt::format("/lines/{}/{}", i, most == 0 ? "sku" : "quantity")};
    problem.extra = {{"sku", sku}, {"left", most}};
    return std::unexpected(std::move(problem));
  }
  return pieces;
}

}  // namespace

PiecesBySku bought(const Order& order) {
  PiecesBySku pieces;
  for (const auto& line : order.lines) pieces[line.sku] += line.quantity;
  return pieces;
}

PiecesBySku returned(const Order& order) {
  return order.restocked ? bought(order) : named_by(order, Act::kRestock);
}

PiecesBySku refunded_pieces(const Order& order) { return named_by(order, Act::kRefund); }

Result<PiecesBySku> to_return(const Order& order, const PiecesOfStep& wanted) {
  auto out = less(bought(order), returned(order));
  if (wanted.empty()) return out;
  return checked(out, wanted);
}

Result<std::int64_t> price_of_refund(const Order& order, const PiecesOfStep& wanted) {
  auto gone = refunded_pieces(order);
  auto pieces = checked(less(bought(order), gone), wanted);
  if (!pieces) return std::unexpected(pieces.error());
  // Lines of one SKU may differ in price: pieces go in the order of the lines, so that all together come to
  // what was paid.
  std::int64_t price = 0;
  for (const auto& line : order.lines) {
    const auto found = pieces->find(line.sku);
    if (found == pieces->end()) continue;
    auto& before = gone[line.sku];
    const auto skipped = std::min(before, line.quantity);
    before -= skipped;
    const auto taken = std::min(line.quantity - skipped, found->second);
    found->second -= taken;
    price += line.unit_price * taken;
  }
  return price;
}

std::vector<std::int64_t> returned_by_line(const Order& order) {
  auto back = returned(order);
  std::vector<std::int64_t> by_line;
  for (const auto& line : order.lines) {
    auto& left = back[line.sku];
    by_line.push_back(std::min(left, line.quantity));
    left -= by_line.back();
  }
  return by_line;
}

std::int64_t count(const PiecesBySku& pieces) {
  std::int64_t sum = 0;
  for (const auto& [sku, quantity] : pieces) sum += quantity;
  return sum;
}

}  // namespace nigiwai::shop
