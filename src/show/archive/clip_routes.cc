#include "show/archive/clip_routes.h"

#include <charconv>
#include <limits>

#include "http/idempotency.h"
#include "shop/products/products.h"
#include "store/writing.h"

namespace nigiwai::show {
namespace {

using http::Access;
using http::Role;

constexpr const char* kClipSchema =
    R"({"type":"object","properties":{"id":{"type":"string"},"show":{"type":"string"},"product":{"type":["string","null"]},
  "title":{"type":"string"},"label":{"type":"string"},"form":{"enum":["key-frames","exact","vertical"]},"at":{"type":"integer"},
  "length_ms":{"type":"integer"},"width":{"type":"integer"},"height":{"type":"integer"},"url":{"type":["string","null"]},
  "poster":{"type":["string","null"]},"from":{"type":"integer"},"until":{"type":"integer"},
  "state":{"enum":["waiting","making","ready","failed"]},"progress":{"type":"integer"},"why":{"type":["string","null"]},
  "shown":{"type":"boolean"},"bytes":{"type":"integer"},"made_by":{"type":"string"},"made_at":{"type":"string"}}})";
constexpr const char* kNewClipSchema =
    R"({"type":"object","required":["from","until","title","label"],"properties":{"from":{"type":"integer"},
  "until":{"type":"integer"},"form":{"enum":["key-frames","exact","vertical"]},"focus":{"type":"integer"},
  "title":{"type":"string","maxLength":80},"label":{"type":"string","maxLength":40},"product":{"type":"string"},
  "shown":{"type":"boolean"},"captions":{"type":"string"}}})";
constexpr const char* kClipChangeSchema =
    R"({"type":"object","properties":{"title":{"type":"string","maxLength":80},"label":{"type":"string","maxLength":40},
  "product":{"type":["string","null"]},"shown":{"type":"boolean"}}})";
constexpr const char* kClipsSchema =
    R"({"type":"object","properties":{"items":{"type":"array","items":{"type":"object"}},"next":{"type":["string","null"]},
  "proposals":{"type":"array","items":{"type":"object","properties":{"product":{"type":"string"},"title":{"type":"string"},
  "from":{"type":"integer"},"until":{"type":"integer"}}}}}})";

http::Response answer(const Result<json::object>& body) {
  return body ? http::json_response(*body) : http::problem_response(body.error());
}

// The newest where there is no cursor.
Result<std::int64_t> position_in(const std::string& cursor) {
  if (cursor.empty()) return std::numeric_limits<std::int64_t>::max();
  std::int64_t position = 0;
  const auto* end = cursor.data() + cursor.size();
  const auto [at, error] = std::from_chars(cursor.data(), end, position);
  if (error != std::errc() || at != end) return invalid("cursor", "This is not a cursor of this list.");
  return position;
}

}  // namespace

void ClipRoutes::add_to(http::Router& router) {
  const auto cutting = Access::roles({Role::kPlanner, Role::kDirector, Role::kPresenter});
  router.add(
      {.method = "GET",
       .path = "/api/shows/{id}/clips",
       .access = Access::anyone(),
       .handle = [this](http::Request& r) { return get_clips(r); },
       .summary =
           "The clips of a show; staff see those in the making, and a proposal for each product without one.",
       .answer = kClipsSchema});
  router.add(
      {.method = "POST",
       .path = "/api/shows/{id}/clips",
       .access = cutting,
       .handle = [this](http::Request& r) { return add_clip(r); },
       .summary = "Asks for a clip of a stretch of a show, which is then made. Takes an Idempotency-Key.",
       .body = kNewClipSchema,
       .answer = kClipSchema});
  router.add({.method = "PATCH",
              .path = "/api/shows/{id}/clips/{clip}",
              .access = cutting,
              .handle = [this](http::Request& r) { return change_clip(r); },
              .summary = "Changes what is told of a clip, its product, or whether the public sees it.",
              .body = kClipChangeSchema,
              .answer = kClipSchema});
  router.add({.method = "POST",
              .path = "/api/shows/{id}/clips/{clip}/retry",
              .access = cutting,
              .handle = [this](http::Request& r) { return retry_clip(r); },
              .summary = "Makes a clip again that failed.",
              .answer = kClipSchema});
  router.add({.method = "DELETE",
              .path = "/api/shows/{id}/clips/{clip}",
              .access = cutting,
              .handle = [this](http::Request& r) { return remove_clip(r); },
              .summary = "Deletes a clip and its files, or ends its making."});
  router.add({.method = "GET",
              .path = "/api/products/{id}/clips",
              .access = Access::open(),
              .handle = [this](http::Request& r) { return clips_of_product(r); },
              .summary = "The clips that show a product, newest first.",
              .answer = kClipsSchema});
  router.add({.method = "GET",
              .path = "/api/clips",
              .access = Access::staff(),
              .handle = [this](http::Request& r) { return list_public(r); },
              .summary = "The clips on the public pages, of every show, newest first, each with `show_title`; "
                         "with ?q= those with these words in a title.",
              .answer = kClipsSchema});
}

json::object ClipRoutes::staff_json(const Clip& clip) const {
  return to_json(clip, ClipReader::kStaff, maker_.progress(clip.id));
}

Result<json::object> ClipRoutes::one(store::Database& db, const std::string& show,
                                     const std::string& id) const {
  const auto found = clip(db, show, id);
  if (!found) return std::unexpected(found.error());
  return staff_json(*found);
}

ClipRoutes::Answer ClipRoutes::get_clips(http::Request& request) {
  const std::string show(request.parameter("id"));
  const bool staff = request.caller.is_staff();
  co_return answer(parts_.readers.read<json::object>([&](store::Database& db) -> Result<json::object> {
    if (auto known = find_for(db, show, request.caller); !known) return std::unexpected(known.error());
    json::array items;
    for (const auto& each : clips_of_show(db, show, staff)) {
      items.push_back(staff ? staff_json(each) : to_json(each, ClipReader::kEveryone));
      if (staff) items.back().as_object()["withdrawn"] = show::is_withdrawn(db, show, each.id);
    }
    json::object list{{"items", std::move(items)}, {"next", nullptr}};
    if (staff) list["proposals"] = proposals_json(db, show, parts_.views.clock.wall());
    return list;
  }));
}

ClipRoutes::Answer ClipRoutes::add_clip(http::Request& request) {
  const auto body = parse_object(request.body);
  if (!body) co_return http::problem_response(body.error());
  const auto wanted = read_new_clip(*body);
  if (!wanted) co_return http::problem_response(wanted.error());
  const auto key = http::idempotency_key(request, "POST " + request.path);
  if (!key) co_return http::problem_response(key.error());
  const std::string show(request.parameter("id"));
  const auto& by = request.caller;
  const auto written =
      co_await store::write<json::object>(parts_.writer, store::Lane::kStaff, [&](store::Transaction& t) {
        return http::once(t, *key, [&]() -> Result<json::object> {
          const auto added = show::add_clip(t, parts_.random, show, *wanted, by);
          if (!added) return std::unexpected(added.error());
          return to_json(*added, ClipReader::kStaff);
        });
      });
  if (!written) co_return http::problem_response(written.error());
  maker_.nudge();
  co_return http::json_response(*written, 201);
}

ClipRoutes::Answer ClipRoutes::change_clip(http::Request& request) {
  const auto body = parse_object(request.body);
  if (!body) co_return http::problem_response(body.error());
  const auto wanted = read_clip_change(*body);
  if (!wanted) co_return http::problem_response(wanted.error());
  const std::string show(request.parameter("id"));
  const std::string id(request.parameter("clip"));
  const auto& by = request.caller;
  co_return answer(co_await store::write<json::object>(
      parts_.writer, store::Lane::kStaff, [&](store::Transaction& t) -> Result<json::object> {
        const auto done = show::change_clip(t, show, id, *wanted, by);
        if (!done) return std::unexpected(done.error());
        return one(t.db(), show, id);
      }));
}

ClipRoutes::Answer ClipRoutes::retry_clip(http::Request& request) {
  const std::string show(request.parameter("id"));
  const std::string id(request.parameter("clip"));
  auto written = co_await store::write<json::object>(parts_.writer, store::Lane::kStaff,
                                                     [&](store::Transaction& t) -> Result<json::object> {
                                                       const auto done = show::retry_clip(t, show, id);
                                                       if (!done) return std::unexpected(done.error());
                                                       return one(t.db(), show, id);
                                                     });
  if (written) maker_.nudge();
  co_return answer(written);
}

ClipRoutes::Answer ClipRoutes::remove_clip(http::Request& request) {
  const std::string show(request.parameter("id"));
  const std::string id(request.parameter("clip"));
  const auto& by = request.caller;
  const auto written = co_await store::write<bool>(
      parts_.writer, store::Lane::kStaff, [&](store::Transaction& t) -> Result<bool> {
        const auto done = show::remove_clip(t, parts_.journal, show, id, by);
        if (!done) return std::unexpected(done.error());
        return true;
      });
  if (!written) co_return http::problem_response(written.error());
  maker_.dropped(show, id);
  co_return http::empty_response();
}

ClipRoutes::Answer ClipRoutes::clips_of_product(http::Request& request) {
  const std::string product(request.parameter("id"));
  co_return answer(parts_.readers.read<json::object>([&](store::Database& db) -> Result<json::object> {
    if (!shop::product_exists(db, product))
      return fail(Kind::kNotFound, "not-found", "There is no such product.");
    json::array items;
    for (const auto& each : show::clips_of_product(db, product))
      items.push_back(to_json(each, ClipReader::kEveryone));
    return json::object{{"items", std::move(items)}, {"next", nullptr}};
  }));
}

ClipRoutes::Answer ClipRoutes::list_public(http::Request& request) {
  const auto page = http::page_asked(request);
  if (!page) co_return http::problem_response(page.error());
  const auto before = position_in(page->cursor);
  if (!before) co_return http::problem_response(before.error());
  const auto search = clean_text(request.asked("q").value_or(""), {.most = kMostClipSearch}, "q");
  if (!search) co_return http::problem_response(search.error());
  co_return answer(parts_.readers.read<json::object>([&](store::Database& db) -> Result<json::object> {
    auto found = public_clips(db, *search, *before, page->limit + 1);
    const bool more = static_cast<std::int64_t>(found.size()) > page->limit;
    if (more) found.pop_back();
    json::array items;
    for (const auto& each : found) {
      auto item = to_json(each, ClipReader::kEveryone);
      const auto show = show::find(db, each.show);
      item["show_title"] = show ? show->title : each.show;
      items.push_back(std::move(item));
    }
    return json::object{{"items", std::move(items)},
                        {"next", more ? json::value(std::to_string(found.back().position)) : json::value()}};
  }));
}

}  // namespace nigiwai::show
