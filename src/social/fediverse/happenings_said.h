// What happens in the shop, said in the fediverse: a show that is announced, on air, to be watched again; a
// clip.
//
// Not by events but by what stands: whoever looks compares the shows and clips as they are with what was said
// of them, so that a crash between the two loses and repeats nothing, and what was withdrawn is taken back.
#pragma once

#include <functional>
#include <vector>

#include "base/random.h"
#include "social/fediverse/notes.h"

namespace nigiwai::social::fediverse {

// What ended or was made longer ago is no news any more, whatever the reason that nobody said it.
inline constexpr std::chrono::hours kNews{24};
// Notes that are said or changed in one turn; the rest follows in the next.
inline constexpr std::size_t kMostInTurn = 50;

struct Telling {
  std::string origin{};
  // The picture that links to the show are shown with: a path, empty for none.
  std::function<std::string(store::Database&, const std::string& show, const std::string& language)>
      picture{};
};

struct ToSay {
  std::vector<OwnNote> fresh{};
  std::vector<OwnNote> changed{};   // with their ids
  std::vector<std::string> gone{};  // ids
  bool empty() const { return fresh.empty() && changed.empty() && gone.empty(); }
};
// Standing notes that are held against what stands: the newest every time, all of them now and then.
enum class Look { kNewest, kAll };
inline constexpr std::int64_t kNewestNotes = 500;
ToSay to_say(store::Database& db, const Telling& telling, WallTime now, Look look = Look::kAll);
void say_all(store::Transaction& transaction, Random& random, const Documents& documents, const ToSay& all);

}  // namespace nigiwai::social::fediverse
