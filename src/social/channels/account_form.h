// What the owner tells of an account when it is added, network by network.
#pragma once

#include <span>

#include "base/fields.h"
#include "social/channels/network.h"

namespace nigiwai::social {

enum class Told { kSetting, kSecret };

struct Credential {
  std::string_view name{};
  Told as = Told::kSetting;
  bool needed = true;
};

// Empty for a network whose accounts nobody adds.
std::span<const Credential> credentials_of(std::string_view network);

// Reads {"handle": …, "app_password": …} into the account's settings and secrets; what is not told of those
// that are not needed is taken out. "base" is taken for a peer that tests opened, and refused otherwise.
// invalid names the member within `pointer`.
Result<void> read_credentials(const json::object& given, std::string pointer,
                              std::span<const std::string> private_peers, ChannelAccount& account);

}  // namespace nigiwai::social
