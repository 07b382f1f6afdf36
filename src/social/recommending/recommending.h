// Recommendations as rows: counting what people turn to, and answering what goes with it.
#pragma once

#include <boost/json/object.hpp>
#include <set>
#include <string>
#include <vector>

#include "people/holdings.h"
#include "social/recommending/taste.h"
#include "store/writer.h"

namespace nigiwai::social {

namespace json = boost::json;

// Read in one turn of the writer: so many events at most, and no more once so many pairs were counted. Some
// milliseconds.
inline constexpr std::int64_t kTasteEventsATurn = 2'000;
inline constexpr std::int64_t kPairsATurn = 1'500;
inline constexpr std::int64_t kMostTastes = 60;   // of one person, the latest
inline constexpr std::int64_t kPairedWith = 20;   // of these, when they turn to another
inline constexpr std::int64_t kMostOthers = 120;  // of one product; past this and kOthersSlack the weakest go
inline constexpr std::int64_t kOthersSlack = 40;
inline constexpr std::size_t kMostRecommended = 20;
inline constexpr std::size_t kMostSeeds = 40;  // products that an answer starts from

// A person turned to a product. Answers how many pairs it counted.
std::int64_t note_taste(store::Database& db, const std::string& person, const std::string& product,
                        std::int64_t weight, WallTime now);
// Reads some of the journal; rows and cursor in one transaction. Answers whether more waits.
bool read_some_tastes(store::Transaction& transaction);

struct Seed {
  std::string product{};
  double weight = 1;
};
enum class Basis { kTogether, kPopular };
struct Recommended {
  std::string id{};
  double score = 0;
  Basis basis = Basis::kTogether;
};
// Products near the seeds, the nearest first, then what most people turn to; only what is in stock, and none
// of `without` or the seeds.
std::vector<Recommended> products_near(store::Database& db, const std::vector<Seed>& seeds,
                                       const std::set<std::string>& without, std::size_t limit, WallTime now);
// Public shows with the seeds and what is near them on their shelf, then the latest ones.
std::vector<Recommended> shows_near(store::Database& db, const std::vector<Seed>& seeds,
                                    const std::set<std::string>& without, std::size_t limit, WallTime now);

// What a person turned to, the strongest first; nothing for one who refuses.
std::vector<Seed> tastes_of(store::Database& db, const std::string& viewer, WallTime now);
std::set<std::string> bought_by(store::Database& db, const std::string& viewer);

bool refuses(store::Database& db, const std::string& viewer);
// Refusing takes away what is known of the person; the sums, which name nobody, stay.
void refuse(store::Transaction& transaction, const std::string& viewer, bool refused);

people::Holding taste_holding();

}  // namespace nigiwai::social
