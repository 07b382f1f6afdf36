#include "social/blocks/block.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <map>

#include "base/text.h"

namespace nigiwai::social {
namespace {

constexpr std::array<std::string_view, 4> kKinds{"next", "moments", "words", "wall"};
constexpr std::array<std::string_view, 4> kPermissions{"none", "asked", "granted", "withdrawn"};
constexpr std::string_view kShow = "show:";
constexpr std::string_view kProduct = "product:";
constexpr std::string_view kClip = "clip:";
constexpr std::int64_t kLongestShow = 7LL * 24 * 3600 * 1000;
constexpr const char* kRateVersion = "blocks-1";

std::int64_t weight(const Stretch& stretch) { return kOrderWeighs * stretch.orders + stretch.saves; }

bool within(const Stretch& chapter, const Stretch& clip) {
  return !clip.clip.empty() && chapter.show == clip.show && clip.at <= chapter.at && chapter.at < clip.until;
}

Result<ShareTarget> nowhere() { return invalid("to", "This leads nowhere."); }

// "ID" or "ID:12000".
Result<ShareTarget> show_target(std::string_view text) {
  const auto colon = text.find(':');
  ShareTarget target{.what = Shared::kShow, .id = std::string(text.substr(0, colon))};
  if (!is_slug(target.id)) return nowhere();
  if (colon == std::string_view::npos) return target;
  const auto digits = text.substr(colon + 1);
  std::int64_t at = 0;
  const auto* end = digits.data() + digits.size();
  const auto [read, error] = std::from_chars(digits.data(), end, at);
  if (error != std::errc() || read != end || at < 0 || at > kLongestShow) return nowhere();
  target.at = Milliseconds(at);
  return target;
}

}  // namespace

std::string_view to_text(BlockKind kind) { return kKinds[static_cast<std::size_t>(kind)]; }

Result<Block> read_block(std::string_view kind, std::string_view show, std::string_view product) {
  const auto found = std::ranges::find(kKinds, kind);
  if (found == kKinds.end())
    return fail(Kind::kNotFound, "not-found",
                "There is no such block. There are next, moments, words, wall.");
  const Block block{static_cast<BlockKind>(found - kKinds.begin()), std::string(show), std::string(product)};
  if (!show.empty() && !is_slug(show)) return invalid("show", "This names no show.");
  if (!product.empty() && !is_slug(product)) return invalid("product", "This names no product.");
  switch (block.kind) {
    case BlockKind::kNext:
      if (!product.empty()) return invalid("product", "The next show is of no product.");
      [[fallthrough]];
    case BlockKind::kWall:
      if (!show.empty()) return invalid("show", fmt::format("The block {} is of no show.", kind));
      return block;
    case BlockKind::kMoments:
      if (!show.empty()) return invalid("show", "Moments are of a product.");
      if (product.empty()) return invalid("product", "Name the product whose moments are shown.");
      return block;
    case BlockKind::kWords:
      if (show.empty() == product.empty())
        return invalid("show", "Words are of a show or of a product: name one.");
      return block;
  }
  return block;
}

std::string key_of(const Block& block) {
  if (!block.show.empty()) return fmt::format("{} {}{}", to_text(block.kind), kShow, block.show);
  if (!block.product.empty()) return fmt::format("{} {}{}", to_text(block.kind), kProduct, block.product);
  return std::string(to_text(block.kind));
}

std::optional<Block> block_of(std::string_view key) {
  const auto space = key.find(' ');
  const auto about = space == std::string_view::npos ? std::string_view() : key.substr(space + 1);
  const auto read =
      read_block(key.substr(0, space), about.starts_with(kShow) ? about.substr(kShow.size()) : "",
                 about.starts_with(kProduct) ? about.substr(kProduct.size()) : "");
  return read ? std::optional(*read) : std::nullopt;
}

std::string text_of(const ShareTarget& target) {
  auto text = fmt::format("{}:{}", to_text(target.what), target.id);
  if (target.what == Shared::kShow && target.at) text += fmt::format(":{}", target.at->count());
  return text;
}

Result<ShareTarget> target_of(std::string_view text) {
  if (text.starts_with(kShow)) return show_target(text.substr(kShow.size()));
  for (const auto& [prefix, what] :
       {std::pair{kProduct, Shared::kProduct}, std::pair{kClip, Shared::kClip}}) {
    if (!text.starts_with(prefix)) continue;
    const auto id = text.substr(prefix.size());
    if (!is_slug(id)) break;
    return ShareTarget{.what = what, .id = std::string(id)};
  }
  return nowhere();
}

std::optional<std::string> next_show(const ShowsAround& shows, WallTime now) {
  const auto latest = [](const std::vector<ShowAt>& some) -> std::optional<std::string> {
    const auto found = std::ranges::max_element(some, {}, &ShowAt::at);
    return found == some.end() ? std::nullopt : std::optional(found->id);
  };
  if (auto live = latest(shows.live)) return live;
  std::optional<ShowAt> soonest;
  for (const auto& show : shows.coming) {
    if (show.at + kLateStart < now) continue;  // nobody began it
    if (!soonest || show.at < soonest->at) soonest = show;
  }
  return soonest ? std::optional(soonest->id) : latest(shows.past);
}

void credit(std::vector<Stretch>& stretches, std::string_view show, std::span<const Happened> happened) {
  const auto add = [](Stretch& to, const Happened& one) { to.orders += one.orders, to.saves += one.saves; };
  for (const auto& one : happened) {
    Stretch* chapter = nullptr;
    for (auto& stretch : stretches) {
      if (stretch.show != show || stretch.at > one.at) continue;
      if (!stretch.clip.empty()) {
        if (one.at < stretch.until) add(stretch, one);
      } else if (one.at < stretch.until + kAfterChapter && (chapter == nullptr || stretch.at > chapter->at)) {
        chapter = &stretch;
      }
    }
    if (chapter != nullptr) add(*chapter, one);
  }
}

std::vector<Stretch> best_of(std::vector<Stretch> stretches, std::size_t most) {
  std::vector<Stretch> clips;
  for (const auto& one : stretches) {
    if (!one.clip.empty()) clips.push_back(one);
  }
  std::vector<Stretch> best = clips;
  for (auto& one : stretches) {
    if (!one.clip.empty() || weight(one) == 0) continue;
    if (std::ranges::none_of(clips, [&](const Stretch& clip) { return within(one, clip); }))
      best.push_back(std::move(one));
  }
  std::multimap<std::int64_t, Stretch, std::greater<>> by_weight;  // equals in the order of their coming
  for (auto& one : best) {
    const auto weighs = weight(one);
    by_weight.emplace(weighs, std::move(one));
  }
  best.clear();
  for (auto& [weighs, one] : by_weight) {
    if (best.size() < most) best.push_back(std::move(one));
  }
  return best;
}

std::string_view to_text(Permission permission) { return kPermissions[static_cast<std::size_t>(permission)]; }

std::optional<Permission> permission_of(std::string_view text) {
  const auto found = std::ranges::find(kPermissions, text);
  if (found == kPermissions.end()) return std::nullopt;
  return static_cast<Permission>(found - kPermissions.begin());
}

Result<void> may_become(Permission from, Permission to) {
  if (to == Permission::kNone) return invalid("/permission", "This must be asked, granted or withdrawn.");
  if (from == to && to != Permission::kGranted)
    return fail(Kind::kConflict, "state", fmt::format("It is noted as {} already.", to_text(to)));
  if (from == Permission::kNone && to == Permission::kWithdrawn)
    return fail(Kind::kConflict, "state", "Nobody was asked and nothing was permitted yet.");
  return {};
}

boost::json::object click_rate(std::int64_t clicks, std::int64_t views) {
  return {{"value",
           views > 0 ? json::value(static_cast<double>(clicks) / static_cast<double>(views)) : json::value()},
          {"numerator", clicks},
          {"denominator", views},
          {"definition", "clicks of the block / times it was half in view for a second"},
          {"version", kRateVersion}};
}

}  // namespace nigiwai::social
