#!/usr/bin/env bash
# Runs the systemd runtime, then the daemon on simulated GPUs, against a real systemd: boots a small Debian in a container, runs
# tests/Optimizer.Workloads.Booted inside, prints "N passed, N failed" on the last line. See README.md for what it needs and shows.
#   usage: run.sh [all|runtime|daemon]
#   BOOTED_CACHE   folder that keeps the Debian tree between runs (default: a temporary one)
#   BOOTED_DAEMON  folder with a self-contained publish of the daemon (default: it is published)
#   BOOTED_MIRROR  Debian mirror (default: the first this machine installs packages from)
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

refuse() { # words of a sentence
  echo "booted: $*" >&2
  exit 1
}

half=${1:-all}
case $half in all | runtime | daemon) ;; *) refuse "'$half' is none of all, runtime, daemon." ;; esac
[ "$(id -u)" -eq 0 ] || refuse "must run as root: it boots a container."
for tool in systemd-nspawn nsenter dotnet tar; do
  command -v "$tool" >/dev/null || refuse "$tool is missing: apt-get install systemd-container util-linux."
done

scratch=$(mktemp -d)
cache=${BOOTED_CACHE:-$scratch/cache}
nspawn=""
leader=""

cleanup() {
  if [ -n "$leader" ]; then
    nsenter -t "$leader" -a systemctl poweroff --no-block >/dev/null 2>&1 || true
    for _ in $(seq 50); do
      kill -0 "$nspawn" 2>/dev/null || break
      sleep 0.2
    done
  fi
  if [ -n "$nspawn" ]; then
    kill -KILL "$nspawn" 2>/dev/null || true
  fi
  rm -rf "$scratch"
}
trap cleanup EXIT

mkdir -p "$cache"
if [ ! -f "$cache/tree.tar" ]; then
  command -v debootstrap >/dev/null || refuse "debootstrap is missing: apt-get install debootstrap."
  echo "booted: making a Debian tree (about a minute)"
  debootstrap --variant=minbase --include=systemd,systemd-sysv,dbus,procps,libicu72,python3-minimal \
    bookworm "$scratch/new" "${BOOTED_MIRROR:-$(apt-get indextargets --format '$(SITE)' 'Created-By: Packages' | head -n 1)}" >"$scratch/debootstrap.log" 2>&1 ||
    refuse "debootstrap failed: $(tail -n 3 "$scratch/debootstrap.log")"
  tar -C "$scratch/new" -cf "$cache/tree.tar.new" .
  mv "$cache/tree.tar.new" "$cache/tree.tar"
  rm -rf "$scratch/new"
fi

tree=$scratch/tree
mkdir "$tree"
tar -C "$tree" -xf "$cache/tree.tar"
publish() { # project, folder
  dotnet publish "$1" -c Release -r linux-x64 --self-contained true -o "$2" -v quiet >"$scratch/publish.log" 2>&1 ||
    refuse "publishing $1 failed: $(grep -m 5 error "$scratch/publish.log")"
}

publish tests/Optimizer.Workloads.Booted "$tree/opt/booted"
if [ "$half" != runtime ]; then
  if [ -n "${BOOTED_DAEMON:-}" ]; then
    cp -a "$BOOTED_DAEMON" "$tree/opt/gpu-optimizer"
  else
    publish src/Optimizer.Host "$tree/opt/gpu-optimizer"
  fi
  install -D -m 0644 tests/booted/svc.yaml "$tree/etc/gpu-optimizer/workloads.d/svc.yaml"
  install -m 0644 tests/booted/config.yaml tests/booted/rehearsal.yaml "$tree/etc/gpu-optimizer/"
  install -m 0644 tests/booted/gpu-optimizer.service tests/booted/svc@.service "$tree/etc/systemd/system/"
fi

setsid systemd-nspawn -D "$tree" --register=no --keep-unit -b -M "booted-$$" </dev/null >"$scratch/boot.log" 2>&1 &
nspawn=$!
for _ in $(seq 150); do
  leader=$(pgrep -P "$nspawn" | head -n 1 || true)
  if [ -n "$leader" ] && nsenter -t "$leader" -a systemctl is-system-running 2>/dev/null | grep -qE 'running|degraded'; then
    break
  fi
  kill -0 "$nspawn" 2>/dev/null || refuse "the container ended: $(tail -n 5 "$scratch/boot.log")"
  sleep 0.2
done
[ -n "$leader" ] || refuse "the container did not boot: $(tail -n 5 "$scratch/boot.log")"

status=0
timeout 600 nsenter -t "$leader" -a /usr/bin/env PATH=/usr/sbin:/usr/bin:/sbin:/bin /opt/booted/Optimizer.Workloads.Booted "$half" || status=$?
exit "$status"
