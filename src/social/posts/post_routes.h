// Posts over HTTP: the composer, the calendar, approval, and what each brought.
#pragma once

#include "http/router.h"
#include "media/pictures.h"
#include "show/fans/aside.h"
#include "social/posts/post_views.h"
#include "social/posts/publisher.h"

namespace nigiwai::social {

// The composer asks how long a text is while somebody types.
inline const http::Rate kChecking{"checks of posts", 60, Milliseconds(250)};
inline const http::Rate kFetchingPictures{"pictures of posts", 60, Milliseconds(500)};

struct PostParts {  // all outlive the server
  store::Writer& writer;
  store::Readers& readers;
  show::Aside& aside;
  Random& random;
  const Clock& clock;
  const Channels& channels;
  Publisher& publisher;
  std::string origin;
};

class PostRoutes {
 public:
  explicit PostRoutes(PostParts parts)
      : parts_(std::move(parts)),
        pictures_(parts_.readers),
        wording_{.channels = parts_.channels, .origin = parts_.origin} {}
  void add_to(http::Router& router);  // this must outlive the router

 private:
  using Answer = Task<http::Response>;
  using Change = std::function<Result<Post>(store::Transaction&)>;
  void add_steps(http::Router& router);
  void add_rest(http::Router& router);
  Answer list(http::Request& request);
  Answer post(http::Request& request);
  Answer get(http::Request& request);
  Answer put(http::Request& request);
  Answer approve(http::Request& request);
  Answer withdraw(http::Request& request);
  Answer publish(http::Request& request);
  Answer retry(http::Request& request);
  Answer remove(http::Request& request);
  Answer count(http::Request& request);
  Answer check(http::Request& request);
  Answer accounts(http::Request& request);
  Answer post_picture(http::Request& request);
  Answer get_picture(http::Request& request);
  Answer figures(http::Request& request);
  Answer today(http::Request& request);
  Answer get_settings(http::Request& request);
  Answer put_settings(http::Request& request);
  Answer changed(http::Request& request, const char* what, Change change);
  Answer told(const std::string& id, int status);

  PostParts parts_;
  media::Pictures pictures_;
  WordingParts wording_;
};

}  // namespace nigiwai::social
