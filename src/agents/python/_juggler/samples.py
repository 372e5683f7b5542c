"""What all threads run, looked at every so often, where the user has asked for it. Waiting is not told.

A look takes the GIL, for which it waits a switch interval where others compute. What it costs is measured, and kept small.
"""
from . import blocked_loops, kinds, settings
from .looker import POSSIBLE, Looker
from .originals import current_frames, get_ident, now, thread_time_ns as _own_time
from .stacks import MOST_OF, clock_of, read_clock, stacks_of, switch_ns
from .teller import tell

#: Of a core, at most; and so of the time of those that compute.
_SHARE = 0.02
#: Where nothing runs, between two looks; and where that was so at as many.
_IDLE_NS = 5_000_000
_LONG_IDLE_NS = 20_000_000
_LONG = 20
_SHORTEST_NS = 100_000
_MOST_STOOD_NS = 200_000
#: A thread runs that used so much of the time between two looks; or a turn of the GIL.
_RUNS = 0.25
#: What a new thread has used until it is looked at for the first time.
_MOST_FIRST_NS = 100_000_000
_SAID_AFTER_NS = 1_000_000_000
_STEPS_MS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000)


class _Thread:
    #: `until`: up to when was told what it did.
    __slots__ = ('stacks', 'clock', 'node', 'at', 'used', 'ran', 'until')

    def __init__(self, stacks, ident):
        self.stacks = stacks
        self.clock = clock_of(ident)
        self.node = None
        self.at = self.used = self.until = 0
        self.ran = False

    def look(self, frame, vain, alone, at, turn, blocks):
        """True: it ran since the last look."""
        # Where it can't be seen, all the time counts.
        used = at if self.clock is None else read_clock(self.clock)
        if used is None:
            return False
        former, before = self.node, self.at
        node = self.stacks.find(frame)
        if former is None:
            self.node, self.at, self.used = node, at, used
            # A thread that was made since the last look has used its core for nothing else yet.
            if self.clock is not None and self.stacks.series and not node.waits:
                self._seen(node, at - min(used, _MOST_FIRST_NS), at)
            return False
        ran_ns = used - self.used
        self.node, self.at = node, at
        ran = ran_ns >= (at - before) * _RUNS or ran_ns >= turn
        waited, self.ran = not self.ran, blocks or ran
        if not self.ran:
            # What it used counts with what it uses next.
            return False
        self.used = used
        # On its core, or, where its loop is blocked, waiting in what it called: not what waited for a core.
        from_ns = max(self.until, at - ran_ns) if ran else before
        if waited and not blocks and node is not former:
            # It waited there until it went on, and so used its core for what it does now.
            if not node.waits:
                self._seen(node, from_ns, at)
            return True
        # Where it had the GIL all the while, what is seen now was so for as long.
        since = max(from_ns, at - vain) if alone or ran_ns >= vain * MOST_OF else at
        if since > from_ns and (blocks or not former.waits):
            self._seen(former, from_ns, since)
        if since < at and (blocks or not node.waits):
            self._seen(node, since, at)
        return True

    def _seen(self, node, since, until):
        self.stacks.seen(node.number, since, until)
        self.until = until

    def end(self, at):
        """The calling thread ends: what it has used since the last look is its last function's."""
        used = None if self.clock is None else read_clock(self.clock)
        node, self.node = self.node, None
        if used is not None and node is not None and not node.waits:
            self._seen(node, max(self.until, at - max(0, used - self.used)), at)


class _Sampler:
    def __init__(self):
        self._period = settings.samples_ns
        #: By ident.
        self._threads = {}
        self._begin()

    def _begin(self):
        self._began = 0
        self._looks = 0
        self._idle = 0
        self._said = False
        self._used = 0
        self._cost = 0.0

    def look(self, late, vain, at):
        if not self._began:
            self._began = at
            self._used = _own_time() if _own_time else 0
        self._idle = 0 if self._look_at_all(vain, at) else self._idle + 1
        self._looks += 1
        used = _own_time() if _own_time else self._used + now() - at
        # Behind a fork it is another thread.
        # Who had to hand over the GIL stood still for as long as that took, and will for a moment again.
        stood = min(_MOST_STOOD_NS, max(0, late - switch_ns()))
        cost = max(0, used - self._used) + stood
        self._used = used
        self._cost += (cost - self._cost) * (0.1 if self._looks > 10 else 1 / self._looks)
        if not self._said and at - self._began > _SAID_AFTER_NS:
            self._say(at)
        idle = _LONG_IDLE_NS if self._idle > _LONG else _IDLE_NS if self._idle else 0
        every = max(self._period, self._cost / _SHARE, idle)
        return int(max(_SHORTEST_NS, every - late))

    def _look_at_all(self, vain, at):
        threads, own = self._threads, get_ident()
        turn = switch_ns() * 0.4
        blocked = _blocked(at)
        ran = False
        frames = current_frames()
        # The own one would keep itself.
        del frames[own]
        alone = len(frames) == 1
        for ident, frame in frames.items():
            stacks = stacks_of(ident)
            if stacks is None:
                continue
            thread = threads.get(ident)
            if thread is None or thread.stacks is not stacks:
                thread = threads[ident] = _Thread(stacks, ident)
            if thread.look(frame, vain, alone, at, turn, ident in blocked):
                ran = True
        if len(threads) > len(frames) + 16:
            for ident in [one for one in threads if one not in frames]:
                del threads[ident]
        return ran

    def leave(self, _):
        thread = self._threads.pop(get_ident(), None)
        if thread is not None and thread.stacks.current:
            thread.end(now())

    def last(self):
        for thread in list(self._threads.values()):
            if thread.stacks.current:
                thread.stacks.tell()

    def _say(self, at):
        """Once, where it is much less than was asked for."""
        self._said = True
        every = (at - self._began) / self._looks / 1e6
        wanted = self._period / 1e6
        if every < 1.5 * wanted:
            return
        about = next((one for one in _STEPS_MS if one >= every * 0.8), _STEPS_MS[-1])
        text = (
            'CPU samples of Python are %g ms or so apart, not %g ms: where it computes its lock is handed over every %g ms, and '
            'looking may take %g %% of the time.'
        ) % (about, wanted, switch_ns() / 1e6, _SHARE * 100)
        tell.row(kinds.NOTICE, tell.series(), at - tell.epoch, tell.string(text))


def _blocked(at):
    """Threads whose loops are in a step that takes long: what they do is told even where it is waiting."""
    half = settings.blocked_ns >> 1
    return {
        known.ident
        for group in blocked_loops.groups
        for known in list(group())
        if known.callback is not None and at - known.began > half
    }


def begin():
    if not POSSIBLE:
        text = 'Python without the GIL can’t be sampled: its threads can’t be looked at while they run.'
        tell.row(kinds.NOTICE, tell.series(), now() - tell.epoch, tell.string(text))
        return
    sampler = _Sampler()
    # Before its stacks are told for the last time.
    tell.leaving.insert(0, sampler.leave)
    blocked_loops.watcher.give_up()
    # It looks at loops as well.
    blocked_loops.watcher = looker = Looker(sampler.look, sampler.last, restarts=True)
    looker.wake()
