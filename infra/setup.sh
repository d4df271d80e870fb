#!/bin/sh
# Leaves a ready .venv: everything in requirements.lock, each file checked by its hash, and the project itself (editable).
# Needs Python 3.11-3.14 and the package index; uv is fetched by pip, at the locked version, where it is missing.
set -eu
cd "$(dirname "$0")/.."

fits() { "$1" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 15))' 2>/dev/null; }

if [ -n "${PYTHON:-}" ]; then
    candidates=$PYTHON
else
    candidates="python3 python3.14 python3.13 python3.12 python3.11 python"
fi
python=
for candidate in $candidates; do
    if fits "$candidate"; then python=$candidate; break; fi
done
if [ -z "$python" ]; then
    echo "Rokunen は Python 3.11〜3.14 で動きます。見つかりませんでした（調べた名前: $candidates）。" >&2
    echo "Rokunen needs Python 3.11 to 3.14 and found none (tried: $candidates). Name yours: make setup PYTHON=/path/to/python3.12" >&2
    exit 2
fi

locked_uv=$(mktemp)
trap 'rm -f "$locked_uv"' EXIT
awk '/^uv==/ {inside = 1; print; next} /^[^ ]/ {inside = 0} inside' requirements.lock >"$locked_uv"

if ! fits .venv/bin/python; then
    rm -rf .venv
    if ! "$python" -m venv .venv 2>/dev/null; then # Debian leaves ensurepip out
        rm -rf .venv
        "$python" -m venv --without-pip .venv
    fi
fi

if [ -x .venv/bin/uv ]; then
    uv=.venv/bin/uv
elif command -v uv >/dev/null 2>&1; then
    uv=uv
elif .venv/bin/python -m pip --version >/dev/null 2>&1; then
    .venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r "$locked_uv"
    uv=.venv/bin/uv
elif "$python" -m pip --version >/dev/null 2>&1; then
    "$python" -m pip --python .venv/bin/python install --quiet --require-hashes -r "$locked_uv"
    uv=.venv/bin/uv
else
    echo "pip も uv も見つかりません。python3-venv または python3-pip を入れてから、もう一度 make setup を実行してください。" >&2
    echo "Neither pip nor uv is at hand. Install python3-venv or python3-pip, then run make setup again." >&2
    exit 2
fi

"$uv" pip install --quiet --python .venv/bin/python --compile-bytecode --require-hashes -r requirements.lock
"$uv" pip install --quiet --python .venv/bin/python --no-deps --no-build-isolation --editable .
touch .venv/.ready
echo "準備ができました。 Ready: .venv/bin/rokunen --help"
