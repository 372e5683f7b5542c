"""Stacks of threads: each function is told once for each way of calls that leads to it, then it is a number."""
import os

from . import kinds
from .originals import at_fork, clock_gettime_ns, getswitchinterval, pthread_getcpuclockid
from .teller import tell

_OWN = os.path.dirname(__file__) + os.sep
#: Of deeper stacks the innermost calls are told, below one that stands for all others.
_MOST_DEEP = 200
_MOST_NODES = 50_000
#: What goes on is told after so long.
_TELL_NS = 20_000_000
#: Functions of the standard library that do nothing but wait when they are the innermost.
_WAITERS = {
    'selectors': ('select',),
    'threading': ('wait', '_wait_for_tstate_lock'),
    'socket': ('accept', 'readinto'),
    'futures/thread': ('_worker',),
    'multiprocessing/popen_fork': ('poll',),
}


#: Who used so much of a time had the GIL then.
MOST_OF = 0.8


class _Node:
    """Holds its code: numbers are found by the code's identity, as to hash one takes long."""

    __slots__ = ('number', 'code', 'callees', 'waits')

    def __init__(self, number, code, waits=False):
        self.number = number
        self.code = code
        self.waits = waits
        self.callees = {}


#: By the number of the thread.
_known = {}


def stacks_of(ident):
    """None: the thread has not said hello."""
    number = tell.number_of(ident)
    if number is None:
        return None
    return _known.get(number) or _known.setdefault(number, Stacks(number))


def _ends(number):
    stacks = _known.pop(number, None)
    if stacks is not None:
        stacks.tell()


tell.leaving.append(_ends)
# A child knows none of its parent's numbers.
at_fork(after_in_child=_known.clear)


class Stacks:
    """Of one thread. Told of it is until it ends."""

    __slots__ = ('series', '_root', '_count', '_node', '_since', '_until')

    def __init__(self, series):
        self.series = series
        self._root = _Node(0, None)
        self._count = 0
        # The stretch that is not told yet.
        self._node = self._since = self._until = 0

    @property
    def current(self):
        """The thread is there."""
        return _known.get(self.series) is self

    def find(self, frame):
        """Node of what the frame runs. Only while the thread can't go on: the frame must not outlive this."""
        codes = []
        while frame is not None:
            code = frame.f_code
            codes.append(code)
            if len(codes) == _MOST_DEEP:
                break
            frame = frame.f_back
        node = self._root
        if frame is not None and frame.f_back is not None:
            node = node.callees.get(0) or self._add(node, None)
        for code in reversed(codes):
            node = node.callees.get(id(code)) or self._add(node, code)
        return node

    def _add(self, caller, code):
        if code is not None and code.co_filename.startswith(_OWN) or self._count >= _MOST_NODES:
            # The agent's own are not there; and what is one too many is its caller.
            caller.callees[id(code)] = caller
            return caller
        self._count += 1
        if code is None:
            name, file, line = '…', '', 0
        else:
            name = getattr(code, 'co_qualname', code.co_name).replace('.<locals>', '')
            file, line = code.co_filename, code.co_firstlineno
        node = _Node(self._count, code, _only_waits(name.rpartition('.')[2], file))
        caller.callees[id(code) if code is not None else 0] = node
        tell.row(
            kinds.STACK_NODE, self.series, node.number, caller.number, tell.string(name), tell.string(file), line
        )
        return node

    def seen(self, node, since, until):
        """All that time it was at the node. Ascending."""
        if node == self._node and since == self._until:
            self._until = until
            if until - self._since >= _TELL_NS:
                self.tell()
            return
        self.tell()
        self._node, self._since, self._until = node, since, until

    def tell(self):
        if self._node and self._until > self._since:
            epoch = tell.epoch
            tell.row(kinds.STACK, self.series, self._since - epoch, self._until - epoch, self._node)
        self._since = self._until


def _only_waits(name, file):
    path, _, kind = file.replace('\\', '/').rpartition('.')
    if kind != 'py':
        return False
    return any(name in names and path.endswith('/' + module) for module, names in _WAITERS.items())


def clock_of(ident):
    """Clock of a thread's CPU time; None: it can't be seen here. Only of threads that are there."""
    try:
        return pthread_getcpuclockid(ident)
    except (TypeError, OSError):
        return None


def read_clock(clock):
    """ns; None: its thread is about to be gone, or there is none."""
    try:
        return clock_gettime_ns(clock)
    except (TypeError, OSError):
        return None


def switch_ns():
    """Who wants the GIL waits so long, and then asks for it."""
    return int(getswitchinterval() * 1e9)

