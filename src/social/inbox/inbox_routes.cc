#include "social/inbox/inbox_routes.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "http/answers.h"
#include "http/idempotency.h"
#include "social/inbox/inbox_figures.h"
#include "store/writing.h"

namespace nigiwai::social {
namespace {

using http::Access;
using http::Role;

constexpr const char* kItemSchema =
    R"({"type":"object","required":["id","network","kind","text","state","came_at"],"properties":{"id":{"type":"string"},
  "network":{"type":"string"},"account":{"type":"string"},"kind":{"enum":["reply","mention","question"]},"author":{"type":"string"},
  "author_url":{"type":["string","null"]},"text":{"type":"string"},"url":{"type":["string","null"]},
  "said_at":{"type":"string","format":"date-time"},"came_at":{"type":"string","format":"date-time"},
  "state":{"enum":["open","claimed","sending","answered","aside"]},"more":{"type":"integer"},
  "gone":{"enum":[null,"withdrawn","old"]},"claim":{"type":["object","null"]},"aside":{"type":["object","null"]},
  "answers":{"type":"array","items":{"type":"object"}},"most_length":{"type":["integer","null"]},"show":{"type":["object","null"]}}})";
constexpr const char* kPageSchema =
    R"({"type":"object","properties":{"items":{"type":"array","items":{"type":"object"}},"next":{"type":["string","null"]},
  "waiting":{"type":"integer"},"networks":{"type":"array","items":{"type":"string"}},
  "accounts":{"type":"array","items":{"type":"object"}}}})";
constexpr const char* kTextSchema =
    R"({"type":"object","required":["text"],"properties":{"text":{"type":"string","minLength":1}}})";
constexpr const char* kReasonSchema =
    R"({"type":"object","required":["reason"],"properties":{"reason":{"type":"string","minLength":1,"maxLength":200}}})";

constexpr std::int64_t kMostSeq = std::int64_t{1} << 53;

template <std::size_t N>
Result<std::string> one_of(const http::Request& request, const char* name,
                           const std::array<std::string_view, N>& known) {
  const auto said = request.asked(name).value_or("");
  if (said.empty() || std::ranges::find(known, said) != known.end()) return std::string(said);
  std::string all;
  for (const auto each : known) all += (all.empty() ? "" : ", ") + std::string(each);
  return invalid(name, fmt::format("This must be one of: {}.", all));
}

Result<ItemsAsked> items_asked(const http::Request& request) {
  const auto state =
      one_of(request, "state",
             std::array<std::string_view, 6>{"waiting", "open", "claimed", "answered", "aside", "all"});
  if (!state) return std::unexpected(state.error());
  const auto kind = one_of(request, "kind", std::array<std::string_view, 3>{"reply", "mention", "question"});
  if (!kind) return std::unexpected(kind.error());
  const auto order = one_of(request, "order", std::array<std::string_view, 2>{"newest", "oldest"});
  if (!order) return std::unexpected(order.error());
  const auto text = clean_text(request.asked("text").value_or(""), {.most = 100}, "text");
  if (!text) return std::unexpected(text.error());
  const std::string network(request.asked("network").value_or(""));
  if (!network.empty() && !is_slug(network)) return invalid("network", "This names no network.");
  return ItemsAsked{
      .state = *state, .network = network, .kind = *kind, .text = *text, .oldest_first = *order == "oldest"};
}

Result<std::string> text_in(const std::string& body, const char* name, const TextRule& rule) {
  const auto read = parse_object(body);
  if (!read) return std::unexpected(read.error());
  Fields in(*read);
  auto text = in.text(name, rule);
  if (const auto problem = in.problem()) return std::unexpected(*problem);
  return text;
}

std::int64_t seq_of(http::Request& request) {
  request.query["seq"] = std::string(request.parameter("seq"));
  const auto seq = request.whole("seq", 1, kMostSeq);
  return seq && *seq ? **seq : 0;  // 0: none has it
}

}  // namespace

void InboxRoutes::add_to(http::Router& router) {
  router.add({.method = "GET",
              .path = "/api/inbox",
              .access = Access::staff(),
              .handle = [this](http::Request& r) { return list(r); },
              .summary =
                  "What was said to us on all channels, and what shows were asked: ?state= (waiting, open, "
                  "claimed, answered, aside, all), ?network=, ?kind=, ?text=, ?order=newest|oldest.",
              .answer = kPageSchema,
              .rate = kInboxLooks});
  router.add({.method = "GET",
              .path = "/api/inbox/count",
              .access = Access::staff(),
              .handle = [this](http::Request& r) { return count(r); },
              .summary = "How much of the inbox waits.",
              .answer = R"({"type":"object","properties":{"waiting":{"type":"integer"}}})",
              .rate = kInboxLooks});
  router.add({.method = "GET",
              .path = "/api/inbox/figures",
              .access = Access::staff(),
              .handle = [this](http::Request& r) { return figures(r); },
              .summary = "How long the first answer took, by week and network, and who answered.",
              .answer = R"({"type":"object","properties":{"weeks":{"type":"array","items":{"type":"object"}},
  "people":{"type":"array","items":{"type":"object"}}}})"});
  add_item_routes(router);
  add_question_routes(router);
}

void InboxRoutes::add_item_routes(http::Router& router) {
  const auto answering = Access::roles({Role::kPlanner, Role::kDirector, Role::kPresenter});
  const auto change = [&](const char* path, const char* summary, Change done) {
    router.add({.method = "POST",
                .path = path,
                .access = answering,
                .handle = [this, done = std::move(done)](http::Request& r) { return changed(r, done); },
                .summary = summary,
                .answer = kItemSchema});
  };
  router.add({.method = "POST",
              .path = "/api/inbox/look",
              .access = answering,
              .handle = [this](http::Request& r) { return look(r); },
              .summary = "Asks the networks now for what was said, instead of within the minute.",
              .rate = kNetworkLooks});
  router.add({.method = "GET",
              .path = "/api/inbox/items/{id}",
              .access = Access::staff(),
              .handle = [this](http::Request& r) { return get_item(r); },
              .summary = "One item with its answers.",
              .answer = kItemSchema,
              .rate = kInboxLooks});
  change("/api/inbox/items/{id}/claim", "Says for five minutes that the caller is answering it.", claim_item);
  change("/api/inbox/items/{id}/release", "Gives the caller's own claim back.", release_item);
  change("/api/inbox/items/{id}/reopen", "Opens again what was put aside or answered.", reopen);
  router.add({.method = "POST",
              .path = "/api/inbox/items/{id}/aside",
              .access = answering,
              .handle = [this](http::Request& r) { return post_aside(r); },
              .summary = "Puts it aside, with a reason.",
              .body = kReasonSchema,
              .answer = kItemSchema});
  router.add({.method = "POST",
              .path = "/api/inbox/items/{id}/answers",
              .access = answering,
              .handle = [this](http::Request& r) { return post_answer(r); },
              .summary =
                  "Answers it on its network; sent at once, and again while the network is busy. Takes an "
                  "Idempotency-Key.",
              .body = kTextSchema,
              .answer = kItemSchema,
              .rate = kInboxAnswers});
  router.add({.method = "POST",
              .path = "/api/inbox/answers/{id}/retry",
              .access = answering,
              .handle = [this](http::Request& r) { return post_retry(r); },
              .summary = "Tries an answer anew that the network did not take.",
              .answer = kItemSchema,
              .rate = kInboxAnswers});
}

void InboxRoutes::add_question_routes(http::Router& router) {
  const auto on_air = Access::roles({Role::kDirector, Role::kPresenter});
  router.add({.method = "POST",
              .path = "/api/inbox/questions/{show}/{seq}/claim",
              .access = on_air,
              .handle = [this](http::Request& r) { return asked(r, "question.claim", {}); },
              .summary = "Claims a show's question, as the command question.claim does.",
              .answer = kItemSchema});
  router.add({.method = "POST",
              .path = "/api/inbox/questions/{show}/{seq}/release",
              .access = on_air,
              .handle = [this](http::Request& r) { return asked(r, "question.release", {}); },
              .summary = "Gives the claim of a show's question back.",
              .answer = kItemSchema});
  router.add({.method = "POST",
              .path = "/api/inbox/questions/{show}/{seq}/answers",
              .access = on_air,
              .handle = [this](http::Request& r) { return answer_question(r); },
              .summary = "Answers a show's question in its timeline, as the command question.answer does.",
              .body = kTextSchema,
              .answer = kItemSchema,
              .rate = kInboxAnswers});
}

http::Response InboxRoutes::told(const std::string& id, int status) {
  return http::answer(parts_.readers.read<json::object>([&](store::Database& db) -> Result<json::object> {
    const auto item = find_item(db, id);
    if (!item) return std::unexpected(item.error());
    return InboxTelling(db, parts_.voices, parts_.clock.wall())(*item);
  }),
                      status);
}

InboxRoutes::Answer InboxRoutes::list(http::Request& request) {
  auto wanted = items_asked(request);
  if (!wanted) co_return http::problem_response(wanted.error());
  if (wanted->state.empty()) wanted->state = "waiting";
  const auto page = http::page_asked(request);
  if (!page) co_return http::problem_response(page.error());
  const auto after = place_in(page->cursor);
  if (!after) co_return http::problem_response(after.error());
  co_return http::answer(
      co_await parts_.aside.read<json::object>([&](store::Database& db) -> Result<json::object> {
        return inbox_page(db, parts_.voices, *wanted, *after, parts_.clock.wall(), page->limit);
      }));
}

InboxRoutes::Answer InboxRoutes::count(http::Request&) {
  co_return http::answer(
      co_await parts_.aside.read<json::object>([&](store::Database& db) -> Result<json::object> {
        return json::object{{"waiting", waiting_items(db) + waiting_questions(db, parts_.clock.wall())}};
      }));
}

InboxRoutes::Answer InboxRoutes::figures(http::Request&) {
  co_return http::answer(co_await parts_.aside.read<json::object>(
      [&](store::Database& db) -> Result<json::object> { return inbox_figures(db, parts_.clock.wall()); }));
}

InboxRoutes::Answer InboxRoutes::look(http::Request&) {
  const auto done = co_await store::write<void>(parts_.writer, store::Lane::kStaff,
                                                [](store::Transaction& t) -> Result<void> {
                                                  Hearing::hurry(t);
                                                  return {};
                                                });
  if (!done) co_return http::problem_response(done.error());
  parts_.look();
  co_return http::empty_response();
}

InboxRoutes::Answer InboxRoutes::get_item(http::Request& request) {
  co_return told(std::string(request.parameter("id")));
}

InboxRoutes::Answer InboxRoutes::changed(http::Request& request, Change change) {
  const std::string id(request.parameter("id"));
  const auto& by = request.caller;
  const auto done = co_await store::write<void>(parts_.writer, store::Lane::kStaff,
                                                [&](store::Transaction& t) { return change(t, id, by); });
  if (!done) co_return http::problem_response(done.error());
  co_return told(id);
}

InboxRoutes::Answer InboxRoutes::post_aside(http::Request& request) {
  const auto reason = text_in(request.body, "reason", {.least = 1, .most = kMostAsideReason});
  if (!reason) co_return http::problem_response(reason.error());
  co_return co_await changed(request, [&](store::Transaction& t, const std::string& id,
                                          const http::Caller& by) { return put_aside(t, id, by, *reason); });
}

InboxRoutes::Answer InboxRoutes::post_answer(http::Request& request) {
  const auto text = text_in(request.body, "text", {.least = 1, .most = kMostReply, .lines = Lines::kMany});
  if (!text) co_return http::problem_response(text.error());
  const std::string id(request.parameter("id"));
  const auto item = parts_.readers.read<InboxItem>([&](store::Database& db) { return find_item(db, id); });
  if (!item) co_return http::problem_response(item.error());
  const auto length = parts_.voices.length(item->network, *text);
  if (!length) {
    co_return http::problem_response({Kind::kConflict, "channel-missing",
                                      fmt::format("This server does not speak with {}.", item->network)});
  }
  if (length->is > length->most) {
    co_return http::problem_response(
        {Kind::kInvalid, "invalid",
         fmt::format("This is {} long as {} counts; it takes {}.", length->is, item->network, length->most),
         "/text"});
  }
  const auto key = http::idempotency_key(request, "POST /api/inbox/items/" + id + "/answers");
  if (!key) co_return http::problem_response(key.error());
  const auto& by = request.caller;
  const auto made =
      co_await store::write<json::object>(parts_.writer, store::Lane::kStaff, [&](store::Transaction& t) {
        return http::once(t, *key, [&]() -> Result<json::object> {
          const auto answer = answer_item(t, parts_.random, id, by, *text);
          if (!answer) return std::unexpected(answer.error());
          return json::object{{"id", *answer}};
        });
      });
  if (!made) co_return http::problem_response(made.error());
  parts_.answered();
  co_return told(id, 201);
}

InboxRoutes::Answer InboxRoutes::post_retry(http::Request& request) {
  const std::string answer(request.parameter("id"));
  const auto& by = request.caller;
  const auto item = co_await store::write<std::string>(
      parts_.writer, store::Lane::kStaff, [&](store::Transaction& t) { return try_again(t, answer, by); });
  if (!item) co_return http::problem_response(item.error());
  parts_.answered();
  co_return told(*item);
}

InboxRoutes::Answer InboxRoutes::asked(http::Request& request, const char* command, json::object data) {
  const std::string show(request.parameter("show"));
  const auto seq = seq_of(request);
  const auto find = [&](store::Database& db) {
    return find_inbox_question(db, show, seq, parts_.clock.wall());
  };
  const auto before = parts_.readers.read<InboxQuestion>(find);
  if (!before) co_return http::problem_response(before.error());
  const auto key = http::idempotency_key(request, command);
  if (!key) co_return http::problem_response(key.error());
  data["seq"] = seq;
  // In an archive the answer stands where the question does; on air it is said now.
  const auto at = before->show_state == "live" ? std::nullopt : std::optional(before->question.at);
  const auto done = co_await parts_.commands.handle(
      {.name = command,
       .show = show,
       .by = request.caller,
       .at = at,
       .key = key->key.empty() ? parts_.random.token(16) : key->key.substr(0, 64),
       .data = std::move(data)});
  if (!done) co_return http::problem_response(done.error());
  co_return http::answer(parts_.readers.read<json::object>([&](store::Database& db) -> Result<json::object> {
    const auto question = find(db);
    if (!question) return std::unexpected(question.error());
    return InboxTelling(db, parts_.voices, parts_.clock.wall())(*question);
  }),
                         std::string_view(command) == "question.answer" ? 201 : 200);
}

InboxRoutes::Answer InboxRoutes::answer_question(http::Request& request) {
  auto text =
      text_in(request.body, "text", {.least = 1, .most = talk::kMostAnswerCharacters, .lines = Lines::kMany});
  if (!text) co_return http::problem_response(text.error());
  co_return co_await asked(request, "question.answer", {{"text", *text}});
}

}  // namespace nigiwai::social
