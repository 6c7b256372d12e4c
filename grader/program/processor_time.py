"""The processor time of a program and its descendants, and whether it is ready to run."""

import psutil


def process_of(pid: int) -> psutil.Process | None:
    """The process with this PID; None if it has ended."""
    try:
        return psutil.Process(pid)
    except psutil.Error:
        return None


def processor_seconds(process: psutil.Process | None) -> float | None:
    """The processor time of a process and its descendants, in seconds; None if it has ended."""
    if process is None:
        return None
    try:
        times = [each.cpu_times() for each in (process, *process.children(recursive=True))]
    except psutil.Error:
        return None
    return float(sum(each.user + each.system for each in times))


def is_ready_to_run(process: psutil.Process | None) -> bool:
    """Whether the program is ready to run, even if it currently gets no processor (a busy machine)."""
    try:
        return process is not None and process.status() in (psutil.STATUS_RUNNING, psutil.STATUS_DISK_SLEEP)
    except psutil.Error:
        return False
