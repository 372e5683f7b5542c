"""`ThreadPoolExecutor`: each call that is submitted, and the thread that makes it."""
from itertools import count

from . import jobs, kinds
from .hooks import dressed, quietly
from .teller import tell

_next = count(1).__next__
_KIND = kinds.THREAD_POOL


def watch(module):
    item = module._WorkItem
    initialise, run = item.__init__, item.run
    given, begin, end = quietly(_given), quietly(_begin), quietly(_end)

    def __init__(self, *arguments, **named):
        initialise(self, *arguments, **named)
        given(self)

    # Above the frame that catches what the call raises, so that it is in no traceback.
    def called(self, *arguments):
        number = begin(self)
        if number is None:
            return run(self, *arguments)
        try:
            return run(self, *arguments)
        finally:
            end(self, number)

    item.__init__ = dressed(__init__, initialise)
    item.run = dressed(called, run)


def _given(item):
    function = item.fn if hasattr(item, 'fn') else item.task[0]
    number = _next()
    if jobs.queued(_KIND, number, jobs.name_of(function)):
        item._juggler = number, tell.pid


def _begin(item):
    number, pid = item.__dict__.get('_juggler', (None, None))
    # In a forked child it is a call that the parent told of.
    if number is None or pid != tell.pid:
        return None
    if not item.future.cancelled():
        jobs.begun(pid, _KIND, number, '')
    return number


def _end(item, number):
    future = item.future
    outcome = kinds.CANCELLED if future.cancelled() else kinds.FAILED if future._exception else kinds.ENDED
    jobs.ended(tell.pid, _KIND, number, outcome)
