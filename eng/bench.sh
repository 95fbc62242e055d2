#!/usr/bin/env bash
# Measures what the app promises and what the lessons cost, on this machine. Arguments are passed to bench/MnistBlazor.Bench:
#   eng/bench.sh [table] [TIMES] [PART ...]         everything, side by side with Python, PyTorch and TensorFlow.js, as docs/benchmarks.md
#                                                 shows it; takes an hour and a half, of them --minutes=30 for the pages that stay open
#   eng/bench.sh epochs [EPOCHS] [LESSON ...]     seconds an epoch beside PyTorch, milliseconds a prediction
#   eng/bench.sh accuracy [SEEDS] [LESSON ...]      losses and accuracy that whole runs reach; with --hands, of MNIST and other hands
#   eng/bench.sh store [RUNS] [LESSON ...]          megabytes that runs of one learner take on disk
#   eng/bench.sh threads [EPOCHS] [LESSON ...]      seconds an epoch by the clock with one thread and with all, alone and beside other work
#   eng/bench.sh checkpoints [EPOCHS] [LESSON ...]  what keeping checkpoints costs, in per cent of training
#   eng/bench.sh runs [RUNS] [LESSON ...]           milliseconds that the page of a learner's runs and its files take
# Lessons: softmax mlp cnn cnn-quick cnn-full. With --smoke it does the least of everything, in seconds, to show that it works.
set -Eeuo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
need_dotnet
need_front_end
verb=table
for argument in "$@"; do
  case "$argument" in epochs | accuracy | store | threads | checkpoints | runs) verb="$argument" ;; esac
done
bench="$artifacts/bench"
step "Building the measurements (Release)" \
  dotnet build "$root/bench/MnistBlazor.Bench" --configuration Release --output "$bench" --verbosity quiet
if [ "$verb" = table ]; then
  need_chromium
  need_comparisons
  app="$artifacts/bench-app"
  step "Publishing the app (Release)" dotnet publish "$root/src/MnistBlazor.Web" --configuration Release --output "$app" --verbosity quiet
  set -- "--app=$app" "$@"
fi
exec dotnet "$bench/MnistBlazor.Bench.dll" "$@"
