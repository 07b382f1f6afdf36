#include "timeline/admission.h"

#include <gtest/gtest.h>

namespace nigiwai::timeline {
namespace {

using Guest = Admission::Guest;
using namespace std::chrono_literals;

struct Door {
  SeededRandom random{1};
  Admission admission{3, random};
  SteadyTime now{};
};

TEST(Admission, LetsEverybodyInWhileThereIsRoom) {
  Door door;
  for (std::size_t inside = 0; inside < 3; ++inside) {
    EXPECT_TRUE(door.admission.enter("", Guest::kNew, inside, door.now));
  }
  EXPECT_FALSE(door.admission.enter("", Guest::kNew, 3, door.now));
}

TEST(Admission, TellsPlacesInOrderAndCallsTheFirstWhenASeatIsFree) {
  Door door;
  const auto first = door.admission.ask("", 3, door.now);
  const auto second = door.admission.ask("", 3, door.now);
  EXPECT_EQ(first.place, 1U);
  EXPECT_EQ(second.place, 2U);
  EXPECT_EQ(door.admission.ask(second.ticket, 2, door.now).place, 2U) << "the free seat is the first one's";
  EXPECT_FALSE(door.admission.enter("", Guest::kNew, 2, door.now)) << "nobody passes a line";
  EXPECT_FALSE(door.admission.enter(second.ticket, Guest::kNew, 2, door.now));
  EXPECT_EQ(door.admission.ask(first.ticket, 2, door.now).place, 0U);
  EXPECT_EQ(door.admission.ask(second.ticket, 2, door.now).place, 1U) << "the seat is kept for the first";
  EXPECT_TRUE(door.admission.enter(first.ticket, Guest::kNew, 2, door.now));
  EXPECT_FALSE(door.admission.enter(first.ticket, Guest::kNew, 3, door.now)) << "a ticket is good for once";
}

TEST(Admission, ForgetsWhoIsNotHeardOf) {
  Door door;
  const auto first = door.admission.ask("", 3, door.now);
  const auto second = door.admission.ask("", 3, door.now);
  door.now += 15s;
  EXPECT_EQ(door.admission.ask(second.ticket, 3, door.now).place, 2U);
  door.now += 15s;
  EXPECT_EQ(door.admission.ask(second.ticket, 3, door.now).place, 1U);
  EXPECT_EQ(door.admission.ask(first.ticket, 3, door.now).place, 2U) << "at the end, with a new ticket";
  EXPECT_EQ(door.admission.waiting(), 2U);
}

TEST(Admission, GivesASeatThatWasNotTakenToTheNext) {
  Door door;
  const auto first = door.admission.ask("", 3, door.now);
  const auto second = door.admission.ask("", 3, door.now);
  EXPECT_EQ(door.admission.ask(first.ticket, 2, door.now).place, 0U);
  door.now += 16s;
  EXPECT_EQ(door.admission.ask(second.ticket, 2, door.now).place, 0U);
  EXPECT_FALSE(door.admission.enter(first.ticket, Guest::kNew, 2, door.now));
}

TEST(Admission, KeepsSpareSeatsForThoseWhoComeBackAndForStaff) {
  SeededRandom random{1};
  Admission admission(100, random);
  EXPECT_FALSE(admission.enter("", Guest::kNew, 100, {}));
  EXPECT_TRUE(admission.enter("", Guest::kReturning, 100, {}));
  EXPECT_TRUE(admission.enter("", Guest::kStaff, 105, {}));
  EXPECT_FALSE(admission.enter("", Guest::kReturning, 106, {}));
}

}  // namespace
}  // namespace nigiwai::timeline
