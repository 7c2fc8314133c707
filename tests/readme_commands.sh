#!/usr/bin/env bash
# Runs the README's first command (the first line of its first `sh` block) and looks for findings in what it prints.
set -uo pipefail
cd "$(dirname "$0")/.."
command=$(sed -n '/^```sh$/,/^```$/p' README.md | sed -n 2p)
echo "\$ $command"
shown=$(eval "$command" 2>&1)
code=$?
echo "$shown"
[ "$code" -eq 1 ] || { echo "exit code $code: findings were expected"; exit 1; }
grep -q 'stand twice in this article' <<<"$shown" || { echo "no repeated passage was shown"; exit 1; }
