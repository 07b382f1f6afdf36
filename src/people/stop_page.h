// The page that a mail's link for stopping it opens: without a script, and a mere look at it changes nothing.
#pragma once

#include "http/message.h"

namespace nigiwai::people {

struct StopWords {
  const char* lang;
  const char* title;
  const char* question;
  const char* button;
  const char* done;
  const char* unknown;
  const char* home;
};

enum class Asks { kYes, kNo };  // whether it has the button that stops the mails
http::Response stop_page(const StopWords& words, const char* sentence, Asks asks, int status = 200);

// By Accept-Language, for whoever is not known.
bool prefers_japanese(const http::Request& request);

}  // namespace nigiwai::people
