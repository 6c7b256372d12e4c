"""What a program and its descendants have used of the processor, and whether they would use more if they got it."""

import psutil


def process_of(pid: int) -> psutil.Process | None:
    """A process by its number; None when it is gone."""
    try:
        return psutil.Process(pid)
    except psutil.Error:
        return None


def processor_seconds(process: psutil.Process | None) -> float | None:
    """The processor time that a process and its descendants have used; None when it is gone."""
    if process is None:
        return None
    try:
        times = [each.cpu_times() for each in (process, *process.children(recursive=True))]
    except psutil.Error:
        return None
    return float(sum(each.user + each.system for each in times))


def is_ready_to_run(process: psutil.Process | None) -> bool:
    """Whether a thread of the program could run and merely has no processor (a busy machine)."""
    try:
        return process is not None and process.status() in (psutil.STATUS_RUNNING, psutil.STATUS_DISK_SLEEP)
    except psutil.Error:
        return False
