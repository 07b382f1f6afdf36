// The playbook that comes with the server, in Japanese and English. What a shop changes stands in rows over
// it (show/playbook_rows.h), so a better default reaches everybody who left a to-do as it was.
#pragma once

#include "show/playbook/playbook.h"

namespace nigiwai::show {

// In the order of their phases. An id is never used again for another to-do.
const std::vector<Todo>& default_todos();

}  // namespace nigiwai::show
