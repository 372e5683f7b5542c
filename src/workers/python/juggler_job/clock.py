"""Clocks of a run, all in nanoseconds. On Linux and macOS `perf_counter` is the monotonic clock that the recorder uses."""
import time

now_ns = time.perf_counter_ns
process_cpu_ns = time.process_time_ns

try:
    thread_cpu_ns = time.thread_time_ns
    thread_cpu_ns()
    THREAD_CPU = 'clock'
except (AttributeError, OSError):
    THREAD_CPU = None

    def thread_cpu_ns():
        """Not a number: a thread's own CPU time can't be read here."""
        return float('nan')


def run_delay_ns():
    """How long the calling thread has waited for a core so far; NaN where Linux keeps no account (its time on a core is 0, too)."""
    try:
        with open('/proc/thread-self/schedstat', 'rb') as file:
            on_cpu, delay = file.read().split()[:2]
        return int(delay) if int(on_cpu) > 0 else float('nan')
    except (OSError, ValueError):
        return float('nan')
