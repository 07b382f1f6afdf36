#include "social/blocks/picked_lines.h"

#include <fmt/format.h>

#include <charconv>

#include "base/time.h"
#include "people/audit.h"
#include "people/staff.h"
#include "shop/products/products.h"
#include "show/marks.h"
#include "show/shows.h"
#include "social/listening/normal_text.h"
#include "talk/lines.h"
#include "timeline/reading.h"

namespace nigiwai::social {
namespace {

constexpr const char* kColumns = "SELECT id, event, show, product, picked_by, picked_at FROM block_line ";

struct Row {
  std::int64_t id;
  std::int64_t event;
  std::string show;
  std::string product;
  std::string picked_by;
  WallTime picked_at;
};
Row row_in(const store::Rows& rows) {
  return {rows.integer(0), rows.integer(1), rows.text(2),
          rows.text(3),    rows.text(4),    from_ms(rows.integer(5))};
}
std::vector<Row> all(store::Rows rows) {
  std::vector<Row> found;
  while (rows.next()) found.push_back(row_in(rows));
  return found;
}

bool is_words(const timeline::Event& event) {
  return event.kind == "chat.posted" && event.by_role == "viewer" && !event.text.empty() && !event.hidden &&
         timeline::may_see(event, {});
}

std::int64_t number(store::Rows rows) { return rows.next() ? rows.integer(0) : 0; }

json::value show_briefly(store::Database& db, const std::string& id) {
  auto rows = db.query("SELECT title FROM show WHERE id = ?", id);
  return json::object{{"id", id}, {"title", rows.next() ? rows.text(0) : std::string()}};
}

json::value product_briefly(store::Database& db, const std::string& id) {
  if (id.empty()) return nullptr;
  const auto found = shop::product(db, id);
  return json::object{{"id", id}, {"title", found ? found->title : id}};
}

json::object person(store::Database& db, const std::string& handle) {
  const auto known = people::profile_of(db, handle);
  return {{"handle", handle}, {"name", known ? known->name : handle}};
}

Result<void> check_room(store::Database& db, const std::string& show) {
  if (number(db.query("SELECT count(*) FROM block_line WHERE show = ?", show)) >= kMostLinesOfShow)
    return fail(Kind::kTooMany, "too-many",
                fmt::format("{} lines of this show are chosen. Let go of one first.", kMostLinesOfShow));
  if (number(db.query("SELECT count(*) FROM block_line")) >= kMostLinesPicked)
    return fail(Kind::kTooMany, "too-many",
                fmt::format("{} lines are chosen. Let go of older ones first.", kMostLinesPicked));
  return {};
}

// Of the product asked for, or of the one that was in front when it was written.
Result<std::string> product_of(store::Database& db, const LinePick& pick, Milliseconds at) {
  if (!pick.product) {
    const auto pin = show::pin_at(show::marks_of(db, pick.show), at);
    return pin ? pin->product : std::string();
  }
  if (!pick.product->empty() && !shop::product_exists(db, *pick.product))
    return invalid("/product", "There is no such product.");
  return *pick.product;
}

}  // namespace

std::optional<timeline::Event> public_line(store::Database& db, std::int64_t event) {
  auto found = timeline::event_of_position(db, event);
  if (!found || !is_words(*found) || !show::find_for(db, found->show, {})) return std::nullopt;
  return found;
}

Result<std::int64_t> pick_line(store::Transaction& transaction, const LinePick& pick,
                               const http::Caller& by) {
  auto& db = transaction.db();
  if (!show::find_for(db, pick.show, {})) return invalid("/show", "There is no such show for the public.");
  const auto event = talk::event_at(db, pick.show, pick.seq);
  if (!event || event->kind != "chat.posted") return invalid("/seq", "No line of the chat stands there.");
  if (event->by_role != "viewer")
    return invalid("/seq", "Words from the room are viewers' own: this is the staff's.");
  if (!public_line(db, event->position)) return invalid("/seq", "This line is not public.");
  const auto product = product_of(db, pick, event->at);
  if (!product) return std::unexpected(product.error());
  const auto known = number(db.query("SELECT id FROM block_line WHERE event = ?", event->position));
  if (known == 0) {
    if (auto room = check_room(db, pick.show); !room) return std::unexpected(room.error());
  }
  db.run(
      "INSERT INTO block_line (event, show, product, picked_by, picked_at) VALUES (?, ?, ?, ?, ?) ON "
      "CONFLICT "
      "(event) DO UPDATE SET product = excluded.product",
      event->position, pick.show, *product, by.handle, to_ms(transaction.now()));
  people::audit(transaction, by, "block.line-picked", pick.show, {{"seq", pick.seq}, {"product", *product}});
  return number(db.query("SELECT id FROM block_line WHERE event = ?", event->position));
}

Result<void> drop_line(store::Transaction& transaction, std::int64_t id, const http::Caller& by) {
  auto& db = transaction.db();
  const auto found = all(db.query(std::string(kColumns) + "WHERE id = ?", id));
  if (found.empty()) return fail(Kind::kNotFound, "not-found", "This line is not chosen.");
  db.run("DELETE FROM block_line WHERE id = ?", id);
  people::audit(transaction, by, "block.line-dropped", found.front().show);
  return {};
}

json::array shown_lines(store::Database& db, const Block& block, const std::string& secret) {
  const bool of_show = !block.show.empty();
  json::array items;
  for (const auto& row :
       all(db.query(std::string(kColumns) + (of_show ? "WHERE show = ?" : "WHERE product = ?") +
                        " ORDER BY id DESC LIMIT ?",
                    of_show ? block.show : block.product, kMostLinesOfShow))) {
    if (items.size() == kMostWordsShown) break;
    const auto line = public_line(db, row.event);
    if (!line) continue;
    items.push_back({{"text", line->text},
                     {"name", line->by_name},
                     {"by", timeline::pseudonym(secret, line->show, line->by_id)},
                     {"show", show_briefly(db, line->show)},
                     {"at", line->at.count()},
                     {"to", text_of({.what = Shared::kShow, .id = line->show, .at = line->at})}});
  }
  return items;
}

json::object picked_lines(store::Database& db, const std::string& show, const http::PageAsked& page) {
  std::int64_t before = 0;
  std::from_chars(page.cursor.data(), page.cursor.data() + page.cursor.size(), before);
  json::array items;
  json::value next;
  for (const auto& row :
       all(db.query(std::string(kColumns) +
                        "WHERE (?1 = '' OR show = ?1) AND (?2 = 0 OR id < ?2) ORDER BY id DESC LIMIT ?3",
                    show, before, page.limit + 1))) {
    if (static_cast<std::int64_t>(items.size()) == page.limit) {
      next = std::to_string(items.back().at("id").as_int64());
      break;
    }
    const auto line = public_line(db, row.event);
    items.push_back({{"id", row.id},
                     {"seq", line ? json::value(line->seq) : json::value()},
                     {"text", line ? json::value(line->text) : json::value()},
                     {"name", line ? line->by_name : std::string()},
                     {"show", show_briefly(db, row.show)},
                     {"at", line ? json::value(line->at.count()) : json::value()},
                     {"product", product_briefly(db, row.product)},
                     {"shown", line.has_value()},
                     {"picked_by", person(db, row.picked_by)},
                     {"picked_at", to_rfc3339(row.picked_at)}});
  }
  return {{"items", std::move(items)}, {"next", std::move(next)}};
}

Result<json::object> line_candidates(store::Database& db, const CandidatesAsked& asked) {
  if (!show::find_for(db, asked.show, {})) return invalid("show", "There is no such show for the public.");
  const auto wanted = normal_text(asked.text);
  const auto marks = show::marks_of(db, asked.show);
  json::array items;
  json::value next;
  std::int64_t looked_at = 0, last = asked.after;
  std::vector<std::int64_t> positions;
  {
    auto rows = db.query(
        "SELECT position FROM event WHERE show = ? AND seq > ? AND kind = 'chat.posted' AND by_role = "
        "'viewer' "
        "ORDER BY seq LIMIT ?",
        asked.show, asked.after, kLinesLookedThrough + 1);
    while (rows.next()) positions.push_back(rows.integer(0));
  }
  for (const auto position : positions) {
    if (looked_at++ == kLinesLookedThrough || static_cast<std::int64_t>(items.size()) == kMostCandidates) {
      next = std::to_string(last);
      break;
    }
    const auto line = timeline::event_of_position(db, position);
    last = line->seq;
    if (!is_words(*line) || (!wanted.empty() && !normal_text(line->text).contains(wanted))) continue;
    const auto pin = show::pin_at(marks, line->at);
    items.push_back(
        {{"seq", line->seq},
         {"at", line->at.count()},
         {"text", line->text},
         {"name", line->by_name},
         {"product", product_briefly(db, pin ? pin->product : "")},
         {"picked", number(db.query("SELECT count(*) FROM block_line WHERE event = ?", position)) > 0}});
  }
  return json::object{{"items", std::move(items)}, {"next", std::move(next)}};
}

people::Holding picked_holding() {
  return {
      .name = "chosen_lines",
      .all = [](store::Database& db, const people::Person& person) -> json::value {
        json::array lines;
        for (const auto& viewer : person.viewers) {
          auto rows = db.query(
              "SELECT e.show, e.at, b.picked_at FROM block_line b JOIN event e ON e.position = b.event WHERE "
              "e.by_id = ? AND e.by_role = 'viewer'",
              viewer);
          while (rows.next())
            lines.push_back({{"show", rows.text(0)},
                             {"at", rows.integer(1)},
                             {"chosen_at", to_rfc3339(from_ms(rows.integer(2)))}});
        }
        return lines;
      },
      .erase =
          [](store::Transaction& transaction, const people::Person& person) {
            for (const auto& viewer : person.viewers) {
              transaction.db().run(
                  "DELETE FROM block_line WHERE event IN (SELECT position FROM event WHERE by_id = ? AND "
                  "by_role = "
                  "'viewer' AND audience < 3)",
                  viewer);
            }
          }};
}

}  // namespace nigiwai::social
