"""Tasks that asyncio starts at once (from Python 3.12 on): their first step is within the step of what makes them.

    main's step   |───────────────────────────────────────────|
    eager's       made |── first step ──| ended, or waits

Python tells nobody of those that end in their first step: they are seen where they are constructed. What is in the place
of the constructor is on the stack for as long.
"""
from . import awaits, kinds, steps
from .hooks import dressed, quietly
from .originals import now
from .teller import tell

#: `tell_start(loop, at, name, maker)` of `tasks`, which makes use of this.
tell_start = None


class Begun:
    """The first step of one that goes on. `known`: what is known of it once Python has told of it."""

    __slots__ = ('loop', 'coroutine', 'number', 'began', 'known', 'within')

    def __init__(self, loop, coroutine, number, began):
        self.loop = loop
        self.coroutine = coroutine
        self.number = number
        self.began = began
        self.known = None
        #: The one that this one was made by, if that is in its first step, too.
        self.within = loop.eager


def watch(module, loop_of):
    factory = getattr(module, 'eager_task_factory', None)
    make = getattr(module, 'create_eager_task_factory', None)
    if factory is None or make is None:
        return

    def watched(factory):
        for cell in factory.__closure__ or ():
            constructor = cell.cell_contents
            if callable(constructor) and not hasattr(constructor, '_juggler_original'):
                cell.cell_contents = _constructor(constructor, loop_of)
        return factory

    def create_eager_task_factory(custom_task_constructor):
        return watched(make(custom_task_constructor))

    watched(factory)
    module.create_eager_task_factory = dressed(create_eager_task_factory, make)


def _constructor(original, loop_of):
    begin, end = quietly(_begin), quietly(_end)

    def construct(coroutine, **named):
        begun = begin(loop_of, coroutine, named)
        task = None
        try:
            task = original(coroutine, **named)
        finally:
            end(begun, task)
        return task

    construct._juggler_original = original
    return construct


def _begin(loop_of, coroutine, named):
    loop = loop_of(named['loop'])
    at = now()
    begun = Begun(loop, coroutine, tell_start(loop, at, _name_of(coroutine), steps.current(loop)), at)
    loop.eager = begun
    return begun


def _end(begun, task):
    if begun is None:
        return
    at = now()
    loop = begun.loop
    loop.eager = begun.within
    took = at - begun.began
    if took > loop.eager_took:
        loop.eager_took, loop.eager_name = took, _name_of(begun.coroutine)
    of = begun.known
    number = begun.number
    if number:
        epoch = tell.epoch
        waiter = getattr(task, '_fut_waiter', None)
        what = 0 if waiter is None else awaits.name_of(task, waiter)
        tell.row(kinds.STEP, loop.series, number, begun.began - epoch, at - epoch, what)
    if of is None and number:
        steps.tell_end(loop.series, number, task, at)


def _name_of(coroutine):
    return getattr(coroutine, '__qualname__', None) or type(coroutine).__name__
