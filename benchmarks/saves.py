"""Save an exercise repeatedly while watch mode runs at a terminal; measure the time from a save to the verdict."""

import os
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from statistics import median

from benchmarks.measure import ROOT, MeasureError


def time_save_to_verdict(solved: Path, name: str, times: int, environment: Mapping[str, str], *options: str) -> float:
    """Median seconds from a save to the verdict on the screen. MeasureError if it cannot be measured."""
    if os.name != "posix":
        raise MeasureError("this system has no pseudo-terminals")
    from tests.terminal import Terminal

    (file,) = (solved / name).glob("*.py")
    text = file.read_text(encoding="utf-8")
    command = [sys.executable, "-m", "grader", "watch", name, "--exercises", str(solved), "--lang", "en", *options]
    seconds = []
    try:
        with Terminal(command, environment, ROOT) as terminal:
            terminal.until("13 of 13 exercises finished", without="grading")
            for number in range(times + 1):
                drawn = len(terminal.screens)
                began = time.perf_counter()
                file.write_text(f"{text}# save {number}\n", encoding="utf-8")
                terminal.until("graded in", "passed", without="grading", drawn=drawn + 1)
                seconds.append(time.perf_counter() - began)
            terminal.press("q")
            terminal.end()
    except AssertionError as error:
        raise MeasureError(f"watch mode did not grade a save of {name}: {error}") from error
    finally:
        file.write_text(text, encoding="utf-8")
    return median(seconds[1:])
