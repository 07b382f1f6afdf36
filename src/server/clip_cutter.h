// Makes the clips of shows out of their recordings: show/ over media/.
#pragma once

#include "media/broadcasts.h"
#include "show/archive/clip_maker.h"

namespace nigiwai::server {

class RecordingCutter final : public show::ClipCutter {
 public:
  explicit RecordingCutter(media::Broadcasts& broadcasts) : broadcasts_(broadcasts) {}  // outlives this
  Result<show::MadeClip> make(const show::Clip& clip, const std::function<bool(int percent)>& go_on) override;
  void remove(const std::string& show, const std::string& clip) override;

 private:
  std::filesystem::path file(const std::string& show, const std::string& clip) const;
  media::Broadcasts& broadcasts_;
};

}  // namespace nigiwai::server
