// Writing the rows of a show.
#pragma once

#include "show/shows.h"

namespace nigiwai::show {

void insert(store::Database& db, const Show& show);
void update(store::Database& db, const Show& show);
// Replace the whole list; refuse what does not exist or stands there twice, naming it below `field`.
Result<void> set_cast(store::Database& db, const Show& show);
Result<void> set_shelf(store::Database& db, const Show& show);

}  // namespace nigiwai::show
