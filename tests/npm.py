"""Packages of npm that a test needs, installed once into a folder of this person's cache, outside of the repository."""

import hashlib
import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NoReturn

INSTALLED_WITHIN = 240  # seconds


def installed(name: str, packages: Sequence[str], missing: Callable[[str], NoReturn]) -> Path:
    """The folder with the packages; made in one step, so that two runs at once do no harm.

    `missing` hears the reason where nothing can be installed.
    """
    key = hashlib.sha256(" ".join(packages).encode()).hexdigest()[:12]
    folder = cache() / f"{name}-{key}"
    if folder.is_dir():
        return folder
    npm = shutil.which("npm")
    if npm is None:
        missing("there is no npm on this machine")
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent) as made:
        place = Path(made, "new")
        place.mkdir()
        (place / "package.json").write_text('{"private": true}\n')
        asked = [npm, "install", "--no-audit", "--no-fund", "--ignore-scripts", "--loglevel=error", *packages]
        try:
            run = subprocess.run(asked, cwd=place, capture_output=True, timeout=INSTALLED_WITHIN, check=False)
        except subprocess.TimeoutExpired:
            missing(f"npm install did not end within {INSTALLED_WITHIN} seconds")
        if run.returncode != 0:
            said = run.stderr.decode("utf-8", "replace").strip().splitlines()
            missing(f"npm install failed: {said[0] if said else run.returncode}")
        try:
            place.rename(folder)
        except OSError:
            assert folder.is_dir(), "the packages could not be put in their place"  # else another run was faster
    return folder


def cache() -> Path:
    """This person's cache."""
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache", "socket-course-tests")
