"""Work that is given to pools: by whom, and which worker does it when."""
from types import FunctionType

from . import kinds
from .budget import Budget
from .originals import at_exit, now
from .teller import tell

_budget = Budget(kinds.UNTOLD_JOBS, 20_000, 5_000)
at_exit(lambda: _budget.settle(now()))


def queued(kind, number, name):
    """The calling thread gives it. False: there are too many to be told."""
    at = now()
    if not _budget.take(at):
        return False
    tell.row(kinds.JOB_QUEUED, tell.series(), tell.pid, kind, number, at - tell.epoch, tell.string(name) if name else 0)
    return True


def begun(pid, kind, number, name, part=0):
    """The calling thread does it."""
    at = now() - tell.epoch
    tell.row(kinds.JOB_START, tell.series(), pid, kind, number, at, tell.string(name) if name else 0, part)


def ended(pid, kind, number, outcome, part=0):
    tell.row(kinds.JOB_END, tell.series(), pid, kind, number, now() - tell.epoch, outcome, part)


def name_of(function):
    """Of what a worker is to call: what `partial`, `map` and `to_thread` stand for."""
    for _ in range(8):
        if type(function) is FunctionType:
            return function.__qualname__
        inner = getattr(function, 'func', None)
        if inner is None:
            break
        arguments = getattr(function, 'args', ())
        is_context = getattr(inner, '__name__', '') == 'run' and type(getattr(inner, '__self__', None)).__name__ == 'Context'
        function = arguments[0] if arguments and (is_context or _hands_on(inner)) else inner
    return getattr(function, '__qualname__', None) or type(function).__name__


def _hands_on(function):
    return getattr(function, '__name__', '') == '_process_chunk'
