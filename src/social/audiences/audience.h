// Audiences: people by what they did, for advertising and mailing tools outside. Pure.
//
// Described by the staff as conditions that all hold; counted over what is kept of people anyway. Only
// members who agreed to a purpose are ever given out for it, and no group of fewer than kFewestPeople is
// counted or given out, so that no description points to a person.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/fields.h"
#include "show/fans/fan_level.h"

namespace nigiwai::social {

inline constexpr std::int64_t kFewestPeople = 10;
inline constexpr std::int64_t kMostExported = 100'000;  // rows of one file: more than ad networks ask for
inline constexpr std::int64_t kMostAudiences = 100;
inline constexpr std::size_t kMostAudienceTitle = 80;
inline constexpr WholeRange kAudienceDays{1, 400};

// What a member may agree to, each by itself.
enum class Purpose {
  kAds,      // the address hashed, for networks that find the same hash among their own
  kMailing,  // the address as it is, for a mailing tool of the shop
};
inline constexpr Purpose kPurposes[] = {Purpose::kAds, Purpose::kMailing};
std::string_view to_text(Purpose purpose);  // "ads", "mailing"
std::optional<Purpose> purpose_of(std::string_view text);
// What the consent stands under (people::note_consent).
std::string consent_name(Purpose purpose);
// The version of the words on one's own page (web/player/messages/agreements.ts): change it with them. Who
// agreed to other words did not agree to these.
inline constexpr const char* kAudienceWording = "2026-11-29";

// Conditions; empty ones let everybody through.
struct AudienceFilter {
  std::string saved{};                    // a product that they keep now
  std::string ordered{};                  // a product, or kAnyProduct; orders that were not taken back
  std::string not_ordered{};              // likewise
  std::string watched{};                  // a show, long enough to count as a view
  std::string follows{};                  // a handle
  std::optional<show::FanLevel> level{};  // this one or above
  std::string campaign{};                 // came by a share link while it ran, into its show
  std::optional<std::int64_t> days{};     // saved, ordered, watched within so many
};
inline constexpr std::string_view kAnyProduct = "any";

// {saved?, ordered?, not_ordered?, watched?, follows?, level?, campaign?, days?}, null as absent; at least
// one that people are found by.
Result<AudienceFilter> read_filter(const json::object& body, std::string pointer = "");
json::object to_json(const AudienceFilter& filter);

// In every list, in order of the ids; `but` are taken out. All are sorted.
using People = std::vector<std::string>;
People in_all(std::vector<People> lists, const People& but);

// A count that points to nobody: null below kFewestPeople.
json::value shown_count(std::int64_t people);

// As Google's Customer Match and Meta's Custom Audiences take it: SHA-256 in hexadecimal digits of the
// address in small letters without blanks around it.
std::string hashed_address(std::string_view email);

// One who agreed.
struct Contact {
  std::string person{};
  std::string email{};
  std::string name{};
  std::string language{};
};
// The file: a head and a line each, in an order that tells nothing of when they joined.
std::string csv_of(Purpose purpose, const std::vector<Contact>& contacts);

}  // namespace nigiwai::social
