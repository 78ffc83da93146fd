#!/usr/bin/env bash
# Pins every dependency, with hashes, for all platforms and for Python 3.11 and later: base, and base with each group.
set -euo pipefail
cd "$(dirname "$0")/.."
uv=${1:-uv}
compile() {
    "$uv" pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
        --no-emit-index-url pyproject.toml "${@:2}" --output-file "requirements/$1.lock"
}
compile base
for group in dev docs bench; do
    compile "$group" --group "$group"
done
