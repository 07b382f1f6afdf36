#include "timeline/admission.h"

#include <vector>

namespace nigiwai::timeline {
namespace {

constexpr std::size_t kTicketLength = 20;

}  // namespace

// Looks at all of them, so not more than once a second.
void Admission::forget(SteadyTime now) {
  if (now - looked_ < std::chrono::seconds(1)) return;
  looked_ = now;
  std::erase_if(called_, [&](const auto& each) { return each.second <= now; });
  std::vector<std::string> gone;
  for (const auto& [ticket, entry] : line_) {
    if (now - entry.heard > kLinePatience) gone.push_back(ticket);
  }
  for (const auto& ticket : gone) leave(ticket);
}

void Admission::leave(const std::string& ticket) {
  const auto found = line_.find(ticket);
  if (found == line_.end()) return;
  order_.erase(found->second.number);
  line_.erase(found);
}

Admission::Answer Admission::ask(const std::string& ticket, std::size_t inside, SteadyTime now) {
  forget(now);
  if (const auto called = called_.find(ticket); called != called_.end() && called->second > now)
    return {ticket, 0};
  const auto free = seats_ > spoken_for(inside) ? seats_ - spoken_for(inside) : 0;
  auto found = line_.find(ticket);
  if (found == line_.end()) {
    const bool at_once = line_.size() < free;
    if (!at_once && line_.size() >= kMostInLine) return {{}, line_.size() + 1};
    const auto fresh = random_.token(kTicketLength);
    if (at_once) {
      called_[fresh] = now + kSeatKept;
      return {fresh, 0};
    }
    found = line_.emplace(fresh, Entry{next_++, now}).first;
    order_.insert({found->second.number, fresh});
  }
  found->second.heard = now;
  const auto before = order_.order_of_key(found->second.number);
  if (before >= free) return {found->first, before + 1};
  const auto theirs = found->first;
  called_[theirs] = now + kSeatKept;
  leave(theirs);
  return {theirs, 0};
}

bool Admission::enter(const std::string& ticket, Guest guest, std::size_t inside, SteadyTime now) {
  forget(now);
  if (const auto called = called_.find(ticket); called != called_.end() && called->second > now) {
    called_.erase(called);
    return true;
  }
  if (guest != Guest::kNew) return inside < seats_ + seats_ / kSpareShare + 1;
  // Without a ticket, past nobody.
  return line_.empty() && spoken_for(inside) < seats_;
}

}  // namespace nigiwai::timeline
