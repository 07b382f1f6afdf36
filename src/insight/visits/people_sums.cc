#include "insight/visits/people_sums.h"

namespace nigiwai::insight {
namespace {

void count_as(std::array<bool, kPeopleSums>& as, unsigned did, bool returning) {
  const auto is = [&](Sum sum, bool yes) { as[static_cast<std::size_t>(sum)] = yes; };
  const auto has = [&](unsigned bit) { return (did & bit) != 0; };
  is(Sum::kViewers, has(kViewed));
  is(Sum::kEngaged, has(kViewed) && has(kActed));
  is(Sum::kBuyers, has(kBought));
  is(Sum::kBuyingViewers, has(kViewed) && has(kBought));
  is(Sum::kVisitors, has(kOpenedOne));
  is(Sum::kBuyingVisitors, has(kOpenedOne) && has(kBought));
  is(Sum::kChatters, has(kChatted));
  is(Sum::kAskers, has(kAsked));
  is(Sum::kSavers, has(kSaved));
  is(Sum::kSharers, has(kShared));
  is(Sum::kReturning, has(kViewed) && returning);
  is(Sum::kSympathized, has(kSympathized));
  is(Sum::kIdentified, has(kIdentified));
  is(Sum::kParticipated, has(kParticipated));
  is(Sum::kSpread, has(kSpreadIt));
}

}  // namespace

CountsAs people_of(const std::array<std::uint16_t, 2>& did, bool returning) {
  CountsAs people{};
  count_as(people[0], did[0], returning);
  count_as(people[1], did[1], returning);
  count_as(people[2], did[0] | did[1], returning);
  return people;
}

}  // namespace nigiwai::insight
