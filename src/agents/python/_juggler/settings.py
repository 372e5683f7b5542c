"""What the recorder wants to know, where it is told, and whether anybody reads it."""
import os

from .originals import now, os_close, os_open, os_read

#: The run's private folder.
folder = ''
#: The run's t = 0 on the recorder's CLOCK_MONOTONIC, and on that of this process: time namespaces shift it.
told_epoch_ns = epoch_ns = 0
#: A step of an event loop that takes longer is told as blocking it.
blocked_ns = 20_000_000
#: Between two CPU samples; 0: none are taken.
samples_ns = 0
_recorder_offset_ns = 0
_gone_ns = 10_000_000_000
_FLAGS = os.O_RDONLY | getattr(os, 'O_CLOEXEC', 0) | getattr(os, 'O_NOFOLLOW', 0) | getattr(os, 'O_NONBLOCK', 0)


def take(run_folder, given):
    global folder, told_epoch_ns, blocked_ns, samples_ns, _recorder_offset_ns, _gone_ns
    folder = run_folder
    told_epoch_ns = int(given['epochNs'])
    blocked_ns = int(float(given['blockedMs']) * 1e6)
    samples_ns = int(given.get('samplesUs', 0)) * 1000
    _recorder_offset_ns = int(given.get('clockOffsetNs', 0))
    _gone_ns = int(given.get('readerGoneMs', 10_000)) * 1_000_000
    find_epoch()


def find_epoch():
    """Also behind a fork, which may have led to another time namespace."""
    global epoch_ns
    epoch_ns = told_epoch_ns + _own_offset() - _recorder_offset_ns


def is_read():
    """The recorder has lately read what is told. Where there is no sign of it, nothing is known against it."""
    sign = _content(os.path.join(folder, 'reader'), 8)
    if len(sign) != 8:
        return True
    at = now() - (epoch_ns - told_epoch_ns)
    return at - int.from_bytes(sign, 'little') < _gone_ns


def _own_offset():
    """How far CLOCK_MONOTONIC is ahead in this process's time namespace, ns."""
    for line in _content('/proc/self/timens_offsets', 200).splitlines():
        words = line.split()
        if len(words) == 3 and words[0] == b'monotonic':
            return int(words[1]) * 1_000_000_000 + int(words[2])
    return 0


def _content(path, size):
    """Empty: it can't be read."""
    try:
        file = os_open(path, _FLAGS)
    except OSError:
        return b''
    try:
        return os_read(file, size)
    except OSError:
        return b''
    finally:
        os_close(file)
