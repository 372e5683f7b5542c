"""What a process asks of the kernel for itself. Linux: prctl(2); elsewhere nothing happens."""
import sys

_PR_SET_PDEATHSIG = 1
_PR_SET_PTRACER = 0x59616D61
_SIGKILL = 9


def end_with_parent():
    """This process ends when the one that started it is killed, even in the middle of an endless loop."""
    _prctl(_PR_SET_PDEATHSIG, _SIGKILL)


def let_look(pid):
    """
    A process that is no ancestor may see what the threads of this one wait for (/proc/PID/task/TID/syscall), also where the system
    restricts that to ancestors: Yama, kernel.yama.ptrace_scope 1. Of this one alone: what it starts has to ask for itself.
    """
    _prctl(_PR_SET_PTRACER, pid)


def _prctl(option, argument):
    if not sys.platform.startswith('linux'):
        return
    try:
        import ctypes

        ctypes.CDLL(None).prctl(option, ctypes.c_ulong(argument), 0, 0, 0)
    except Exception:
        # An interpreter without ctypes, a sandbox: the run goes on without it.
        pass
