"""Grade one exercise repeatedly in one warm process: `python -m benchmarks.again FOLDER EXERCISE TIMES`.

Prints the median in seconds. In watch mode this is most of the time from a save to the verdict.
"""

import sys
import time
from pathlib import Path
from statistics import median

import click

from grader.course import catalogue
from grader.grading import run


def main(folder: Path, name: str, times: int) -> None:
    """Grade once to warm up, then `times` times; exit with status 1 if a grading loses a point."""
    exercises = catalogue.choose(catalogue.load(), [name])
    seconds = []
    for _ in range(times + 1):
        began = time.perf_counter()
        card = run.grade(folder, exercises)
        seconds.append(time.perf_counter() - began)
        if card.score != card.max:
            sys.exit(f"{name} has {card.score} of {card.max} points")
    click.echo(f"{median(seconds[1:]):.6f}")


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]))
