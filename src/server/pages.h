// Which page stands at which path, and the headers that keep it safe.
#pragma once

#include "http/router.h"

namespace nigiwai::server {

// Answers every GET that no API route takes: the pages, their assets, and a page for what is not there.
http::Response page_at(const http::Request& request);

}  // namespace nigiwai::server
