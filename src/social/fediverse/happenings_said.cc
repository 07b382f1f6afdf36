#include "social/fediverse/happenings_said.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "base/time.h"
#include "shop/settings.h"

namespace nigiwai::social::fediverse {
namespace {

struct Settings {
  bool on = false;
  std::string language;
  WallTime since{};
  std::string shop;
  std::string disclosure;
};

Settings settings_of(store::Database& db) {
  Settings found;
  {
    auto rows = db.query("SELECT is_on, language, since FROM fediverse");
    if (!rows.next()) return found;
    found.on = rows.integer(0) == 1;
    found.language = rows.text(1);
    found.since = from_ms(rows.integer(2));
  }
  const auto shop = shop::settings(db);
  const bool english = found.language == "en";
  found.shop = english && !shop.name_latin.empty() ? shop.name_latin : shop.name;
  found.disclosure = english ? shop.disclosure_latin : shop.disclosure;
  return found;
}

// Japan's time for Japanese, UTC said as such for English.
std::string when(WallTime time, bool english) {
  const auto local = std::chrono::floor<std::chrono::minutes>(time) +
                     (english ? std::chrono::minutes(0) : std::chrono::minutes(9 * 60));
  const auto day = std::chrono::floor<std::chrono::days>(local);
  const std::chrono::year_month_day date(day);
  const std::chrono::hh_mm_ss clock(local - day);
  const auto month = static_cast<unsigned>(date.month()), of_month = static_cast<unsigned>(date.day());
  if (english) {
    return fmt::format("{}-{:02}-{:02} {:02}:{:02} UTC", static_cast<int>(date.year()), month, of_month,
                       clock.hours().count(), clock.minutes().count());
  }
  return fmt::format("{}月{}日 {}:{:02}", month, of_month, clock.hours().count(), clock.minutes().count());
}

struct Happening {
  std::string kind{};
  std::string about{};
  std::string show{};
  std::string title{};
  std::optional<WallTime> starts_at{};
  std::string link{};
  std::string picture{};
};

std::string words_of(const Happening& what, const Settings& settings, bool by_shop) {
  const bool english = settings.language == "en";
  const auto title = english ? what.title : "『" + what.title + "』";
  std::string text;
  if (what.kind == "announced") {
    text = english ? fmt::format("Live show coming up: {}\n{}", title, when(*what.starts_at, true))
                   : fmt::format("配信のお知らせ{}\n{} から", title, when(*what.starts_at, false));
  } else if (what.kind == "live") {
    text = english ? "On air now: " + title : "配信がはじまりました" + title;
  } else if (what.kind == "archived") {
    text = english ? "Watch it any time: " + title : "いつでも見られます" + title;
  } else {
    text = english ? "A new clip: " + title : "切り抜きができました" + title;
  }
  text += "\n" + what.link;
  if (!by_shop && !settings.disclosure.empty()) text += "\n" + settings.disclosure;
  return text;
}

std::vector<Happening> happenings(store::Database& db, const Telling& telling, const Settings& settings,
                                  WallTime now) {
  std::vector<Happening> found;
  const auto earliest = std::max(settings.since, now - kNews);
  {
    auto rows = db.query(
        "SELECT id, title, state, starts_at FROM show WHERE (state = 'scheduled' AND starts_at > ?) OR state "
        "= 'live' "
        "OR (state = 'archived' AND ended_at >= ?) ORDER BY listed_at LIMIT 500",
        to_ms(now), to_ms(earliest));
    while (rows.next()) {
      const auto state = rows.text(2);
      Happening what{.kind = state == "scheduled" ? "announced" : state,
                     .about = rows.text(0),
                     .show = rows.text(0),
                     .title = rows.text(1),
                     .link = telling.origin + "/shows/" + rows.text(0)};
      if (const auto starts = rows.optional_integer(3)) what.starts_at = from_ms(*starts);
      found.push_back(std::move(what));
    }
  }
  auto rows = db.query(
      "SELECT c.id, c.show, c.title, coalesce(c.at, 0) FROM clip c JOIN show s ON s.id = c.show WHERE "
      "c.state = "
      "'ready' AND c.shown = 1 AND c.made_at >= ? AND s.state IN ('live', 'archived') ORDER BY c.position "
      "LIMIT 500",
      to_ms(earliest));
  while (rows.next()) {
    found.push_back(
        {.kind = "clip",
         .about = rows.text(0),
         .show = rows.text(1),
         .title = rows.text(2),
         .link = fmt::format("{}/shows/{}?t={}", telling.origin, rows.text(1), rows.integer(3) / 1000),
         .picture = fmt::format("{}/media/{}/clips/{}.jpg", telling.origin, rows.text(1), rows.text(0))});
  }
  return found;
}

std::vector<std::string> speakers(store::Database& db, const std::string& show) {
  std::vector<std::string> names{std::string(kShopActor)};
  auto rows = db.query("SELECT handle FROM show_cast WHERE show = ? ORDER BY place", show);
  while (rows.next())
    if (rows.text(0) != kShopActor) names.push_back(rows.text(0));
  return names;
}

// Notes that stand about what the public may not see any more, or of somebody who is not in the cast.
std::vector<std::string> gone(store::Database& db, Look look) {
  std::int64_t behind = 0;
  if (look == Look::kNewest) {
    auto rows = db.query("SELECT coalesce(max(position), 0) FROM fediverse_note");
    if (rows.next()) behind = rows.integer(0) - kNewestNotes;
  }
  std::vector<std::string> ids;
  auto rows = db.query(
      "SELECT n.id FROM fediverse_note n LEFT JOIN show s ON s.id = n.show LEFT JOIN clip c ON n.kind = "
      "'clip' AND "
      "c.id = n.about WHERE n.deleted_at IS NULL AND n.position > ? AND n.kind <> 'saying' AND (s.id IS NULL "
      "OR s.state NOT IN "
      "('scheduled', 'live', 'archived') OR (n.kind = 'clip' AND (c.id IS NULL OR c.shown = 0)) OR (n.actor "
      "<> ? AND "
      "NOT EXISTS (SELECT 1 FROM show_cast k WHERE k.show = n.show AND k.handle = n.actor))) LIMIT ?",
      behind, kShopActor, static_cast<std::int64_t>(kMostInTurn));
  while (rows.next()) ids.push_back(rows.text(0));
  return ids;
}

}  // namespace

ToSay to_say(store::Database& db, const Telling& telling, WallTime now, Look look) {
  ToSay all;
  const auto settings = settings_of(db);
  if (!settings.on) return all;
  all.gone = gone(db, look);
  for (auto& what : happenings(db, telling, settings, now)) {
    // Drawn from much, so only where it is needed.
    const auto picture_of = [&]() -> const std::string& {
      if (what.picture.empty()) {
        const auto path = telling.picture(db, what.show, settings.language);
        if (!path.empty()) what.picture = telling.origin + path;
      }
      return what.picture;
    };
    std::map<std::string, OwnNote> said;
    {
      auto rows = db.query(
          "SELECT id, actor, text, picture FROM fediverse_note WHERE kind = ? AND about = ? AND deleted_at "
          "IS NULL",
          what.kind, what.about);
      while (rows.next()) {
        said[rows.text(1)] = {.id = rows.text(0), .text = rows.text(2), .picture = rows.text(3)};
      }
    }
    for (const auto& name : speakers(db, what.show)) {
      const auto text = words_of(what, settings, name == kShopActor);
      if (const auto found = said.find(name); found != said.end()) {
        // Only what is still to come is said anew when it changes; the rest was true when it was said.
        if (what.kind == "announced" && found->second.text != text)
          all.changed.push_back({.id = found->second.id, .text = text, .picture = picture_of()});
        continue;
      }
      if (!local_actor(db, name)) continue;
      all.fresh.push_back({.actor = name,
                           .kind = what.kind,
                           .about = what.about,
                           .show = what.show,
                           .text = text,
                           .picture = picture_of(),
                           .picture_alt = what.title,
                           .language = settings.language});
    }
    if (all.fresh.size() + all.changed.size() >= kMostInTurn) break;
  }
  return all;
}

void say_all(store::Transaction& transaction, Random& random, const Documents& documents, const ToSay& all) {
  for (const auto& id : all.gone) unsay(transaction, documents, id);
  for (const auto& note : all.changed) say_anew(transaction, documents, note.id, note.text, note.picture);
  for (const auto& note : all.fresh) say(transaction, random, documents, note);
}

}  // namespace nigiwai::social::fediverse
