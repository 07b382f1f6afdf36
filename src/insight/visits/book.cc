#include "insight/visits/book.h"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>

#include "store/many_rows.h"

namespace nigiwai::insight {
namespace {

using Number = std::int64_t;

using VisitRows =
    store::ManyRows<Number, Number, Number, Number, Number, Number, Number, Number, Number, Number>;
const store::InsertRows kVisits("INSERT OR REPLACE INTO visit VALUES", 10);

// The visit that goes on in this half.
void add_visit(VisitRows& rows, std::int64_t show, std::int64_t viewer, const Watcher& watcher,
               std::size_t half) {
  const auto& visit = watcher.latest[half];
  rows.add(show, viewer, static_cast<Number>(half), watcher.visits[half] - 1, visit.began_at, visit.last_at,
           visit.entered_ms, visit.left_ms, visit.raw_ms, visit.played_ms);
}

// Adds sums to the row with this key: one question mark of each of its columns, then one of each sum.
std::string adding_sums(std::string_view table, std::string_view key, std::string_view marks) {
  std::string columns, values, added;
  for (std::size_t i = 0; i < kSums; ++i) {
    const auto name = to_text(static_cast<Sum>(i));
    columns += fmt::format(", {}", name);
    values += ", ?";
    added += fmt::format("{}{} = {} + excluded.{}", i == 0 ? "" : ", ", name, name, name);
  }
  return fmt::format("INSERT INTO {} ({}{}) VALUES ({}{}) ON CONFLICT ({}) DO UPDATE SET {}", table, key,
                     columns, marks, values, key, added);
}

}  // namespace

Book::Book(store::Database* database, Counted counted, std::size_t most)
    : db_(database), counted_(std::move(counted)), most_(most) {
  if (db_ == nullptr) {
    viewers_whole_ = true;
    return;
  }
  viewers_whole_ = !db_->query("SELECT 1 FROM viewer LIMIT 1").next();
  auto rows = db_->query("SELECT max(name) FROM purchase");
  if (rows.next()) settled_ = rows.text(0);
}

std::int64_t Book::last_id(const char* table) {
  auto [found, fresh] = next_.try_emplace(table, 0);
  if (fresh && db_ != nullptr) {
    auto rows = db_->query(fmt::format("SELECT coalesce(max(id), 0) FROM {}", table));
    if (rows.next()) found->second = rows.integer(0);
  }
  return ++found->second;
}

Show& Book::show(std::string_view name) {
  if (last_show_.second != nullptr && last_show_.first == name) return *last_show_.second;
  auto known = shows_.find(name);
  if (known == shows_.end()) {
    known = shows_.try_emplace(std::string(name)).first;
    fetch_show(known->first, known->second);
  }
  last_show_ = {known->first, &known->second};
  return known->second;
}

void Book::fetch_show(const std::string& name, Show& show) {
  show.counted = counted_(name);
  if (!show.counted) return;
  if (db_ != nullptr) {
    auto rows = db_->query("SELECT id, live_at, ended_at, length_ms FROM show WHERE name = ?", name);
    if (rows.next()) {
      show.id = rows.integer(0);
      show.live_at = rows.optional_integer(1).value_or(0);
      show.ended_at = rows.optional_integer(2).value_or(0);
      show.length_ms = rows.optional_integer(3).value_or(0);
    }
  }
  if (show.id == 0) {
    show.id = last_id("show");
    show.whole = true;
    show.dirty = true;
  }
  show_by_id_[show.id] = &show;
}

Show* Book::met(std::int64_t id) {
  if (const auto known = show_by_id_.find(id); known != show_by_id_.end()) return known->second;
  if (db_ == nullptr) return nullptr;
  std::string name;
  {
    auto rows = db_->query("SELECT name FROM show WHERE id = ?", id);
    if (!rows.next()) return nullptr;
    name = rows.text(0);
  }
  return &show(name);
}

Viewer& Book::viewer(std::string_view name) {
  if (const auto known = viewers_.find(name); known != viewers_.end()) return *known->second;
  auto made = std::make_unique<Viewer>(Viewer{.name = std::string(name)});
  auto& viewer = *made;
  viewers_.emplace(viewer.name, std::move(made));
  if (!viewers_whole_) {
    auto rows = db_->query("SELECT id, shows, last_show, last_at FROM viewer WHERE name = ?", name);
    if (rows.next()) {
      viewer.id = rows.integer(0);
      viewer.shows = rows.integer(1);
      viewer.last_show = rows.integer(2);
      viewer.last_at = rows.integer(3);
      viewer.kept = true;
    }
  }
  if (viewer.id != 0) {
    fetch_interests(viewer);
  } else {
    viewer.id = last_id("viewer");
    note(viewer);
  }
  return viewer;
}

void Book::fetch_interests(Viewer& viewer) {
  auto rows = db_->query(
      "SELECT product, show, seen_at, opened_at, saved_at, ordered_at, seen, opened FROM interest WHERE "
      "viewer = ?",
      viewer.id);
  while (rows.next()) {
    viewer.interests.push_back({.product = rows.integer(0),
                                .show = rows.integer(1),
                                .seen_at = rows.integer(2),
                                .opened_at = rows.integer(3),
                                .saved_at = rows.integer(4),
                                .ordered_at = rows.integer(5),
                                .seen = rows.integer(6),
                                .opened = rows.integer(7)});
  }
}

std::optional<Watcher> Book::fetch(const Show& show, const Viewer& viewer) {
  if (db_ == nullptr || show.whole) return std::nullopt;
  auto rows = db_->query(
      "SELECT live, archive, returned, visits_live, visits_archive, played_ms, sympathized_at, "
      "identified_at, participated_at, spread_at, came_at, began_at FROM watcher WHERE show = ? AND viewer = "
      "?",
      show.id, viewer.id);
  if (!rows.next()) return std::nullopt;
  Watcher watcher{
      .did = {static_cast<std::uint16_t>(rows.integer(0)), static_cast<std::uint16_t>(rows.integer(1))},
      .returning = rows.integer(2) != 0,
      .visits = {rows.integer(3), rows.integer(4)},
      .played_ms = rows.integer(5),
      .reached = {rows.integer(6), rows.integer(7), rows.integer(8), rows.integer(9)},
      .came_at = rows.integer(10),
      .began_at = rows.integer(11)};
  for (std::size_t half = 0; half < 2; ++half) {
    if (watcher.visits[half] == 0) continue;
    auto visit = db_->query(
        "SELECT began_at, last_at, entered_ms, left_ms, raw_ms, played_ms FROM visit WHERE show = ? AND "
        "viewer = ? AND half = ? AND nth = ?",
        show.id, viewer.id, half, watcher.visits[half] - 1);
    if (visit.next()) {
      watcher.latest[half] = {visit.integer(0), visit.integer(1), visit.integer(2),
                              visit.integer(3), visit.integer(4), visit.integer(5)};
    }
  }
  return watcher;
}

Watcher& Book::watcher(Show& show, const Viewer& viewer) {
  const auto [found, fresh] = show.watchers.try_emplace(viewer.id);
  auto& watcher = found->second;
  if (fresh) {
    ++watchers_;
    if (auto kept = fetch(show, viewer)) watcher = *kept;
  }
  if (!watcher.dirty) {
    watcher.dirty = true;
    changed_watchers_.emplace_back(&show, viewer.id);
  }
  return watcher;
}

std::int64_t Book::product(std::string_view name) {
  if (const auto known = products_.find(name); known != products_.end()) return known->second;
  auto& id = products_[std::string(name)];
  if (db_ != nullptr) {
    auto rows = db_->query("SELECT id FROM product WHERE name = ?", name);
    if (rows.next()) id = rows.integer(0);
  }
  if (id == 0) {
    id = last_id("product");
    if (db_ != nullptr) db_->run("INSERT INTO product (id, name) VALUES (?, ?)", id, name);
  }
  return id;
}

void Book::note(Viewer& viewer) {
  if (viewer.dirty) return;
  viewer.dirty = true;
  changed_viewers_.push_back(&viewer);
}

void Book::begin_visit(const Show& show, const Viewer& viewer, Watcher& watcher, Half half,
                       std::int64_t time) {
  const auto index = static_cast<std::size_t>(half);
  if (watcher.visits[index] > 0) keep_visit(show.id, viewer.id, watcher, index);
  ++watcher.visits[index];
  if (watcher.came_at == 0) watcher.came_at = time;
  watcher.latest[index] = {.began_at = time, .last_at = time};
}

void Book::keep_visit(std::int64_t show, std::int64_t viewer, const Watcher& watcher, std::size_t half) {
  if (db_ == nullptr) return;
  VisitRows rows(*db_, kVisits);
  add_visit(rows, show, viewer, watcher, half);
  rows.finish();
}

Interest& Book::interest(Viewer& viewer, std::int64_t product, std::int64_t show) {
  note(viewer);
  for (auto& known : viewer.interests) {
    if (known.product == product && known.show == show) {
      known.dirty = true;
      return known;
    }
  }
  return viewer.interests.emplace_back(Interest{.product = product, .show = show, .dirty = true});
}

Purchase& Book::purchase(std::string_view name) {
  auto known = purchases_.find(name);
  const bool fresh = known == purchases_.end();
  if (fresh) known = purchases_.try_emplace(std::string(name)).first;
  auto& purchase = known->second;
  if (fresh && db_ != nullptr && name <= settled_) {
    auto rows = db_->query(
        "SELECT id, viewer, placed_at, position, total, paid, cancelled, refunded, refunded_at FROM purchase "
        "WHERE name = ?",
        name);
    if (rows.next()) {
      purchase = {rows.integer(0),      rows.integer(1), rows.integer(2),
                  rows.integer(3),      rows.integer(4), rows.integer(5) != 0,
                  rows.integer(6) != 0, rows.integer(7), rows.integer(8)};
    }
  }
  if (purchase.id == 0) purchase.id = last_id("purchase");
  if (!purchase.dirty) {
    purchase.dirty = true;
    changed_purchases_.push_back(&*known);
  }
  return purchase;
}

void Book::note_added(Show& show) {
  if (show.added) return;
  show.added = true;
  added_shows_.push_back(&show);
}

void Book::add(Show& show, Half half, Sum sum, std::int64_t count, std::int64_t time) {
  if (count == 0) return;
  note_added(show);
  const auto in = static_cast<std::size_t>(half), of = static_cast<std::size_t>(sum);
  show.sums[in][of] += count;
  if (show.ended_at != 0 && half != Half::kLive && db_ != nullptr)
    show.grown[growth_step(time - show.ended_at)][in - 1][of] += count;
  if (heard) heard(half, sum, count);
}

void Book::mark(Show& show, Half half, Mark mark, std::int64_t at, std::int64_t count) {
  const auto slice = static_cast<std::size_t>(at / kSliceMs);
  if (at < 0 || slice >= static_cast<std::size_t>(kMostSlices)) return;
  note_added(show);
  auto& slices = show.slices[static_cast<std::size_t>(half)];
  if (slices.size() <= slice) slices.resize(slice + 1);
  slices[slice][static_cast<std::size_t>(mark)] += count;
}

void Book::flush() {
  flush_viewers();
  flush_but_viewers();
}

void Book::flush_but_viewers() {
  if (viewers_.size() > most_) flush_viewers();
  if (db_ != nullptr) {
    flush_shows();
    for (auto* show : added_shows_) {
      flush_sums(*show);
      flush_grown(*show);
      flush_slices(*show);
    }
    flush_orders();
  }
  changed_watchers_.clear();
  for (auto* show : added_shows_) {
    show->added = false;
    show->sums = {};
    show->grown.clear();
    for (auto& slices : show->slices) std::ranges::fill(slices, Marks{});
  }
  added_shows_.clear();
  for (auto* changed : changed_purchases_) changed->second.dirty = false;
  changed_purchases_.clear();
  sales_.clear();
  follows_.clear();
  if (watchers_ > most_) forget_watchers();
  if (purchases_.size() > std::min(most_, kMostOrdersRemembered)) forget_purchases();
}

void Book::forget_purchases() {
  for (const auto& [name, purchase] : purchases_) settled_ = std::max(settled_, name);
  purchases_.clear();
}

// Those of the shows that were not heard of for longest, until half of them are gone.
void Book::forget_watchers() {
  std::vector<Show*> shows;
  for (auto& [name, show] : shows_) shows.push_back(&show);
  std::ranges::sort(shows, {}, &Show::touched);
  for (auto* show : shows) {
    if (watchers_ <= most_ / 2) return;
    watchers_ -= show->watchers.size();
    std::unordered_map<std::int64_t, Watcher>().swap(show->watchers);
    show->whole = false;
  }
}

// The half that was not heard of for longest.
void Book::forget_viewers() {
  std::vector<std::int64_t> heard_at;
  heard_at.reserve(viewers_.size());
  for (const auto& [name, viewer] : viewers_) heard_at.push_back(viewer->last_at);
  const auto middle = heard_at.begin() + static_cast<std::ptrdiff_t>(heard_at.size() / 2);
  std::ranges::nth_element(heard_at, middle);
  if (db_ != nullptr) db_->script(kIndexInterests);
  erase_if(viewers_, [until = *middle](const auto& each) { return each.second->last_at <= until; });
  viewers_whole_ = false;
}

void Book::flush_shows() {
  for (auto& [name, show] : shows_) {
    if (!show.dirty) continue;
    const auto known = [](std::int64_t value) { return value == 0 ? std::nullopt : std::optional(value); };
    db_->run(
        "INSERT INTO show (id, name, live_at, ended_at, length_ms) VALUES (?, ?, ?, ?, ?) ON CONFLICT (id) "
        "DO UPDATE SET live_at = excluded.live_at, ended_at = excluded.ended_at, length_ms = "
        "excluded.length_ms",
        show.id, name, known(show.live_at), known(show.ended_at), known(show.length_ms));
    show.dirty = false;
  }
  // In the order of their keys, as below: neighbours stand on the same pages.
  std::ranges::sort(changed_watchers_, {},
                    [](const auto& each) { return std::pair(each.first->id, each.second); });
  static const store::InsertRows kWatchers("INSERT OR REPLACE INTO watcher VALUES", 14);
  store::ManyRows<Number, Number, Number, Number, bool, Number, Number, Number, Number, Number, Number,
                  Number, Number, Number>
      watchers(*db_, kWatchers);
  VisitRows visits(*db_, kVisits);
  for (const auto& [show, viewer] : changed_watchers_) {
    auto& watcher = show->watchers.at(viewer);
    watchers.add(show->id, viewer, watcher.did[0], watcher.did[1], watcher.returning, watcher.visits[0],
                 watcher.visits[1], watcher.played_ms, watcher.reached[0], watcher.reached[1],
                 watcher.reached[2], watcher.reached[3], watcher.came_at, watcher.began_at);
    watcher.dirty = false;
    for (std::size_t half = 0; half < 2; ++half) {
      if (watcher.visits[half] > 0) add_visit(visits, show->id, viewer, watcher, half);
    }
  }
  watchers.finish();
  visits.finish();
}

void Book::flush_viewers() {
  if (db_ != nullptr) write_viewers();
  changed_viewers_.clear();
  if (viewers_.size() > most_) forget_viewers();
}

void Book::write_viewers() {
  std::vector<std::pair<const Viewer*, Interest*>> interests;
  std::ranges::sort(changed_viewers_, {}, &Viewer::id);
  for (auto* viewer : changed_viewers_) {
    if (viewer->kept) {
      db_->run("UPDATE viewer SET shows = ?, last_show = ?, last_at = ? WHERE id = ?", viewer->shows,
               viewer->last_show, viewer->last_at, viewer->id);
    } else {
      db_->run("INSERT INTO viewer (id, name, shows, last_show, last_at) VALUES (?, ?, ?, ?, ?)", viewer->id,
               viewer->name, viewer->shows, viewer->last_show, viewer->last_at);
      viewer->kept = true;
    }
    for (auto& interest : viewer->interests) {
      if (interest.dirty) interests.emplace_back(viewer, &interest);
    }
    viewer->dirty = false;
  }
  std::ranges::sort(interests, {}, [](const auto& each) {
    return std::tuple(each.second->show, each.second->product, each.first->id);
  });
  static const store::InsertRows kInterests(
      "INSERT INTO interest (viewer, product, show, seen_at, opened_at, saved_at, ordered_at, seen, opened) "
      "VALUES",
      9,
      "ON CONFLICT DO UPDATE SET (seen_at, opened_at, saved_at, ordered_at, seen, opened) = "
      "(excluded.seen_at, excluded.opened_at, excluded.saved_at, excluded.ordered_at, excluded.seen, "
      "excluded.opened)");
  store::ManyRows<Number, Number, Number, Number, Number, Number, Number, Number, Number> rows(*db_,
                                                                                               kInterests);
  for (const auto& [viewer, interest] : interests) {
    rows.add(viewer->id, interest->product, interest->show, interest->seen_at, interest->opened_at,
             interest->saved_at, interest->ordered_at, interest->seen, interest->opened);
    interest->dirty = false;
  }
  rows.finish();
}

void Book::flush_sums(Show& show) {
  static const auto sql = adding_sums("total", "show, half", "?, ?");
  for (std::size_t half = 0; half < kHalves; ++half) {
    std::apply([&](const auto&... sum) { db_->run(sql, show.id, half, sum...); }, show.sums[half]);
  }
}

void Book::flush_grown(Show& show) {
  static const auto sql = adding_sums("grown", "show, half, step", "?, ?, ?");
  for (const auto& [step, halves] : show.grown) {
    for (std::size_t i = 0; i < halves.size(); ++i) {
      std::apply([&](const auto&... sum) { db_->run(sql, show.id, i + 1, step, sum...); }, halves[i]);
    }
  }
}

void Book::flush_slices(Show& show) {
  for (std::size_t half = 0; half < show.slices.size(); ++half) {
    for (std::size_t slice = 0; slice < show.slices[half].size(); ++slice) {
      const auto& marks = show.slices[half][slice];
      if (marks == Marks{}) continue;
      std::apply(
          [&](const auto&... mark) {
            db_->run(
                "INSERT INTO slice VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (show, half, "
                "slice) DO UPDATE SET watched_ms = watched_ms + excluded.watched_ms, hearts = hearts + "
                "excluded.hearts, chats = chats + excluded.chats, questions = questions + "
                "excluded.questions, opened = opened + excluded.opened, saves = saves + excluded.saves, "
                "orders = orders + excluded.orders, placed = placed + excluded.placed, entered = entered + "
                "excluded.entered, went = went + excluded.went",
                show.id, half, slice, mark...);
          },
          marks);
    }
  }
}

void Book::flush_orders() {
  static const store::InsertRows kPurchases("INSERT OR REPLACE INTO purchase VALUES", 10);
  store::ManyRows<Number, std::string_view, Number, Number, Number, Number, bool, bool, Number, Number>
      purchases(*db_, kPurchases);
  for (const auto* changed : changed_purchases_) {
    const auto& [name, purchase] = *changed;
    purchases.add(purchase.id, name, purchase.viewer, purchase.placed_at, purchase.position, purchase.total,
                  purchase.paid, purchase.cancelled, purchase.refunded, purchase.refunded_at);
  }
  purchases.finish();
  for (const auto& [show, position] : follows_) {
    db_->run("INSERT INTO follow (show, position) VALUES (?, ?)", show, position);
  }
  static const store::InsertRows kSales("INSERT INTO sale VALUES", 8,
                                        "ON CONFLICT DO UPDATE SET amount = amount + excluded.amount");
  store::ManyRows<Number, Number, Number, bool, Number, Number, Number, Number> sales(*db_, kSales);
  for (const auto& sale : sales_) {
    sales.add(sale.show, sale.purchase, sale.product, sale.influenced, static_cast<Number>(sale.half),
              sale.at, sale.amount, sale.lag_ms);
  }
  sales.finish();
}

}  // namespace nigiwai::insight
