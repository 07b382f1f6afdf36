// What staff choose for blocks: lines of chat, and mentions with their permission.
#include <charconv>

#include "base/fields.h"
#include "http/answers.h"
#include "social/blocks/block_routes.h"
#include "social/blocks/picked_lines.h"
#include "store/writing.h"

namespace nigiwai::social {
namespace {

using http::Access;
using http::Role;

constexpr std::int64_t kMostSeq = std::int64_t{1} << 53;
constexpr const char* kLineSchema =
    R"({"type":"object","properties":{"id":{"type":"integer"},"seq":{"type":["integer","null"]},"text":{"type":["string","null"]},
  "name":{"type":"string"},"show":{"type":"object"},"at":{"type":["integer","null"]},"product":{"type":["object","null"]},
  "shown":{"type":"boolean"},"picked_by":{"type":"object"},"picked_at":{"type":"string","format":"date-time"}}})";
constexpr const char* kPickLineBody =
    R"({"type":"object","required":["show","seq"],"properties":{"show":{"type":"string"},"seq":{"type":"integer","minimum":1},
  "product":{"type":"string"}}})";
constexpr const char* kMentionSchema =
    R"({"type":"object","properties":{"id":{"type":"string"},"source":{"enum":["inbox","listening"]},"ref":{"type":"string"},
  "network":{"type":"string"},"author":{"type":"string"},"author_url":{"type":["string","null"]},"text":{"type":["string","null"]},
  "url":{"type":"string"},"at":{"type":"string","format":"date-time"},"product":{"type":["object","null"]},
  "permission":{"enum":["none","asked","granted","withdrawn"]},"changed":{"type":"boolean"},"gone":{"type":"boolean"},
  "shown":{"type":"boolean"},"notes":{"type":"array","items":{"type":"object"}},"picked_by":{"type":"object"},
  "picked_at":{"type":"string","format":"date-time"}}})";
constexpr const char* kPickMentionBody =
    R"({"type":"object","required":["source","ref"],"properties":{"source":{"enum":["inbox","listening"]},"ref":{"type":"string"},
  "product":{"type":"string"}}})";
constexpr const char* kPermissionBody =
    R"({"type":"object","required":["permission"],"properties":{"permission":{"enum":["asked","granted","withdrawn"]},
  "note":{"type":"string","maxLength":300}}})";

std::string list_of(const char* item) {
  return std::string(R"({"type":"object","properties":{"items":{"type":"array","items":)") + item +
         R"(},"next":{"type":["string","null"]}}})";
}

}  // namespace

void BlockRoutes::add_line_routes(http::Router& router) {
  const auto choosing = Access::roles({Role::kPlanner});
  router.add(
      {.method = "GET",
       .path = "/api/blocks/lines",
       .access = Access::staff(),
       .handle = [this](http::Request& r) { return list_lines(r); },
       .summary = "Lines of chat that were chosen, the newest choice first; ?show= for those of one show.",
       .answer = list_of(kLineSchema)});
  router.add({.method = "GET",
              .path = "/api/blocks/lines/candidates",
              .access = choosing,
              .handle = [this](http::Request& r) { return list_candidates(r); },
              .summary = "Viewers' lines of ?show= that may be chosen, with ?text= in them.",
              .answer = R"({"type":"object","properties":{"items":{"type":"array","items":{"type":"object"}},
  "next":{"type":["string","null"]}}})"});
  router.add(
      {.method = "POST",
       .path = "/api/blocks/lines",
       .access = choosing,
       .handle = [this](http::Request& r) { return post_line(r); },
       .summary =
           "Chooses a line of a show; about the product that was pinned then, or `product` (\"\": none).",
       .body = kPickLineBody,
       .answer = R"({"type":"object","properties":{"id":{"type":"integer"}}})"});
  router.add({.method = "DELETE",
              .path = "/api/blocks/lines/{id}",
              .access = choosing,
              .handle = [this](http::Request& r) { return delete_line(r); },
              .summary = "Lets go of a chosen line."});
}

void BlockRoutes::add_wall_routes(http::Router& router) {
  const auto choosing = Access::roles({Role::kPlanner});
  router.add({.method = "GET",
              .path = "/api/blocks/mentions",
              .access = Access::staff(),
              .handle = [this](http::Request& r) { return list_mentions(r); },
              .summary = "Mentions chosen for the wall, with what their authors permitted.",
              .answer = list_of(kMentionSchema)});
  router.add({.method = "POST",
              .path = "/api/blocks/mentions",
              .access = choosing,
              .handle = [this](http::Request& r) { return post_mention(r); },
              .summary =
                  "Chooses a mention of the inbox or of listening for the wall. It is shown once its author "
                  "permits it.",
              .body = kPickMentionBody,
              .answer = kMentionSchema});
  router.add({.method = "POST",
              .path = "/api/blocks/mentions/{id}/permission",
              .access = choosing,
              .handle = [this](http::Request& r) { return post_permission(r); },
              .summary =
                  "Notes that the author was asked, permitted it (and how), or took it back, which counts at "
                  "once.",
              .body = kPermissionBody,
              .answer = kMentionSchema});
  router.add({.method = "DELETE",
              .path = "/api/blocks/mentions/{id}",
              .access = choosing,
              .handle = [this](http::Request& r) { return delete_mention(r); },
              .summary = "Takes a mention off the wall, with what was noted about it."});
}

BlockRoutes::Answer BlockRoutes::list_lines(http::Request& request) {
  const auto page = http::page_asked(request);
  if (!page) co_return http::problem_response(page.error());
  const std::string show(request.asked("show").value_or(""));
  co_return http::answer(parts_.readers.read<json::object>(
      [&](store::Database& db) -> Result<json::object> { return picked_lines(db, show, *page); }));
}

BlockRoutes::Answer BlockRoutes::list_candidates(http::Request& request) {
  const auto text = clean_text(request.asked("text").value_or(""), {.most = 100}, "text");
  if (!text) co_return http::problem_response(text.error());
  const auto page = http::page_asked(request);
  if (!page) co_return http::problem_response(page.error());
  CandidatesAsked asked{.show = std::string(request.asked("show").value_or("")), .text = *text};
  const auto& cursor = page->cursor;
  const auto* end = cursor.data() + cursor.size();
  const auto [read, error] = std::from_chars(cursor.data(), end, asked.after);
  if (!cursor.empty() && (error != std::errc() || read != end))
    co_return http::problem_response(invalid("cursor", "This is not a cursor of this list.").error());
  co_return http::answer(co_await aside_.read<json::object>(
      [asked](store::Database& db) -> Result<json::object> { return line_candidates(db, asked); }));
}

BlockRoutes::Answer BlockRoutes::post_line(http::Request& request) {
  const auto body = parse_object(request.body);
  if (!body) co_return http::problem_response(body.error());
  Fields in(*body);
  LinePick pick{.show = in.text("show", {.least = 1, .most = 64}),
                .seq = in.whole("seq", {1, kMostSeq}),
                .product = in.optional_text("product", {.most = 64})};
  if (const auto problem = in.problem()) co_return http::problem_response(*problem);
  const auto& by = request.caller;
  co_return http::answer(
      co_await store::write<json::object>(parts_.writer, store::Lane::kStaff,
                                          [&](store::Transaction& t) -> Result<json::object> {
                                            const auto id = pick_line(t, pick, by);
                                            if (!id) return std::unexpected(id.error());
                                            return json::object{{"id", *id}};
                                          }),
      201);
}

BlockRoutes::Answer BlockRoutes::delete_line(http::Request& request) {
  const auto text = request.parameter("id");
  std::int64_t id = 0;
  std::from_chars(text.data(), text.data() + text.size(), id);
  const auto& by = request.caller;
  const auto done = co_await store::write<void>(parts_.writer, store::Lane::kStaff,
                                                [&](store::Transaction& t) { return drop_line(t, id, by); });
  co_return done ? http::empty_response() : http::problem_response(done.error());
}

BlockRoutes::Answer BlockRoutes::list_mentions(http::Request&) {
  const auto mentions = wall_of("");
  if (!mentions) co_return http::problem_response(mentions.error());
  co_return http::answer(parts_.readers.read<json::object>([&](store::Database& db) -> Result<json::object> {
    json::array items;
    for (const auto& one : *mentions) items.push_back(wall_json(db, one));
    return json::object{{"items", std::move(items)}, {"next", nullptr}};
  }));
}

Result<json::object> BlockRoutes::mention_told(const std::string& id) {
  auto found = parts_.readers.read<std::vector<WallMention>>(
      [&](store::Database& db) -> Result<std::vector<WallMention>> {
        auto mention = wall_mention(db, id);
        if (!mention) return std::unexpected(mention.error());
        return std::vector{*std::move(mention)};
      });
  if (found) found = with_listening(*std::move(found), parts_.listening);
  if (!found) return std::unexpected(found.error());
  return parts_.readers.read<json::object>(
      [&](store::Database& db) -> Result<json::object> { return wall_json(db, found->front()); });
}

BlockRoutes::Answer BlockRoutes::post_mention(http::Request& request) {
  const auto body = parse_object(request.body);
  if (!body) co_return http::problem_response(body.error());
  Fields in(*body);
  const auto source = wall_source(in.text("source", {.least = 1, .most = 20}));
  if (!source) in.wrong("source", "This must be inbox or listening.");
  WallPick pick{.source = source.value_or(WallSource::kInbox),
                .ref = in.text("ref", {.least = 1, .most = 64}),
                .product = in.optional_text("product", {.most = 64}).value_or("")};
  if (const auto problem = in.problem()) co_return http::problem_response(*problem);
  auto& from = pick.source == WallSource::kInbox ? parts_.readers : parts_.listening;
  const auto words =
      from.read<std::optional<SaidWords>>([&](store::Database& db) -> Result<std::optional<SaidWords>> {
        return words_in(db, pick.source, pick.ref);
      });
  if (!words) co_return http::problem_response(words.error());
  const auto& by = request.caller;
  const auto id = co_await store::write<std::string>(
      parts_.writer, store::Lane::kStaff,
      [&](store::Transaction& t) { return pick_mention(t, parts_.random, pick, *words, by); });
  if (!id) co_return http::problem_response(id.error());
  co_return http::answer(mention_told(*id), 201);
}

BlockRoutes::Answer BlockRoutes::post_permission(http::Request& request) {
  const auto body = parse_object(request.body);
  if (!body) co_return http::problem_response(body.error());
  Fields in(*body);
  const auto permission = permission_of(in.text("permission", {.least = 1, .most = 20}));
  if (!permission || *permission == Permission::kNone)
    in.wrong("permission", "This must be asked, granted or withdrawn.");
  const auto note = in.optional_text("note", {.most = kMostPermissionNote}).value_or("");
  if (const auto problem = in.problem()) co_return http::problem_response(*problem);
  const std::string id(request.parameter("id"));
  auto known = parts_.readers.read<WallMention>([&](store::Database& db) { return wall_mention(db, id); });
  if (!known) co_return http::problem_response(known.error());
  const auto heard = with_listening({*std::move(known)}, parts_.listening);
  if (!heard) co_return http::problem_response(heard.error());
  const auto& by = request.caller;
  const auto done = co_await store::write<void>(parts_.writer, store::Lane::kStaff,
                                                [&](store::Transaction& t) -> Result<void> {
                                                  auto mention = wall_mention(t.db(), id);
                                                  if (!mention) return std::unexpected(mention.error());
                                                  if (mention->source == WallSource::kListening)
                                                    mention->words = heard->front().words;
                                                  return note_permission(t, *mention, *permission, note, by);
                                                });
  if (!done) co_return http::problem_response(done.error());
  co_return http::answer(mention_told(id));
}

BlockRoutes::Answer BlockRoutes::delete_mention(http::Request& request) {
  const std::string id(request.parameter("id"));
  const auto& by = request.caller;
  const auto done = co_await store::write<void>(
      parts_.writer, store::Lane::kStaff, [&](store::Transaction& t) { return drop_mention(t, id, by); });
  co_return done ? http::empty_response() : http::problem_response(done.error());
}

}  // namespace nigiwai::social
