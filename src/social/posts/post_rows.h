// How posts stand in the database.
#pragma once

#include "social/posts/posts.h"

namespace nigiwai::social {

// What is said, where it leads and when; not who, and not on which accounts.
void put_said(store::Database& db, const Post& post);

}  // namespace nigiwai::social
