// Viewers: anyone watching, known by a token and a display name.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/random.h"
#include "http/caller.h"
#include "store/writer.h"

namespace nigiwai::people {

struct NewViewer {
  std::string id;
  std::string name;
  std::string token;  // told once, kept as its hash
};

// 視聴者 (in English "en": Viewer) and four digits: for those who gave no name. Not unique, as names are not.
std::string given_name(Random& random, std::string_view language = "ja");

// `name` is clean already (credentials.h); without one a name is given.
NewViewer add_viewer(store::Transaction& transaction, Random& random, const std::optional<std::string>& name);

// A member is renamed on all their devices. Answers the viewers who have the name now, so that whoever keeps
// callers can forget these.
Result<std::vector<std::string>> rename_viewer(store::Transaction& transaction, const std::string& id,
                                               const std::string& name);

// unauthorized when there is none.
Result<http::Caller> viewer_with(store::Database& database, const std::string& token_hash);

}  // namespace nigiwai::people
