#include "base/scheduling.h"

#include <pthread.h>
#include <sys/resource.h>
#include <unistd.h>

namespace nigiwai {
namespace {

constexpr int kBehind = 10;  // of nice(2)

}  // namespace

// On Linux a priority is of the thread, and threads take over that of their maker.
void stand_back() { ::setpriority(PRIO_PROCESS, static_cast<id_t>(::gettid()), kBehind); }

void name_thread(const char* name) { ::pthread_setname_np(::pthread_self(), name); }

}  // namespace nigiwai
