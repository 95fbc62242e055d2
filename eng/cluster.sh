#!/usr/bin/env bash
# A whole cluster on this machine, to look at: PostgreSQL and Redis of its own, two nodes with pages, two that train, and nginx before them.
# Ctrl+C stops all of it; what was kept is there the next time, under artifacts/cluster.
#   eng/cluster.sh [PORT]    where nginx answers, 5090 if nothing is said; the next five ports are the nodes' and the servers'
set -Eeuo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
port="${1:-5090}"
[[ "$port" =~ ^[0-9]+$ ]] || fail "\"$port\" is no port."
home="$artifacts/cluster" app="$artifacts/cluster/app"
redis_port=$((port + 1)) postgres_port=$((port + 2)) silo_port=$((port + 10))
for one in "$port" "$redis_port" "$postgres_port" $((port + 3)) $((port + 4)); do need_free_ports "http://127.0.0.1:$one"; done

need_dotnet
need_space 5000
need_front_end
need_packages "what a cluster stands on" "Elsewhere, see docs/scale-out.md." postgresql redis-server nginx
choose_torch
step "Building the app (Release)" dotnet publish "$root/src/MnistBlazor.Web" --configuration Release --output "$app" --verbosity quiet

pids=()
stop_all() {
  trap - EXIT
  local i
  # The last to start stops first: workers hand their runs back while the others can still be reached.
  for ((i = ${#pids[@]} - 1; i >= 0; i--)); do
    kill -TERM "${pids[i]}" 2>/dev/null || true
    wait "${pids[i]}" 2>/dev/null || true
  done
}
trap stop_all EXIT
trap 'exit 0' INT TERM

# start NAME COMMAND...: in the background, its lines in a log.
start() {
  local name="$1"
  shift
  setsid "$@" > "$home/$name.log" 2>&1 &
  pids+=($!)
}

# PostgreSQL refuses to be run by root.
as_postgres=()
if [ "$(id -u)" = 0 ]; then as_postgres=(setpriv --reuid=postgres --regid=postgres --clear-groups); fi

programs=$(ls -d /usr/lib/postgresql/*/bin | LC_ALL=C sort -V | tail -n 1)
mkdir -p "$home/redis" "$home/postgres"
if [ "$(id -u)" = 0 ]; then chown postgres "$home/postgres"; fi
if [ ! -d "$home/postgres/data" ]; then
  step "Making the database" "${as_postgres[@]}" "$programs/initdb" -D "$home/postgres/data" -U mnist -A trust -E UTF8
fi
start postgres "${as_postgres[@]}" "$programs/postgres" -D "$home/postgres/data" -p "$postgres_port" -k "$home/postgres" \
  -c listen_addresses=127.0.0.1 -c max_connections=300
start redis redis-server --port "$redis_port" --bind 127.0.0.1 --dir "$home/redis" --appendonly yes
until "$programs/pg_isready" -q -h 127.0.0.1 -p "$postgres_port"; do
  kill -0 "${pids[0]}" 2>/dev/null || fail "PostgreSQL could not start: $(tail -n 3 "$home/postgres.log")"
  sleep 0.2
done

node() { # node NAME ROLE NUMBER ARGUMENT...
  local name="$1" role="$2" number="$3"
  shift 3
  start "$name" env MnistBlazor__Cluster__Role="$role" MnistBlazor__Cluster__Port=$((silo_port + number)) \
    MnistBlazor__Cluster__Redis="127.0.0.1:$redis_port" \
    MnistBlazor__Cluster__PostgreSql="Host=127.0.0.1;Port=$postgres_port;Username=mnist;Database=mnist" \
    MnistBlazor__DataDirectory="$home/$name" MnistBlazor__Proxies=127.0.0.1/32 MnistBlazor__Access=open \
    dotnet "$app/MnistBlazor.Web.dll" "$@"
}
node web-1 Web 1 --urls "http://127.0.0.1:$((port + 3))"
node web-2 Web 2 --urls "http://127.0.0.1:$((port + 4))"
node worker-1 Worker 3 --urls "http://127.0.0.1:$((port + 5))"
node worker-2 Worker 4 --urls "http://127.0.0.1:$((port + 6))"

cat > "$home/nginx.conf" <<EOF
daemon off;
pid $home/nginx.pid;
error_log stderr;
events {}
http {
  access_log off;
  map \$http_upgrade \$connection_upgrade { default upgrade; '' ''; }
  upstream nodes {
    hash \$uid_got\$uid_set consistent;
    server 127.0.0.1:$((port + 3)) max_fails=1 fail_timeout=5s;
    server 127.0.0.1:$((port + 4)) max_fails=1 fail_timeout=5s;
  }
  server {
    listen 127.0.0.1:$port;
    # By the proxy's own cookie a browser stays with its node.
    userid on;
    userid_name node;
    userid_path /;
    userid_flags httponly samesite=lax;
    location / {
      proxy_pass http://nodes;
      proxy_next_upstream error timeout http_503;
      proxy_http_version 1.1;
      proxy_set_header Host \$http_host;
      proxy_set_header Upgrade \$http_upgrade;
      proxy_set_header Connection \$connection_upgrade;
      proxy_set_header X-Forwarded-For \$remote_addr;
      proxy_set_header X-Forwarded-Proto \$scheme;
      proxy_buffering off;
      proxy_read_timeout 1h;
      client_max_body_size 0;
    }
  }
}
EOF
for one in 3 4; do
  until curl -fs "http://127.0.0.1:$((port + one))/healthz" >/dev/null; do
    kill -0 "${pids[$((one - 1))]}" 2>/dev/null || fail "A node could not start: $(tail -n 3 "$home/web-$((one - 2)).log")"
    sleep 0.5
  done
done
start nginx nginx -c "$home/nginx.conf" -p "$home"
say "The cluster answers on http://localhost:$port (Ctrl+C stops it). The nodes' lines are in $home/*.log."
# One that ends by itself, or is killed to see what happens, leaves the others alone.
while [ -n "$(jobs -r)" ]; do wait -n || true; done
