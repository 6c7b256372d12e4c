"""The real Mermaid parser, in one Node process for all diagrams.

Its packages are installed once into a folder of this person's cache, outside of the repository. Where Node is missing
or nothing can be installed, a test is skipped with the reason; with MERMAID_REQUIRED=1 it fails instead.
"""

import hashlib
import json
import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

import pytest

PACKAGES = ("mermaid@11", "jsdom@26")  # jsdom 26 is the last for Node 18, which Debian 12 has
SCRIPT = Path(__file__).with_suffix(".mjs")
INSTALLED_WITHIN = 240  # seconds
PARSED_WITHIN = 60
ENTITY = re.compile(r"ﬂ°°(\d+)¶ß")  # how Mermaid keeps an entity until it draws


@dataclass(frozen=True)
class Parsed:
    """What the parser says of one diagram: its error, or the texts that it will draw."""

    error: str
    messages: list[str]
    names: list[str]


def parsed(diagrams: Sequence[str]) -> list[Parsed]:
    """Parse diagrams, all in one process."""
    node = shutil.which("node")
    if node is None:
        missing("there is no Node on this machine")
    folder = installed()
    run = subprocess.run(
        [node, str(SCRIPT), str(folder)],
        input=json.dumps(list(diagrams)).encode(),
        capture_output=True,
        timeout=PARSED_WITHIN,
        check=False,
    )
    assert run.returncode == 0, run.stderr.decode("utf-8", "replace")
    told = [Parsed(**each) for each in json.loads(run.stdout)]
    return [Parsed(each.error, list(map(drawn, each.messages)), list(map(drawn, each.names))) for each in told]


def drawn(text: str) -> str:
    """A text as it will be drawn."""
    return ENTITY.sub(lambda entity: chr(int(entity[1])), text)


def installed() -> Path:
    """The folder with the packages; made in one step, so that two runs at once do no harm."""
    key = hashlib.sha256(" ".join(PACKAGES).encode()).hexdigest()[:12]
    folder = cache() / f"mermaid-{key}"
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
        asked = [npm, "install", "--no-audit", "--no-fund", "--ignore-scripts", "--loglevel=error", *PACKAGES]
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


def missing(reason: str) -> NoReturn:
    """Skip, or fail where the parser must be there."""
    if os.environ.get("MERMAID_REQUIRED"):
        pytest.fail(f"{reason}, and MERMAID_REQUIRED is set")
    pytest.skip(reason)
