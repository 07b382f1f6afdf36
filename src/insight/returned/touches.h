// What reached viewers before they came to a show, as the shop's database tells it.
//
// What a member did on one device counts for all of theirs.
#pragma once

#include <map>
#include <string>
#include <unordered_set>
#include <vector>

#include "insight/figures/show_choice.h"
#include "insight/returned/cause.h"
#include "insight/returned/viewer_numbers.h"

namespace nigiwai::insight {

enum class Reached : std::uint8_t { kByAll, kByLinks };

// A link, as what reaches whoever opens it at no time, and how many people's browsers did.
struct OpenedLink {
  Touch link{};
  std::int64_t clicks = 0;
};

// By the numbers of viewers, and asked in the order of these.
class Touches {
 public:
  void add(std::int64_t viewer, const Touch& touch) { all_.push_back({viewer, touch}); }
  void sort();
  void begin() { next_ = 0; }
  void clear() { all_.clear(), next_ = 0; }
  void gather(std::int64_t viewer, std::vector<Touch>& touches);

 private:
  struct One {
    std::int64_t viewer = 0;
    Touch touch{};
  };
  std::vector<One> all_{};
  std::size_t next_ = 0;
};

// Touches and links stand as long as this.
class TouchReading {
 public:
  // `shows` is how many will be asked about.
  TouchReading(store::Database& kept, store::Database& journal, std::size_t shows,
               Reached reached = Reached::kByAll);
  // Of this show from here on.
  void begin(const ChosenShow& show);
  // Adds what reached a viewer, by their number in insight.db: each asked for once, in the order of the
  // numbers.
  void gather(std::int64_t viewer, std::vector<Touch>& touches);
  // The links that lead to a show.
  std::vector<OpenedLink> opened(const std::string& show);

 private:
  void add(Touches& touches, std::string_view viewer, const Touch& touch);
  void add_links(Touches& touches, const std::string& show);
  void add_mails(const ChosenShow& show);
  Touches& followers(const std::string& handle);
  Touch of_link(const store::Rows& rows);
  std::string_view keep(std::string text) { return *texts_.insert(std::move(text)).first; }

  store::Database& journal_;
  Reached reached_;
  ViewerNumbers numbers_;
  std::unordered_set<std::string> texts_{};
  Touches nowhere_{};                           // by links that lead to no show
  Touches there_{};                             // to the show
  std::map<std::string, Touches> followers_{};  // by handle, each read once
  std::vector<Touches*> cast_{};                // of these, those of the show
};

}  // namespace nigiwai::insight
