#include "social/sharing/share_rules.h"

#include <algorithm>
#include <array>
#include <boost/asio/ip/address.hpp>

namespace nigiwai::social {
namespace {

// What a person does, and no player reports by itself.
constexpr std::array<std::string_view, 7> kTakingPart{"chat.posted", "question.asked", "question.seconded",
                                                      "poll.voted",  "product.saved",  "heart.given",
                                                      "order.placed"};

bool in_time(const Waiting& arrival, WallTime now) {
  return now >= arrival.arrived_at && now - arrival.arrived_at <= kVerifyWithin;
}

}  // namespace

bool play(Waiting& arrival, Milliseconds length, WallTime now) {
  if (!in_time(arrival, now)) return false;
  const auto since = std::chrono::duration_cast<Milliseconds>(now - arrival.arrived_at);
  arrival.played = std::min(arrival.played + length, since + kReportSlack);
  return arrival.played >= kVerifiedPlay;
}

bool verifies(const Waiting& arrival, std::string_view kind, WallTime now) {
  return in_time(arrival, now) && std::ranges::find(kTakingPart, kind) != kTakingPart.end();
}

bool stayed(const Waiting& arrival, WallTime now) {
  return in_time(arrival, now) && now - arrival.arrived_at >= kStay - kReportSlack;
}

std::string flood_network(std::string_view address) {
  boost::system::error_code wrong;
  const auto known = boost::asio::ip::make_address(std::string(address), wrong);
  if (wrong || !known.is_v6()) return std::string(address);
  const auto v6 = known.to_v6();
  if (v6.is_v4_mapped()) return boost::asio::ip::make_address_v4(boost::asio::ip::v4_mapped, v6).to_string();
  auto bytes = v6.to_bytes();
  std::fill(bytes.begin() + 7, bytes.end(), static_cast<unsigned char>(0));
  return boost::asio::ip::address_v6(bytes).to_string();
}

}  // namespace nigiwai::social
