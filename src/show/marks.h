// What the events of a show make of its state: which product is pinned, and where the picture is away. Pure
// folds over marks in order of (at, seq), the order in which a viewer's playhead meets them.
#pragma once

#include <boost/json/array.hpp>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/clock.h"
#include "store/database.h"
#include "timeline/withdrawn.h"

namespace nigiwai::show {

enum class MarkKind { kPinned, kUnpinned, kPictureStarted, kPictureLost };

struct Mark {
  Milliseconds at{0};
  std::int64_t seq = 0;
  MarkKind kind = MarkKind::kPinned;
  std::string product{};  // of the pins
};

// All marks of a show, in order.
std::vector<Mark> marks_of(store::Database& db, const std::string& show);

struct Pin {
  std::string product;
  Milliseconds at{0};
  std::int64_t seq = 0;
  bool operator==(const Pin&) const = default;
};
// The pin in force at `at`: the latest at or before it, unless an unpin came after.
std::optional<Pin> pin_at(std::span<const Mark> marks, Milliseconds at);

// A stretch in which a product was pinned; open while it is, closed by the length of a show that has ended.
// Pinning what is pinned already goes on with the same stretch.
struct PinStretch {
  std::string product;
  Milliseconds at{0};
  std::optional<Milliseconds> until;
  bool operator==(const PinStretch&) const = default;
};
std::vector<PinStretch> pin_stretches(std::span<const Mark> marks, std::optional<Milliseconds> length);

// Without what is withdrawn: a stretch may become several, or none.
std::vector<PinStretch> outside(std::span<const PinStretch> stretches,
                                std::span<const timeline::Withdrawn> withdrawn);

// Since when the picture is away, at the last mark; nothing while it is on. From 0 until it first started.
std::optional<Milliseconds> away_since(std::span<const Mark> marks);

struct Gap {
  Milliseconds from{0};
  Milliseconds to{0};
  bool operator==(const Gap&) const = default;
};
// Where there is no picture, up to `clock`; nothing shorter than a tenth of a second.
std::vector<Gap> gaps(std::span<const Mark> marks, Milliseconds clock);

boost::json::value to_json(const std::optional<Pin>& pin);
boost::json::array to_json(std::span<const PinStretch> stretches);

}  // namespace nigiwai::show
