#include "social/blocks/block_routes.h"

#include "base/fields.h"
#include "base/log.h"
#include "http/answers.h"
#include "social/blocks/block_views.h"
#include "social/blocks/picked_lines.h"
#include "store/writing.h"

namespace nigiwai::social {
namespace {

using http::Access;
using http::Role;

constexpr const char* kBlockSchema =
    R"({"type":"object","properties":{"kind":{"enum":["next","moments","words","wall"]},"items":{"type":"array",
  "items":{"type":"object"}}}})";
constexpr const char* kViewBody =
    R"({"type":"object","required":["kind","site"],"properties":{"kind":{"enum":["next","moments","words","wall"]},
  "show":{"type":"string"},"product":{"type":"string"},"site":{"type":"string","examples":["https://shop.example"]}}})";
constexpr const char* kFiguresSchema =
    R"({"type":"object","properties":{"items":{"type":"array","items":{"type":"object","properties":{"block":{"type":"object"},
  "site":{"type":"string"},"since":{"type":["string","null"]},"views":{"type":"integer"},"clicks":{"type":"integer"},
  "own":{"type":"integer"},"arrivals":{"type":"integer"},"verified":{"type":"integer"},"orders":{"type":"integer"},
  "sales":{"type":"object"},"click_rate":{"type":"object"}}}},"left_out":{"type":"integer"},"totals":{"type":"object"}}})";

constexpr std::size_t kMostSite = 255;

Result<Block> block_asked(const http::Request& request) {
  return read_block(request.parameter("kind"), request.asked("show").value_or(""),
                    request.asked("product").value_or(""));
}

// A person on somebody's page; the staff at home know the shop already.
Clicker who_asks(const http::Request& request) {
  const auto who = clicker_of(request.header("user-agent"));
  return who == Clicker::kPerson && !request.cookie("nigiwai_staff").empty() ? Clicker::kOwn : who;
}

}  // namespace

void BlockRoutes::add_to(http::Router& router) {
  add_public_routes(router);
  add_line_routes(router);
  add_wall_routes(router);
  router.add({.method = "GET",
              .path = "/api/blocks",
              .access = Access::staff(),
              .handle = [this](http::Request& r) { return figures(r); },
              .summary = "What blocks on other pages brought, by block and site: views, clicks, orders.",
              .answer = kFiguresSchema});
}

void BlockRoutes::add_public_routes(http::Router& router) {
  router.add(
      {.method = "GET",
       .path = "/api/blocks/{kind}",
       .access = Access::open(),
       .handle = [this](http::Request& r) { return get_block(r); },
       .summary =
           "What a block shows now: next; moments of ?product=; words of ?show= or ?product=; wall, or "
           "its part about ?product=.",
       .answer = kBlockSchema,
       .rate = kBlockLooks});
  router.add({.method = "POST",
              .path = "/api/blocks/views",
              .access = Access::open(),
              .handle = [this](http::Request& r) { return post_view(r); },
              .summary = "A block was half in view for a second, on a page of `site`; once a load.",
              .body = kViewBody,
              .answer = R"({"type":"object","properties":{"counted":{"type":"boolean"}}})",
              .rate = kBlockViews});
  router.add({.method = "GET",
              .path = "/embed/blocks/{kind}/open",
              .access = Access::open(),
              .handle = [this](http::Request& r) { return open(r); },
              .rate = kBlockOpenings});
}

Result<std::vector<WallMention>> BlockRoutes::wall_of(const std::string& product) {
  auto mentions = parts_.readers.read<std::vector<WallMention>>(
      [&](store::Database& db) -> Result<std::vector<WallMention>> { return wall_mentions(db, product); });
  return mentions ? with_listening(*std::move(mentions), parts_.listening) : mentions;
}

Result<json::object> BlockRoutes::shown(const Block& block) {
  Result<std::vector<WallMention>> wall;
  if (block.kind == BlockKind::kWall) wall = wall_of(block.product);
  if (!wall) return std::unexpected(wall.error());
  return parts_.readers.read<json::object>([&](store::Database& db) -> Result<json::object> {
    json::array items;
    if (is_about_something(db, block)) {
      switch (block.kind) {
        case BlockKind::kNext:
          items = shown_next(db, parts_.views, parts_.views.clock.wall());
          break;
        case BlockKind::kMoments:
          items = shown_moments(db, block.product, parts_.views.broadcasting);
          break;
        case BlockKind::kWords:
          items = shown_lines(db, block, parts_.secret);
          break;
        case BlockKind::kWall:
          items = shown_wall(db, *wall);
          break;
      }
    }
    return json::object{{"kind", to_text(block.kind)}, {"items", std::move(items)}};
  });
}

BlockRoutes::Answer BlockRoutes::get_block(http::Request& request) {
  const auto block = block_asked(request);
  if (!block) co_return http::problem_response(block.error());
  // Nobody keeps it: what is hidden or taken back is gone with the next look.
  co_return http::answer(shown(*block));
}

BlockRoutes::Answer BlockRoutes::post_view(http::Request& request) {
  const auto body = parse_object(request.body);
  if (!body) co_return http::problem_response(body.error());
  Fields in(*body);
  const auto kind = in.text("kind", {.least = 1, .most = 20});
  const auto show = in.optional_text("show", {.most = 64}).value_or("");
  const auto product = in.optional_text("product", {.most = 64}).value_or("");
  const auto site = in.text("site", {.least = 1, .most = kMostSite});
  if (const auto problem = in.problem()) co_return http::problem_response(*problem);
  auto block = read_block(kind, show, product);
  if (!block) {
    auto problem = block.error();
    problem.kind = Kind::kInvalid, problem.type = "invalid";
    problem.field = "/" + (problem.field.empty() ? std::string("kind") : problem.field);
    co_return http::problem_response(problem);
  }
  if (who_asks(request) != Clicker::kPerson || !parts_.embedding.allows(site))
    co_return http::json_response(json::object{{"counted", false}});
  co_return http::answer(co_await store::write<json::object>(
      parts_.writer, store::Lane::kProjections, [&](store::Transaction& t) -> Result<json::object> {
        return json::object{{"counted", count_view(t, *block, site)}};
      }));
}

BlockRoutes::Answer BlockRoutes::open(http::Request& request) {
  const auto block = block_asked(request);
  if (!block) co_return http::problem_response(block.error());
  const auto target = target_of(request.asked("to").value_or(""));
  if (!target) co_return http::problem_response(target.error());
  const std::string site(request.asked("site").value_or(""));
  const auto who = who_asks(request);
  Result<std::string> page;
  if ((who == Clicker::kPerson || who == Clicker::kOwn) && parts_.embedding.allows(site)) {
    page = co_await store::write<std::string>(
        parts_.writer, store::Lane::kRoom, [&](store::Transaction& t) -> Result<std::string> {
          if (!is_about_something(t.db(), *block)) return page_without_link(t.db(), *target);
          const auto link = open_block(t, parts_.random, *block, site, *target, who);
          if (link) return page_of(*link);
          return page_without_link(t.db(), *target);
        });
  } else {
    page = parts_.readers.read<std::string>(
        [&](store::Database& db) -> Result<std::string> { return page_without_link(db, *target); });
  }
  if (!page) co_return http::problem_response(page.error());
  auto response = http::redirect(*page, 302);
  response.with("Cache-Control", "no-store").with("X-Robots-Tag", "noindex");
  co_return response;
}

BlockRoutes::Answer BlockRoutes::figures(http::Request&) {
  co_return http::answer(co_await aside_.read<json::object>(
      [](store::Database& db) -> Result<json::object> { return block_figures(db); }));
}

void BlockRoutes::tend() {
  const auto mentions = wall_of("");
  if (!mentions) return log_warn("the wall could not be looked at", {{"why", mentions.error().detail}});
  std::vector<WallMention> gone;
  for (const auto& one : *mentions) {
    if (!one.words) gone.push_back(one);
  }
  if (gone.empty()) return;
  parts_.writer.run<int>(
      store::Lane::kProjections,
      [gone = std::move(gone)](store::Transaction& t) -> Result<int> {
        forget_gone(t, gone);
        return 0;
      },
      [](const Result<int>&) {});
}

}  // namespace nigiwai::social
