#include "show/marks.h"

#include <boost/json/parse.hpp>

namespace nigiwai::show {
namespace {

constexpr Milliseconds kShortestGap{100};

bool is_pin(const Mark& mark) { return mark.kind == MarkKind::kPinned || mark.kind == MarkKind::kUnpinned; }

MarkKind kind_of(std::string_view kind) {
  if (kind == "product.pinned") return MarkKind::kPinned;
  if (kind == "product.unpinned") return MarkKind::kUnpinned;
  return kind == "picture.started" ? MarkKind::kPictureStarted : MarkKind::kPictureLost;
}

}  // namespace

std::vector<Mark> marks_of(store::Database& db, const std::string& show) {
  std::vector<Mark> marks;
  auto rows = db.query(
      "SELECT at, seq, kind, data FROM event INDEXED BY event_of_state WHERE show = ? AND "
      "kind IN ('product.pinned', 'product.unpinned', 'picture.started', 'picture.lost') ORDER BY at, seq",
      show);
  while (rows.next()) {
    Mark mark{.at = Milliseconds(rows.integer(0)),
              .seq = rows.integer(1),
              .kind = kind_of(rows.text(2)),
              .product = {}};
    if (mark.kind == MarkKind::kPinned)
      mark.product = boost::json::parse(rows.text(3)).at("product").as_string();
    marks.push_back(std::move(mark));
  }
  return marks;
}

std::optional<Pin> pin_at(std::span<const Mark> marks, Milliseconds at) {
  std::optional<Pin> pin;
  for (const auto& mark : marks) {
    if (mark.at > at) break;
    if (mark.kind == MarkKind::kPinned) pin = Pin{mark.product, mark.at, mark.seq};
    if (mark.kind == MarkKind::kUnpinned) pin.reset();
  }
  return pin;
}

std::vector<PinStretch> pin_stretches(std::span<const Mark> marks, std::optional<Milliseconds> length) {
  std::vector<PinStretch> stretches;
  bool open = false;
  for (const auto& mark : marks) {
    if (!is_pin(mark)) continue;
    if (open && mark.kind == MarkKind::kPinned && stretches.back().product == mark.product) continue;
    if (open) stretches.back().until = mark.at;
    open = mark.kind == MarkKind::kPinned;
    if (open) stretches.push_back({mark.product, mark.at, std::nullopt});
  }
  if (open && length) stretches.back().until = *length;
  return stretches;
}

std::vector<PinStretch> outside(std::span<const PinStretch> stretches,
                                std::span<const timeline::Withdrawn> withdrawn) {
  constexpr Milliseconds kFar = Milliseconds::max();
  std::vector<PinStretch> kept;
  for (const auto& each : stretches) {
    for (const auto& left : timeline::left_of(withdrawn, {each.at, each.until.value_or(kFar)})) {
      kept.push_back(
          {each.product, left.from, left.until == kFar ? std::nullopt : std::optional(left.until)});
    }
  }
  return kept;
}

std::optional<Milliseconds> away_since(std::span<const Mark> marks) {
  std::optional<Milliseconds> since = Milliseconds(0);
  for (const auto& mark : marks) {
    if (mark.kind == MarkKind::kPictureStarted) since.reset();
    if (mark.kind == MarkKind::kPictureLost && !since) since = mark.at;
  }
  return since;
}

std::vector<Gap> gaps(std::span<const Mark> marks, Milliseconds clock) {
  std::vector<Gap> found;
  std::optional<Milliseconds> since = Milliseconds(0);
  const auto close = [&](Milliseconds to) {
    if (since && to - *since >= kShortestGap) found.push_back({*since, to});
  };
  for (const auto& mark : marks) {
    if (mark.kind == MarkKind::kPictureStarted) {
      close(mark.at);
      since.reset();
    }
    if (mark.kind == MarkKind::kPictureLost && !since) since = mark.at;
  }
  close(clock);
  return found;
}

boost::json::value to_json(const std::optional<Pin>& pin) {
  if (!pin) return nullptr;
  return boost::json::object{{"product", pin->product}, {"at", pin->at.count()}, {"seq", pin->seq}};
}

boost::json::array to_json(std::span<const PinStretch> stretches) {
  boost::json::array shown;
  for (const auto& stretch : stretches) {
    shown.push_back(
        {{"product", stretch.product},
         {"at", stretch.at.count()},
         {"until", stretch.until ? boost::json::value(stretch.until->count()) : boost::json::value()}});
  }
  return shown;
}

}  // namespace nigiwai::show
