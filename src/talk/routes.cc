#include "talk/routes.h"

#include "base/fields.h"
#include "base/time.h"
#include "people/audit.h"
#include "store/writing.h"
#include "talk/bans.h"
#include "talk/lines.h"

namespace nigiwai::talk {
namespace {

using http::Access;
using http::Role;

constexpr std::size_t kMostListBytes = 400 * 1024;  // kMostWords of the longest, with reasons
const char* const kWordsSchema =
    R"({"type":"object","properties":{"count":{"type":"integer"},"text":{"type":"string"}}})";
const char* const kSettingsSchema =
    R"({"type":"object","properties":{"slow_seconds":{"type":"integer"},"lines_per_second":{"type":"integer"}}})";

json::value time_or_null(const std::optional<WallTime>& time) {
  return time ? json::value(to_rfc3339(*time)) : json::value();
}

json::object ban_json(const Ban& ban, WallTime now) {
  const bool over = ban.lifted_at || (ban.until && *ban.until <= now);
  return {{"id", ban.id},
          {"name", ban.name},
          {"show", ban.show},
          {"reason", ban.reason},
          {"banned_by", ban.banned_by},
          {"banned_at", to_rfc3339(ban.banned_at)},
          {"until", time_or_null(ban.until)},
          {"in_force", !over}};
}

json::object words_json(const WordList& list) {
  return {{"count", list.words().size()}, {"text", format_words(list.words())}};
}

}  // namespace

void Routes::add_to(http::Router& router) {
  const auto moderating = Access::roles({Role::kDirector, Role::kPresenter});
  const auto editing = Access::roles({Role::kDirector});
  router.add(
      {.method = "GET",
       .path = "/api/words",
       .access = moderating,
       .handle = [this](http::Request& r) { return get_words(r); },
       .summary = "The word list as text: one entry a line, word, tab, hold, refuse or allow, tab, reason.",
       .answer = kWordsSchema});
  router.add({.method = "PUT",
              .path = "/api/words",
              .access = editing,
              .handle = [this](http::Request& r) { return put_words(r); },
              .summary = "Replaces the word list as a whole; a refusal names the line as /text/N.",
              .body = R"({"type":"object","required":["text"],"properties":{"text":{"type":"string"}}})",
              .answer = kWordsSchema,
              .max_body = kMostListBytes});
  router.add(
      {.method = "POST",
       .path = "/api/words/try",
       .access = moderating,
       .handle = [this](http::Request& r) { return try_words(r); },
       .summary = "What would become of a line, by the list as it is.",
       .body = R"({"type":"object","required":["text"],"properties":{"text":{"type":"string"}}})",
       .answer =
           R"({"type":"object","properties":{"action":{"enum":["pass","hold","refuse"]},"word":{"type":["string","null"]}}})"});
  router.add({.method = "GET",
              .path = "/api/talk",
              .access = Access::staff(),
              .handle = [this](http::Request& r) { return get_settings(r); },
              .summary = "How the shop's rooms talk, where a show says nothing else.",
              .answer = kSettingsSchema});
  router.add({.method = "PATCH",
              .path = "/api/talk",
              .access = editing,
              .handle = [this](http::Request& r) { return patch_settings(r); },
              .summary = "Sets the seconds between two lines of one person (0 for none), and how many lines "
                         "a second a busy room's public is given (0 for all).",
              .body = kSettingsSchema,
              .answer = kSettingsSchema});
  router.add(
      {.method = "GET",
       .path = "/api/bans",
       .access = moderating,
       .handle = [this](http::Request& r) { return list_bans(r); },
       .summary = "Who may not talk, those in force first.",
       .answer = R"({"type":"object","properties":{"items":{"type":"array","items":{"type":"object"}}}})"});
  router.add({.method = "POST",
              .path = "/api/bans/{id}/lift",
              .access = moderating,
              .handle = [this](http::Request& r) { return lift(r); },
              .summary = "Lifts a ban: the person may talk at once."});
}

Routes::Answer Routes::get_words(http::Request&) {
  co_return http::json_response(words_json(*parts_.words.now()));
}

Routes::Answer Routes::put_words(http::Request& request) {
  const auto body = parse_object(request.body);
  if (!body) co_return http::problem_response(body.error());
  Fields in(*body);
  const auto text = in.secret("text", kMostListBytes);
  if (const auto problem = in.problem()) co_return http::problem_response(*problem);
  auto words = parse_words(text);
  if (!words) co_return http::problem_response(words.error());
  const auto& by = request.caller;
  const auto done = co_await store::write<void>(parts_.writer, store::Lane::kStaff,
                                                [&](store::Transaction& t) -> Result<void> {
                                                  parts_.words.replace(t, *words, by);
                                                  return {};
                                                });
  if (!done) co_return http::problem_response(done.error());
  co_return http::json_response(words_json(*parts_.words.now()));
}

Routes::Answer Routes::try_words(http::Request& request) {
  const auto body = parse_object(request.body);
  if (!body) co_return http::problem_response(body.error());
  Fields in(*body);
  const auto text = in.text("text", {.least = 1, .most = 200});
  if (const auto problem = in.problem()) co_return http::problem_response(*problem);
  const auto list = parts_.words.now();
  const auto* word = list->find(text);
  co_return http::json_response(
      json::object{{"action", word == nullptr ? "pass" : to_text(word->action)},
                   {"word", word == nullptr ? json::value() : json::value(word->word)}});
}

Routes::Answer Routes::get_settings(http::Request&) {
  const auto shown = parts_.readers.read<json::object>([](store::Database& db) -> Result<json::object> {
    return json::object{{"slow_seconds", slow_seconds(db, "")}, {"lines_per_second", readable_lines(db)}};
  });
  if (!shown) co_return http::problem_response(shown.error());
  co_return http::json_response(*shown);
}

Routes::Answer Routes::patch_settings(http::Request& request) {
  const auto body = parse_object(request.body);
  if (!body) co_return http::problem_response(body.error());
  Fields in(*body);
  const auto seconds = in.optional_whole("slow_seconds", {0, kSlowestSeconds});
  const auto lines = in.optional_whole("lines_per_second", {0, kMostReadableLines});
  if (!seconds && !lines)
    in.wrong("slow_seconds", "Say what is to change: slow_seconds or lines_per_second.");
  if (const auto problem = in.problem()) co_return http::problem_response(*problem);
  const auto& by = request.caller;
  const auto done = co_await store::write<void>(
      parts_.writer, store::Lane::kStaff, [&](store::Transaction& t) -> Result<void> {
        if (seconds) {
          set_slow_seconds(t, "", *seconds);
          people::audit(t, by, "talk.slowed", "", {{"seconds", *seconds}});
        }
        if (lines) {
          set_readable_lines(t, *lines);
          people::audit(t, by, "talk.paced", "", {{"lines_per_second", *lines}});
          t.on_commit([tell = parts_.readable_lines, lines = *lines] { tell(lines); });
        }
        return {};
      });
  if (!done) co_return http::problem_response(done.error());
  co_return co_await get_settings(request);
}

Routes::Answer Routes::list_bans(http::Request&) {
  const auto now = parts_.clock.wall();
  const auto items = parts_.readers.read<json::array>([&](store::Database& db) -> Result<json::array> {
    json::array made;
    for (const auto& ban : bans(db, now, 200)) made.push_back(ban_json(ban, now));
    return made;
  });
  if (!items) co_return http::problem_response(items.error());
  co_return http::json_response(json::object{{"items", *items}, {"next", nullptr}});
}

Routes::Answer Routes::lift(http::Request& request) {
  request.query["id"] = std::string(request.parameter("id"));
  const auto id = request.whole("id", 1, std::int64_t{1} << 53);
  if (!id || !*id) co_return http::problem_response({Kind::kNotFound, "not-found", "There is no such ban."});
  const auto& by = request.caller;
  const auto done = co_await store::write<void>(
      parts_.writer, store::Lane::kStaff, [&](store::Transaction& t) -> Result<void> {
        const auto ban = ban_with(t.db(), **id);
        if (!ban) return fail(Kind::kNotFound, "not-found", "There is no such ban.");
        if (!lift_ban(t, ban->viewer, by)) {
          return fail(Kind::kConflict, "conflict", "This ban is over already.");
        }
        for (auto& event : notices(t.db(), ban->show, ban->viewer, std::nullopt)) {
          parts_.journal.append(t, ban->show, std::move(event));
        }
        return {};
      });
  co_return done ? http::empty_response() : http::problem_response(done.error());
}

}  // namespace nigiwai::talk
