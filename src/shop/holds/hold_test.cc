#include "shop/holds/hold.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <map>
#include <set>

namespace nigiwai::shop {
namespace {

using Kind = HoldAnswer::Kind;
using What = Happening::What;

constexpr WallTime kNow{Milliseconds{1'000'000}};
constexpr std::chrono::seconds kKept{20};

AskHold wants(const std::string& person, std::int64_t quantity = 1, Waitlist waitlist = Waitlist::kOn) {
  return {.id = "h-" + person,
          .person = person,
          .quantity = quantity,
          .keep = kKept,
          .waitlist = waitlist,
          .from = {}};
}

struct Hold : testing::Test {
  Kind ask_for(const AskHold& wanted) { return ask(book, wanted, now, happened).kind; }
  void settle_after(Milliseconds later) { settle(book, now += later, happened); }
  std::vector<std::string> granted() const {
    std::vector<std::string> ids;
    for (const auto& each : happened) {
      if (each.what == What::kGranted) ids.push_back(each.hold.person);
    }
    return ids;
  }
  HoldBook book;
  WallTime now = kNow;
  Happenings happened;
};

TEST_F(Hold, TakesFreePiecesUntilItsTime) {
  book.left = 3;
  const auto answer = ask(book, wants("a", 2), now, happened);
  ASSERT_EQ(answer.kind, Kind::kHeld);
  EXPECT_EQ(answer.hold.until, kNow + kKept);
  EXPECT_EQ(book.left, 1);
  settle_after(Milliseconds(19'999));
  EXPECT_EQ(book.left, 1);
  settle_after(Milliseconds(1));
  EXPECT_EQ(book.left, 3);
  EXPECT_EQ(happened.back().what, What::kExpired);
}

TEST_F(Hold, IsOneAPersonAndAskingAgainAnswersIt) {
  book.left = 5;
  ask_for(wants("a", 2));
  now += Milliseconds(5000);
  const auto again = ask(book, wants("a", 4), now, happened);
  EXPECT_EQ(again.kind, Kind::kHeld);
  EXPECT_EQ(again.hold.quantity, 2);
  EXPECT_EQ(again.hold.until, kNow + kKept) << "asking again keeps nothing longer";
  EXPECT_EQ(happened.size(), 1u);
}

TEST_F(Hold, NobodyWaitsForWhatCouldBeHadNow) {
  book.left = 2;
  const auto answer = ask(book, wants("a", 3), now, happened);
  EXPECT_EQ(answer.kind, Kind::kSoldOut);
  EXPECT_EQ(answer.left, 2);
  EXPECT_TRUE(book.line.empty());
}

TEST_F(Hold, WithoutAWaitlistItIsSoldOut) {
  EXPECT_EQ(ask_for(wants("a", 1, Waitlist::kOff)), Kind::kSoldOut);
  EXPECT_EQ(ask_for(wants("a")), Kind::kWaits);
}

TEST_F(Hold, GoesToTheNextInLineWhenItExpires) {
  book.left = 1;
  ask_for(wants("a"));
  EXPECT_EQ(ask_for(wants("b")), Kind::kWaits);
  EXPECT_EQ(ask_for(wants("c")), Kind::kWaits);
  EXPECT_EQ(place_of(book, "c"), 2u);
  settle_after(kKept);
  EXPECT_EQ(granted(), (std::vector<std::string>{"b"}));
  EXPECT_EQ(book.held.at(0).until, now + kKept);
  EXPECT_EQ(book.held.at(0).id, "h-b");
  EXPECT_EQ(place_of(book, "c"), 1u);
}

TEST_F(Hold, GoesToTheNextInLineWhenItIsGivenBack) {
  book.left = 1;
  ask_for(wants("a"));
  ask_for(wants("b"));
  EXPECT_TRUE(give_back(book, "h-a", happened));
  settle(book, now, happened);
  EXPECT_EQ(granted(), (std::vector<std::string>{"b"}));
  EXPECT_FALSE(give_back(book, "h-a", happened));
}

TEST_F(Hold, TheFirstWaitsForTheWholeQuantityAndNobodyPasses) {
  book.left = 3;
  for (const auto* person : {"a", "b", "c"}) ask_for(wants(person));
  ask_for(wants("d", 2));
  ask_for(wants("e", 1));
  give_back(book, "h-a", happened);
  settle(book, now, happened);
  EXPECT_TRUE(granted().empty()) << "one piece is set aside for d; e, who wants just one, stays behind";
  EXPECT_EQ(book.line[0].gathered, 1);
  EXPECT_EQ(book.left, 0);
  give_back(book, "h-b", happened);
  settle(book, now, happened);
  EXPECT_EQ(granted(), (std::vector<std::string>{"d"}));
  EXPECT_EQ(book.held.back().quantity, 2);
}

TEST_F(Hold, PiecesSetAsideGoOnWhenTheFirstLeaves) {
  book.left = 2;
  ask_for(wants("a"));
  ask_for(wants("b"));
  ask_for(wants("c", 2));
  ask_for(wants("d"));
  give_back(book, "h-a", happened);
  settle(book, now, happened);
  EXPECT_TRUE(give_back(book, "h-c", happened));
  settle(book, now, happened);
  EXPECT_EQ(granted(), (std::vector<std::string>{"d"}));
}

TEST_F(Hold, TheFirstGetsFewerWhenNoMoreCanComeBack) {
  book.left = 1;
  ask_for(wants("a"));
  ask_for(wants("b", 2));
  settle_after(kKept);
  EXPECT_EQ(granted(), (std::vector<std::string>{"b"}));
  EXPECT_EQ(book.held.at(0).quantity, 1);
}

TEST_F(Hold, ALineThatIsFullTakesNobody) {
  for (std::size_t i = 0; i < kLongestLine; ++i) EXPECT_EQ(ask_for(wants(std::to_string(i))), Kind::kWaits);
  EXPECT_EQ(ask_for(wants("late")), Kind::kLineFull);
  EXPECT_EQ(book.line.size(), kLongestLine);
}

// Whatever people do and in whatever order: pieces are neither made nor lost, nobody stands twice, nothing is
// free while somebody waits, and the line is served in order.
RC_GTEST_PROP(HoldBook, KeepsItsPiecesAndItsOrder, ()) {
  HoldBook book{.left = *rc::gen::inRange<std::int64_t>(0, 12)};
  auto stock = book.left;  // less what was sold
  WallTime now = kNow;
  std::map<std::string, std::size_t> joined;  // by id, when it joined
  std::map<std::string, std::int64_t> wanted;
  std::size_t joins = 0, last_granted = 0, ids = 0;
  const auto steps = *rc::gen::inRange(1, 60);
  for (int step = 0; step < steps; ++step) {
    Happenings happened;
    const auto before = book;
    switch (*rc::gen::inRange(0, 6)) {
      case 0:
      case 1: {
        const AskHold asked{.id = "h" + std::to_string(++ids),
                            .person = "p" + std::to_string(*rc::gen::inRange(0, 9)),
                            .quantity = *rc::gen::inRange<std::int64_t>(1, 4),
                            .keep = std::chrono::seconds(*rc::gen::inRange(20, 40)),
                            .waitlist = *rc::gen::inRange(0, 8) == 0 ? Waitlist::kOff : Waitlist::kOn,
                            .from = {}};
        wanted[asked.id] = asked.quantity;
        const auto answer = ask(book, asked, now, happened);
        if (answer.kind == Kind::kSoldOut) RC_ASSERT(book == before);
        break;
      }
      case 2:
        if (!book.held.empty()) {
          give_back(book, book.held[*rc::gen::inRange<std::size_t>(0, book.held.size())].id, happened);
        }
        break;
      case 3:
        if (!book.line.empty()) {
          give_back(book, book.line[*rc::gen::inRange<std::size_t>(0, book.line.size())].id, happened);
        }
        break;
      case 4:  // somebody pays
        if (!book.held.empty()) {
          stock -= book.held.front().quantity;
          book.held.erase(book.held.begin());
        }
        break;
      default: {  // the shop gets some
        const auto more = *rc::gen::inRange<std::int64_t>(0, 3);
        book.left += more;
        stock += more;
      }
    }
    now += Milliseconds(*rc::gen::inRange(0, 15'000));
    settle(book, now, happened);

    for (const auto& each : happened) {
      if (each.what == What::kJoined) joined[each.waiting.id] = ++joins;
      if (each.what != What::kGranted) continue;
      RC_ASSERT(joined.at(each.hold.id) > last_granted);
      last_granted = joined.at(each.hold.id);
      RC_ASSERT((each.hold.quantity >= 1 && each.hold.quantity <= wanted.at(each.hold.id)));
    }
    auto pieces = book.left;
    std::set<std::string> people;
    for (const auto& hold : book.held) {
      pieces += hold.quantity;
      RC_ASSERT(hold.until > now);
      RC_ASSERT(people.insert(hold.person).second);
    }
    std::size_t last = 0;
    for (const auto& waiting : book.line) {
      pieces += waiting.gathered;
      RC_ASSERT(people.insert(waiting.person).second);
      RC_ASSERT(waiting.gathered < waiting.quantity);
      RC_ASSERT((&waiting == &book.line.front() || waiting.gathered == 0));
      RC_ASSERT(joined.at(waiting.id) > last);
      last = joined.at(waiting.id);
    }
    RC_ASSERT(pieces == stock);
    RC_ASSERT(book.left >= 0);
    RC_ASSERT((book.line.empty() || book.left == 0));
    RC_ASSERT((book.line.empty() || !book.held.empty() || book.line.front().gathered == 0));
  }
}

}  // namespace
}  // namespace nigiwai::shop
