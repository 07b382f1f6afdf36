// What happened to what a person saved: read for them, told to them, and counted for the staff.
#pragma once

#include <vector>

#include "people/holdings.h"
#include "social/returning/returning.h"
#include "store/writer.h"

namespace nigiwai::social {

struct News {
  std::int64_t position = 0;
  std::string viewer{};  // under whom it was saved
  std::string product{};
  Reason reason{};
  std::string subject{};
  std::string show{};
  std::optional<Milliseconds> at{};  // of that show
  std::string title{};
  std::string code{};  // of a coupon
  std::optional<WallTime> ends_at{};
  WallTime happened_at{};
  bool told = false;
};

// What still holds, and the person of `viewer` has not returned to: one for each product, the most pressing;
// at most kMostTold, the most pressing first.
std::vector<News> news_for(store::Database& db, const std::string& viewer, WallTime now);
// GET /api/me/returns: {"items": […]}, each with the cards of its product and show.
json::object news_json(store::Database& db, const std::string& viewer, WallTime now);

enum class Way { kMail, kPage };
// Notes that the person was told; what they were told before stays as it was.
void note_told(store::Transaction& transaction, const News& news, Way way);

// A moment in a public show or, without one, the product's page.
struct Story {
  std::string product{};
  std::string title{};
  std::string show{};
  std::optional<Milliseconds> at{};
};
Result<Story> read_story(const json::object& body);
// The story of who made a product becomes news of it. not-found for the product; invalid for the show or a
// moment that is not in it.
Result<json::object> tell_story(store::Transaction& transaction, const std::string& id, const Story& story);

// GET /api/returning: what was told in the last `days`, and what became of it, by reason; and the products
// that most people keep.
json::object figures_json(store::Database& db, int days, WallTime now);

people::Holding returning_holding();

}  // namespace nigiwai::social
