#include "social/returning/returns.h"

#include <algorithm>
#include <map>

#include "base/time.h"
#include "people/members.h"
#include "shop/products/products.h"
#include "social/recommending/cards.h"
#include "social/returning/return_news.h"
#include "timeline/journal.h"
#include "timeline/withdrawn.h"

namespace nigiwai::social {
namespace {

constexpr std::int64_t kMostLookedAt = 1'000;  // rows of news read for one person

std::int64_t left_of(store::Database& db, const std::string& product) {
  auto rows = db.query("SELECT coalesce(sum(left), 0) FROM sku WHERE product = ? AND listed = 1", product);
  return rows.next() ? rows.integer(0) : 0;
}

// An offer that this person can still use; fills in its code and end.
bool still_ends(store::Database& db, News& news, const std::string& person, WallTime now) {
  std::string code;
  bool shown = false;
  {
    auto rows = db.query(
        "SELECT code, code_shown, archive_until FROM offer WHERE id = ? AND opened = 1 AND archive_until > ? "
        "AND (pieces "
        "IS NULL OR taken < pieces)",
        news.subject, to_ms(now));
    if (!rows.next()) return false;
    code = rows.text(0);
    shown = rows.integer(1) != 0;
    news.ends_at = from_ms(rows.integer(2));
  }
  if (code.empty()) return true;
  if (!shown) {
    auto rows = db.query(
        "SELECT 1 FROM campaign_grant g JOIN campaign_tier t ON t.campaign = g.campaign AND t.tier = g.tier "
        "WHERE "
        "g.person = ? AND t.offer = ?",
        person, news.subject);
    if (!rows.next()) return false;
  }
  news.code = code;
  return true;
}

bool still_shown(store::Database& db, News& news) {
  std::string state;
  {
    auto rows = db.query("SELECT state FROM show WHERE id = ?", news.show);
    if (!rows.next()) return false;
    state = rows.text(0);
  }
  if (state != "archived") {
    news.at.reset();  // what is on air is joined where it stands
    return state == "live" || state == "scheduled";
  }
  return news.at && !timeline::is_withdrawn(timeline::withdrawn_of(db, news.show), *news.at);
}

bool still_there(store::Database& db, News& news) {
  if (news.at && timeline::is_withdrawn(timeline::withdrawn_of(db, news.show), *news.at)) return false;
  if (const auto cut = news.subject.find("/own-"); cut != std::string::npos) {
    auto rows = db.query("SELECT 1 FROM chapter_edit WHERE show = ? AND id = ? AND removed = 0", news.show,
                         news.subject.substr(cut + 1));
    return rows.next();
  }
  auto rows = db.query(
      "SELECT 1 FROM clip c JOIN show s ON s.id = c.show WHERE c.id = ? AND c.state = 'ready' AND c.shown = "
      "1 AND s.state "
      "IN ('live', 'archived')",
      news.subject);
  return rows.next();
}

bool still_holds(store::Database& db, News& news, const std::string& person, WallTime now) {
  switch (news.reason) {
    case Reason::kLow: {
      const auto left = left_of(db, news.product);
      return left > 0 && left <= kLowStock;
    }
    case Reason::kBack:
      return left_of(db, news.product) > 0;
    case Reason::kEnding:
      return left_of(db, news.product) > 0 && still_ends(db, news, person, now);
    case Reason::kShown:
      return still_shown(db, news);
    case Reason::kMoment:
      return still_there(db, news);
    case Reason::kStory:
      return true;
  }
  return false;
}

// By news: whether the person returned to it.
std::map<std::int64_t, bool> told_to(store::Database& db, const std::string& viewer) {
  std::map<std::int64_t, bool> told;
  auto rows = db.query(std::string("SELECT news, returned_at IS NOT NULL FROM return_told WHERE viewer IN ") +
                           people::kViewersOfPerson + " AND viewer <> ''",
                       viewer);
  while (rows.next()) told[rows.integer(0)] = told[rows.integer(0)] || rows.integer(1) != 0;
  return told;
}

json::value text_or_null(const std::string& text) { return text.empty() ? json::value() : json::value(text); }

}  // namespace

std::vector<News> news_for(store::Database& db, const std::string& viewer, WallTime now) {
  std::vector<News> found;
  {
    auto rows = db.query(std::string("SELECT n.position, s.viewer, n.product, n.reason, n.subject, n.show, "
                                     "n.at, n.title, n.happened_at "
                                     "FROM saved s JOIN return_news n ON n.product = s.product AND "
                                     "n.happened_at > max(s.saved_at, ?2) "
                                     "WHERE s.viewer IN ") +
                             people::kViewersOfPerson + " ORDER BY n.happened_at DESC LIMIT ?3",
                         viewer, to_ms(now - kTellFor), kMostLookedAt);
    while (rows.next()) {
      const auto at = rows.integer(6);
      found.push_back({.position = rows.integer(0),
                       .viewer = rows.text(1),
                       .product = rows.text(2),
                       .reason = reason_of(rows.text(3)).value_or(Reason::kShown),
                       .subject = rows.text(4),
                       .show = rows.text(5),
                       .at = at < 0 ? std::nullopt : std::optional(Milliseconds(at)),
                       .title = rows.text(7),
                       .happened_at = from_ms(rows.integer(8))});
    }
  }
  const auto told = told_to(db, viewer);
  // The most pressing first, the newest of one reason before the others.
  std::ranges::sort(found, [](const News& a, const News& b) {
    return a.reason != b.reason ? a.reason < b.reason : a.position > b.position;
  });
  const auto person = people::person_of(db, viewer);
  std::vector<News> chosen;
  for (auto& news : found) {
    if (chosen.size() >= kMostTold) break;
    const auto before = told.find(news.position);
    if (before != told.end() && before->second) continue;
    if (std::ranges::any_of(chosen, [&](const News& one) { return one.product == news.product; })) continue;
    news.told = before != told.end();
    if (still_holds(db, news, person, now)) chosen.push_back(std::move(news));
  }
  return chosen;
}

json::object news_json(store::Database& db, const std::string& viewer, WallTime now) {
  json::array items;
  for (const auto& news : news_for(db, viewer, now)) {
    auto product = product_card(db, news.product);
    if (!product) continue;
    auto show = news.show.empty() ? std::nullopt : show_card(db, news.show);
    items.push_back({{"news", news.position},
                     {"reason", to_text(news.reason)},
                     {"product", *std::move(product)},
                     {"show", show ? json::value(*std::move(show)) : json::value()},
                     {"at", news.at ? json::value(news.at->count()) : json::value()},
                     {"title", text_or_null(news.title)},
                     {"code", text_or_null(news.code)},
                     {"ends_at", news.ends_at ? json::value(to_rfc3339(*news.ends_at)) : json::value()},
                     {"happened_at", to_rfc3339(news.happened_at)},
                     {"told", news.told}});
  }
  return {{"items", std::move(items)}};
}

void note_told(store::Transaction& transaction, const News& news, Way way) {
  if (news.told) return;
  transaction.db().run(
      "INSERT INTO return_told (news, viewer, product, reason, show, way, told_at) VALUES (?, ?, ?, ?, ?, ?, "
      "?) ON "
      "CONFLICT DO NOTHING",
      news.position, news.viewer, news.product, to_text(news.reason), news.show,
      way == Way::kMail ? "mail" : "page", to_ms(transaction.now()));
}

Result<Story> read_story(const json::object& body) {
  Fields in(body);
  Story story{.product = in.slug("product"), .title = in.text("title", kStoryTitle), .show = {}, .at = {}};
  if (in.has("show")) {
    story.show = in.slug("show");
    story.at = Milliseconds(in.whole("at", {0, std::int64_t{1} << 40}));
  }
  if (const auto problem = in.problem()) return std::unexpected(*problem);
  return story;
}

Result<json::object> tell_story(store::Transaction& transaction, const std::string& id, const Story& story) {
  auto& db = transaction.db();
  if (!shop::product_exists(db, story.product))
    return fail(Kind::kNotFound, "not-found", "There is no such product.", "/product");
  if (!story.show.empty()) {
    auto rows = db.query(
        "SELECT t.length_ms FROM show s JOIN timeline t ON t.show = s.id WHERE s.id = ? AND s.state = "
        "'archived'",
        story.show);
    if (!rows.next()) return invalid("/show", "This must be a show that can be watched any time.");
    if (story.at->count() > rows.integer(0)) return invalid("/at", "The show is not that long.");
  }
  note_news(db, {.product = story.product,
                 .reason = Reason::kStory,
                 .subject = id,
                 .show = story.show,
                 .at = story.at,
                 .title = story.title,
                 .happened_at = transaction.now()});
  auto rows = db.query(
      "SELECT count(DISTINCT coalesce(m.member, s.viewer)) FROM saved s LEFT JOIN member_viewer m ON "
      "m.viewer = s.viewer WHERE s.product = ?",
      story.product);
  rows.next();
  return json::object{{"product", story.product}, {"title", story.title}, {"keeping", rows.integer(0)}};
}

people::Holding returning_holding() {
  return {.name = "told_of_saved",
          .all = [](store::Database& db, const people::Person& person) -> json::value {
            json::array told;
            for (const auto& viewer : person.viewers) {
              auto rows = db.query(
                  "SELECT product, reason, way, told_at FROM return_told WHERE viewer = ? ORDER BY position",
                  viewer);
              while (rows.next()) {
                told.push_back({{"product", rows.text(0)},
                                {"reason", rows.text(1)},
                                {"way", rows.text(2)},
                                {"told_at", to_rfc3339(from_ms(rows.integer(3)))}});
              }
            }
            return told;
          },
          .erase =
              [](store::Transaction& transaction, const people::Person& person) {
                auto& db = transaction.db();
                for (const auto& viewer : person.viewers)
                  db.run("UPDATE return_told SET viewer = '' WHERE viewer = ?", viewer);
                if (person.member.empty()) return;
                db.run("DELETE FROM return_due WHERE member = ?", person.member);
                db.run("DELETE FROM return_digest WHERE member = ?", person.member);
              }};
}

}  // namespace nigiwai::social
