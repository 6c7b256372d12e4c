"""The real Mermaid parser, in one Node process for all diagrams.

Where Node is missing or its packages cannot be installed, a test is skipped with the reason; with MERMAID_REQUIRED=1 it
fails instead.
"""

import json
import os
import re
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

import pytest

from tests.npm import installed

PACKAGES = ("mermaid@11", "jsdom@26")  # jsdom 26 is the last for Node 18, which Debian 12 has
SCRIPT = Path(__file__).with_suffix(".mjs")
PARSED_WITHIN = 60  # seconds
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
    folder = installed("mermaid", PACKAGES, missing)
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


def missing(reason: str) -> NoReturn:
    """Skip, or fail where the parser must be there."""
    if os.environ.get("MERMAID_REQUIRED"):
        pytest.fail(f"{reason}, and MERMAID_REQUIRED is set")
    pytest.skip(reason)
