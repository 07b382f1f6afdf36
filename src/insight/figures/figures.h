// Figures of one show or of many, as they stand in insight.db.
#pragma once

#include <boost/json/object.hpp>
#include <map>
#include <span>
#include <string>

#include "base/clock.h"
#include "base/result.h"
#include "insight/figures/definition.h"
#include "store/database.h"

namespace nigiwai::insight {

namespace json = boost::json;

using Tallies = std::array<Tally, kHalves>;

// What is left of an order's share once it is paid, and refunded in part: rounded down.
std::int64_t net_of(std::int64_t amount, std::int64_t total, bool paid, std::int64_t refunded);

// A show's number in insight.db; nothing for one without a figure yet.
std::optional<std::int64_t> number_of(store::Database& kept, const std::string& show);

// Shows without a figure yet add nothing. People of several shows count once.
Tallies tally_of(store::Database& kept, std::span<const std::string> shows);

// One show's, as they stood so long after its end, to the end of the ten minutes that ran then; as they stand
// now while it is on air, or nothing is so old. What became of an order since is known all the same.
Tallies tally_at_age(store::Database& kept, const std::string& show, Milliseconds age);

// Which definition of a figure is wanted, where it is not ours.
using Chosen = std::map<std::string, const Definition*, std::less<>>;
// From a list such as "er_actions,cvr_sessions"; the problem names what is no definition.
Result<Chosen> read_chosen(std::string_view text);

// {"value", "numerator", "denominator"}: value is null where there is nothing to divide by, or nothing that
// could be counted in this half.
json::object to_json(const Tally& tally, const Definition& definition);
// By figure: the members above of both halves together, "definition", "version", and "live" and "archive"
// with the same three.
json::object figures_json(const Tallies& tallies, const Chosen& chosen);
// What each definition says, in both languages.
json::object definitions_json();

// How far behind the journal these figures are, in events.
std::int64_t read_to(store::Database& kept);

}  // namespace nigiwai::insight
