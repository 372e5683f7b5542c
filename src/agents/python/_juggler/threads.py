"""Threads of `threading`: name, native number, start and end, and which thread started them."""
from . import kinds
from .hooks import dressed, quietly, tap
from .originals import now
from .teller import tell

#: Threads that were started and have not begun: by identity, the number of who started them.
_starters = {}
_MOST_WAITING = 10_000


def watch(threading):
    thread = threading.Thread
    original = thread._bootstrap_inner

    # Above the frame in which a thread's exceptions are caught, so that it is in no traceback.
    def _bootstrap_inner(self):
        number = begin(self)
        try:
            original(self)
        finally:
            end(self, number)

    begin, end = quietly(_begin), quietly(_end)
    thread._bootstrap_inner = dressed(_bootstrap_inner, original)
    tap(thread, 'start', quietly(_start))


def _start(thread):
    if len(_starters) < _MOST_WAITING:
        _starters[id(thread)] = tell.series()


def _begin(thread):
    name, maker = thread._name, _starters.pop(id(thread), None)
    return None if tell.is_greenlet() else (tell.introduce(name, maker), name)


def _end(thread, begun):
    if begun is None:
        return
    number, name = begun
    if thread._name != name:
        tell.row(kinds.RENAMED, number, now() - tell.epoch, tell.string(thread._name))
    tell.leave(now())
