// A connection whose other end is the simulation's: it takes a few bytes at a time, stalls, and breaks.
#pragma once

#include <algorithm>
#include <cstring>
#include <memory>
#include <string>

#include "base/wire.h"

namespace nigiwai::simulation {

// What both ends share.
struct Line {
  std::string to_viewer;      // written by the server, not yet read by the viewer
  std::string from_viewer;    // the other way
  std::size_t window = 4096;  // bytes that the kernel would hold for the viewer
  bool broken = false;
  Wire::Watcher* watcher = nullptr;

  // Tells the server that something changed.
  void wake() {
    if (watcher != nullptr) watcher->wake();
  }
};

class SimulatedWire final : public Wire {
 public:
  explicit SimulatedWire(std::shared_ptr<Line> line) : line_(std::move(line)) {}
  ~SimulatedWire() override { close(); }

  void watch(Watcher& watcher) override { line_->watcher = &watcher; }

  std::optional<std::size_t> write(std::string_view bytes) override {
    if (line_->broken) return std::nullopt;
    const auto room = line_->window - std::min(line_->window, line_->to_viewer.size());
    const auto taken = std::min(room, bytes.size());
    line_->to_viewer += bytes.substr(0, taken);
    return taken;
  }

  std::optional<std::size_t> read(std::span<char> into) override {
    if (line_->broken) return std::nullopt;
    const auto taken = std::min(into.size(), line_->from_viewer.size());
    std::memcpy(into.data(), line_->from_viewer.data(), taken);
    line_->from_viewer.erase(0, taken);
    return taken;
  }

  void close() override {
    line_->broken = true;
    line_->watcher = nullptr;
  }

 private:
  std::shared_ptr<Line> line_;
};

}  // namespace nigiwai::simulation
