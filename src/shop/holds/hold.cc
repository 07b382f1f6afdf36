#include "shop/holds/hold.h"

#include <algorithm>
#include <tuple>

namespace nigiwai::shop {
namespace {

using What = Happening::What;

void end_due(HoldBook& book, WallTime now, Happenings& happened) {
  std::vector<Held> due;
  std::erase_if(book.held, [&](const Held& hold) {
    if (hold.until > now) return false;
    due.push_back(hold);
    return true;
  });
  std::sort(due.begin(), due.end(),
            [](const Held& a, const Held& b) { return std::tie(a.until, a.id) < std::tie(b.until, b.id); });
  for (auto& hold : due) {
    book.left += hold.quantity;
    happened.push_back({.what = What::kExpired, .hold = std::move(hold), .waiting = {}, .place = 0});
  }
}

void serve_line(HoldBook& book, WallTime now, Happenings& happened) {
  while (!book.line.empty()) {
    auto& first = book.line.front();
    const auto more = std::min(book.left, first.quantity - first.gathered);
    first.gathered += more;
    book.left -= more;
    const bool nothing_may_come = book.held.empty() && first.gathered > 0;
    if (first.gathered < first.quantity && !nothing_may_come) return;
    Held hold{.id = first.id,
              .person = first.person,
              .viewer = first.viewer,
              .quantity = first.gathered,
              .until = now + first.keep,
              .from = first.from};
    book.held.push_back(hold);
    happened.push_back(
        {.what = What::kGranted, .hold = std::move(hold), .waiting = std::move(first), .place = 0});
    book.line.erase(book.line.begin());
  }
}

}  // namespace

std::size_t place_of(const HoldBook& book, const std::string& person) {
  const auto found = std::find_if(book.line.begin(), book.line.end(),
                                  [&](const Waiting& one) { return one.person == person; });
  return found == book.line.end() ? 0 : static_cast<std::size_t>(found - book.line.begin()) + 1;
}

HoldAnswer ask(HoldBook& book, const AskHold& wanted, WallTime now, Happenings& happened) {
  using Kind = HoldAnswer::Kind;
  const auto own = std::find_if(book.held.begin(), book.held.end(),
                                [&](const Held& hold) { return hold.person == wanted.person; });
  if (own != book.held.end()) {
    return {.kind = Kind::kHeld, .hold = *own, .waiting = {}, .place = 0, .left = book.left};
  }
  if (const auto place = place_of(book, wanted.person); place > 0) {
    return {
        .kind = Kind::kWaits, .hold = {}, .waiting = book.line[place - 1], .place = place, .left = book.left};
  }
  if (book.left >= wanted.quantity) {
    Held hold{.id = wanted.id,
              .person = wanted.person,
              .viewer = wanted.viewer,
              .quantity = wanted.quantity,
              .until = now + wanted.keep,
              .from = wanted.from};
    book.left -= wanted.quantity;
    book.held.push_back(hold);
    happened.push_back({.what = What::kMade, .hold = hold, .waiting = {}, .place = 0});
    return {.kind = Kind::kHeld, .hold = std::move(hold), .waiting = {}, .place = 0, .left = book.left};
  }
  if (book.left > 0 || wanted.waitlist == Waitlist::kOff) {
    return {.kind = Kind::kSoldOut, .hold = {}, .waiting = {}, .place = 0, .left = book.left};
  }
  if (book.line.size() >= kLongestLine) return {.kind = Kind::kLineFull};
  Waiting waiting{.id = wanted.id,
                  .person = wanted.person,
                  .viewer = wanted.viewer,
                  .quantity = wanted.quantity,
                  .gathered = 0,
                  .keep = wanted.keep,
                  .from = wanted.from};
  book.line.push_back(waiting);
  happened.push_back({.what = What::kJoined, .hold = {}, .waiting = waiting, .place = book.line.size()});
  return {
      .kind = Kind::kWaits, .hold = {}, .waiting = std::move(waiting), .place = book.line.size(), .left = 0};
}

bool give_back(HoldBook& book, const std::string& id, Happenings& happened) {
  const auto hold =
      std::find_if(book.held.begin(), book.held.end(), [&](const Held& one) { return one.id == id; });
  if (hold != book.held.end()) {
    book.left += hold->quantity;
    happened.push_back({.what = What::kReleased, .hold = std::move(*hold), .waiting = {}, .place = 0});
    book.held.erase(hold);
    return true;
  }
  const auto waiting =
      std::find_if(book.line.begin(), book.line.end(), [&](const Waiting& one) { return one.id == id; });
  if (waiting == book.line.end()) return false;
  book.left += waiting->gathered;
  happened.push_back({.what = What::kLeft, .hold = {}, .waiting = std::move(*waiting), .place = 0});
  book.line.erase(waiting);
  return true;
}

void settle(HoldBook& book, WallTime now, Happenings& happened) {
  end_due(book, now, happened);
  serve_line(book, now, happened);
}

}  // namespace nigiwai::shop
