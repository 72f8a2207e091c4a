#!/usr/bin/env bash
# The laboratory: measures convolutions, matrix products and whole training steps on every JDK found, and writes one page.
#
#   bench/run.sh --quick            eight minutes or so: the newest JDK, a few layers
#   bench/run.sh [--models "seed vgg"]   hours: every JDK, all layers of the models named (default: of all), and odd ones
#
# Results: bench/target/report/index.html, RESULTS.md, and JMH's JSON beside them; --record copies RESULTS.md to bench/.
set -euo pipefail
bench=$(cd -P "$(dirname "${BASH_SOURCE[0]}")" && pwd)
command="bench/run.sh${*:+ $*}"

quick='' record='' models=''
while [ $# -gt 0 ]; do
  case $1 in
    -h | --help)
      sed -n '2,7s/^# \{0,1\}//p' "${BASH_SOURCE[0]}"
      exit 0
      ;;
    --quick) quick=yes ;;
    --record) record=yes ;;
    --models)
      models=${2:?run.sh: --models expects names}
      shift
      ;;
    *)
      printf 'run.sh: unknown option %s: expects --quick, --models, --record or --help\n' "$1" >&2
      exit 2
      ;;
  esac
  shift
done

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
[ "${#homes[@]}" -gt 0 ] || { printf 'run.sh: no JDK of version 17 or newer was found: set JAVA_HOME\n' >&2; exit 2; }
# jblas's OpenBLAS is of 2020: newer processors it takes for old ones unless it is told, by the launcher's own rule.
eval "$(sed -n '/^openblas_core() {$/,/^}$/p' "$bench/../pellucid")"
core=$(openblas_core)
[ -z "$core" ] || export OPENBLAS_CORETYPE=$core

JAVA_HOME=${homes[${#homes[@]} - 1]} mvn -q -B -ntp -f "$bench/pom.xml" package
jar=$bench/target/benchmarks.jar
report=$bench/target/report
rm -rf "$report"
mkdir -p "$report"

cases() { # shellcheck disable=SC2086 # names are words
  "$1/bin/java" --add-modules jdk.incubator.vector -cp "$jar" org.pellucid.bench.ConvolutionCase ${quick:+quick} ${models:-} 2>/dev/null
}

jmh() {
  local home=$1 name=$2
  shift 2
  printf 'run.sh: %s on %s\n' "$name" "$home" >&2
  "$home/bin/java" -jar "$jar" "$@" -prof gc -foe false -rf json -rff "$report/$name.json" >>"$report/jmh.log" 2>&1
}

n=0
for home in "${homes[@]}"; do
  n=$((n + 1))
  [ -z "$quick" ] || [ "$n" = 1 ] || break
  long=(-f 1 -wi 5 -w 500ms -i 9 -r 300ms)
  [ -z "$quick" ] || long=(-f 1 -wi 4 -w 500ms -i 5 -r 300ms) # the compiler needs two seconds for the vector loops
  jmh "$home" "limits1-$n" LimitsBenchmark -t 1 "${long[@]}"
  jmh "$home" "limits2-$n" LimitsBenchmark -t 2 "${long[@]}"
  jmh "$home" "convolutions-$n" ConvolutionBenchmark -p "convolution=$(cases "$home")" "${long[@]}"
  if [ -n "$quick" ]; then
    jmh "$home" "products-$n" GemmBenchmark -p "shape=N N 512 512 512,N N 576 64 288,N T 64 256 4608" "${long[@]}"
    jmh "$home" "steps-$n" TrainingStepBenchmark -p model=seed -p backend=vector -p threads=1,2 -f 1 -wi 3 -w 1 -i 3 -r 1
  else
    jmh "$home" "products-$n" GemmBenchmark "${long[@]}"
    jmh "$home" "steps-$n" TrainingStepBenchmark -p backend=vector -f 1 -wi 3 -w 2 -i 5 -r 2
  fi
done
"${homes[0]}/bin/java" --add-modules jdk.incubator.vector -cp "$jar" org.pellucid.bench.Report \
  "$command" "$report/index.html" "$report/RESULTS.md" "$report"/*.json 2>/dev/null
[ -z "$record" ] || cp "$report/RESULTS.md" "$bench/RESULTS.md"
printf '%s\n' "$report/index.html" "$report/RESULTS.md"
