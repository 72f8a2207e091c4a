#!/usr/bin/env bash
# Where the time goes, of any command of pellucid:
#
#   bench/profile.sh flame throughput --model seed --mode train    a flame graph, by async-profiler (Linux, macOS)
#   bench/profile.sh alloc throughput --model seed                 a flame graph of what is allocated
#   bench/profile.sh jfr   throughput --model seed                 a recording of Java Flight Recorder, and its hot methods
#
# Writes to bench/target/profile/ and prints where.
set -euo pipefail
bench=$(cd -P "$(dirname "${BASH_SOURCE[0]}")" && pwd)
out=$bench/target/profile
version=4.6

kind=${1:-}
case $kind in
  -h | --help)
    sed -n '2,8s/^# \{0,1\}//p' "${BASH_SOURCE[0]}"
    exit 0
    ;;
esac
[ $# -ge 2 ] || { sed -n '2,8s/^# \{0,1\}//p' "${BASH_SOURCE[0]}" >&2; exit 2; }
shift
mkdir -p "$out"
name=$(date +%Y%m%d-%H%M%S)-$1

# The agent's library, out of its jar, which comes through Maven.
agent() {
  local system lib=$out/libasyncProfiler.so jar=$out/async-profiler.jar
  case $(uname -s)-$(uname -m) in
    Linux-x86_64) system=linux-x64 ;;
    Linux-aarch64) system=linux-arm64 ;;
    Darwin-*) system=macos ;;
    *) printf 'profile.sh: async-profiler is not there for this system: use jfr\n' >&2; exit 2 ;;
  esac
  if [ ! -f "$lib" ]; then
    mvn -q -B -ntp dependency:copy "-Dartifact=tools.profiler:async-profiler:$version" "-DoutputDirectory=$out" -Dmdep.stripVersion=true >&2
    unzip -q -o -j "$jar" "$system/*" -d "$out"
    [ -f "$lib" ] || mv "$out/libasyncProfiler.dylib" "$lib"
  fi
  printf '%s' "$lib"
}

case $kind in
  flame | alloc)
    event=itimer # needs no leave to read the processor's counters
    [ "$kind" = flame ] || event=alloc
    lib=$(agent)
    export PELLUCID_JVM_OPTIONS="${PELLUCID_JVM_OPTIONS:-} -XX:+UnlockDiagnosticVMOptions -XX:+DebugNonSafepoints -agentpath:$lib=start,event=$event,file=$out/$name.html"
    "$bench/../pellucid" "$@"
    printf '%s\n' "$out/$name.html"
    ;;
  jfr)
    export PELLUCID_JVM_OPTIONS="${PELLUCID_JVM_OPTIONS:-} -XX:+UnlockDiagnosticVMOptions -XX:+DebugNonSafepoints -XX:StartFlightRecording=filename=$out/$name.jfr,settings=profile"
    "$bench/../pellucid" "$@"
    for jfr in "${JAVA_HOME:-/none}/bin/jfr" /usr/lib/jvm/*/bin/jfr; do # newer ones can show
      if [ -x "$jfr" ] && "$jfr" help view >/dev/null 2>&1; then
        "$jfr" view hot-methods "$out/$name.jfr"
        break
      fi
    done
    printf '%s\n' "$out/$name.jfr"
    ;;
  *)
    printf "profile.sh: expects flame, alloc or jfr but gets '%s'\n" "$kind" >&2
    exit 2
    ;;
esac
