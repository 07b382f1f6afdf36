// Which page stands at which path, and the headers that keep it safe.
#pragma once

#include "http/router.h"

namespace nigiwai::server {

// Answers every GET that no API route takes: the pages, their assets, and a page for what is not there.
// `frame_ancestors` says who may show /embed/… in a frame; no other page may stand in one.
http::Response page_at(const http::Request& request, const std::string& frame_ancestors);

}  // namespace nigiwai::server
