// What reached viewers before they came to a show, as the shop's database tells it.
//
// What a member did on one device counts for all of theirs.
#pragma once

#include <map>
#include <unordered_map>

#include "insight/figures/show_choice.h"
#include "insight/returned/cause.h"

namespace nigiwai::insight {

enum class Reached : std::uint8_t { kByAll, kByLinks };

// A link, as what reaches whoever opens it at no time, and how many people's browsers did.
struct OpenedLink {
  Touch link{};
  std::int64_t clicks = 0;
};

class TouchReading {
 public:
  TouchReading(store::Database& kept, store::Database& journal, Reached reached = Reached::kByAll);
  // Of this show from here on.
  void begin(const ChosenShow& show);
  // Adds what reached a viewer, by their number in insight.db.
  void gather(std::int64_t viewer, std::vector<Touch>& touches) const;
  // The links that lead to a show.
  std::vector<OpenedLink> opened(const std::string& show) const;

 private:
  using Touches = std::unordered_map<std::int64_t, std::vector<Touch>>;  // by viewer
  void add(Touches& touches, std::string_view viewer, Touch touch);
  void add_links(Touches& touches, const std::string& show);
  void add_mails(const ChosenShow& show);
  const Touches& followers(const std::string& handle);

  store::Database& kept_;
  store::Database& journal_;
  Reached reached_;
  Touches nowhere_{};                           // by links that lead to no show
  Touches there_{};                             // to the show
  std::map<std::string, Touches> followers_{};  // by handle, each read once
  std::vector<const Touches*> cast_{};          // of these, those of the show
};

}  // namespace nigiwai::insight
