"""Trio, by its own interface for this: an instrument of each run. Nurseries stand for the tasks that opened them."""
from itertools import count

from . import awaits, blocked_loops, kinds, settings
from .budget import Budget
from .event_loops import Loop, begin_window, end_window, poll, turn
from .hooks import OWN_ERRORS, dressed
from .originals import now
from .teller import tell

_next = count(1_000_000_001).__next__
_tasks = Budget(kinds.UNTOLD_TASKS, 20_000, 5_000)
_steps = Budget(kinds.UNTOLD_STEPS, 20_000, 10_000)
#: Those that go on.
_runs = set()
blocked_loops.groups.append(lambda: _runs)
#: The task that ended last, by identity, and the class of its error.
_last = 0, 'NoneType'


def watch(module):
    original = module.setup_runner

    def setup_runner(clock, instruments, *arguments, **named):
        return original(clock, (*instruments, _Instrument()), *arguments, **named)

    module.setup_runner = dressed(setup_runner, original)
    finished = module.Nursery._child_finished

    # Right before the instrument hears of it, which is not told how it ended.
    def _child_finished(self, task, outcome):
        global _last
        _last = id(task), type(getattr(outcome, 'error', None)).__name__
        return finished(self, task, outcome)

    module.Nursery._child_finished = dressed(_child_finished, finished)


def _careful(hook):
    """Trio would print what an instrument raises."""

    def careful(self, *arguments):
        try:
            hook(self, *arguments)
        except OWN_ERRORS:
            pass

    return careful


class _Instrument:
    """Attributes of its own begin with an underscore: Trio looks through the others."""

    def __init__(self):
        self._run = None
        #: Numbers of tasks that have not ended, by identity.
        self._numbers = {}
        self._began = 0
        self._waits = False
        #: Of the task that runs: its number, and what is to be told of its end behind its last step.
        self._number = 0
        self._ended = None

    @_careful
    def before_run(self):
        self._run = Loop(self)
        _runs.add(self._run)
        begin_window(self._run, now())
        self._run.polled = self._run.window

    @_careful
    def after_run(self):
        at = now()
        _runs.discard(self._run)
        turn(self._run, at, True)
        end_window(self._run, at)
        _tasks.settle(at)
        _steps.settle(at)

    @_careful
    def task_spawned(self, task):
        # Trio's own, one of which is there as long as the run.
        if task.name.startswith('<'):
            return
        at = now()
        number = _next() if _tasks.take(at) else 0
        self._numbers[id(task)] = number
        run = self._run
        run.alive += 1
        run.peak = max(run.peak, run.alive)
        if number:
            nursery = task.parent_nursery
            parent = 0 if nursery is None else self._numbers.get(id(nursery.parent_task), 0)
            name = tell.string(_name(task))
            tell.row(kinds.OPERATION_START, run.series, number, at - tell.epoch, kinds.OPERATION_TASK, name, parent)

    @_careful
    def task_exited(self, task):
        number = self._numbers.pop(id(task), None)
        if number is None:
            return
        self._run.alive -= 1
        if number:
            which, error = _last
            outcome = kinds.ENDED if which != id(task) else _outcomes.get(error, kinds.FAILED)
            if number == self._number:
                self._ended = outcome
            else:
                self._end(number, outcome, now())

    def _end(self, number, outcome, at):
        tell.row(kinds.OPERATION_END, self._run.series, number, at - tell.epoch, outcome)

    @_careful
    def before_task_step(self, task):
        self._number = self._numbers.get(id(task), 0)
        self._began = self._run.began = now()
        self._run.callback = task

    @_careful
    def after_task_step(self, task):
        at, began, number, run = now(), self._began, self._number, self._run
        self._number = 0
        run.callback = None
        run.steps += 1
        if number:
            epoch = tell.epoch
            if _steps.take(at):
                tell.row(kinds.STEP, run.series, number, began - epoch, at - epoch, _awaits(task.coro))
            if self._ended is not None:
                self._end(number, self._ended, at)
        self._ended = None
        if at - began > settings.blocked_ns:
            run.blocked = True
            run.blocked_from, run.blocked_to = began, at
            tell.row(kinds.BLOCKED, run.series, began - tell.epoch, at - tell.epoch, tell.string(_name(task)))

    @_careful
    def before_io_wait(self, timeout):
        self._waits = timeout > 0
        turn(self._run, now(), self._waits)

    @_careful
    def after_io_wait(self, timeout):
        if self._waits:
            poll(self._run, now())


_outcomes = {'NoneType': kinds.ENDED, 'Cancelled': kinds.CANCELLED}


def _name(task):
    """The function, and the name of the task where the program gave it another."""
    what = getattr(task.coro, '__qualname__', None) or task.name
    return what if task.name.endswith(what) else '%s (%s)' % (task.name, what)


_words = {'__aexit__': 'nursery', '_nested_child_finished': 'nursery', 'to_thread_run_sync': 'thread'}


def _awaits(coroutine):
    """The function of Trio's that the program called, and that waits. 0: none."""
    for code in awaits.codes(coroutine):
        if '/trio/' in code.co_filename.replace('\\', '/'):
            return tell.string(_words.get(code.co_name) or getattr(code, 'co_qualname', code.co_name))
    return 0
