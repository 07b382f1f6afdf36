// GET /api/insight/export.csv: analysts and owners take the figures out, and the audit log says so.
#pragma once

#include "http/router.h"
#include "insight/insight.h"
#include "store/writer.h"

namespace nigiwai::insight {

inline const http::Rate kExports{"exports of figures", 10, Milliseconds(6'000)};

struct ExportParts {  // all outlive the server
  Insight& insight;
  store::Writer& writer;
  std::string secret{};  // of the shop: makes pseudonyms
};

class ExportRoutes {
 public:
  explicit ExportRoutes(ExportParts parts) : parts_(std::move(parts)) {}
  void add_to(http::Router& router);  // this must outlive the router

 private:
  Task<http::Response> get_export(http::Request& request);

  ExportParts parts_;
};

}  // namespace nigiwai::insight
