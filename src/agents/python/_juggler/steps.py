"""Steps of event loops: each call of a callback. Those of tasks are told, and those that block the loop.

Where steps come faster than they can be told, they are not looked at for a while: that costs nothing, and the lane says so.
"""
from types import FunctionType

from . import awaits, kinds, settings
from .awaits import name_of
from .hooks import OWN_ERRORS, Tap
from .kinds import STEP
from .originals import at_exit, now
from .teller import tell

#: As many at once; what lasts is told in part.
_BURST = 20_000
_PER_SECOND = 10_000
#: For so long they are not looked at when there are too many.
_PAUSE_NS = 450_000_000

#: Tasks that have not ended, by identity.
tasks = {}
#: `discovered(task, at)`, which makes one of these.
discovered = None
_handle = None
_loops = {}
_left = _BURST
_filled = 0
_paused_at = 0


def watch(handle, loops):
    global _handle, _loops
    _handle, _loops = handle, loops
    handle._run = _StepTap(handle.__dict__['_run'], None)
    at_exit(_settle)


class _StepTap(Tap):
    """As `Tap`, in one call instead of two: it is passed at every step."""

    __slots__ = ()

    def __get__(self, handle, owner=None):
        if handle is None:
            return self.original
        at = now()
        try:
            known = _loops.get(id(handle._loop))
            if known is not None:
                if known.callback is not None:
                    end(known, at)
                known.callback = handle._callback
                known.began = at
        except OWN_ERRORS:
            pass
        return self._bind(handle)


def end(known, at):
    """What the loop ran has come to its end, or to where it waits."""
    global _left
    callback = known.callback
    known.callback = None
    known.steps += 1
    began = known.began
    _left -= 1
    # Timers call plain functions, which have no owner: to ask them for it would cost as much as all the rest.
    task = None if type(callback) is FunctionType else getattr(callback, '__self__', None)
    of = None if task is None else tasks.get(id(task))
    if of is None and task is not None and hasattr(task, 'get_coro'):
        of = _discover(task, callback, began)
    if of is not None:
        waiter = task._fut_waiter
        is_over = waiter is None and task.done()
        if of.number and _left > 0:
            epoch = tell.epoch
            what = 0 if waiter is None else name_of(task, waiter)
            tell.row(STEP, of.series, of.number, began - epoch, at - epoch, what)
        if is_over:
            ended(task, of, at)
    if at - began > settings.blocked_ns:
        known.blocked = True
        known.blocked_from, known.blocked_to = began, at
        epoch = tell.epoch
        # One that was started within this step may have taken most of it.
        most = known.eager_took * 2 > at - began
        what = tell.string(known.eager_name if most else awaits.callback_name(callback, task))
        tell.row(kinds.BLOCKED, known.series, began - epoch, at - epoch, what)
    known.eager_took = 0


def _discover(task, callback, at):
    """A task that nobody saw being made, by its first step (from Python 3.14 on C code keeps them to itself)."""
    if task.done() and type(callback).__name__ != 'TaskStepMethWrapper':
        return None
    return None if discovered is None else discovered(task, at)


def ended(task, of, at):
    if tasks.pop(of.key, None) is None:
        return
    of.loop.alive -= 1
    if of.number:
        tell_end(of.series, of.number, task, at)


def tell_end(series, number, task, at):
    """`task` None: it was never made."""
    if task is None or task.cancelled():
        outcome = kinds.CANCELLED
    else:
        # `exception()` would be taken for somebody who has seen it.
        outcome = kinds.ENDED if task._exception is None else kinds.FAILED
    tell.row(kinds.OPERATION_END, series, number, at - tell.epoch, outcome)


def current(known):
    """Number of the task whose step a loop runs; 0: none."""
    if known.eager is not None:
        return known.eager.number
    if known.callback is None:
        return 0
    of = tasks.get(id(getattr(known.callback, '__self__', None)))
    return 0 if of is None else of.number


def refill(at):
    """Called as windows of loops end: 20 times a second while one has anything to do."""
    global _left, _filled, _paused_at
    if _paused_at:
        if at - _paused_at >= _PAUSE_NS:
            _go_on(at)
        return
    if _left <= 0:
        _pause(at)
        return
    _left = min(_BURST, _left + (at - _filled) * _PER_SECOND // 1_000_000_000)
    _filled = at


def _pause(at):
    global _paused_at
    run = _handle.__dict__['_run']
    # The program may have put its own there.
    if not isinstance(run, Tap):
        return
    _paused_at = at
    for known in list(_loops.values()):
        known.callback = None
    _handle._run = run.original


def _settle():
    """The program ends while steps are not looked at."""
    if _paused_at:
        _tell_pause(now())


def _tell_pause(at):
    epoch = tell.epoch
    tell.row(kinds.UNTOLD, tell.series(), kinds.UNTOLD_STEPS, _paused_at - epoch, at - epoch, float('nan'))


def _go_on(at):
    global _left, _filled, _paused_at
    _tell_pause(at)
    _left = _PER_SECOND * (at - _paused_at) // 1_000_000_000
    _filled = at
    _paused_at = 0
    run = _handle.__dict__['_run']
    if not isinstance(run, Tap):
        _handle._run = _StepTap(run, None)
    for of in list(tasks.values()):
        task = of()
        if task is not None and task.done():
            ended(task, of, at)
