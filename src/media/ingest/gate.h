// The door between the protocols (rtmp, srt, the browser) and the shows they feed.
//
// A protocol asks the Gate whether a publisher may come in, and then pours what it demuxed into the Feed it
// was given. One thread at a time calls a Feed; the Gate is called from any thread. Destroying the Feed says
// that the publisher has gone. Neither blocks for longer than it takes to copy a packet.
#pragma once

#include <memory>
#include <string>

#include "base/result.h"
#include "media/packet.h"

namespace nigiwai::media {

class Feed {
 public:
  virtual ~Feed() = default;
  // Before the first packet of the track, and again whenever its form changes.
  virtual void video_form(const VideoForm& form) = 0;
  virtual void audio_form(const AudioForm& form) = 0;
  virtual void packet(Packet packet) = 0;
  // The publisher sent something that cannot be shown (another codec, a broken stream): a sentence for the
  // presenter, who sees it in the studio. The protocol closes the connection afterwards.
  virtual void refused(const Problem& problem) = 0;
  // True once the show no longer wants this publisher (ended, key changed, replaced): the protocol closes.
  virtual bool closed() const = 0;
};

struct IngestRequest {
  std::string protocol;     // "rtmp", "srt", "browser"
  std::string show;         // as the publisher named it, unchecked
  std::string key;          // the stream key, unchecked; never logged
  std::string peer;         // address:port, for the log
  bool trusted = false;     // a session of the staff was checked instead of a key
  std::string publisher{};  // who it is, where the protocol knows: takes the place of itself after a cut
  bool take_over = false;   // puts out whoever publishes now
};

class Gate {
 public:
  virtual ~Gate() = default;
  // Refuses with: not-found (no such show), forbidden type "wrong-key", conflict type "already-publishing"
  // (with the other's `protocol`), conflict type "show-ended".
  virtual Result<std::unique_ptr<Feed>> admit(const IngestRequest& request) = 0;
  // For SRT: the passphrase of a show, or empty for none. Called before the handshake is answered.
  virtual std::string passphrase(const std::string& show) = 0;
};

}  // namespace nigiwai::media
