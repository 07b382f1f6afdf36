#include "shop/holds/holds.h"

#include <fmt/format.h>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <map>

#include "base/time.h"
#include "people/audit.h"
#include "people/members.h"
#include "shop/limits.h"
#include "shop/orders/order.h"
#include "shop/products/on_sale.h"
#include "shop/products/stock.h"
#include "shop/selling.h"

namespace nigiwai::shop {
namespace {

constexpr std::size_t kIdLength = 14;

Problem sold_out(const std::string& sku, std::int64_t left) {
  Problem problem{Kind::kConflict, "sold-out",
                  left == 0 ? "This is sold out. Nothing was kept."
                            : fmt::format("Only {} of this are left. Nothing was kept.", left)};
  problem.extra = {{"sku", sku}, {"left", left}};
  return problem;
}

std::int64_t holds_and_places(store::Database& db, const std::string& viewer) {
  auto rows = db.query(
      fmt::format(
          "SELECT (SELECT count(*) FROM hold WHERE viewer IN {0}) + (SELECT count(*) FROM waiting WHERE "
          "viewer IN {0})",
          people::kViewersOfPerson),
      viewer);
  return rows.next() ? rows.integer(0) : 0;
}

}  // namespace

Result<HoldWanted> read_hold(const json::object& body) {
  Fields in(body);
  HoldWanted wanted;
  if (in.has("show")) wanted.show = in.slug("show");
  if (const auto at = in.optional_whole("at", {0, std::int64_t{1} << 40})) wanted.at = Milliseconds(*at);
  if (wanted.at && wanted.show.empty()) in.wrong("at", "A moment needs the show it belongs to.");
  wanted.sku = in.slug("sku");
  wanted.quantity = in.optional_whole("quantity", {1, kMostQuantity}).value_or(1);
  if (const auto problem = in.problem()) return std::unexpected(*problem);
  return wanted;
}

// One turn of commands: the ledgers they touch are loaded once, and what changed is told once at the end.
class Holds::Batch {
 public:
  Batch(Holds& holds, store::Transaction& transaction) : holds_(holds), transaction_(transaction) {
    end_due_holds(transaction, holds.journal_, holds.shelves_);
  }

  Result<HoldDone> operator()(const HoldsDue&) { return HoldDone{}; }  // done with the batch's beginning

  Result<HoldDone> operator()(const HoldWanted& wanted) {
    auto& db = transaction_.db();
    const auto stored = http::stored_answer(transaction_, wanted.key);
    if (!stored) return std::unexpected(stored.error());
    if (*stored) return HoldDone{201, json::parse(**stored).as_object()};
    if (!wanted.show.empty() && !holds_.shelves_.is_public(db, wanted.show)) {
      return invalid("/show", "There is no such show.");
    }
    auto* ledger = find(wanted.sku);
    const auto listed = ledger == nullptr ? std::nullopt : find_listed(wanted);
    if (!listed) return invalid("/sku", "There is no such SKU.");
    const auto selling = selling_of(db, wanted.show, ledger->product);
    if (selling.mode != Mode::kFirstToHold) {
      return fail(Kind::kConflict, "first-to-pay", "Nothing is kept here: it goes to the first who buys it.");
    }
    const auto person = people::person_of(db, wanted.by.id);
    const bool known = held_of_sku(db, wanted.by.id, wanted.sku) > 0 || place_of(ledger->book, person) > 0;
    if (!known) {
      if (auto early = not_on_sale(db, *listed, transaction_.now())) {
        early->detail = fmt::format("{} is on sale from {}. Nothing was kept.", listed->title,
                                    to_rfc3339(*listed->on_sale_from));
        return std::unexpected(*std::move(early));
      }
    }
    if (!known && holds_and_places(db, wanted.by.id) >= kMostHolds) {
      Problem problem{
          Kind::kConflict, "hold-limit",
          fmt::format("One person keeps or waits for at most {} things. Give one back first.", kMostHolds)};
      problem.extra = {{"limit", kMostHolds}};
      return std::unexpected(std::move(problem));
    }

    if (!known) {
      auto limited = limits(db, wanted.by.id, {ledger->product});
      for (auto& [product, limit] : limited) limit.already += held_of_product(db, wanted.by.id, product);
      if (auto beyond = over_limit(
              limited, {{.sku = wanted.sku, .product = ledger->product, .quantity = wanted.quantity}})) {
        return std::unexpected(*std::move(beyond));
      }
    }

    AskHold asked{.id = holds_.random_.token(kIdLength),
                  .person = person,
                  .viewer = wanted.by.id,
                  .quantity = wanted.quantity,
                  .keep = std::chrono::seconds(selling.hold_seconds),
                  .waitlist = selling.waitlist ? Waitlist::kOn : Waitlist::kOff,
                  .from = {.show = wanted.show, .at = Milliseconds(0)}};
    if (const auto times = timeline::times_of(db, wanted.show); times && !wanted.show.empty()) {
      asked.from.at = timeline::place(*times, wanted.at, transaction_.now(), wanted.by);
    }
    Happenings happened;
    const auto answer = ask(ledger->book, asked, transaction_.now(), happened);
    switch (answer.kind) {
      case HoldAnswer::Kind::kSoldOut:
        return std::unexpected(sold_out(wanted.sku, answer.left));
      case HoldAnswer::Kind::kLineFull:
        return fail(
            Kind::kConflict, "line-full",
            fmt::format("{} people wait for this already, so nobody else can join them.", kLongestLine));
      case HoldAnswer::Kind::kWaits:
        change(*ledger, happened, wanted.by);
        return HoldDone{202,
                        {{"id", answer.waiting.id},
                         {"sku", wanted.sku},
                         {"quantity", answer.waiting.quantity},
                         {"waiting", answer.place}}};
      case HoldAnswer::Kind::kHeld:
        break;
    }
    json::object body{{"id", answer.hold.id},
                      {"sku", wanted.sku},
                      {"quantity", answer.hold.quantity},
                      {"until", to_rfc3339(answer.hold.until)},
                      {"left_ms", (answer.hold.until - transaction_.now()).count()}};
    if (happened.empty()) return HoldDone{200, std::move(body)};
    change(*ledger, happened, wanted.by);
    http::store_answer(transaction_, wanted.key, json::serialize(body));
    return HoldDone{201, std::move(body)};
  }

  Result<HoldDone> operator()(const HoldEnded& ended) {
    std::string sku, found, viewer;
    {
      auto rows = transaction_.db().query(
          "SELECT sku, viewer FROM hold WHERE id = ?1 UNION ALL SELECT sku, viewer FROM waiting WHERE id = "
          "?1",
          ended.id);
      if (rows.next()) {
        found = rows.text(0);
        viewer = rows.text(1);
      }
    }
    if (!found.empty() && (ended.by.is_staff() || is_one_person(viewer, ended.by.id))) sku = found;
    if (sku.empty()) return fail(Kind::kNotFound, "not-found", "There is no such hold, or its time is over.");
    auto& ledger = *find(sku);
    Happenings happened;
    give_back(ledger.book, ended.id, happened);
    change(ledger, happened, ended.by, ended.reason);
    if (ended.by.is_staff()) {
      people::audit(transaction_, ended.by, "hold.released", sku,
                    {{"hold", ended.id}, {"reason", ended.reason}});
    }
    happened.clear();
    settle(ledger.book, transaction_.now(), happened);
    change(ledger, happened, {});
    return HoldDone{};
  }

  // stock.changed for what is free now, once a SKU.
  void tell() {
    std::map<std::string, StockNow> changed;
    for (const auto& [sku, open] : ledgers_) {
      const auto& [ledger, before] = open;
      if (ledger.book.left != before)
        changed[sku] = {.product = ledger.product, .left = ledger.book.left, .sold = 0};
    }
    announce_stock(transaction_, holds_.journal_, holds_.shelves_, changed);
  }

 private:
  struct Open {
    HoldLedger ledger;
    std::int64_t left_before;
  };

  HoldLedger* find(const std::string& sku) {
    auto found = ledgers_.find(sku);
    if (found == ledgers_.end()) {
      auto loaded = load_ledger(transaction_.db(), sku);
      if (!loaded) return nullptr;
      const auto left = loaded->book.left;
      found = ledgers_.emplace(sku, Open{*std::move(loaded), left}).first;
    }
    return &found->second.ledger;
  }

  bool is_one_person(const std::string& viewer, const std::string& other) {
    auto& db = transaction_.db();
    return viewer == other || people::person_of(db, viewer) == people::person_of(db, other);
  }

  // The SKU as it is sold; nothing when it is not.
  std::optional<OnSaleAsked> find_listed(const HoldWanted& wanted) {
    auto rows = transaction_.db().query(
        "SELECT p.id, p.title, p.on_sale_from FROM sku s JOIN product p ON p.id = s.product WHERE s.sku = ? "
        "AND "
        "s.listed = 1",
        wanted.sku);
    if (!rows.next()) return std::nullopt;
    const auto from = rows.optional_integer(2);
    return OnSaleAsked{.sku = wanted.sku,
                       .product = rows.text(0),
                       .title = rows.text(1),
                       .on_sale_from = from ? std::optional(from_ms(*from)) : std::nullopt,
                       .show = wanted.show,
                       .viewer = wanted.by.id,
                       .field = "/sku"};
  }

  void change(const HoldLedger& ledger, const Happenings& happened, const http::Caller& by,
              const std::string& reason = "") {
    if (!happened.empty()) keep_ledger(transaction_, holds_.journal_, ledger, happened, by, reason);
  }

  Holds& holds_;
  store::Transaction& transaction_;
  std::map<std::string, Open> ledgers_;
};

Holds::Holds(store::WriterCore& writer, timeline::Journal& journal, Shelves& shelves, Random& random,
             const HoldMails* mails)
    : journal_(journal),
      shelves_(shelves),
      random_(random),
      mails_(mails),
      deciding_(writer, store::Lane::kOrders,
                [this](store::Transaction& transaction, std::span<const HoldCommand* const> commands) {
                  return decide_all(transaction, commands);
                }) {}

std::vector<Result<HoldDone>> Holds::decide_all(store::Transaction& transaction,
                                                std::span<const HoldCommand* const> commands) {
  std::vector<Result<HoldDone>> outcomes;
  outcomes.reserve(commands.size());
  Batch batch(*this, transaction);
  for (const auto* command : commands) outcomes.push_back(std::visit(batch, *command));
  batch.tell();
  if (mails_ != nullptr) mails_->tell(transaction);
  return outcomes;
}

std::optional<WallTime> next_hold_end(store::Database& db) {
  auto rows = db.query("SELECT min(until) FROM hold");
  if (!rows.next() || rows.is_null(0)) return std::nullopt;
  return from_ms(rows.integer(0));
}

json::object holds_of(store::Database& db, const std::string& viewer, WallTime now) {
  const auto show = [](const std::string& id) { return id.empty() ? json::value() : json::value(id); };
  json::array items;
  {
    auto rows = db.query(
        fmt::format("SELECT h.id, h.sku, s.product, h.quantity, h.until, h.show FROM hold h JOIN sku s ON "
                    "s.sku = h.sku WHERE h.viewer IN {} AND h.until > ?2 ORDER BY h.until, h.id",
                    people::kViewersOfPerson),
        viewer, to_ms(now));
    while (rows.next()) {
      items.push_back({{"id", rows.text(0)},
                       {"sku", rows.text(1)},
                       {"product", rows.text(2)},
                       {"quantity", rows.integer(3)},
                       {"until", to_rfc3339(from_ms(rows.integer(4)))},
                       {"left_ms", rows.integer(4) - to_ms(now)},
                       {"show", show(rows.text(5))}});
    }
  }
  json::array waiting;
  auto rows = db.query(
      fmt::format("SELECT w.id, w.sku, s.product, w.quantity, w.show, "
                  "(SELECT count(*) FROM waiting o WHERE o.sku = w.sku AND o.position <= w.position) "
                  "FROM waiting w JOIN sku s ON s.sku = w.sku WHERE w.viewer IN {} ORDER BY w.position",
                  people::kViewersOfPerson),
      viewer);
  while (rows.next()) {
    waiting.push_back({{"id", rows.text(0)},
                       {"sku", rows.text(1)},
                       {"product", rows.text(2)},
                       {"quantity", rows.integer(3)},
                       {"place", rows.integer(5)},
                       {"show", show(rows.text(4))}});
  }
  return {{"items", std::move(items)}, {"waiting", std::move(waiting)}};
}

json::object all_holds(store::Database& db, const std::string& product, WallTime now) {
  std::vector<std::string> skus;
  {
    auto rows = db.query("SELECT sku FROM hold UNION SELECT sku FROM waiting ORDER BY sku");
    while (rows.next()) skus.push_back(rows.text(0));
  }
  json::array items;
  for (const auto& sku : skus) {
    const auto ledger = load_ledger(db, sku);
    if (!product.empty() && ledger->product != product) continue;
    std::int64_t held = 0;
    json::array holds, line;
    for (const auto& hold : ledger->book.held) {
      held += hold.quantity;
      holds.push_back({{"id", hold.id},
                       {"quantity", hold.quantity},
                       {"until", to_rfc3339(hold.until)},
                       {"left_ms", std::max<std::int64_t>(0, (hold.until - now).count())}});
    }
    for (const auto& waiting : ledger->book.line) {
      line.push_back({{"id", waiting.id}, {"quantity", waiting.quantity}});
    }
    items.push_back({{"sku", sku},
                     {"product", ledger->product},
                     {"left", ledger->book.left},
                     {"held", held},
                     {"waiting", line.size()},
                     {"holds", std::move(holds)},
                     {"line", std::move(line)}});
  }
  return {{"items", std::move(items)}};
}

}  // namespace nigiwai::shop
