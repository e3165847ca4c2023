#!/bin/sh
# Makes lib/waymark.aot of a distribution: the classes of a started node as the JVM holds them (JEP
# 483, 514), which halves the work of a start. A node starts without the file too, so trouble here is
# told and fails no build.
#
# Without the profiles of methods (JEP 515): those of a start, in which hardly a query is answered,
# have the loop that answers queries compiled so that it allocates.
#
# usage: start-cache.sh DISTRIBUTION LOG
set -u
distribution=$1
log=$2
cache=$distribution/lib/waymark.aot

if [ -f "$cache" ] && [ -z "$(find "$distribution/lib"/*.jar "$distribution/lib/java.options" "$distribution/runtime/release" -newer "$cache")" ]; then
  exit 0
fi
rm -f "$cache"
# The run that is recorded: three nodes that start, take profiles and answer.
if ! echo quit | WAYMARK_JAVA_OPTS="-XX:+UnlockDiagnosticVMOptions -XX:-AOTRecordTraining -XX:AOTCacheOutput=$cache.new" timeout 120 \
  "$distribution/bin/waymark" demo --dns-port 0 --http-port 0 --fleet-port 0 --endpoint-port 0 \
  >"$log" 2>&1; then
  echo "no cache of started classes was made, so Waymark will start more slowly; see $log" >&2
  rm -f "$cache.new"
  exit 0
fi
mv "$cache.new" "$cache"
