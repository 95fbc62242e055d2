#!/usr/bin/env bash
# Measures what the lessons cost on this machine, in processor time. Arguments are passed to bench/MnistBlazor.Bench:
#   eng/bench.sh [epochs] [EPOCHS] [LESSON ...]     seconds an epoch beside PyTorch, milliseconds a prediction
#   eng/bench.sh accuracy [SEEDS] [LESSON ...]      losses and accuracy that whole runs reach; with --hands, of MNIST and other hands
#   eng/bench.sh store [RUNS] [LESSON ...]          megabytes that runs of one learner take on disk
#   eng/bench.sh threads [EPOCHS] [LESSON ...]      seconds an epoch by the clock with one thread and with all, alone and beside other work
#   eng/bench.sh checkpoints [EPOCHS] [LESSON ...]  what keeping checkpoints costs, in per cent of training
#   eng/bench.sh runs [RUNS] [LESSON ...]           milliseconds that the page of a learner's runs and its files take
# Lessons: softmax mlp cnn cnn-full. With --smoke it does the least of everything, in seconds, to show that it works.
set -Eeuo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
need_dotnet
need_front_end
bench="$artifacts/bench"
step "Building the measurements (Release)" \
  dotnet build "$root/bench/MnistBlazor.Bench" --configuration Release --output "$bench" --verbosity quiet
exec dotnet "$bench/MnistBlazor.Bench.dll" "$@"
