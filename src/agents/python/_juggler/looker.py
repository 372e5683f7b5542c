"""A thread of the agent's own, which looks at what other threads do. `threading` does not know it, and it keeps nothing alive.

    asleep ──wake──> looks, waits, looks, … ──nothing to look at──> asleep

It blocks every signal, ends before the process forks or ends, and begins again when it is woken.
"""
import gc
import sys
from _collections import deque

from . import hooks
from .originals import (
    HAS_GIL,
    RUSAGE_THREAD,
    SIG_BLOCK,
    allocate_lock,
    at_exit,
    at_fork,
    gc_disable,
    gc_enable,
    gc_isenabled,
    get_native_id,
    getrusage,
    getswitchinterval,
    now,
    path_exists,
    pthread_sigmask,
    sleep,
    start_joinable_thread,
    start_new_thread,
    valid_signals,
)
from .teller import tell

#: A thread can't be looked at while it runs without the GIL to stop it.
POSSIBLE = HAS_GIL
#: From then on a fork in a process of several threads is warned of.
_WARNS_OF_FORKS = sys.version_info >= (3, 12)
_MOST_S = 1.0
_LINGER_NS = 20_000_000


class Looker:
    """`look(late, vain, at)` is called from its thread: ns until the next look, 0: none until it is woken.

    `late`: by how many ns. `vain`: for so long before `at` whoever had the GIL was asked for it: it gives it up between two
    instructions of Python, so where that was one thread it was within one. `last()`: it ends. `restarts`: it begins again after a fork, in both processes.
    """

    def __init__(self, look, last, restarts=False):
        #: To be woken when there is something to look at.
        self.asleep = self._rests = POSSIBLE and not _is_dangerous()
        self._look = look
        self._last = last
        self._thread = None
        if not self._rests:
            return
        hooks.before_interpreters.append(self._before_interpreters)
        at_exit(self.give_up)
        tell.silenced.append(self._leave_off)
        if _WARNS_OF_FORKS:
            at_fork(before=self.stop)
        if restarts:
            self._restart_in_parent()
        at_fork(after_in_child=self._forked)
        self._again = restarts

    def wake(self):
        if not self.asleep:
            return
        self.asleep = False
        thread = self._thread
        if thread is None:
            self._start()
        else:
            thread.ring()

    def stop(self):
        """Its thread is gone when this returns, but for one that gets no core for a second."""
        self.asleep = False
        thread, self._thread = self._thread, None
        if thread is not None:
            thread.ring()
            thread.join()
        self.asleep = self._rests

    def give_up(self):
        """Nothing is looked at from now on."""
        self._rests = False
        self.stop()

    def _leave_off(self):
        """As `give_up`, also in its own thread."""
        self._rests = self.asleep = False
        thread, self._thread = self._thread, None
        if thread is not None:
            thread.ring()

    def _before_interpreters(self):
        if _is_dangerous():
            self.give_up()

    def _restart_in_parent(self):
        # From 3.13 on threads are counted behind this.
        if sys.version_info < (3, 13):
            at_fork(after_in_parent=self.wake)
        else:
            gc.callbacks.append(lambda *_: self.wake() if self.asleep else None)

    def _forked(self):
        self._thread = None
        self.asleep = self._rests
        if self._again:
            self.wake()

    def _start(self):
        self._thread = thread = _Thread()
        try:
            thread.start(self._run)
        except RuntimeError:
            # No more threads: nothing is looked at.
            self._thread = None

    def _run(self, thread):
        try:
            _block_signals()
            _without_garbage(tell.introduce, 'agent', None, 'agent')
            self._turn(thread)
            self._last()
            tell.leave(now())
        except BaseException:
            # Nobody is to see it. Nothing is looked at any more.
            self._thread = None
        finally:
            thread.ended.release()

    def _turn(self, thread):
        look, wait = self._look, thread.bell.acquire
        asked = now()
        waits = _waits()
        while self._thread is thread:
            at = now()
            # One was for the bell, and the GIL is asked for once a switch interval is over.
            vain = max(0, _waits() - waits - 2) * int(getswitchinterval() * 1e9)
            delay = _without_garbage(look, at - asked, vain, at)
            waits = _waits()
            if delay:
                asked = now() + delay
                wait(True, delay / 1e9)
            else:
                self.asleep = True
                wait()
                asked = now()


def _is_dangerous():
    """Interpreters with memory of their own: CPython frees frames of one in another, and aborts."""
    return hooks.makes_interpreters and sys.version_info >= (3, 12)


class _Thread:
    __slots__ = ('bell', 'ended', 'tid', 'handle')

    def __init__(self):
        self.bell = allocate_lock()
        self.bell.acquire()
        self.ended = allocate_lock()
        self.ended.acquire()
        self.tid = 0
        self.handle = None

    def start(self, run):
        if start_joinable_thread is None:
            start_new_thread(self._begin, (run,))
        else:
            self.handle = start_joinable_thread(lambda: self._begin(run), daemon=True)

    def _begin(self, run):
        self.tid = get_native_id()
        run(self)

    def ring(self):
        try:
            self.bell.release()
        except RuntimeError:
            # Others rang as well.
            pass

    def join(self):
        if not self.ended.acquire(True, _MOST_S):
            return
        if self.handle is not None:
            self.handle.join(_MOST_S)
        elif _WARNS_OF_FORKS:
            _wait_for_end(self.tid, now() + int(_MOST_S * 1e9))
            until = now() + _LINGER_NS
            for tid in list(_ended):
                _wait_for_end(tid, until)
            _ended.clear()


def _without_garbage(call, *arguments):
    """The program's is not to be collected, and finalised, by this thread. Nobody else has the GIL meanwhile."""
    collects = gc_isenabled()
    gc_disable()
    try:
        return call(*arguments)
    finally:
        if collects:
            gc_enable()


def _wait_for_end(tid, until):
    """Python 3.12 counts the threads that the kernel has: one that is over for Python is there a moment longer."""
    path = '/proc/self/task/%d' % tid
    while path_exists(path) and now() < until:
        sleep(0.00005)


#: Native numbers of threads that have ended last: a thread of the agent's may have kept them from their core.
_ended = deque(maxlen=16)
if _WARNS_OF_FORKS and start_joinable_thread is None:
    tell.leaving.append(lambda _: _ended.append(get_native_id()))


def _block_signals():
    """One that the program waits for must not end in this thread."""
    if pthread_sigmask is not None:
        pthread_sigmask(SIG_BLOCK, valid_signals())


def _waits():
    """How often the calling thread gave up its core: waiting for the GIL it does so once a switch interval."""
    return getrusage(RUSAGE_THREAD).ru_nvcsw if getrusage else 0
