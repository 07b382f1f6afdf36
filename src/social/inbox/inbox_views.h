// The inbox as staff read it.
#pragma once

#include <boost/json/array.hpp>
#include <map>

#include "social/inbox/hearing.h"
#include "social/inbox/inbox_items.h"
#include "social/inbox/inbox_questions.h"

namespace nigiwai::social {

// Makes JSON of items and questions, and remembers whose names it looked up. `voices` says how long an answer
// may be.
class InboxTelling {
 public:
  InboxTelling(store::Database& db, const Voices& voices, WallTime now);

  boost::json::object operator()(const InboxItem& item);
  boost::json::object operator()(const InboxQuestion& question);

 private:
  boost::json::object staff(const std::string& handle);

  store::Database& db_;
  const Voices& voices_;
  WallTime now_;
  std::map<std::string, std::string, std::less<>> names_;  // of staff
  Voices::Names accounts_;
};

// {"items", "next", "waiting", "networks", "accounts"}.
boost::json::object inbox_page(store::Database& db, const Voices& voices, const ItemsAsked& asked,
                               const std::optional<ItemPlace>& after, WallTime now, std::int64_t limit);
// "time.source.position", as a page's cursor is written.
Result<std::optional<ItemPlace>> place_in(const std::string& cursor);

}  // namespace nigiwai::social
