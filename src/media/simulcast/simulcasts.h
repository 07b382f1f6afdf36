// Sends what viewers of a show see on to other services, as it is: who gets which show, and how it goes.
//
// Parts come from the ingest's threads and never wait. Whom a show goes to is read on a thread of this one's
// own: when its first part comes, and when somebody changed it.
#pragma once

#include <condition_variable>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "base/clock.h"
#include "media/cmaf/packager.h"
#include "media/simulcast/relay.h"

namespace nigiwai::media::simulcast {

struct Target {
  std::string id{};
  std::string name{};  // for people
  Address address{};
};

// What the show's room knows. Called on a thread that may wait.
class TargetDirectory {
 public:
  virtual ~TargetDirectory() = default;
  virtual std::vector<Target> targets_of(const std::string& show) = 0;
};

class Simulcasts {
 public:
  using MakeOutput = std::function<std::unique_ptr<Output>(const Address&)>;
  // What is handed in outlives this.
  Simulcasts(TargetDirectory& directory, const Clock& clock, MakeOutput make_output);
  ~Simulcasts();

  // A part that viewers of the show are given.
  void part(const std::string& show, const Part& part);
  // Nothing more comes of this show.
  void ended(const std::string& show);
  // Whom it goes to was changed; those that stay are not disturbed.
  void changed(const std::string& show);
  void stop();

  struct TargetHealth {
    std::string id{};
    std::string name{};
    RelayHealth health{};
  };
  // Of a show on air.
  std::vector<TargetHealth> health(const std::string& show) const;

 private:
  struct Show {
    std::vector<std::pair<Target, std::shared_ptr<Relay>>> relays;
  };
  void look_at(const std::string& show);
  void work();

  TargetDirectory& directory_;
  const Clock& clock_;
  const MakeOutput make_output_;

  mutable std::mutex mutex_;
  std::condition_variable bell_;
  std::map<std::string, Show> shows_;
  std::set<std::string> to_look_at_;
  std::vector<std::shared_ptr<Relay>> to_end_;  // off the caller's thread: ending one waits for it
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace nigiwai::media::simulcast
