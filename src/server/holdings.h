// What every room of the house keeps about a person, gathered for export and erasure (people/holdings.h).
#pragma once

#include "people/holdings.h"
#include "timeline/journal.h"

namespace nigiwai::server {

// The journal must outlive what is returned.
people::Holdings holdings(timeline::Journal& journal);

}  // namespace nigiwai::server
