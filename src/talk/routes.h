// Talk over HTTP: the word list, slow mode of the shop, bans.
#pragma once

#include "http/router.h"
#include "store/readers.h"
#include "talk/words.h"
#include "timeline/journal.h"

namespace nigiwai::talk {

struct TalkParts {  // all outlive the server
  store::Writer& writer;
  store::Readers& readers;
  timeline::Journal& journal;
  Words& words;
  const Clock& clock;
  std::function<void(std::int64_t per_second)> readable_lines{};  // told when the setting changes; any thread
};

class Routes {
 public:
  explicit Routes(TalkParts parts) : parts_(std::move(parts)) {}
  void add_to(http::Router& router);  // this must outlive the router

 private:
  using Answer = Task<http::Response>;
  Answer get_words(http::Request& request);
  Answer put_words(http::Request& request);
  Answer try_words(http::Request& request);
  Answer get_settings(http::Request& request);
  Answer patch_settings(http::Request& request);
  Answer list_bans(http::Request& request);
  Answer lift(http::Request& request);

  TalkParts parts_;
};

}  // namespace nigiwai::talk
