// A disk in memory under SQLite, which forgets like a real one.
//
// What was written but not synced may be lost, or half of it kept, when the power goes; from a moment that
// the test chooses every operation fails, as in a process that is dead. Deterministic: the same seed, the
// same disk.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <random>
#include <string>
#include <vector>

namespace nigiwai::simulation {

enum class Crash { kProcess, kPower };  // kProcess keeps what the operating system was given

class SimulatedDisk {
 public:
  // Registers itself as a SQLite VFS under a name of its own. One disk at a time, one connection at a time.
  explicit SimulatedDisk(std::uint64_t seed);
  ~SimulatedDisk();
  const char* vfs() const { return name_.c_str(); }

  // After so many more writes and syncs every operation fails. Negative: never.
  void die_after(std::int64_t operations) { left_ = operations; }
  bool is_dead() const { return dead_; }
  // So many bytes may be stored in all; past it writes answer that the disk is full.
  void set_capacity(std::int64_t bytes) { capacity_ = bytes; }
  // What the next start finds. The dead process's connections must be closed first.
  void restart(Crash crash);

  struct Write {
    std::int64_t offset;
    std::string bytes;      // of a truncation: empty
    std::int64_t truncate;  // the size cut to, or -1
  };
  struct File {
    std::string now;      // as a process sees it
    std::string durable;  // as of the last sync
    std::vector<Write> unsynced;
  };
  using Files = std::map<std::string, std::shared_ptr<File>>;
  Files files;
  Files copy() const;  // shares nothing with these
  std::map<std::string, std::vector<std::unique_ptr<char[]>>> shared_memory;

  // One operation on the disk: false when the process is dead.
  bool alive();
  bool fits(std::int64_t more) const;
  std::mt19937_64& random() { return random_; }

 private:
  std::string name_;
  std::mt19937_64 random_;
  std::int64_t left_ = -1;
  std::int64_t capacity_ = -1;
  bool dead_ = false;
};

}  // namespace nigiwai::simulation
