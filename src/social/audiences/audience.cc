#include "social/audiences/audience.h"

#include <algorithm>
#include <iterator>

#include "shop/csv.h"
#include "social/channels/network.h"

namespace nigiwai::social {
namespace {

// null says the same as nothing.
json::object without_nulls(const json::object& body) {
  json::object kept;
  for (const auto& [name, value] : body) {
    if (!value.is_null()) kept[name] = value;
  }
  return kept;
}

std::string normal_address(std::string_view email) {
  constexpr std::string_view kBlanks = " \t\r\n";
  const auto begin = email.find_first_not_of(kBlanks);
  if (begin == std::string_view::npos) return "";
  std::string text(email.substr(begin, email.find_last_not_of(kBlanks) - begin + 1));
  std::ranges::transform(text, text.begin(),
                         [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  return text;
}

}  // namespace

std::string_view to_text(Purpose purpose) { return purpose == Purpose::kAds ? "ads" : "mailing"; }

std::optional<Purpose> purpose_of(std::string_view text) {
  for (const auto purpose : kPurposes) {
    if (to_text(purpose) == text) return purpose;
  }
  return std::nullopt;
}

std::string consent_name(Purpose purpose) { return "audience-" + std::string(to_text(purpose)); }

Result<AudienceFilter> read_filter(const json::object& body, std::string pointer) {
  const auto said = without_nulls(body);
  Fields in(said, pointer);
  AudienceFilter filter;
  const auto name = [&](std::string_view field) { return in.has(field) ? in.slug(field) : std::string(); };
  filter.saved = name("saved");
  filter.ordered = name("ordered");
  filter.not_ordered = name("not_ordered");
  filter.watched = name("watched");
  filter.follows = name("follows");
  if (in.has("level")) {
    filter.level = show::fan_level(in.text("level", {.least = 1, .most = 20}));
    if (!filter.level) in.wrong("level", "This must be participant, fan, loyal or evangelist.");
  }
  filter.campaign = name("campaign");
  filter.days = in.optional_whole("days", kAudienceDays);
  if (const auto problem = in.problem()) return std::unexpected(*problem);
  const bool finds = !filter.saved.empty() || !filter.ordered.empty() || !filter.watched.empty() ||
                     !filter.follows.empty() || filter.level || !filter.campaign.empty();
  if (!finds) return invalid(pointer + "/saved", "Say what these people did: at least one condition.");
  if (filter.days && filter.saved.empty() && filter.ordered.empty() && filter.watched.empty())
    return invalid(pointer + "/days", "A stretch of days needs something saved, ordered or watched.");
  return filter;
}

json::object to_json(const AudienceFilter& filter) {
  const auto text = [](std::string_view name) { return name.empty() ? json::value() : json::value(name); };
  return {{"saved", text(filter.saved)},
          {"ordered", text(filter.ordered)},
          {"not_ordered", text(filter.not_ordered)},
          {"watched", text(filter.watched)},
          {"follows", text(filter.follows)},
          {"level", filter.level ? json::value(show::to_text(*filter.level)) : json::value()},
          {"campaign", text(filter.campaign)},
          {"days", filter.days ? json::value(*filter.days) : json::value()}};
}

People in_all(std::vector<People> lists, const People& but) {
  if (lists.empty()) return {};
  auto found = std::move(lists.front());
  for (std::size_t i = 1; i < lists.size(); ++i) {
    People both;
    std::ranges::set_intersection(found, lists[i], std::back_inserter(both));
    found = std::move(both);
  }
  People rest;
  std::ranges::set_difference(found, but, std::back_inserter(rest));
  return rest;
}

json::value shown_count(std::int64_t people) {
  return people < kFewestPeople ? json::value() : json::value(people);
}

std::string hashed_address(std::string_view email) { return hex_of(sha256(normal_address(email))); }

std::string csv_of(Purpose purpose, const std::vector<Contact>& contacts) {
  std::vector<std::string> lines;
  lines.reserve(contacts.size());
  for (const auto& contact : contacts) {
    lines.push_back(purpose == Purpose::kAds
                        ? shop::csv_line({hashed_address(contact.email)})
                        : shop::csv_line({shop::safe_cell(normal_address(contact.email)),
                                          shop::safe_cell(contact.name), contact.language}));
  }
  std::ranges::sort(lines);
  std::string file =
      purpose == Purpose::kAds ? shop::csv_line({"email"}) : shop::csv_line({"email", "name", "language"});
  for (const auto& line : lines) file += line;
  return file;
}

}  // namespace nigiwai::social
