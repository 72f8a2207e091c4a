#!/usr/bin/env bash
# Pellucid and other frameworks on the same work, in turn. Builds what it needs (the first time some 600 MB of libraries come
# through Maven), then: bench/peers.sh [--model seed] [--mode train|infer] [--batch 64] [--threads 2] [--sides pellucid,djl,...]
# [--rounds 7] [--seconds 2] [--jdk HOME]...
# bench/peers.sh gemm [--rounds 15] [--seconds 0.1]  compares matrix products.
# bench/peers.sh cold MODEL PICTURE  compares what one prediction by a new process takes. See docs/benchmarks.md.
set -euo pipefail
case ${1:-} in
  -h | --help)
    sed -n '2,6s/^# \{0,1\}//p' "${BASH_SOURCE[0]}"
    exit 0
    ;;
esac
peers=$(cd -P "$(dirname "${BASH_SOURCE[0]}")/peers" && pwd)

# Homes of JDKs of 17 and newer, newest first, one a version.
jdks() {
  local home version
  for home in ${JAVA_HOME:-} /usr/lib/jvm/*; do
    if [ ! -x "$home/bin/javac" ] || [ ! -r "$home/release" ]; then continue; fi
    version=$(sed -n 's/^JAVA_VERSION="\{0,1\}\([0-9]*\).*/\1/p' "$home/release" | head -n 1)
    [ "${version:-0}" -ge 17 ] && printf '%s %s\n' "$version" "$(readlink -f "$home")"
  done | sort -k1,1nr -k2 | awk '!seen[$1]++ { print $2 }'
}

mapfile -t homes < <(jdks)
[ "${#homes[@]}" -gt 0 ] || { printf 'peers: no JDK of version 17 or newer was found: set JAVA_HOME\n' >&2; exit 2; }
oldest=${homes[${#homes[@]} - 1]}
classpath=$peers/target/classpath
if [ ! -f "$classpath" ] ||
  [ -n "$(find "$peers/pom.xml" "$peers/src" "$peers/../src" "$peers/../../src/main" -newer "$classpath" -print | head -n 1)" ]; then
  printf 'peers: building (the first time this fetches some 600 MB of other people'\''s libraries) ...\n' >&2
  (cd "$peers" && JAVA_HOME=$oldest mvn -q -Dstyle.color=never -B -ntp process-classes) >&2
  touch "$classpath"
fi

main=Peers
if [ "${1:-}" = cold ]; then
  [ $# -eq 3 ] || { printf 'peers: cold expects the folder of a model and a picture\n' >&2; exit 2; }
  set -- "${homes[0]}" "$peers/../../pellucid" "$2" "$3"
  main=ColdStart
elif [ "${1:-}" = gemm ]; then
  main=GemmPeers
  shift
fi
# jblas's OpenBLAS is of 2020: newer processors it takes for old ones unless it is told, by the launcher's own rule.
eval "$(sed -n '/^openblas_core() {$/,/^}$/p' "$peers/../../pellucid")"
core=$(openblas_core)
[ -z "$core" ] || export PEERS_JBLAS_CORE=$core

# DL4J wants older native libraries than the others: a project and a class path of its own, if it is asked for.
case " $* " in
  *dl4j*)
    if [ ! -f "$peers/dl4j/target/classpath" ] || [ "$classpath" -nt "$peers/dl4j/target/classpath" ]; then
      (cd "$peers/dl4j" && JAVA_HOME=$oldest mvn -q -Dstyle.color=never -B -ntp process-classes) >&2
    fi
    dl4j=-Dpeers.dl4j=$peers/dl4j/target/classes:$(cat "$peers/dl4j/target/classpath")
    ;;
esac
mkdir -p "$peers/target/logs" "$peers/target/natives"
progress=false
[ ! -t 2 ] || progress=true
options=(-Dpeers.progress="$progress" ${dl4j:+"$dl4j"} -Dpeers.logs="$peers/target/logs" -cp "$peers/target/classes:$(cat "$classpath")" "org.pellucid.peers.$main")
case " $* " in
  *' --jdk '*) ;;
  *) [ "$main" = ColdStart ] || for home in "${homes[@]}"; do options+=(--jdk "$home"); done ;;
esac
# Where the frameworks unpack their native libraries.
export DJL_CACHE_DIR=$peers/target/natives
exec "${homes[0]}/bin/java" --add-modules jdk.incubator.vector "${options[@]}" "$@"
