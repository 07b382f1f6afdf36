#include "shop/offers/offers.h"

#include <fmt/format.h>

#include <algorithm>

#include "people/audit.h"
#include "shop/offers/offer_store.h"
#include "shop/settings.h"

namespace nigiwai::shop {
namespace {

constexpr std::size_t kIdLength = 14;
const http::Rate kOpenings{"offers opened and closed", 40, Milliseconds(250)};

Problem no_such_offer(std::string field = "") {
  return {Kind::kNotFound, "not-found", "There is no such offer in this show.", std::move(field)};
}

Result<Offer> offer_of(store::Database& db, const std::string& show, const std::string& id,
                       const std::string& field = "") {
  auto found = offer_with_id(db, id);
  if (!found || found->show != show) return std::unexpected(no_such_offer(field));
  return *std::move(found);
}

Result<void> check_targets(store::Database& db, Shelves& shelves, const std::string& show,
                           const Offer& offer) {
  for (std::size_t i = 0; i < offer.targets.size(); ++i) {
    const auto& [product, sku, price] = offer.targets[i];
    if (!shelves.on_shelf(db, show, product)) {
      return invalid(fmt::format("/targets/{}/product", i),
                     "This product is not on the show's shelf. Put it there first.");
    }
    if (sku.empty()) continue;
    auto rows = db.query("SELECT 1 FROM sku WHERE sku = ? AND product = ? AND listed = 1", sku, product);
    if (!rows.next()) return invalid(fmt::format("/targets/{}/sku", i), "The product has no such SKU.");
  }
  return {};
}

Result<void> check_code(store::Database& db, const std::string& show, const Offer& offer) {
  if (offer.code.empty()) return {};
  auto rows =
      db.query("SELECT title FROM offer WHERE show = ? AND code = ? AND id <> ?", show, offer.code, offer.id);
  if (!rows.next()) return {};
  return fail(Kind::kConflict, "conflict",
              fmt::format("The offer '{}' of this show has this code already.", rows.text(0)), "/code");
}

std::unexpected<Problem> not_now(std::string detail, std::string field = "") {
  return fail(Kind::kConflict, "state", std::move(detail), std::move(field));
}

json::object changed_data(const Offer& offer) {
  const auto left = left_of(offer);
  return {{"offer", offer.id}, {"left", left ? json::value(*left) : json::value()}, {"sold", offer.taken}};
}

json::value ms_or_null(const std::optional<Milliseconds>& ms) {
  return ms ? json::value(ms->count()) : json::value();
}

}  // namespace

Result<Offer> prepare_offer(store::Transaction& transaction, const OfferParts& parts, const std::string& show,
                            Offer offer, const http::Caller& by) {
  auto& db = transaction.db();
  const auto times = timeline::times_of(db, show);
  if (!times) return std::unexpected(times.error());
  if (times->ended()) return not_now("The show is over: an offer could not be opened any more.");
  if (auto right = check_targets(db, parts.shelves, show, offer); !right)
    return std::unexpected(right.error());
  offer.show = show;
  offer.id = parts.random.token(kIdLength);
  if (auto free = check_code(db, show, offer); !free) return std::unexpected(free.error());
  {
    auto rows = db.query("SELECT count(*) FROM offer WHERE show = ?", show);
    if (rows.next() && rows.integer(0) >= static_cast<std::int64_t>(kMostOffers)) {
      Problem problem{
          Kind::kConflict, "conflict",
          fmt::format("A show has at most {} offers. Remove one that was never open.", kMostOffers)};
      problem.extra = {{"limit", kMostOffers}};
      return std::unexpected(std::move(problem));
    }
  }
  insert_offer(db, offer);
  people::audit(transaction, by, "offer.prepared", show, {{"offer", offer.id}, {"title", offer.title}});
  return offer;
}

Result<Offer> change_offer(store::Transaction& transaction, const OfferParts& parts, const std::string& show,
                           const std::string& id, Offer offer, const http::Caller& by) {
  auto& db = transaction.db();
  const auto was = offer_of(db, show, id);
  if (!was) return was;
  offer.id = id;
  offer.show = show;
  offer.windows = was->windows;
  offer.taken = was->taken;
  const auto times = timeline::times_of(db, show);
  if (times && times->live() && is_open(*was, show_clock(*times, transaction.now()))) {
    return not_now("The offer is open. Close it first.");
  }
  if (!was->windows.empty()) {
    const auto stays = [](const char* field) {
      return not_now("Viewers have seen this offer, so this stays as it was. Prepare another one.", field);
    };
    if (offer.benefit != was->benefit) return stays("/benefit");
    if (offer.value != was->value) return stays(offer.benefit == Benefit::kPercent ? "/percent" : "/amount");
    if (offer.targets != was->targets) return stays("/targets");
    if (offer.code != was->code) return stays("/code");
  } else if (auto right = check_targets(db, parts.shelves, show, offer); !right) {
    return std::unexpected(right.error());
  }
  if (auto free = check_code(db, show, offer); !free) return std::unexpected(free.error());
  if (offer.pieces && *offer.pieces < offer.taken) {
    Problem problem{Kind::kConflict, "conflict",
                    fmt::format("{} pieces were sold at this price already.", offer.taken), "/pieces"};
    problem.extra = {{"sold", offer.taken}};
    return std::unexpected(std::move(problem));
  }
  update_offer(db, offer);
  people::audit(transaction, by, "offer.changed", show, {{"offer", id}, {"title", offer.title}});
  if (!offer.windows.empty()) {
    auto data = changed_data(offer);
    data["shown"] = to_json(offer, settings(db).currency, OfferReader::kViewer);
    const auto at = times ? show_clock(*times, transaction.now()) : Milliseconds(0);
    parts.journal.append(transaction, show, {.kind = "offer.changed", .data = std::move(data)}, by, at);
  }
  return offer;
}

Result<void> remove_offer(store::Transaction& transaction, const std::string& show, const std::string& id,
                          const http::Caller& by) {
  auto& db = transaction.db();
  const auto was = offer_of(db, show, id);
  if (!was) return std::unexpected(was.error());
  if (!was->windows.empty()) return not_now("Viewers have seen this offer, so it stays in the show's story.");
  remove_offer(db, id);
  people::audit(transaction, by, "offer.removed", show, {{"offer", id}, {"title", was->title}});
  return {};
}

Result<timeline::NewEvent> decide_open(store::Transaction& transaction, const timeline::Command& command,
                                       const timeline::ShowTimes& times, Milliseconds at) {
  auto& db = transaction.db();
  auto found = offer_of(db, command.show, std::string(command.data.at("offer").as_string()), "/data/offer");
  if (!found) return std::unexpected(found.error());
  auto& offer = *found;
  if (!times.live()) return not_now("An offer can be opened only while the show is on air.");
  if (is_open(offer, show_clock(times, transaction.now()))) return not_now("The offer is open already.");
  if (left_of(offer) == 0) return not_now("No pieces of this offer are left. Give it more first.");
  if (offer.windows.size() >= kMostOpenings) {
    return not_now(fmt::format("An offer is opened {} times at most. Prepare another one.", kMostOpenings));
  }
  // An opening follows the one before, also where the director's own playhead is behind its end.
  OfferWindow window{.from = at};
  if (!offer.windows.empty()) {
    const auto& last = offer.windows.back();
    window.from = std::max({at, last.until.value_or(at), last.from + Milliseconds(1)});
  }
  if (offer.lasts) window.until = window.from + *offer.lasts;
  keep_opening(db, offer.id, window);
  offer.windows.push_back(window);
  auto data = changed_data(offer);
  data.erase("sold");
  data["until"] = ms_or_null(window.until);
  data["shown"] = to_json(offer, settings(db).currency, OfferReader::kViewer);
  return timeline::NewEvent{.kind = "offer.opened", .data = std::move(data)};
}

Result<timeline::NewEvent> decide_close(store::Transaction& transaction, const timeline::Command& command,
                                        const timeline::ShowTimes& times, Milliseconds at) {
  auto& db = transaction.db();
  auto found = offer_of(db, command.show, std::string(command.data.at("offer").as_string()), "/data/offer");
  if (!found) return std::unexpected(found.error());
  if (!times.live()) return not_now("The show is not on air.");
  if (!is_open(*found, show_clock(times, transaction.now()))) return not_now("The offer is not open.");
  auto window = found->windows.back();
  window.until = std::max(at, window.from);
  keep_closing(db, found->id, window);
  return timeline::NewEvent{.kind = "offer.closed",
                            .data = {{"offer", found->id}, {"until", window.until->count()}}};
}

void add_offer_commands(timeline::Commands& commands) {
  const auto add = [&](const char* name, timeline::Decide decide) {
    commands.add(name, {.access = http::Access::roles({http::Role::kDirector}),
                        .rate = kOpenings,
                        .lane = store::Lane::kStaff,
                        .check = [](Fields& data) { data.slug("offer"); },
                        .decide = std::move(decide)});
  };
  add("offer.open", decide_open);
  add("offer.close", decide_close);
}

void keep_taken(store::Transaction& transaction, timeline::Journal& journal,
                const std::map<std::string, std::int64_t>& taken) {
  if (taken.empty()) return;
  auto& db = transaction.db();
  count_taken(db, taken);
  for (const auto& [id, pieces] : taken) {
    const auto offer = offer_with_id(db, id);
    journal.append(transaction, offer->show,
                   {.kind = "offer.changed",
                    .data = changed_data(*offer),
                    .audience = offer->pieces ? timeline::Audience::kEveryone : timeline::Audience::kStaff});
  }
}

void return_offers(store::Transaction& transaction, timeline::Journal& journal, std::int64_t number) {
  auto used = used_offers(transaction.db(), number);
  for (auto& [offer, pieces] : used) pieces = -pieces;
  keep_taken(transaction, journal, used);
}

json::object all_offers(store::Database& db, const std::string& show) {
  const auto currency = settings(db).currency;
  json::array items;
  for (const auto& offer : offers_of(db, show))
    items.push_back(to_json(offer, currency, OfferReader::kStaff));
  return {{"items", std::move(items)}};
}

json::array shown_offers(store::Database& db, const std::string& show) {
  json::array shown;
  const auto offers = opened_offers(db, show);
  if (offers.empty()) return shown;
  const auto currency = settings(db).currency;
  for (const auto& offer : offers) shown.push_back(to_json(offer, currency, OfferReader::kViewer));
  return shown;
}

json::array offers_at(store::Database& db, const std::string& show, Milliseconds at) {
  json::array open;
  const auto offers = opened_offers(db, show);
  if (offers.empty()) return open;
  const auto currency = settings(db).currency;
  for (const auto& offer : offers) {
    if (is_open(offer, at)) open.push_back(to_json(offer, currency, OfferReader::kViewer));
  }
  return open;
}

}  // namespace nigiwai::shop
