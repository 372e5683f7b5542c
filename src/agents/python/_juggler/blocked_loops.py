"""What an event loop does while it is blocked: the stack of its thread, looked at while one step goes on for too long.

    step        |──────────────────────────────────────────────|
                |── half the threshold ──|  look  look  look  …| what was seen is told if the threshold was passed
"""
from . import settings
from .looker import Looker
from .originals import current_frames, now
from .stacks import MOST_OF, clock_of, read_clock, stacks_of, switch_ns

#: Loops that are looked after: functions that give those that there are.
groups = []
_LEAST_NS = 1_000_000
#: Between two looks at one step at first, and at most; in between a part of how long it takes.
_LOOK_NS = 3_000_000
_MOST_NS = 50_000_000
_PART = 50


class _Looks:
    """At one step that goes on for long."""

    __slots__ = ('began', 'stacks', 'due', 'seen', 'told')

    def __init__(self, began, stacks):
        self.began = began
        self.stacks = stacks
        #: When the next one is.
        self.due = began
        #: Node, from, to.
        self.seen = []
        self.told = 0

    def add(self, node, since, at):
        seen = self.seen
        if seen:
            seen[-1][2] = since
            if seen[-1][0] == node:
                seen[-1][2] = at
                return
        seen.append([node, since, at])

    def tell(self):
        """What was not told before."""
        for node, since, until in self.seen:
            since = max(since, self.told)
            if until > since:
                self.stacks.seen(node, since, until)
        self.told = self.seen[-1][2]
        del self.seen[:-1]
        self.stacks.tell()


def look(late, vain, at):
    nearest = 0
    for group in groups:
        for known in list(group()):
            wait = _look_at(known, vain, at)
            nearest = min(nearest, wait) if nearest and wait else nearest or wait
    return nearest


def _look_at(known, vain, at):
    """ns until the next look at it; 0: it waits."""
    before, known.used = known.used, _cpu_of(known)
    looks = known.looks
    began = known.began
    running = known.callback is not None
    if looks is not None and not (running and looks.began == began):
        known.looks = None
        _over(known, looks)
    half = settings.blocked_ns >> 1
    if not running:
        # One that turns now and then is looked at once more, which takes less than to wake up each time.
        turned = known.turned > at - 2 * half
        return half if known.polled or turned else 0
    lasts = at - began
    if lasts < half:
        return max(_LEAST_NS, half - lasts)
    delay = min(_MOST_NS, max(_LOOK_NS, lasts // _PART))
    if known.looks is None:
        stacks = stacks_of(known.ident)
        if stacks is None:
            return delay
        known.looks = _Looks(began, stacks)
    _take(known, known.looks, vain, known.used - before, at)
    known.looks.due = now() + delay
    return delay


def _take(known, looks, vain, used, at):
    frames = current_frames()
    frame = frames.get(known.ident)
    was_it = len(frames) == 2 or used >= vain * MOST_OF
    # The own one is among them, and would keep itself.
    frames.clear()
    # Without the GIL it could have gone on meanwhile.
    if frame is None or known.began != looks.began or known.callback is None or not looks.stacks.current:
        return
    node = looks.stacks.find(frame)
    looks.add(node.number, max(looks.began, at - vain if was_it else at), at)
    if at - looks.began > settings.blocked_ns:
        looks.tell()


def _cpu_of(known):
    """CPU time of a loop's thread so far, ns; 0 where that can't be seen."""
    if known.clock_of != known.ident:
        known.clock_of, known.clock = known.ident, clock_of(known.ident)
    return read_clock(known.clock) or 0


def _over(known, looks):
    """The step has ended: was it long enough? Behind the last look is only what the next one would have seen."""
    if known.blocked_from != looks.began or not looks.seen or not looks.stacks.current:
        return
    looks.seen[-1][2] = max(looks.seen[-1][2], min(known.blocked_to, looks.due + switch_ns()))
    looks.tell()


def _last():
    """The program ends."""
    for group in groups:
        for known in list(group()):
            if known.looks is not None:
                _over(known, known.looks)
                known.looks = None


watcher = Looker(look, _last)
