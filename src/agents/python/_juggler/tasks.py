"""Tasks of asyncio: what made them, and that they are gone. Their steps and their ends are seen by `steps`."""
from itertools import count
from weakref import ref

from . import awaits, eager, kinds, steps
from .budget import Budget
from .event_loops import loop_of
from .hooks import OWN_ERRORS, dressed
from .originals import at_exit, now
from .steps import current, tasks
from .teller import tell

_next = count(1).__next__
_budget = Budget(kinds.UNTOLD_TASKS, 20_000, 5_000)


class _Known(ref):
    """A task, as long as it is there. `number` 0: it is counted and not told."""

    __slots__ = ('key', 'number', 'series', 'loop')


def watch(module):
    steps.discovered = _first_seen
    eager.tell_start = _tell_start
    eager.watch(module, loop_of)
    _watch_names(module)
    at_exit(lambda: _budget.settle(now()))
    # One of them, by version: C code adds every new task to it, by a look-up of the method.
    for name in ('_scheduled_tasks', '_all_tasks'):
        known = getattr(module, name, None)
        if known is not None and type(known).__name__ == 'WeakSet':
            _watch_set(known)
            return


def _watch_names(module):
    """Before Python 3.13 a task is given its name when it is made already."""
    original = getattr(module, '_set_task_name', None)
    if original is None:
        return

    def _set_task_name(task, name):
        original(task, name)
        known = tasks.get(id(task)) if name is not None else None
        if known is not None and known.number:
            name = tell.string(awaits.task_name(task))
            tell.row(kinds.OPERATION_NAMED, known.series, known.number, now() - tell.epoch, name)

    module._set_task_name = dressed(_set_task_name, original)


def _watch_set(known):
    add = known.add

    def added(task):
        add(task)
        try:
            _made(task)
        except OWN_ERRORS:
            pass

    known.add = added


def _made(task):
    loop = loop_of(task.get_loop())
    begun = loop.eager
    if begun is not None and begun.coroutine is task.get_coro():
        begun.known = _know(task, loop, begun.began, 0, begun.number)
    else:
        _know(task, loop, now(), current(loop))


def _first_seen(task, at):
    return _know(task, loop_of(task.get_loop()), at, 0)


def _know(task, loop, at, maker, told=None):
    """`told`: its number, where its start is told already."""
    key = id(task)
    former = tasks.get(key)
    if former is not None:
        if former() is task:
            return former
        _gone(former)
    known = _Known(task, _gone)
    known.key = key
    known.loop = loop
    known.series = loop.series
    known.number = _tell_start(loop, at, awaits.task_name(task), maker) if told is None else told
    tasks[key] = known
    loop.alive += 1
    if loop.alive > loop.peak:
        loop.peak = loop.alive
    return known


def _tell_start(loop, at, name, maker):
    """Its number; 0: there are too many to be told."""
    if not _budget.take(at):
        return 0
    number = _next()
    tell.row(
        kinds.OPERATION_START, loop.series, number, at - tell.epoch, kinds.OPERATION_TASK, tell.string(name), maker
    )
    return number


def _gone(known, tasks=tasks, tell=tell, now=now, end=kinds.OPERATION_END, ended=kinds.ENDED):
    """It was destroyed: either nobody looked as it ended, or it never did. (Names are bound: modules may be gone already.)"""
    if tasks.get(known.key) is not known:
        return
    del tasks[known.key]
    known.loop.alive -= 1
    if known.number:
        tell.row(end, known.series, known.number, now() - tell.epoch, ended)
