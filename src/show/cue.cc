#include "show/cue.h"

#include "base/time.h"

namespace nigiwai::show {
namespace {

constexpr std::pair<Intent, std::string_view> kIntents[] = {{Intent::kNone, "none"},
                                                            {Intent::kUseIdea, "use_idea"},
                                                            {Intent::kCombination, "combination"},
                                                            {Intent::kStory, "story"},
                                                            {Intent::kPrice, "price"}};

Intent read_intent(Fields& in) {
  const auto intent = intent_of(in.optional_text("intent", {.most = 40}).value_or("none"));
  if (!intent) in.wrong("intent", "This must be none, use_idea, combination, story or price.");
  return intent.value_or(Intent::kNone);
}

// The id of a product, or "" for none.
std::string read_product(Fields& in) {
  const auto id = in.optional_text("product", {.most = 64}).value_or("");
  if (!id.empty() && !is_slug(id)) in.wrong("product", "This must be an id, or an empty text for none.");
  return id;
}

}  // namespace

std::string_view to_text(Intent intent) {
  for (const auto& [known, name] : kIntents) {
    if (known == intent) return name;
  }
  return "none";
}

std::optional<Intent> intent_of(std::string_view text) {
  for (const auto& [intent, name] : kIntents) {
    if (name == text) return intent;
  }
  return std::nullopt;
}

CueText read_cue(Fields& in) {
  return {.title = in.text("title", {.least = 1, .most = kMostCueTitle}),
          .intent = read_intent(in),
          .length = std::chrono::seconds(in.optional_whole("length_s", kCueLength).value_or(60)),
          .points = in.optional_text("points", {.most = kMostCuePoints, .lines = Lines::kMany}).value_or(""),
          .product = read_product(in),
          .offer = in.optional_text("offer", {.most = kMostCueReference}).value_or(""),
          .poll = in.optional_text("poll", {.most = kMostCueReference}).value_or("")};
}

json::object to_json(const Cue& cue) {
  const auto& text = cue.text;
  return {{"id", cue.id},
          {"version", cue.version},
          {"title", text.title},
          {"intent", to_text(text.intent)},
          {"length_s", text.length.count()},
          {"points", text.points},
          {"product", text.product},
          {"offer", text.offer},
          {"poll", text.poll},
          {"changed_at", to_rfc3339(cue.changed_at)},
          {"changed_by", cue.changed_by}};
}

std::vector<Milliseconds> planned_starts(const std::vector<Cue>& cues) {
  std::vector<Milliseconds> starts;
  starts.reserve(cues.size());
  Milliseconds at{0};
  for (const auto& cue : cues) {
    starts.push_back(at);
    at += cue.text.length;
  }
  return starts;
}

std::chrono::seconds planned_length(const std::vector<Cue>& cues) {
  std::chrono::seconds whole{0};
  for (const auto& cue : cues) whole += cue.text.length;
  return whole;
}

}  // namespace nigiwai::show
