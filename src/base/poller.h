// Watches the many sockets of one loop at no cost but the kernel's own: one epoll beside the loop's,
// edge-triggered, so that a socket which waits holds no buffer, no handler and no descriptor state of the
// network library.
#pragma once

#include <memory>

#include "base/net.h"
#include "base/wire.h"

namespace nigiwai {

class Poller {
 public:
  // On this loop, which runs for as long as this is there.
  explicit Poller(Executor executor);
  ~Poller();

  // Takes over a connected, non-blocking socket, which is closed with the wire. Used on the loop alone; ends
  // before this does.
  std::unique_ptr<Wire> wire(int descriptor);

  // Told for no socket any more.
  void stop();

 private:
  class KernelWire;
  struct Inside;
  std::shared_ptr<Inside> inside_;
};

}  // namespace nigiwai
