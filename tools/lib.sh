# Shared by the scripts of tools/: where things are, how a step shows itself, how a failure speaks.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
build=$root/build
logs=$build/log
mkdir -p "$logs"

clock() { printf '%d:%02d' $(($1 / 60)) $(($1 % 60)); }

# Ends with a sentence that says what to do.
fail() {
  printf '\n%s\n' "$*" >&2
  exit 1
}

# quietly LOG COMMAND…: runs the command with its output in LOG, and shows the last line of it: always on a
# terminal, else once in 30 s. Returns what the command returns.
quietly() {
  local log=$1 began=$SECONDS spoke=$SECONDS pid line
  shift
  "$@" >"$log" 2>&1 &
  pid=$!
  # The shell makes what runs behind it deaf to Ctrl-C.
  trap 'kill -TERM $pid 2>/dev/null; printf "\nstopped\n"; exit 130' INT TERM
  while kill -0 "$pid" 2>/dev/null; do
    sleep 0.3
    if [ -t 1 ] || ((SECONDS - spoke >= 30)); then
      spoke=$SECONDS
      line=$(tail -c 400 "$log" | tr '\r' '\n' | grep -av '^\s*$' | tail -n 1 | cut -c 1-88)
      if [ -t 1 ]; then printf '\r\033[K      %s  %s' "$(clock $((SECONDS - began)))" "$line"
      else printf '      %s  %s\n' "$(clock $((SECONDS - began)))" "$line"; fi
    fi
  done
  trap - INT TERM
  [ -t 1 ] && printf '\r\033[K'
  wait "$pid"
}

# Puts the Node that web/package-lock.json pins first on the PATH: everything of ours runs with that one.
use_pinned_node() {
  local bin
  for bin in "$root"/web/node_modules/node-linux-*/bin; do
    [ -x "$bin/node" ] && PATH=$bin:$PATH && export PATH && return
  done
  fail "The pinned Node is not installed yet. Run \`make install\` first."
}

# As many jobs as there are cores, but each with about 1.5 GB of memory.
jobs_here() {
  local cores memory
  cores=$(nproc)
  memory=$(awk '/^MemAvailable/{print int($2 / 1500000)}' /proc/meminfo)
  ((memory < 1)) && memory=1
  echo $((cores < memory ? cores : memory))
}
jobs=${NIGIWAI_JOBS:-$(jobs_here)}
