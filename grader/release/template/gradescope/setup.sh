#!/usr/bin/env bash
# Runs once, when the image is built: installs Python 3.11 or newer, and the grader in a virtual environment.
set -euo pipefail
root=${AUTOGRADER_ROOT:-/autograder}

find_python() {
    for python in python3 python3.14 python3.13 python3.12 python3.11; do
        if "$python" -c 'import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            return 0
        fi
    done
    return 1
}

export DEBIAN_FRONTEND=noninteractive
if ! find_python; then
    apt-get update
    apt-get install -y --no-install-recommends python3 python3-venv
    find_python || apt-get install -y --no-install-recommends python3.11 python3.11-venv
fi
if ! find_python; then
    echo "setup.sh: this image has no Python 3.11 or newer; choose a newer one" >&2
    exit 1
fi

"$python" -m venv "$root/venv"
"$root/venv/bin/python" -m pip install --disable-pip-version-check "$root"/source/wheels/*.whl
