#include "server/mention_commands.h"

#include <fmt/format.h>

#include <boost/json/serialize.hpp>
#include <fstream>
#include <iostream>

#include "base/scheduling.h"
#include "server/data_folder.h"
#include "social/listening/listening.h"

namespace nigiwai::server {

Result<void> find_spikes(const std::string& file, social::SpikesAs what) {
  std::ios::sync_with_stdio(false);
  if (file == "-") return social::print_spikes(std::cin, std::cout, what);
  std::ifstream in(file, std::ios::binary);
  if (!in) return fail(Kind::kNotFound, "not-found", fmt::format("{} cannot be read.", file), "FILE");
  return social::print_spikes(in, std::cout, what);
}

Result<void> import_mentions(const std::string& data, const MentionsToImport& mentions) {
  const SystemClock clock;
  std::ifstream in(mentions.file, std::ios::binary);
  if (!in)
    return fail(Kind::kNotFound, "not-found", fmt::format("{} cannot be read.", mentions.file), "FILE");
  const auto folder = DataFolder::open(data, Use::kVisit, clock);
  if (!folder) return std::unexpected(folder.error());
  // Orders of a server beside this go first.
  stand_back();
  auto listening = social::Listening::open((*folder)->mentions_path(), clock);
  if (!listening) return std::unexpected(listening.error());
  social::ImportProgress progress;
  const auto report = social::import_mentions((*listening)->writer(), (*listening)->readers(), clock, in,
                                              mentions.network, progress);
  (*listening)->stop();
  if (!report) return std::unexpected(report.error());
  if (mentions.as_json) {
    std::cout << json::serialize(to_json(*report)) << std::endl;
    return {};
  }
  fmt::print("{} mentions new, {} known, {} lines refused\n", report->fresh, report->known,
             report->refused_count);
  for (const auto& each : report->refused)
    fmt::print("line {}{}{}: {}\n", each.line, each.column.empty() ? "" : ", column ", each.column, each.why);
  if (report->refused_count > report->refused.size()) fmt::print("and more refused lines, not named here\n");
  return {};
}

}  // namespace nigiwai::server
