// Makes the clips that wait, one after another: copied ones on a thread of their own, so that no coding keeps
// them waiting.
//
// What is to be made stands in the database alone. A restart begins again what it interrupted.
#pragma once

#include <array>
#include <condition_variable>
#include <functional>
#include <map>
#include <mutex>
#include <thread>

#include "show/archive/clips.h"
#include "store/readers.h"

namespace nigiwai::show {

// Over media/, by the server. Called from the maker's threads; takes its time.
class ClipCutter {
 public:
  virtual ~ClipCutter() = default;
  // `go_on` is told how far it is, in %, and asked; false ends the work with "unavailable", and nothing is
  // left behind.
  virtual Result<MadeClip> make(const Clip& clip, const std::function<bool(int percent)>& go_on) = 0;
  // Movie and poster; nothing when there are none. Any thread.
  virtual void remove(const std::string& show, const std::string& clip) = 0;
};

class ClipMaker {
 public:
  // All outlive this.
  ClipMaker(store::Writer& writer, store::Readers& readers, timeline::Journal& journal, ClipCutter& cutter)
      : writer_(writer), readers_(readers), journal_(journal), cutter_(cutter) {}
  ~ClipMaker() { stop(); }

  void start();
  // Something waits.
  void nudge();
  // It was removed: whoever is making it stops, and its files go.
  void dropped(const std::string& show, const std::string& clip);
  // In %, of one that is being made; 0 for others.
  int progress(const std::string& clip) const;
  // Ends the work in hand, which waits for the next start.
  void stop();

 private:
  void work(ClipWork work);
  void make(const Clip& clip);
  Clip with_captions(Clip clip);
  // Waits for the writer's answer; a problem when it could not be written.
  Result<bool> write(std::function<Result<bool>(store::Transaction&)> what);

  store::Writer& writer_;
  store::Readers& readers_;
  timeline::Journal& journal_;
  ClipCutter& cutter_;
  mutable std::mutex mutex_;
  std::condition_variable some_;
  std::uint64_t nudges_ = 0;
  bool stopped_ = false;
  std::map<std::string, int> making_;  // in %; negative: dropped
  std::array<std::thread, 2> threads_;
};

}  // namespace nigiwai::show
