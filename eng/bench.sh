#!/usr/bin/env bash
# Measures what the lessons cost on this machine: seconds an epoch, milliseconds a prediction. Arguments are passed to bench/MnistBlazor.Bench.
set -Eeuo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
need_dotnet
need_torch
need_front_end
bench="$artifacts/bench"
step "Building the measurements (Release)" \
  dotnet build "$root/bench/MnistBlazor.Bench" --configuration Release --output "$bench" --verbosity quiet
exec dotnet "$bench/MnistBlazor.Bench.dll" "$@"
