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
