"""This process ends when the one that started it is killed, even in the middle of an endless loop. Linux: prctl(2)."""
import sys

_PR_SET_PDEATHSIG = 1
_SIGKILL = 9


def end_with_parent():
    if not sys.platform.startswith('linux'):
        return
    try:
        import ctypes

        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, _SIGKILL, 0, 0, 0)
    except Exception:
        # An interpreter without ctypes: the closed pipe has to do.
        pass
