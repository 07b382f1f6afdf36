#include "social/partners/partner_events.h"

#include <boost/json/serialize.hpp>
#include <map>

#include "show/shows.h"
#include "timeline/journal_pages.h"
#include "timeline/reading.h"

namespace nigiwai::social {
namespace {

bool is_order(const timeline::Event& event) { return event.kind.starts_with("order."); }

json::object shown_of(const timeline::Event& event, const timeline::View& everybody) {
  auto shown = timeline::to_json(event, everybody);
  if (is_order(event)) {
    shown.erase("by");
    shown["data"].as_object().erase("text");
  }
  shown["position"] = event.position;
  shown["show"] = event.show.empty() ? json::value() : json::value(event.show);
  return shown;
}

}  // namespace

PartnerPage partner_events(store::Database& db, const std::string& secret, const PartnerAsked& asked) {
  const timeline::View everybody{.secret = secret};
  std::map<std::string, bool> known;
  const auto is_known = [&](const std::string& show) {
    const auto [found, fresh] = known.try_emplace(show);
    if (fresh) found->second = show.empty() || show::find_for(db, show, http::Caller{}).has_value();
    return found->second;
  };
  PartnerPage page{.next = asked.after};
  std::size_t bytes = 0;
  const auto events = timeline::events_behind(db, asked.after, asked.looked_at);
  for (const auto& event : events) {
    if (event.position > asked.until) return page;
    const bool wanted = !asked.wanted || asked.wanted(event.kind);
    const bool allowed = timeline::may_see(event, everybody) || (asked.orders && is_order(event));
    if (wanted && allowed && is_known(event.show)) {
      PartnerEvent found{
          .position = event.position, .accepted_at = event.accepted_at, .shown = shown_of(event, everybody)};
      bytes += json::serialize(found.shown).size();
      if (!page.events.empty() && (page.events.size() >= asked.most || bytes > asked.most_bytes)) {
        page.more = true;
        return page;
      }
      page.events.push_back(std::move(found));
    }
    page.next = event.position;
  }
  page.more = static_cast<std::int64_t>(events.size()) == asked.looked_at;
  return page;
}

}  // namespace nigiwai::social
