// The questions that are put to a history: does this factor go with success? Pure.
//
// Each is one or several contrasts, columns over the shows. A factor of levels asks of each level that has
// kLeastOfLevel shows, and as many beside it, whether it differs from the rest; an ordered factor asks once,
// whether more of it goes with more (by normal scores of its ranks, so that no single show carries it).
// Before any comparison the trend of the months is taken out, and who was in the cast, which tell apart most
// of what one show brings from what the next does; asked of the cast itself, the trend alone.
#pragma once

#include "insight/patterns/basis.h"
#include "insight/patterns/factor.h"

namespace nigiwai::insight {

// Fewer shows say nothing: a pattern would have to be as large as the difference between two shops.
inline constexpr std::size_t kLeastShows = 20;
inline constexpr std::size_t kLeastOfLevel = 5;
// People of the cast that are adjusted for, those with the most shows first.
inline constexpr std::size_t kMostAdjustedFor = 6;

enum class Unjudged { kNotKept, kTooFewShows, kOneLevel, kTangled };
std::string_view to_text(Unjudged why);  // "not_kept", "too_few_shows", "one_level", "tangled"

// A level against the rest of the shows.
struct LevelColumn {
  Column column{};   // 1 less the share for its shows, else less the share; 0 where it is not known
  double share = 0;  // of the known shows, that are of this level
  std::size_t shows = 0;
};

struct Question {
  Sorting sorting{};
  bool of_cast = false;                              // adjusted for the trend alone
  std::vector<std::optional<LevelColumn>> levels{};  // those that can be told apart
  std::vector<Column> contrasts{};                   // what is tested
  std::vector<std::size_t> contrast_levels{};        // whose contrast it is; of an ordered factor none
  std::optional<Unjudged> unjudged{};
};

struct Questions {
  std::vector<Column> trend{};
  std::vector<Column> cast{};
  std::vector<Question> items{};  // in the order of kFactors
};

Questions questions_of(std::span<const PastShow> shows);

}  // namespace nigiwai::insight
