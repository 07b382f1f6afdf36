#include "timeline/gathering.h"

#include <set>

namespace nigiwai::timeline {
namespace {

// What viewers say of themselves. A line that staff let into the room is theirs already.
bool may_be_left_out(const Event& event) {
  return event.kind == "chat.posted" && event.audience == Audience::kEveryone && event.by_role == "viewer" &&
         !event.data.contains("held");
}

// The frame of this person: what the public gets, what is addressed to them, and their own lines, which say
// when they were left out for others.
SharedFrame frame_for(const std::string& person, const FrameHead& head,
                      const std::vector<SharedEvent>& events, const std::set<std::int64_t>& left_out,
                      const std::string& secret) {
  std::vector<SharedEvent> theirs;
  for (const auto& event : events) {
    if (!left_out.contains(event->seq) || event->by_id == person) theirs.push_back(event);
  }
  auto shown = frame_json(head, theirs, {.staff = false, .person = person, .secret = secret});
  for (auto& event : shown["events"].as_array()) {
    if (left_out.contains(event.at("seq").as_int64())) event.as_object()["left_out"] = true;
  }
  return frame_of(shown, head.to);
}

}  // namespace

void Gathering::add(const SharedEvent& event) {
  if (event->seq <= times_.last_seq) return;  // counted when the room was opened
  times_.last_seq = event->seq;
  if (event->kind == "heart.given") {
    if (const auto* count = event->data.if_contains("count"); count != nullptr && count->is_int64()) {
      times_.hearts += count->get_int64();
    }
  } else if (event->kind == "chat.posted") {
    ++times_.chats;
  } else if (event->kind == "show.started") {
    times_.live_at = event->accepted_at - event->at;
  } else if (event->kind == "show.ended") {
    times_.length = event->at;
  }
  if (!times_.length) times_.last_at = std::max(times_.last_at, event->at);
  events_.push_back(event);
}

Tick Gathering::tick(const Around& around) {
  FrameHead head{.from = framed_to_ + 1,
                 .to = times_.last_seq,
                 .clock = show_clock(times_, around.wall),
                 .counts = {.watching = around.watching, .hearts = times_.hearts, .chat = times_.chats}};
  std::vector<const Event*> lines;
  for (const auto& event : events_) {
    for (const auto& [name, sum] : event->sums) head.sums[name] = sum;
    if (may_be_left_out(*event)) lines.push_back(event.get());
  }
  const auto allowed = sampler_.allow(lines.size(), around.lines_per_second, around.now);
  std::set<std::int64_t> left_out;
  std::set<std::string> persons;
  for (std::size_t i = 0; i < lines.size() && allowed < lines.size(); ++i) {
    if (is_sampled(i, lines.size(), allowed)) continue;
    left_out.insert(lines[i]->seq);
    persons.insert(lines[i]->by_id);
  }
  std::vector<SharedEvent> sampled;
  for (const auto& event : events_) {
    if (event->audience == Audience::kPerson) persons.insert(event->person);
    if (!left_out.contains(event->seq)) sampled.push_back(event);
  }

  Tick frames;
  if (around.staff) {
    auto shown = frame_json(head, events_, {.staff = true, .person = {}, .secret = around.secret});
    shown["health"] = around.health;
    frames.staff = frame_of(shown, head.to);
  }
  head.left_out = static_cast<std::int64_t>(left_out.size());
  frames.everyone =
      frame_of(frame_json(head, sampled, {.staff = false, .person = {}, .secret = around.secret}), head.to);
  if (!persons.empty()) {
    std::unordered_map<std::string, SharedFrame> personal;
    for (const auto& person : persons)
      personal[person] = frame_for(person, head, events_, left_out, around.secret);
    frames.personal =
        std::make_shared<const std::unordered_map<std::string, SharedFrame>>(std::move(personal));
  }
  framed_to_ = head.to;
  events_.clear();
  return frames;
}

}  // namespace nigiwai::timeline
