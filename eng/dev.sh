#!/usr/bin/env bash
# For who works on it: starts MnistBlazor on http://localhost:5080 in Development, and brings in what changes in the sources while it runs.
# What it keeps stays in artifacts/dev-data from one start to the next, apart from the data of eng/run.sh. Arguments are passed to the app:
#   eng/dev.sh --urls http://localhost:5090
set -Eeuo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
urls=$(chosen_urls "$@")
if [ -z "$urls" ]; then
  urls=http://127.0.0.1:5080
  set -- "$@" --urls "$urls"
fi

need_free_ports "$urls"
need_dotnet
need_space 5000
need_front_end
choose_torch

export MnistBlazor__DataDirectory="${MnistBlazor__DataDirectory:-$artifacts/dev-data}"
export ASPNETCORE_ENVIRONMENT=Development DOTNET_WATCH_SUPPRESS_LAUNCH_BROWSER=1
say "MnistBlazor starts on ${urls//127.0.0.1/localhost} (Ctrl+C stops it)"

# A process group of its own, because dotnet watch hears no signal: the app is asked to end, and once it has, the rest is ended.
set -m
dotnet watch --project "$root/src/MnistBlazor.Web" --non-interactive run --no-launch-profile -- "$@" < /dev/null &
watch=$!
set +m
app_runs() { ps -A -o pgid=,args= | awk -v group="$watch" '$1 == group && /MnistBlazor[.]Web\/bin\// { found = 1 } END { exit !found }'; }
trap 'kill -TERM -- "-$watch" 2>/dev/null || true' INT TERM HUP
wait "$watch" || true
for ((tenths = 0; tenths < 300; tenths++)); do
  app_runs || break
  sleep 0.1
done
kill -KILL -- "-$watch" 2>/dev/null || true
