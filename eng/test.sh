#!/usr/bin/env bash
# Sets up (Chromium included) and runs every test: the .NET projects, the browser's last, then JavaScript's.
# The last line is the sum of all: N passed, N failed, N skipped. Before them the spaces in C# are looked at: what `dotnet format` would
# change counts as a failure.
# An argument picks the projects whose names contain it, without the slowest tests (Category=Slow); --all before it brings them back.
# Further arguments go to `dotnet test`, and a --filter among them picks slow ones as well:
#   eng/test.sh ML
#   eng/test.sh --all ML
#   eng/test.sh Browser --filter "FullyQualifiedName~Lesson"
set -Eeuo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
slow=false
if [ "${1:-}" = --all ]; then
  slow=true
  shift
fi
only="${1:-}"
if [ $# -gt 0 ]; then shift; fi
case " $* " in *" --filter"*) slow=true ;; esac
if [ -n "$only" ] && ! $slow; then set -- "$@" --filter "Category!=Slow"; fi
# Processes of tests end before it pays to count what they do.
export DOTNET_TieredPGO=0
results="$artifacts/test-results"
counts="$artifacts/test-counts" # a file, because projects are tested side by side

count() { printf '%s %s %s\n' "$@" >> "$counts"; }

sum() { awk -v column="$1" '{ sum += $column } END { print sum + 0 }' "$counts"; }

matching() { grep -iF -- "$only" | LC_ALL=C sort || true; }

# All at once where all are wanted: side by side, and each project that they share once.
build() {
  local project
  for project in $(if [ -z "$only" ]; then echo MnistBlazor.sln; else echo "${projects:-}"; fi); do
    dotnet build "$root/$project" --configuration Release --verbosity quiet || return
  done
}

# The rest of the handwriting is the compiler's to say: .editorconfig. A folder without the slash behind it counts as a file that is not
# there.
check_format() {
  local code=0 format="dotnet format whitespace --folder . --include src/ tests/ bench/ eng/build/"
  say "Handwriting"
  $format --verify-no-changes > "$artifacts/format.log" 2>&1 || code=$?
  if [ "$code" -ne 0 ]; then
    tail -n 10 "$artifacts/format.log"
    printf 'Counted as one failure. This mends it: %s\n' "$format"
    count 0 1 0
  fi
  if long_lines; then
    printf 'Lines of more than 140 characters are counted as one failure.\n'
    count 0 1 0
  fi
}

long_lines() {
  find src tests bench eng wwwroot -type f -regex '.*\.\(cs\|razor\|js\|css\|sh\)' \
    -not -path '*/bin/*' -not -path '*/obj/*' -not -path '*/node_modules/*' -not -path 'wwwroot/lib/*' \
    -not -path '*.Browser.Tests/*' -print0 |
    LC_ALL=C.UTF-8 xargs -0 grep -nE '^.{141,}'
}

# A test process that died has not written what it missed, so a failure without a failed test counts as one.
test_project() {
  local project="$1" name report code=0 counters total executed ok bad
  shift
  name=$(basename "$project" .csproj)
  report="$results/$name.trx"
  say "$name"
  dotnet test "$root/$project" --configuration Release --no-build --results-directory "$results" --logger "trx;LogFileName=$name.trx" \
    --logger "console;verbosity=minimal" --blame-hang-timeout 20m --blame-hang-dump-type none "$@" || code=$?
  counters=$(sed -n 's/.*<Counters \(.*\)\/>.*/\1/p' "$report" 2>/dev/null || true)
  number() { printf '%s' "$counters" | sed -n "s/.*\b$1=\"\([0-9]*\)\".*/\1/p"; }
  total=$(number total) executed=$(number executed) ok=$(number passed) bad=$(number failed)
  total=${total:-0} executed=${executed:-0} ok=${ok:-0} bad=${bad:-0}
  if [ "$code" -ne 0 ] && [ "$bad" -eq 0 ]; then
    printf '%s ended with code %s without a failed test: counted as one failure.\n' "$name" "$code"
    bad=1
  fi
  count "$ok" "$bad" $((total - executed))
}

# The longest, MnistBlazor.Lessons.Tests, beside the others, which together take as long; the browser's alone, since pages
# need both processors, and those of the cluster, whose processes watch one another's silence.
test_projects() {
  local project log="$artifacts/lessons-tests.log" aside=""
  for project in $projects; do
    case "$project" in
      *Cluster*) finish_aside; test_project "$project" "$@" ;;
      *Lessons*) test_project "$project" "$@" > "$log" 2>&1 & aside=$! ;;
      *Browser*) finish_aside; test_project "$project" "$@" ;;
      *) test_project "$project" "$@" ;;
    esac
  done
  finish_aside
}

finish_aside() {
  if [ -z "$aside" ]; then return; fi
  wait "$aside" || count 0 1 0
  aside=""
  cat "$log"
}

test_scripts() {
  local output code=0 ok bad skips
  say "JavaScript"
  # shellcheck disable=SC2086 # a list of files
  output=$(cd "$root" && node --test --test-reporter=tap $scripts 2>&1) || code=$?
  number() { printf '%s\n' "$output" | sed -n "s/^# $1 \([0-9]*\)\$/\1/p" | tail -n 1; }
  ok=$(number pass) bad=$(number fail) skips=$(number skipped)
  ok=${ok:-0} bad=${bad:-0} skips=${skips:-0}
  if [ "$code" -ne 0 ]; then
    printf '%s\n' "$output"
    if [ "$bad" -eq 0 ]; then bad=1; fi
  fi
  printf '%s passed, %s failed\n' "$ok" "$bad"
  count "$ok" "$bad" "$skips"
}

cd "$root"
projects="$(ls tests/*/*.csproj | grep -v Browser | matching) $(ls tests/*Browser*/*.csproj | matching)"
scripts="$(find src tests -name '*.test.js' -not -path '*/node_modules/*' -not -path '*/bin/*' -not -path '*/obj/*' | matching)"
[ -n "${projects// /}$scripts" ] ||
  fail "No test project has \"$only\" in its name. There are:$(ls tests/*/*.csproj | sed 's:.*/: :; s:[.]csproj$::' | tr -d '\n')."

need_dotnet
need_space 5000
need_front_end
case "$projects" in *Browser*) need_chromium ;; esac
case "$projects ${BROWSER_TESTS_ON:-}" in *Cluster* | *cluster) need_servers ;; esac
step "Building the tests (Release)" build
rm -rf "$results" "$counts"
check_format
test_projects "$@"
if [ -n "$scripts" ]; then test_scripts; fi

passed=$(sum 1) failed=$(sum 2) skipped=$(sum 3)
printf '\n%s passed, %s failed, %s skipped\n' "$passed" "$failed" "$skipped"
if [ "$failed" -gt 0 ] || [ "$passed" -eq 0 ]; then exit 1; fi
