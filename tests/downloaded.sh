#!/bin/sh
# Adds up what pip says it fetched, from its log.
awk '
/(Downloading|Using cached) / {
    if (match($0, /\([0-9.]+ [kM]B\)/)) {
        split(substr($0, RSTART + 1, RLENGTH - 2), part, " ")
        total += part[2] == "MB" ? part[1] : part[1] / 1000
        files += 1
    }
}
END { if (files) printf "installed %d packages, %.0f MB to download\n", files, total }' "$1"
