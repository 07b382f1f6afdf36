#include "insight/visits/folding.h"

#include <algorithm>

#include "insight/visits/people_sums.h"

namespace nigiwai::insight {
namespace {

// One viewer at one show at one moment; what changed in who they count as is added when this goes.
class Presence {
 public:
  Presence(Book& book, Show& show, Viewer& viewer, const Fact& fact)
      : book_(book), show_(show), viewer_(viewer), fact_(fact), watcher_(book.watcher(show, viewer)) {
    before_ = watcher_.did;
    returned_before_ = watcher_.returning;
    half_ = half_of();
    auto& visits = watcher_.visits[index()];
    if (visits == 0 || fact.time - visit().last_at > kIdleMs) {
      if (watcher_.visits[0] + watcher_.visits[1] > 0) reach(Stage::kIdentify);  // came back
      book.begin_visit(show, viewer, watcher_, half_, fact.time);
    }
    visit().last_at = std::max(visit().last_at, fact.time);
    show.touched = fact.time;
    viewer.last_show = show.id;
    viewer.last_at = fact.time;
    book.note(viewer);
  }
  Presence(const Presence&) = delete;
  Presence& operator=(const Presence&) = delete;
  ~Presence() {
    if (watcher_.did == before_ && watcher_.returning == returned_before_) return;  // mostly
    const auto before = people_of(before_, returned_before_);
    const auto now = people_of(watcher_.did, watcher_.returning);
    for (std::size_t half = 0; half < kHalves; ++half) {
      for (std::size_t sum = 0; sum < kPeopleSums; ++sum) {
        if (now[half][sum] != before[half][sum])
          book_.add(show_, static_cast<Half>(half), static_cast<Sum>(sum), now[half][sum] ? 1 : -1,
                    fact_.time);
      }
    }
  }

  Half half() const { return half_; }
  Visit& visit() { return watcher_.latest[index()]; }
  Watcher& watcher() { return watcher_; }

  void did(unsigned bits) { watcher_.did[index()] |= static_cast<std::uint16_t>(bits); }
  void count(Sum sum, std::int64_t by = 1) {
    book_.add(show_, half_, sum, by, fact_.time);
    book_.add(show_, Half::kTogether, sum, by, fact_.time);
  }
  // Somebody took part by this.
  void act(Sum sum, std::int64_t by = 1, unsigned more = 0) {
    did(kActed | more);
    count(sum, by);
    count(Sum::kActions);
  }
  void mark(Mark mark, std::int64_t by = 1) { book_.mark(show_, half_, mark, fact_.at, by); }
  void mark_at(Mark mark, std::int64_t at, std::int64_t by) { book_.mark(show_, half_, mark, at, by); }
  void reach(Stage stage) {
    auto& reached = watcher_.reached[static_cast<std::size_t>(stage)];
    if (reached != 0) return;
    reached = fact_.time;
    did(unsigned{kSympathized} << static_cast<unsigned>(stage));
  }
  Interest& interest() { return book_.interest(viewer_, book_.product(fact_.product), show_.id); }

 private:
  std::size_t index() const { return static_cast<std::size_t>(half_); }
  Half half_of() const {
    if (show_.ended_at == 0) return Half::kLive;
    return half_after_end(show_.ended_at, fact_.time, watcher_.visits[0] > 0);
  }

  Book& book_;
  Show& show_;
  Viewer& viewer_;
  const Fact& fact_;
  Watcher& watcher_;
  Half half_ = Half::kLive;
  std::array<std::uint16_t, 2> before_{};
  bool returned_before_ = false;
};

void first(std::int64_t& moment, std::int64_t time) {
  if (moment == 0) moment = time;
}

// How long the show is, as far as was known then.
std::int64_t length_at(const Show& show, std::int64_t time) {
  if (show.length_ms > 0) return show.length_ms;
  return show.live_at == 0 ? 0 : std::max<std::int64_t>(0, time - show.live_at) + kClockSlackMs;
}

void mark_played(Presence& presence, const Fact& fact, std::int64_t length) {
  const auto until = std::min(fact.to, std::min(length, kMostSlices * kSliceMs));
  for (auto at = std::max<std::int64_t>(0, fact.from); at < until;) {
    const auto next = std::min(until, (at / kSliceMs + 1) * kSliceMs);
    presence.mark_at(Mark::kWatchedMs, at, next - at);
    at = next;
  }
}

void fold_played(Book& book, Show& show, Viewer& viewer, Presence& presence, const Fact& fact) {
  auto& visit = presence.visit();
  const auto length = length_at(show, fact.time);
  visit.raw_ms += fact.to - fact.from;
  const auto played = std::max(visit.played_ms, std::min(visit.raw_ms, length));
  const auto more = played - visit.played_ms;
  const bool was_view = visit.played_ms >= kViewLeastMs;
  visit.played_ms = played;
  presence.watcher().played_ms += more;
  presence.count(Sum::kWatchedMs, more);
  mark_played(presence, fact, length);
  if (visit.entered_ms < 0) {
    visit.entered_ms = fact.from;
    first(presence.watcher().began_at, visit.began_at);
    presence.mark_at(Mark::kEntered, fact.from, 1);
  } else {
    presence.mark_at(Mark::kWent, visit.left_ms, -1);
  }
  visit.left_ms = fact.to;
  presence.mark_at(Mark::kWent, fact.to, 1);
  if (!was_view && visit.played_ms >= kViewLeastMs) {
    presence.count(Sum::kViews);
    auto& watcher = presence.watcher();
    if (((watcher.did[0] | watcher.did[1]) & kViewed) == 0) {
      watcher.returning = book.returning_of ? book.returning_of(viewer) : viewer.shows > 0;
      ++viewer.shows;
    }
    presence.did(kViewed);
  }
  if (presence.watcher().played_ms >= kSympathyMs) presence.reach(Stage::kSympathize);
}

// Shows in which the buyer saw the product before, not too long ago.
void influence(Book& book, Viewer& viewer, const Fact& fact, const Purchase& purchase, std::int64_t own) {
  for (const auto& share : fact.products) {
    const auto product = book.product(share.product);
    for (const auto& interest : viewer.interests) {
      if (interest.product != product || interest.show == own || interest.seen_at == 0) continue;
      const auto lag = fact.time - interest.seen_at;
      if (lag > kLongestInfluenceMs) continue;
      const auto* show = book.met(interest.show);
      const bool live = show == nullptr || show->ended_at == 0 || interest.seen_at <= show->ended_at;
      book.sell({.show = interest.show,
                 .purchase = purchase.id,
                 .product = product,
                 .influenced = true,
                 .half = live ? Half::kLive : Half::kArchive,
                 .at = 0,
                 .amount = share.amount,
                 .lag_ms = lag});
    }
  }
}

void sell(Book& book, const Show& show, const Fact& fact, const Purchase& purchase, Half half) {
  for (const auto& share : fact.products) {
    book.sell({.show = show.id,
               .purchase = purchase.id,
               .product = book.product(share.product),
               .influenced = false,
               .half = half,
               .at = fact.at,
               .amount = share.amount});
  }
}

Purchase& place(Book& book, const Fact& fact, std::int64_t viewer) {
  auto& purchase = book.purchase(fact.order);
  if (purchase.placed_at == 0) {
    purchase.placed_at = fact.time;
    purchase.position = fact.position;
  }
  if (purchase.viewer == 0) purchase.viewer = viewer;
  purchase.total += fact.amount;
  purchase.paid = purchase.paid || fact.paid;
  return purchase;
}

// Told by another shop, of nobody we know.
void fold_unknown_buyer(Book& book, Show& show, const Fact& fact) {
  const auto& purchase = place(book, fact, 0);
  const auto half = show.ended_at == 0 ? Half::kLive : Half::kArchive;
  for (const auto each : {half, Half::kTogether}) {
    book.add(show, each, Sum::kOrders, 1, fact.time);
    book.add(show, each, Sum::kPieces, fact.pieces, fact.time);
    book.add(show, each, Sum::kPlaced, fact.amount, fact.time);
  }
  book.mark(show, half, Mark::kOrders, fact.at, 1);
  book.mark(show, half, Mark::kPlaced, fact.at, fact.amount);
  sell(book, show, fact, purchase, half);
}

void fold_order(Book& book, Show& show, Viewer& viewer, Presence& presence, const Fact& fact) {
  const auto& purchase = place(book, fact, viewer.id);
  presence.did(kBought);
  presence.count(Sum::kOrders);
  presence.count(Sum::kPieces, fact.pieces);
  presence.count(Sum::kPlaced, fact.amount);
  presence.mark(Mark::kOrders);
  presence.mark(Mark::kPlaced, fact.amount);
  presence.reach(Stage::kParticipate);
  sell(book, show, fact, purchase, presence.half());
  for (const auto& share : fact.products) {
    first(book.interest(viewer, book.product(share.product), show.id).ordered_at, fact.time);
  }
  influence(book, viewer, fact, purchase, show.id);
}

void fold_at_show(Book& book, Show& show, Viewer& viewer, const Fact& fact) {
  Presence presence(book, show, viewer, fact);
  switch (fact.what) {
    case What::kPlayed:
      return fold_played(book, show, viewer, presence, fact);
    case What::kSought:
      if (fact.to < fact.from) presence.reach(Stage::kIdentify);  // looked once more
      return;
    case What::kHearts:
      presence.act(Sum::kHearts, fact.from);
      presence.mark(Mark::kHearts, fact.from);
      return presence.reach(Stage::kSympathize);
    case What::kChat:
      presence.act(Sum::kChats, 1, kChatted);
      presence.mark(Mark::kChats);
      return presence.reach(Stage::kParticipate);
    case What::kQuestion:
      presence.act(Sum::kQuestions, 1, kAsked);
      presence.mark(Mark::kQuestions);
      return presence.reach(Stage::kIdentify);
    case What::kSecond:
      return presence.act(Sum::kSeconds);
    case What::kVote:
      presence.act(Sum::kVotes);
      return presence.reach(Stage::kParticipate);
    case What::kSave:
      presence.act(Sum::kSaves, 1, kSaved);
      presence.mark(Mark::kSaves);
      first(presence.interest().saved_at, fact.time);
      return presence.reach(Stage::kIdentify);
    case What::kSeen: {
      presence.count(Sum::kSeen);
      auto& interest = presence.interest();
      first(interest.seen_at, fact.time);
      ++interest.seen;
      return;
    }
    case What::kOpened: {
      presence.did(kOpenedOne);
      presence.count(Sum::kOpened);
      presence.mark(Mark::kOpened);
      auto& interest = presence.interest();
      first(interest.opened_at, fact.time);
      ++interest.opened;
      return presence.reach(Stage::kIdentify);
    }
    case What::kCart:
      return presence.count(Sum::kCarts);
    case What::kShare:
      presence.act(Sum::kShares, 1, kShared);
      return presence.reach(Stage::kSpread);
    case What::kFollow:
      presence.act(Sum::kFollows);
      return presence.reach(Stage::kParticipate);
    case What::kOrder:
      return fold_order(book, show, viewer, presence, fact);
    default:
      return;
  }
}

void fold_afterwards(Book& book, const Fact& fact) {
  auto& purchase = book.purchase(fact.order);
  switch (fact.what) {
    case What::kPaid:
      purchase.paid = true;
      return;
    case What::kCancelled:
      purchase.cancelled = true;
      return;
    default:
      if (purchase.refunded_at == fact.time) return;  // the same, told in another show of the order
      purchase.refunded += fact.amount;
      purchase.refunded_at = fact.time;
      return;
  }
}

// Of the shop's own timeline.
void fold_elsewhere(Book& book, const Fact& fact) {
  if (fact.viewer.empty()) {
    if (fact.what == What::kOrder) place(book, fact, 0);
    return;
  }
  auto& viewer = book.viewer(fact.viewer);
  if (fact.what == What::kOrder) {
    const auto& purchase = place(book, fact, viewer.id);
    for (const auto& share : fact.products)
      first(book.interest(viewer, book.product(share.product), 0).ordered_at, fact.time);
    return influence(book, viewer, fact, purchase, 0);
  }
  // Somebody who follows while they watch does so at that show.
  if (fact.what != What::kFollow || viewer.last_show == 0 || fact.time - viewer.last_at > kIdleMs) return;
  auto* show = book.met(viewer.last_show);
  if (show == nullptr) return;
  book.followed(*show, fact.position);
  fold_at_show(book, *show, viewer, fact);
}

}  // namespace

void fold(Book& book, const Fact& fact) {
  if (fact.what >= What::kPaid) return fold_afterwards(book, fact);
  if (fact.show.empty()) return fold_elsewhere(book, fact);
  auto& show = book.show(fact.show);
  if (!show.counted) return;
  if (fact.what == What::kStarted || fact.what == What::kEnded) {
    auto& moment = fact.what == What::kStarted ? show.live_at : show.ended_at;
    first(moment, fact.time);
    if (fact.what == What::kEnded) show.length_ms = fact.at;
    show.dirty = true;
    return;
  }
  if (!fact.viewer.empty()) return fold_at_show(book, show, book.viewer(fact.viewer), fact);
  if (fact.what == What::kOrder) fold_unknown_buyer(book, show, fact);
}

}  // namespace nigiwai::insight
