"""Event loops of asyncio: how busy, how late, and which steps blocked them.

A turn of a loop is seen at three places, none of which is on the stack while the program's code runs:

    _run_once      select        _process_events     Handle._run    Handle._run         _run_once
       |──────── waits ────────────────|────────── step ───|──── step ───────────────────|
       turned                        polled                                            turned

What lies between the looking up of one callback and of the next is the step of the first.
"""
from weakref import ref

from . import awaits, blocked_loops, kinds, settings, steps
from .hooks import OWN_ERRORS, Tap, tap, when_loaded
from .originals import at_exit, at_fork, get_ident, monotonic, now
from .teller import tell

_WINDOW_NS = 50_000_000
_watcher = blocked_loops.watcher

#: Loops that have tasks or run, by identity.
loops = {}
_base = object
#: Of asyncio: its module of clocks, and how a loop reads one.
_clock = _loop_time = None
_known = set()
_NESTED = (
    'Event loops may run within a step of themselves (nest_asyncio): what such a step does afterwards is told as part of the '
    'inner loop’s last step.'
)
blocked_loops.groups.append(loops.values)
_get = loops.get
_end_step = steps.end
#: Of a turn in which nothing can have blocked the loop.
_short_ns = settings.blocked_ns


class Loop:
    __slots__ = (
        # Number and identity of the thread that it runs in, and the loop itself, weakly.
        'series',
        'ident',
        'loop',
        # When the turn began, when its selector had come back (0: it waits), and since when is not told yet.
        'turned',
        'polled',
        'window',
        'window_ends',
        # The turn in which the selector came back last.
        'polled_turn',
        # Of the window.
        'busy',
        'idle',
        'lag',
        'peak',
        # Tasks that have not ended.
        'alive',
        # The step that goes on, or None; and of this turn: how many, and whether one of them blocked the loop.
        'callback',
        'began',
        'steps',
        'blocked',
        # The last step that blocked it; and of one that goes on for long what was seen.
        'blocked_from',
        'blocked_to',
        'looks',
        # CPU time of its thread when it was looked at, and the clock for that and whose it is.
        'used',
        'clock',
        'clock_of',
        # The task that is in its first step within a step, or None; and the longest of those of this step.
        'eager',
        'eager_took',
        'eager_name',
    )

    def __init__(self, loop):
        self.series = tell.series()
        self.ident = get_ident()
        self.loop = ref(loop, lambda _, key=id(loop), known=loops: known.pop(key, None))
        self.alive = self.peak = self.blocked_from = self.blocked_to = 0
        self.callback = self.looks = self.clock = self.clock_of = self.eager = None
        self.eager_took = 0
        self.eager_name = ''
        self.used = 0
        self.restart(0)

    def restart(self, at):
        """`at` 0: it does not run."""
        self.turned = self.window = self.began = at
        self.window_ends = at + _WINDOW_NS if at else 0
        self.polled_turn = 0
        self.polled = 0
        self.busy = self.idle = self.lag = self.steps = 0
        self.blocked = False


def loop_of(loop):
    known = loops.get(id(loop))
    if known is None:
        known = loops[id(loop)] = Loop(loop)
        _say_foreign(type(loop))
    return known


def _say_foreign(kind):
    """Once for each: what is not turned by Python's own code is not seen turning."""
    if kind in _known or issubclass(kind, _base):
        return
    _known.add(kind)
    text = 'Event loops of %s are not turned by Python: their tasks are seen, but not the steps, the lag and the utilisation.'
    sentence = tell.string(text % kind.__module__)
    tell.row(kinds.NOTICE, tell.series(), now() - tell.epoch, sentence)


def watch(base_events):
    global _base, _clock, _loop_time
    kind = _base = base_events.BaseEventLoop
    _clock, _loop_time = base_events.time, kind.time
    kind._run_once = _TurnTap(kind.__dict__['_run_once'], None)
    tap(kind, '_set_coroutine_origin_tracking', _begin_or_end)
    for name in ('selector_events', 'proactor_events'):
        _watch_polls(name)
    steps.watch(base_events.events.Handle, loops)
    # What is destroyed as the interpreter takes itself apart must not call back.
    at_exit(_forget)
    # What the parent knows of is told by the parent.
    at_fork(after_in_child=_forget)


def _forget():
    loops.clear()
    steps.tasks.clear()
    awaits.forget()


def _watch_polls(name):
    """`_process_events` is called as soon as the selector has come back."""
    classes = {'selector_events': 'BaseSelectorEventLoop', 'proactor_events': 'BaseProactorEventLoop'}

    def watch_module(module):
        kind = getattr(module, classes[name], None)
        if kind is not None and '_process_events' in kind.__dict__:
            kind._process_events = _PollTap(kind.__dict__['_process_events'], None)

    when_loaded('asyncio.' + name, watch_module)


class _TurnTap(Tap):
    """As `Tap`, in one call instead of two: it is passed at every turn."""

    __slots__ = ()

    def __get__(self, loop, owner=None):
        if loop is None:
            return self.original
        at = now()
        try:
            known = _get(id(loop)) or loop_of(loop)
            if known.callback is not None:
                _end_step(known, at)
            polled = known.polled
            # Most turns of a loop that has much to do: it did not wait, and does not.
            if polled and loop._ready and at < known.window_ends and at - polled < _short_ns:
                busy = at - polled
                known.busy += busy
                if busy > known.lag:
                    known.lag = busy
                known.steps = 0
                known.blocked = False
                known.turned = known.polled = at
                if _watcher.asleep:
                    _watcher.wake()
                return self._bind(loop)
            if known.window == 0:
                known.series = tell.series()
                known.ident = get_ident()
                begin_window(known, at)
            # With something to do it asks the selector without waiting.
            turn(known, at, not (loop._ready or loop._stopping))
        except OWN_ERRORS:
            pass
        return self._bind(loop)


def turn(known, at, waits):
    """A turn begins: what lies behind was work, and what lies before is waiting, or more work."""
    polled = known.polled
    if polled:
        busy = at - polled
        known.busy += busy
        if busy > known.lag:
            known.lag = busy
        if busy > settings.blocked_ns and not known.blocked:
            _tell_turn(known, polled, at)
        known.polled = known.steps = 0
        known.blocked = False
    known.turned = at
    if at - known.window >= _WINDOW_NS:
        end_window(known, at)
    if not waits:
        known.polled = at
        if _watcher.asleep:
            _watcher.wake()


def _tell_turn(known, began, at):
    """No single step took long, but all of them together did."""
    what = tell.string('%d steps in one turn' % known.steps) if known.steps else 0
    tell.row(kinds.BLOCKED, known.series, began - tell.epoch, at - tell.epoch, what)


class _PollTap(Tap):
    """The selector has come back."""

    __slots__ = ()

    def __get__(self, loop, owner=None):
        if loop is None:
            return self.original
        known = _get(id(loop))
        if known is None:
            return self._bind(loop)
        if known.polled_turn == known.turned:
            _find_turns(loop, known)
        known.polled_turn = known.turned
        if known.polled:
            return self._bind(loop)
        if known.window:
            at = now()
            try:
                poll(known, at)
                scheduled = loop._scheduled
                if scheduled:
                    # No timer can be later than the loop has waited; one of a loop with another clock tells nothing.
                    late = min(at - int(scheduled[0]._when * 1e9), at - known.turned)
                    if known.lag < late and _has_own_clock(loop):
                        known.lag = late
            except OWN_ERRORS:
                pass
        return self._bind(loop)


def _find_turns(loop, known):
    """The selector was asked and no turn was seen: the loop's class has its own way to turn by now (nest_asyncio)."""
    # What it did since then is not known.
    known.callback = None
    for kind in type(loop).__mro__:
        original = kind.__dict__.get('_run_once')
        if original is None:
            continue
        if not isinstance(original, Tap):
            kind._run_once = _TurnTap(original, None)
            if hasattr(kind, '_nest_patched'):
                sentence = tell.string(_NESTED)
                tell.row(kinds.NOTICE, tell.series(), now() - tell.epoch, sentence)
        return


def _has_own_clock(loop):
    """`loop.time()` is the clock that the agent has: neither the loop nor the clock was replaced."""
    return _clock.monotonic is monotonic and getattr(loop.time, '__func__', None) is _loop_time


def poll(known, at):
    """It has waited, and begins to work."""
    turned = known.turned
    known.idle += at - turned
    known.polled = at
    if _watcher.asleep:
        _watcher.wake()
    if at - turned > _WINDOW_NS:
        _end_idle(known, turned, at)


def _begin_or_end(loop):
    """Called as a loop begins to run and after it has stopped, and when debugging is turned on or off in between."""
    try:
        known = _get(id(loop))
        if known is None or known.window == 0 or loop._thread_id is not None:
            return
        at = now()
        if known.callback is not None:
            steps.end(known, at)
        if known.polled:
            busy = at - known.polled
            known.busy += busy
            known.lag = max(known.lag, busy)
        end_window(known, at)
        known.restart(0)
        if not known.alive:
            loops.pop(id(loop), None)
    except OWN_ERRORS:
        pass


def _end_idle(known, turned, at):
    """It waited for long: the window ends where that began, so that what came before is not diluted."""
    waited = at - turned
    known.idle -= waited
    if turned > known.window:
        _tell_window(known, turned)
    known.busy = known.lag = 0
    known.idle = waited
    _tell_window(known, at)
    known.window = at
    known.window_ends = at + _WINDOW_NS
    known.idle = known.lag = 0
    steps.refill(at)


def begin_window(known, at):
    """A window begins where the one before it ends: two ends, a nanosecond apart, say that the first one begins here."""
    known.restart(at)
    since = at - tell.epoch
    for moment in (since, since + 1):
        tell.row(kinds.LOOP, known.series, moment, 0, 0, known.alive)


def end_window(known, at):
    if at > known.window:
        _tell_window(known, at)
    known.window = at
    known.window_ends = at + _WINDOW_NS
    known.busy = known.idle = known.lag = 0
    known.peak = known.alive
    steps.refill(at)


def _tell_window(known, at):
    whole = known.busy + known.idle
    share = known.busy / whole if whole else 1.0
    tell.row(kinds.LOOP, known.series, at - tell.epoch, known.lag, share, known.peak)
