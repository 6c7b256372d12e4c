# Row 10. It prints commands for workflows and terminals, and a report of its own.
# Stopped by: limits landlock bubblewrap
import sys

lines = (
    "::error file=x::forged",
    "  ::set-output name=score::100",
    "##[set-env name=PATH]x",
    "##vso[task.complete result=Succeeded]",
    "\x1b[2J\x1b[1;1H 100 / 100",
    "\x1b]0;title\x07\x9b2J",
    "\r::add-mask::x",
    "\u2028::stop-commands::x",
    "Socket course 100 / 100",
    "\u202e001 / 001",
)
for line in lines:
    print(line)
    print(line, file=sys.stderr)
raise ValueError("\n".join(lines))
