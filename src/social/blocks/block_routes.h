// Blocks over HTTP: what pages show, what they count, and what staff choose for them.
#pragma once

#include "http/router.h"
#include "shop/embedding/embedding.h"
#include "show/fans/aside.h"
#include "show/views.h"
#include "social/blocks/block_counts.h"
#include "social/blocks/wall.h"
#include "store/readers.h"

namespace nigiwai::social {

// A lecture hall behind one address opens a page with four blocks, which look again every half minute.
inline const http::Rate kBlockLooks{"looks at blocks", 400, Milliseconds(25)};
inline const http::Rate kBlockViews{"views of blocks", 200, Milliseconds(100)};
inline const http::Rate kBlockOpenings{"opened blocks", 300, Milliseconds(100)};

struct BlockParts {  // all outlive the server
  store::Writer& writer;
  store::Readers& readers;
  store::Readers& listening;  // of mentions.db
  Random& random;
  const shop::Embedding& embedding;  // which sites are counted
  show::ViewParts views;
  std::string secret;  // of the shop: makes the pseudonyms of who wrote
};

class BlockRoutes {
 public:
  explicit BlockRoutes(BlockParts parts) : parts_(std::move(parts)), aside_(parts_.readers) {}
  void add_to(http::Router& router);  // this must outlive the router
  // Called every few seconds: lets go of mentions whose words are gone.
  void tend();

 private:
  using Answer = Task<http::Response>;
  void add_public_routes(http::Router& router);
  void add_line_routes(http::Router& router);
  void add_wall_routes(http::Router& router);

  Answer get_block(http::Request& request);
  Answer post_view(http::Request& request);
  Answer open(http::Request& request);
  Answer figures(http::Request& request);
  Answer list_lines(http::Request& request);
  Answer list_candidates(http::Request& request);
  Answer post_line(http::Request& request);
  Answer delete_line(http::Request& request);
  Answer list_mentions(http::Request& request);
  Answer post_mention(http::Request& request);
  Answer post_permission(http::Request& request);
  Answer delete_mention(http::Request& request);

  Result<json::object> shown(const Block& block);
  Result<std::vector<WallMention>> wall_of(const std::string& product);
  Result<json::object> mention_told(const std::string& id);

  BlockParts parts_;
  show::Aside aside_;
};

}  // namespace nigiwai::social
