"""The box that a program runs in, by its level.

Level `limits`, which works on every system: a session of its own, limits on time, memory, files and output,
a clean environment, a scratch folder, and the end of the whole tree of processes.
"""

LEVEL = "limits"
