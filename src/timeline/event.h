// One fact of a show, at a moment of its clock.
#pragma once

#include <boost/json/object.hpp>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "http/caller.h"

namespace nigiwai::timeline {

namespace json = boost::json;

enum class Audience { kEveryone, kStaff, kPerson, kServer };

// An event that a command wants to write; the journal gives it its seq and its place.
struct NewEvent {
  std::string kind;  // past tense: "product.pinned"
  json::object data{};
  Audience audience = Audience::kEveryone;
  std::string person{};  // of Audience::kPerson: the id of the one who may see it
  std::string text{};    // free text; shown as data.text, kept beside the event
  json::object sums{};   // told and not kept: what stands counted now by name, such as {"poll/7": [3, 5]}
};

struct Event {
  std::int64_t position = 0;
  std::string show;
  std::int64_t seq = 0;
  Milliseconds at{0};
  std::string kind;
  Audience audience = Audience::kEveryone;
  std::string person;
  std::string by_id;    // of the viewer or staff member: never leaves the server as it is
  std::string by_role;  // "viewer", "owner", …, or "nobody" for the server itself
  std::string by_name;
  WallTime accepted_at{};
  json::object data;
  std::string text;
  bool hidden = false;
  json::object sums{};  // as NewEvent has them; empty when it was read from the journal
};
using SharedEvent = std::shared_ptr<const Event>;

// Hears of every event once it is durable, on the writer's thread, in order of position. Must not block.
class EventListener {
 public:
  virtual ~EventListener() = default;
  virtual void published(SharedEvent event) = 0;
};

// Tells several, in the order in which they were added; all are added before the first event.
class EventListeners final : public EventListener {
 public:
  void add(EventListener& listener) { all_.push_back(&listener); }
  void published(SharedEvent event) override {
    for (auto* listener : all_) listener->published(event);
  }

 private:
  std::vector<EventListener*> all_;
};

}  // namespace nigiwai::timeline
