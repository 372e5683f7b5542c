"""What the agent needs of Python's own, bound before the program runs.

gevent and eventlet put greenlets in the place of threads and locks, freezegun and time-machine replace clocks, tests
replace anything: the agent's modules take these from here and nowhere else.
"""
import _thread
import atexit
import gc
import os
import sys
import time
from _thread import allocate_lock, get_ident, get_native_id, start_new_thread  # noqa: F401
from time import sleep  # noqa: F401

try:
    from resource import RUSAGE_THREAD, getrusage
except ImportError:
    RUSAGE_THREAD = getrusage = None
try:
    from _signal import SIG_BLOCK, pthread_sigmask, valid_signals
except ImportError:
    SIG_BLOCK = pthread_sigmask = valid_signals = None

monotonic = time.monotonic
#: CLOCK_MONOTONIC in ns. `perf_counter_ns` is the same clock, and time-machine has replaced the other one in C.
now = time.perf_counter_ns
if time.get_clock_info('perf_counter').implementation != time.get_clock_info('monotonic').implementation:
    now = time.monotonic_ns

#: From 3.13 on; else None.
start_joinable_thread = getattr(_thread, 'start_joinable_thread', None)
#: CPU time of the calling thread, and of any by its clock; None: can't be seen here.
thread_time_ns = getattr(time, 'thread_time_ns', None)
clock_gettime_ns = getattr(time, 'clock_gettime_ns', None)
pthread_getcpuclockid = getattr(time, 'pthread_getcpuclockid', None)

current_frames = sys._current_frames
getswitchinterval = sys.getswitchinterval
gc_disable, gc_enable, gc_isenabled = gc.disable, gc.enable, gc.isenabled
getpid, getppid, path_exists = os.getpid, os.getppid, os.path.exists
os_open, os_close, os_read, os_write, os_stat = os.open, os.close, os.read, os.write, os.stat
posix_fallocate = getattr(os, 'posix_fallocate', None)
at_exit, not_at_exit = atexit.register, atexit.unregister


def at_fork(_register=getattr(os, 'register_at_fork', None), **calls):
    """`before`, `after_in_parent`, `after_in_child`."""
    if _register is not None:
        _register(**calls)


#: Threads take turns at the GIL.
HAS_GIL = getattr(sys, '_is_gil_enabled', lambda: True)()
