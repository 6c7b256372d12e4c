"""Install npm packages that a test needs, once, into the user's cache folder."""

import hashlib
import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NoReturn

INSTALLED_WITHIN = 240  # seconds


def install_packages(name: str, packages: Sequence[str], skip_or_fail: Callable[[str], NoReturn]) -> Path:
    """Install the packages unless they are in the cache. Return their folder.

    The folder appears by one rename, so that two runs at the same time do not disturb each other. `skip_or_fail` is
    called with the reason if the packages cannot be installed.
    """
    key = hashlib.sha256(" ".join(packages).encode()).hexdigest()[:12]
    folder = cache_folder() / f"{name}-{key}"
    if folder.is_dir():
        return folder
    npm = shutil.which("npm")
    if npm is None:
        skip_or_fail("there is no npm on this machine")
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent) as temporary:
        new = Path(temporary, "new")
        new.mkdir()
        (new / "package.json").write_text('{"private": true}\n')
        command = [npm, "install", "--no-audit", "--no-fund", "--ignore-scripts", "--loglevel=error", *packages]
        try:
            run = subprocess.run(command, cwd=new, capture_output=True, timeout=INSTALLED_WITHIN, check=False)
        except subprocess.TimeoutExpired:
            skip_or_fail(f"npm install did not end within {INSTALLED_WITHIN} seconds")
        if run.returncode != 0:
            errors = run.stderr.decode("utf-8", "replace").strip().splitlines()
            skip_or_fail(f"npm install failed: {errors[0] if errors else run.returncode}")
        try:
            new.rename(folder)
        except OSError:  # another run was faster
            assert folder.is_dir(), "the packages cannot be moved into the cache"
    return folder


def cache_folder() -> Path:
    """This user's cache folder for the tests."""
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache", "socket-course-tests")
