// People with viewer tokens of the shop, as many as a bench needs.
#pragma once

#include <string>
#include <vector>

#include "load/poller.h"

namespace nigiwai::bench {

inline constexpr std::size_t kShoppersOfAddress =
    100;  // the server makes some hundreds for one address at once

// Makes them, from addresses 127.`block`.x.y; ends the process where one is refused.
std::vector<std::string> make_shoppers(Poller& poller, int port, std::size_t count, int block);

}  // namespace nigiwai::bench
