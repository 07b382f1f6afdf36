// A stream connection as a seam: the kernel's (poller.h), or one that a simulation stalls and drops.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string_view>

namespace nigiwai {

class Wire {
 public:
  // Who is told that bytes came, that bytes can go again after a write took too few, or that the connection
  // broke. May be told for nothing.
  class Watcher {
   public:
    virtual void wake() = 0;

   protected:
    ~Watcher() = default;
  };

  virtual ~Wire() = default;
  // Begins to tell; `watcher` outlives this, or close().
  virtual void watch(Watcher& watcher) = 0;
  // How many of the bytes went: none when none can go now. Nothing at all when the connection is broken.
  virtual std::optional<std::size_t> write(std::string_view bytes) = 0;
  // How many bytes came: none when none are there now. Nothing at all when the peer has gone.
  virtual std::optional<std::size_t> read(std::span<char> into) = 0;
  // Ends the connection. The watcher may still be told what the loop had already heard.
  virtual void close() = 0;
};

}  // namespace nigiwai
