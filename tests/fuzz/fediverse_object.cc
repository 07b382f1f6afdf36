// Activities and actors, as servers of strangers write them.
#include <cstdint>
#include <string>

#include "base/check.h"
#include "base/text.h"
#include "social/fediverse/object.h"
#include "social/fediverse/plain_text.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace nigiwai;
  using namespace nigiwai::social::fediverse;
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const auto address = [](const std::string& id) { return id.empty() || is_address(id); };
  if (const auto activity = read_activity(bytes)) {
    CHECK(is_address(activity->id) && is_address(activity->actor), "an activity has an id and an actor");
    CHECK(address(activity->object) && address(activity->inner_object) && address(activity->inner_actor),
          "what is named is an address");
    if (activity->note) {
      CHECK(activity->note->text.size() <= kMostNoteText && is_utf8(activity->note->text), "a text is text");
      CHECK(activity->note->mentions.size() <= kMostTags, "as many mentions as are looked at");
      CHECK(address(activity->note->url) && address(activity->note->in_reply_to),
            "what it links to is an address");
    }
  }
  if (const auto actor = read_actor(bytes)) {
    CHECK(is_address(actor->id) && address(actor->inbox) && address(actor->shared_inbox),
          "an actor has addresses");
    CHECK(is_utf8(actor->name) && !actor->name.contains('\n'), "a name is a line");
  }
  const auto plain = plain_text(bytes);
  CHECK(is_utf8(plain) && plain.size() <= size * 3 + 3, "plain text is no longer than its HTML");
  return 0;
}
