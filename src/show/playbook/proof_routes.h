// Proofs of concept over HTTP.
#pragma once

#include "show/playbook/playbook_routes.h"

namespace nigiwai::show {

// /api/proofs. All staff read where each stands; planners and directors make and change them.
class ProofRoutes {
 public:
  explicit ProofRoutes(PlaybookParts parts) : parts_(parts) {}
  void add_to(http::Router& router);  // this must outlive the router

 private:
  using Answer = Task<http::Response>;
  Answer list_proofs(http::Request& request);
  Answer get_proof(http::Request& request);
  Answer post_proof(http::Request& request);
  Answer patch_proof(http::Request& request);
  Answer delete_proof(http::Request& request);

  PlaybookParts parts_;
};

}  // namespace nigiwai::show
