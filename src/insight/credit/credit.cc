#include "insight/credit/credit.h"

#include <algorithm>
#include <set>

namespace nigiwai::insight {
namespace {

void share(Credits& credits, Credit StaffCredit::* rule, const std::vector<std::string>& among,
           const SaleMade& sale) {
  const auto parts = static_cast<std::int64_t>(among.size());
  for (const auto& handle : among) {
    auto& credit = credits[handle].*rule;
    ++credit.sales;
    credit.amount += sale.amount / parts;
    credit.net += sale.net / parts;
  }
}

// Those of the cast who spoke up shortly before.
std::vector<std::string> present_at(std::int64_t at, std::span<const std::string> cast,
                                    std::span<const Act> acts) {
  std::set<std::string> spoke;
  const auto end = std::ranges::upper_bound(acts, at, {}, &Act::at);
  for (auto act = end; act != acts.begin();) {
    --act;
    if (at - act->at > kMomentMs) break;
    if (std::ranges::find(cast, act->handle) != cast.end()) spoke.insert(act->handle);
  }
  return {spoke.begin(), spoke.end()};
}

void assist(Credits& credits, const SaleMade& sale, std::span<const Act> acts) {
  std::set<std::string> helped;
  for (const auto& act : acts) {
    if (act.at > sale.at) break;
    if (!act.asker.empty() && act.asker == sale.buyer) helped.insert(act.handle);
  }
  for (const auto& handle : helped) {
    auto& credit = credits[handle].assists;
    ++credit.sales;
    credit.amount += sale.amount;
    credit.net += sale.net;
  }
}

}  // namespace

void add_credit(Credits& credits, std::span<const std::string> cast, std::span<const SaleMade> sales,
                std::span<const Act> acts) {
  const std::vector<std::string> all(cast.begin(), cast.end());
  for (const auto& sale : sales) {
    if (sale.influenced) {
      if (!all.empty()) share(credits, &StaffCredit::influenced, all, sale);
      continue;
    }
    if (!all.empty()) {
      share(credits, &StaffCredit::of_cast, all, sale);
      const auto present = present_at(sale.at, cast, acts);
      share(credits, &StaffCredit::of_moment, present.empty() ? all : present, sale);
    }
    if (!sale.buyer.empty()) assist(credits, sale, acts);
  }
}

}  // namespace nigiwai::insight
