#include "social/channels/account_form.h"

#include <algorithm>

namespace nigiwai::social {
namespace {

constexpr std::size_t kMostCredential = 2000;  // characters; tokens of Meta have some hundreds

constexpr Credential kBluesky[] = {
    {.name = "handle"}, {.name = "app_password", .as = Told::kSecret}, {.name = "service", .needed = false}};
constexpr Credential kX[] = {{.name = "client_id"},
                             {.name = "client_secret", .as = Told::kSecret, .needed = false},
                             {.name = "access_token", .as = Told::kSecret, .needed = false},
                             {.name = "refresh_token", .as = Told::kSecret}};
constexpr Credential kLine[] = {{.name = "access_token", .as = Told::kSecret},
                                {.name = "channel_secret", .as = Told::kSecret}};
constexpr Credential kGraph[] = {{.name = "access_token", .as = Told::kSecret},
                                 {.name = "app_secret", .as = Told::kSecret, .needed = false}};

bool is_printable(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return c > ' ' && c < '\x7F'; });
}

// An https origin: a host, perhaps with a port, and nothing after.
bool is_origin(std::string_view url) {
  if (!url.starts_with("https://")) return false;
  const auto host = url.substr(8);
  return !host.empty() && host.find_first_of("/?#@") == std::string_view::npos &&
         peer_of(std::string(url)).size() > 1;
}

}  // namespace

std::span<const Credential> credentials_of(std::string_view network) {
  if (network == "bluesky") return kBluesky;
  if (network == "x") return kX;
  if (network == "line") return kLine;
  if (network == "facebook" || network == "instagram") return kGraph;
  return {};
}

Result<void> read_credentials(const json::object& given, std::string pointer,
                              std::span<const std::string> private_peers, ChannelAccount& account) {
  Fields in(given, std::move(pointer));
  for (const auto& credential : credentials_of(account.network)) {
    auto& kept = credential.as == Told::kSecret ? account.secrets : account.settings;
    kept.erase(credential.name);
    if (!credential.needed && !in.has(credential.name)) continue;
    auto told = in.text(credential.name, {.least = credential.needed ? std::size_t{1} : std::size_t{0},
                                          .most = kMostCredential});
    if (credential.name == "handle" && told.starts_with('@')) told.erase(0, 1);
    while (credential.name == "service" && told.ends_with('/')) told.pop_back();
    if (told.empty()) continue;
    if (!is_printable(told))
      in.wrong(credential.name, "This holds a space or a letter that no such value has.");
    if (credential.name == "service" && !is_origin(told))
      in.wrong(credential.name, "This must be the https address of a server, such as https://bsky.social.");
    kept[credential.name] = told;
  }
  account.settings.erase("base");
  if (in.has("base")) {
    const auto base = in.text("base", {.least = 1, .most = 200});
    if (std::ranges::find(private_peers, peer_of(base)) == private_peers.end())
      in.wrong("base", "A network is asked at its own address.");
    account.settings["base"] = base;
  }
  if (const auto problem = in.problem()) return std::unexpected(*problem);
  return {};
}

}  // namespace nigiwai::social
