#include "social/listening/listening_routes.h"

#include <fmt/format.h>

#include "base/time.h"
#include "http/answers.h"
#include "social/inbox/inbox_items.h"
#include "social/listening/beside.h"
#include "social/listening/happenings.h"
#include "social/listening/mention_reading.h"
#include "social/listening/mention_store.h"
#include "social/listening/trend.h"
#include "store/writing.h"

namespace nigiwai::social {
namespace {

using http::Access;
using http::Role;

constexpr const char* kTrendSchema =
    R"({"type":"object","properties":{"term":{"type":"integer"},"from":{"type":"string","format":"date"},
  "to":{"type":"string","format":"date"},"step":{"enum":["hour","day"]},"total":{"type":"integer"},"all":{"type":"integer"},
  "newest":{"type":["string","null"],"format":"date-time"},
  "networks":{"type":"array","items":{"type":"object","properties":{"network":{"type":"string"},"total":{"type":"integer"},
  "counts":{"type":"array","items":{"type":"integer"}}}}},"voices":{"type":"array","items":{"type":"object"}},
  "spikes":{"type":"array","items":{"type":"object","properties":{"term":{"type":"integer"},"at":{"type":"string","format":"date-time"},
  "count":{"type":"integer"},"expected":{"type":"number"},"score":{"type":"number"}}}},
  "beside":{"type":"object","properties":{
    "shows":{"type":"array","items":{"type":"object","properties":{"show":{"type":"string"},"title":{"type":"string"},
      "from":{"type":"string","format":"date-time"},"until":{"type":["string","null"],"format":"date-time"},"orders":{"type":"integer"}}}},
    "campaigns":{"type":"array","items":{"type":"object","properties":{"campaign":{"type":"string"},"title":{"type":"string"},
      "from":{"type":"string","format":"date-time"},"until":{"type":"string","format":"date-time"}}}},
    "posts":{"type":"array","items":{"type":"object","properties":{"post":{"type":"string"},"text":{"type":"string"},
      "at":{"type":"string","format":"date-time"},"where":{"type":"string"}}}},
    "left_off":{"type":"object"}}}}})";
constexpr const char* kWordsSchema =
    R"({"type":"object","properties":{"words":{"type":"array","items":{"type":"object","properties":{
  "word":{"type":"string"},"now":{"type":"integer"},"before":{"type":"integer"}}}}}})";
constexpr const char* kSpikeSchema =
    R"({"type":"object","properties":{"term":{"type":"integer"},"at":{"type":"string","format":"date-time"},"count":{"type":"integer"},
  "expected":{"type":"number"},"score":{"type":"number"},"looked_at":{"type":"integer"},"words":{"type":"array"},
  "authors":{"type":"array"},"happenings":{"type":"array"}}})";
constexpr const char* kMentionsSchema =
    R"({"type":"object","properties":{"items":{"type":"array","items":{"type":"object","properties":{"id":{"type":"integer"},
  "network":{"type":"string"},"at":{"type":"string","format":"date-time"},"author":{"type":"string"},"text":{"type":"string"},
  "url":{"type":"string"},"followers":{"type":["integer","null"]},"boosts":{"type":["integer","null"]},
  "likes":{"type":["integer","null"]},"terms":{"type":"array","items":{"type":"integer"}}}}},"next":{"type":["string","null"]}}})";
constexpr const char* kReportSchema =
    R"({"type":"object","properties":{"fresh":{"type":"integer"},"known":{"type":"integer"},"refused_count":{"type":"integer"},
  "refused":{"type":"array","items":{"type":"object","properties":{"line":{"type":"integer"},"column":{"type":"string"},
  "why":{"type":"string"}}}}}})";
constexpr const char* kImportStateSchema =
    R"({"type":"object","properties":{"state":{"enum":["none","running","done","failed"]},"bytes":{"type":"integer"},
  "of":{"type":"integer"},"rows":{"type":"integer"},"report":{"type":["object","null"]},"why":{"type":["string","null"]}}})";
constexpr const char* kEraseSchema =
    R"({"type":"object","required":["network","author"],"properties":{"network":{"type":"string"},"author":{"type":"string"}}})";
constexpr const char* kErasedSchema = R"({"type":"object","properties":{"mentions":{"type":"integer"}}})";

// A spike is explained with what the shop did from an hour before it.
constexpr std::chrono::hours kLookedBack{1};
constexpr std::chrono::hours kLookedAhead{2};

Result<std::int64_t> term_in(const http::Request& request) {
  const auto term = request.whole("term", 0, std::numeric_limits<std::int64_t>::max());
  if (!term) return std::unexpected(term.error());
  return term->value_or(kAllMentions);
}

Result<std::optional<WallTime>> time_in(const http::Request& request, std::string_view name) {
  const auto text = request.asked(name);
  if (!text) return std::optional<WallTime>{};
  const auto at = from_rfc3339(*text);
  if (!at) return invalid(std::string(name), "This is no time such as 2026-11-21T11:00:00Z.");
  return at;
}

// From a day to a day, or so many until the newest mention.
struct DaysAsked {
  std::optional<Days> exact{};
  std::int64_t length = kUsualDays;
  Days of(store::Database& db, WallTime now) const { return exact ? *exact : newest_days(db, now, length); }
};

Result<DaysAsked> days_in(const http::Request& request) {
  const auto from = request.asked("from");
  const auto to = request.asked("to");
  if (!from && !to) {
    const auto length = request.whole("days", 1, kMostTrendDays);
    if (!length) return std::unexpected(length.error());
    return DaysAsked{.length = length->value_or(kUsualDays)};
  }
  const auto first = from ? read_day(*from) : std::nullopt;
  if (!first) return invalid("from", "This must be a day such as 2026-11-01.");
  const auto end = to ? read_day(*to) : std::nullopt;
  if (!end) return invalid("to", "This must be a day such as 2026-12-01, the one after the last.");
  if (*end <= *first || *end - *first > kMostTrendDays)
    return invalid("to", fmt::format("This must be 1 to {} days after from.", kMostTrendDays));
  return DaysAsked{.exact = Days{*first, *end}};
}

}  // namespace

void ListeningRoutes::add_to(http::Router& router) {
  add_term_routes(router);
  add_trend_routes(router);
  add_mention_routes(router);
}

void ListeningRoutes::add_trend_routes(http::Router& router) {
  router.add({.method = "GET",
              .path = "/api/listening/trend",
              .access = Access::staff(),
              .handle = [this](http::Request& r) { return trend(r); },
              .summary = "Mentions of ?term= (0 or none: all) by network, from ?from= to ?to= (days of "
                         "Japan) or of the newest ?days=, with every "
                         "term's share and the spikes; by the hour up to 14 days, else by the day. And what the "
                         "shop did then: shows, campaigns, posts.",
              .answer = kTrendSchema,
              .rate = kTrends});
  router.add({.method = "GET",
              .path = "/api/listening/words",
              .access = Access::staff(),
              .handle = [this](http::Request& r) { return words(r); },
              .summary = "The words that rose in ?from= to ?to= against as many days before, from a sample.",
              .answer = kWordsSchema,
              .rate = kTrends});
  router.add(
      {.method = "GET",
       .path = "/api/listening/spikes/{at}",
       .access = Access::staff(),
       .handle = [this](http::Request& r) { return spike(r); },
       .summary =
           "One spike of ?term=, explained: words that rose, who was heard most, what the shop did then.",
       .answer = kSpikeSchema,
       .rate = kTrends});
}

void ListeningRoutes::add_mention_routes(http::Router& router) {
  router.add(
      {.method = "GET",
       .path = "/api/listening/mentions",
       .access = Access::staff(),
       .handle = [this](http::Request& r) { return list_mentions(r); },
       .summary = "The mentions of ?term= on ?network= between ?from= and ?to= (RFC 3339), the newest first.",
       .answer = kMentionsSchema,
       .rate = kTrends});
  router.add(
      {.method = "POST",
       .path = "/api/listening/import",
       .access = Access::roles({Role::kPlanner, Role::kAnalyst}),
       .handle = [this](http::Request& r) { return post_import(r); },
       .summary =
           "Imports an export of mentions, the body, of up to 64 MiB: CSV or JSON lines; ?network= names the "
           "network of rows that do not. Answers when all is written, with a report by line.",
       .answer = kReportSchema,
       .max_body = kMostUploaded});
  router.add(
      {.method = "GET",
       .path = "/api/listening/import",
       .access = Access::staff(),
       .handle = [this](http::Request& r) { return import_state(r); },
       .summary = "How far the running import is, or the report of the last one since the server started.",
       .answer = kImportStateSchema});
  router.add(
      {.method = "POST",
       .path = "/api/listening/erase",
       .access = Access::roles({}),
       .handle = [this](http::Request& r) { return erase(r); },
       .summary =
           "Takes name and words of everything that an author said, and keeps them out of later imports.",
       .body = kEraseSchema,
       .answer = kErasedSchema});
}

ListeningRoutes::Answer ListeningRoutes::trend(http::Request& request) {
  const auto term = term_in(request);
  if (!term) co_return http::problem_response(term.error());
  const auto days = days_in(request);
  if (!days) co_return http::problem_response(days.error());
  const auto now = parts_.clock.wall();
  co_return http::answer(co_await aside_.read<json::object>(
      [this, term = *term, asked = *days, now](store::Database& db) -> Result<json::object> {
        const auto shown = asked.of(db, now);
        auto beside = parts_.shop.read<json::object>([shown](store::Database& shop) -> Result<json::object> {
          return beside_json(shop, start_of_day(shown.from), start_of_day(shown.to));
        });
        if (!beside) return beside;
        auto trend = trend_json(db, term, shown);
        trend["beside"] = *std::move(beside);
        return trend;
      }));
}

ListeningRoutes::Answer ListeningRoutes::words(http::Request& request) {
  const auto term = term_in(request);
  if (!term) co_return http::problem_response(term.error());
  const auto days = days_in(request);
  if (!days) co_return http::problem_response(days.error());
  const auto now = parts_.clock.wall();
  co_return http::answer(co_await aside_.read<json::object>(
      [term = *term, days = *days, now](store::Database& db) -> Result<json::object> {
        return words_json(db, term, days.of(db, now));
      }));
}

ListeningRoutes::Answer ListeningRoutes::spike(http::Request& request) {
  const auto term = term_in(request);
  if (!term) co_return http::problem_response(term.error());
  const auto at = from_rfc3339(request.parameter("at"));
  if (!at) {
    co_return http::problem_response(
        Problem{Kind::kInvalid, "invalid", "This is no time such as 2026-11-21T11:00:00Z.", "at"});
  }
  auto spike = co_await aside_.read<json::object>(
      [term = *term, at = *at](store::Database& db) -> Result<json::object> {
        return spike_json(db, term, at);
      });
  if (!spike) co_return http::problem_response(spike.error());
  auto happened = parts_.shop.read<json::array>([at = *at](store::Database& db) -> Result<json::array> {
    return happenings(db, at - kLookedBack, at + kLookedAhead);
  });
  if (!happened) co_return http::problem_response(happened.error());
  (*spike)["happenings"] = *std::move(happened);
  co_return http::answer(spike);
}

ListeningRoutes::Answer ListeningRoutes::list_mentions(http::Request& request) {
  const auto page = http::page_asked(request);
  if (!page) co_return http::problem_response(page.error());
  const auto term = term_in(request);
  if (!term) co_return http::problem_response(term.error());
  const auto from = time_in(request, "from");
  if (!from) co_return http::problem_response(from.error());
  const auto to = time_in(request, "to");
  if (!to) co_return http::problem_response(to.error());
  const MentionsAsked asked{.term = *term,
                            .network = std::string(request.asked("network").value_or("")),
                            .from = from->value_or(WallTime{}),
                            .to = to->value_or(parts_.clock.wall() + std::chrono::days(1)),
                            .cursor = page->cursor,
                            .limit = page->limit};
  co_return http::answer(co_await aside_.read<json::object>(
      [asked](store::Database& db) -> Result<json::object> { return mentions_json(db, asked); }));
}

ListeningRoutes::Answer ListeningRoutes::post_import(http::Request& request) {
  const auto caller = request.caller;
  auto report = co_await parts_.listening.import(std::move(request.body),
                                                 std::string(request.asked("network").value_or("")));
  if (!report) co_return http::problem_response(report.error());
  const auto noted =
      co_await note(caller, "listening.imported", "",
                    {{"fresh", report->fresh}, {"known", report->known}, {"refused", report->refused_count}});
  if (!noted) co_return http::problem_response(noted.error());
  co_return http::answer(to_json(*report));
}

ListeningRoutes::Answer ListeningRoutes::import_state(http::Request&) {
  co_return http::answer(parts_.listening.import_state());
}

ListeningRoutes::Answer ListeningRoutes::erase(http::Request& request) {
  const auto body = parse_object(request.body);
  if (!body) co_return http::problem_response(body.error());
  Fields in(*body);
  const auto network = in.text("network", {.least = 1, .most = kMostNetwork});
  auto author = in.text("author", {.least = 1, .most = kMostAuthor});
  if (auto problem = in.problem()) co_return http::problem_response(*problem);
  if (author.starts_with('@')) author.erase(0, 1);
  std::int64_t mentions = 0;
  for (std::optional<std::int64_t> from = 0; from;) {
    const auto erased =
        co_await store::write<Erased>(parts_.listening.writer(), store::Lane::kStaff,
                                      [&](store::Transaction& transaction) -> Result<Erased> {
                                        refuse_author(transaction, network, author);
                                        return erase_some(transaction, network, author, *from);
                                      });
    if (!erased) co_return http::problem_response(erased.error());
    mentions += erased->mentions;
    from = erased->next;
  }
  // Of what they said to us the words stand in the inbox, too.
  const auto in_inbox = co_await store::write<std::int64_t>(
      parts_.writer, store::Lane::kStaff, [&](store::Transaction& transaction) -> Result<std::int64_t> {
        return erase_inbox_author(transaction, network, author);
      });
  if (!in_inbox) co_return http::problem_response(in_inbox.error());
  // Whom it was is not noted: the log is kept.
  const auto noted = co_await note(request.caller, "listening.author-erased", "", {{"mentions", mentions}});
  if (!noted) co_return http::problem_response(noted.error());
  co_return http::answer(json::object{{"mentions", mentions}});
}

}  // namespace nigiwai::social
