// Share links: a show at a moment, a product, a clip or one of the staff, and who shared it. Pure.
#pragma once

#include <boost/json/object.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/result.h"

namespace nigiwai::social {

namespace json = boost::json;

inline constexpr std::size_t kShareCodeLength = 10;  // 50 bits: nobody meets another's link by trying

enum class Shared { kShow, kProduct, kStaff, kClip };
std::string_view to_text(Shared what);
std::optional<Shared> shared_of(std::string_view text);

// What a link leads to.
struct ShareTarget {
  Shared what = Shared::kShow;
  std::string id{};                  // of the show, product or clip, or a handle
  std::optional<Milliseconds> at{};  // in a show; nothing: from where it stands
  std::string show{};                // that it leads into; empty for none
};

struct ShareLink {
  std::int64_t position = 0;
  std::string code{};
  ShareTarget target{};
  std::string viewer{};  // who shared; empty when it was one of the staff
  std::string staff{};   // handle
  WallTime made_at{};
  std::optional<WallTime> excluded_at{};
  std::string excluded_by{};
  std::string exclusion{};
  std::string post{};   // whose link it is; empty for what a person shared
  std::string block{};  // likewise, the key of a block (blocks/block.h)
  std::string site{};   // whose page the block stands on
};

// {show, at?} or {product} or {staff} or {clip}: exactly one of them.
Result<ShareTarget> read_share(const json::object& body);

// Where the link leads: path and query of our own page. Without a code it is only the page.
std::string page_of(const ShareLink& link);

// What asked for a link's address, by its User-Agent: a person's browser, a network that makes a preview, or
// another program. A request without one is a program's. kOwn is one of the staff looking at a post of
// theirs.
enum class Clicker { kPerson, kPreview, kBot, kOwn };
std::string_view to_text(Clicker who);
Clicker clicker_of(std::string_view user_agent);

}  // namespace nigiwai::social
