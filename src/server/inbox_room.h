// The inbox, put together: its voices, and the threads that hear and answer.
#pragma once

#include "outbox/peers.h"
#include "social/channels/channels.h"
#include "social/inbox/answer_sending.h"
#include "social/inbox/inbox_routes.h"
#include "social/inbox/repeating.h"

namespace nigiwai::server {

class InboxRoom {
 public:
  struct Parts {  // all outlive this
    store::Writer& writer;
    store::Readers& readers;
    Random& random;
    const Clock& clock;
    timeline::Commands& commands;
    social::Listening& listening;
    const social::Channels& channels;
    social::AccountCalls& calls;
  };
  explicit InboxRoom(const Parts& parts);

  void add_to(http::Router& router) { routes_.add_to(router); }
  void start();
  // After what asks other servers was told to stop, before the writers.
  void stop();

 private:
  // Looked at every few seconds from every desk: counts of others that take a second do not stand before it.
  show::Aside aside_;
  social::ChannelVoices voices_;
  social::AnswerSending answers_;
  social::Hearing hearing_;
  social::Repeating sending_;
  social::Repeating listening_;
  social::InboxRoutes routes_;
};

}  // namespace nigiwai::server
