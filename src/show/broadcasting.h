// What a show asks of the picture: to begin, to end, how it is. Implemented over media/ by the server.
//
// Every function may be called from any thread and returns at once.
#pragma once

#include <boost/json/object.hpp>
#include <string>

#include "base/clock.h"

namespace nigiwai::show {

enum class Recording { kOff, kOn };
// A smaller picture beside the encoder's.
enum class SecondRendition { kOff, kOn };

// Which of a show's media there are to be fetched now.
struct MediaThere {
  bool playlist = false;  // what the public sees
  bool preview = false;   // the encoder's picture, for staff, before the start
  bool poster = false;
  bool download = false;  // the recording as one file
};

class Broadcasting {
 public:
  virtual ~Broadcasting() = default;
  // The show is on air since `live_at`: the public playlist begins with the next key frame. Called after the
  // start is durable, and for every live show when the server starts again.
  virtual void start(const std::string& show, WallTime live_at, Recording recording) = 0;
  // The show has ended or was cancelled: closes the encoder's connection, and the playlist stops growing.
  virtual void end(const std::string& show) = 0;
  // Its stream key is another now: closes a connection that came with the old one.
  virtual void key_changed(const std::string& show) = 0;
  // Whether it has a second rendition has changed: it begins with the next segment, or is not offered any more.
  virtual void second_rendition_changed(const std::string& show) = 0;
  // Where else it goes on to was changed.
  virtual void simulcast_changed(const std::string& show) = 0;
  // A part of its archive was withdrawn or restored: what was made of the whole of it is made anew. Called
  // once it is durable.
  virtual void archive_changed(const std::string& show) = 0;
  // `staff.health` of docs/api.md.
  virtual boost::json::object health(const std::string& show) = 0;
  virtual MediaThere media(const std::string& show) = 0;
};

}  // namespace nigiwai::show
