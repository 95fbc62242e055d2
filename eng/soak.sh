#!/usr/bin/env bash
# Learners who come and go, for minutes or hours: memory, handles, threads, circuits and temporary files of the server as a table, and
# whether any of it grows (then the exit code is not 0). Or kills at chosen moments.
#   eng/soak.sh [MINUTES]                       10 if nothing is said; under 5 it shows that it works, and says nothing of growth
#   eng/soak.sh --kills [TIMES] [SCENARIO ...]  in each scenario a process is killed TIMES (50) times in the middle of changing files, and
#                                               the next start is looked at: nothing lost, nothing double, nothing left over
set -Eeuo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
need_dotnet
need_front_end
if [ "${1:-}" = --kills ]; then
  shift
  step "Building what kills (Release)" dotnet build "$root/bench/MnistBlazor.Faults" --configuration Release --verbosity quiet
  exec dotnet "$root/bench/MnistBlazor.Faults/bin/Release/net10.0/MnistBlazor.Faults.dll" kills "$@"
fi
minutes="${1:-10}"
[[ "$minutes" =~ ^[0-9]+(\.[0-9]+)?$ ]] || fail "\"$minutes\" is no number of minutes."
need_chromium
tests="$root/tests/MnistBlazor.Browser.Tests"
step "Building the learners (Release)" dotnet build "$tests" --configuration Release --verbosity quiet
say "$minutes minutes of learners"
MNISTBLAZOR_SOAK_MINUTES="$minutes" exec dotnet "$tests/bin/Release/net10.0/MnistBlazor.Browser.Tests.dll" -class "*.SoakTests"
