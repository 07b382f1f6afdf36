#include "server/clip_cutter.h"

#include "base/scheduling.h"
#include "media/recording/clips.h"

namespace nigiwai::server {
namespace {

media::ClipForm form_of(show::ClipForm form) {
  switch (form) {
    case show::ClipForm::kKeyFrames:
      return media::ClipForm::kKeyFrames;
    case show::ClipForm::kExact:
      return media::ClipForm::kExact;
    case show::ClipForm::kVertical:
      break;
  }
  return media::ClipForm::kVertical;
}

}  // namespace

std::filesystem::path RecordingCutter::file(const std::string& show, const std::string& clip) const {
  return broadcasts_.directory(show) / "clips" / (clip + ".mp4");
}

Result<show::MadeClip> RecordingCutter::make(const show::Clip& clip,
                                             const std::function<bool(int percent)>& go_on) {
  stand_back();
  broadcasts_.drain();  // of a show on air, what was shown is recorded
  const auto recording = broadcasts_.recording(clip.show);
  if (!recording) return fail(Kind::kNotFound, "not-recorded", "Nothing of this show has been recorded.");
  const auto& wanted = clip.wanted;
  std::vector<media::ClipCaption> captions;
  for (const auto& each : clip.captions) captions.push_back({each.from, each.until, each.text});
  const auto cut = media::make_clip(*recording,
                                    {.from = wanted.from,
                                     .until = wanted.until,
                                     .form = form_of(wanted.form),
                                     .focus = wanted.focus,
                                     .title = wanted.title,
                                     .label = wanted.label,
                                     .captions = std::move(captions)},
                                    file(clip.show, clip.id), go_on);
  if (!cut) return std::unexpected(cut.error());
  return show::MadeClip{.at = cut->from,
                        .length = cut->length,
                        .width = cut->width,
                        .height = cut->height,
                        .bytes = static_cast<std::int64_t>(cut->bytes)};
}

void RecordingCutter::remove(const std::string& show, const std::string& clip) {
  std::error_code ignored;
  // The last three are what a server that died may have left.
  for (const char* ending : {".mp4", ".jpg", ".mp4.new", ".made.mp4", ".made.jpg"}) {
    std::filesystem::remove(broadcasts_.directory(show) / "clips" / (clip + ending), ignored);
  }
}

}  // namespace nigiwai::server
