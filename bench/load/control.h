// How a load generator is led: words on standard input, one JSON object a line on standard output.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "load/poller.h"

namespace nigiwai::bench {

// Prints one line at once.
void say(std::string_view json);

// Reads words ("go", "end") from standard input as they come. The end of the input is the word "end": whoever
// leads us is gone.
class Words final : public Poller::Handler {
 public:
  Words(Poller& poller, std::function<void(std::string_view)> take);
  void ready(std::uint32_t events) override;

 private:
  Poller& poller_;
  std::function<void(std::string_view)> take_;
  std::string held_;
};

}  // namespace nigiwai::bench
