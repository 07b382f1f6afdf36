// What the command line does besides serving. Each may run while a server uses the same data folder.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"

namespace nigiwai::server {

std::string version();

// Reads the password from standard input: one line.
Result<void> owner(const std::string& data, const std::string& email, const std::string& name);

Result<void> backup(const std::string& data, const std::string& file);

// A feed of products (shop/feed/import.h); the report goes to standard output, as text or as JSON.
enum class ReportAs { kText, kJson };
Result<void> import_products(const std::string& data, const std::string& file, ReportAs form);

struct RecordingToImport {
  std::string movie;
  std::string timeline;  // empty: a recording without events
  std::string title;
  std::string description;
  std::string at;
  std::vector<std::string> cast;
  std::vector<std::string> shelf;
};
Result<void> import_recording(const std::string& data, const RecordingToImport& recording);

}  // namespace nigiwai::server
