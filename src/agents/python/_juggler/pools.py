"""`multiprocessing.Pool` and its `ThreadPool`: each job that is given to it, and which worker does which part of it."""
from . import jobs, kinds
from .hooks import OWN_ERRORS, dressed, quietly
from .teller import tell

_KIND = kinds.POOL


def watch(module):
    given = quietly(_given)
    for name in ('ApplyResult', 'IMapIterator'):
        _watch_results(getattr(module, name), given)
    original = module.worker

    def worker(inqueue, outqueue, *arguments, **named):
        doing = _Doing(_giver())
        return original(_Tasks(inqueue, doing), _Results(outqueue, doing), *arguments, **named)

    # Started by `spawn` it is found by its name.
    module.worker = dressed(worker, original)


def _watch_results(kind, given):
    original = kind.__init__

    def __init__(self, *arguments, **named):
        original(self, *arguments, **named)
        given(self)

    kind.__init__ = dressed(__init__, original)


def _given(result):
    jobs.queued(_KIND, result._job, '')


def _giver():
    """Pid of the process that the pool is in."""
    try:
        from multiprocessing.process import parent_process

        parent = parent_process()
        return tell.pid if parent is None else parent.pid
    except OWN_ERRORS + (ImportError,):
        return tell.pid


class _Doing:
    __slots__ = ('pid', 'job')

    def __init__(self, pid):
        self.pid = pid
        self.job = None


class _Queue:
    """Stands before a queue of the pool."""

    def __init__(self, queue, doing):
        self._queue = queue
        self._doing = doing

    def __getattr__(self, name):
        return getattr(self._queue, name)


class _Tasks(_Queue):
    def get(self):
        task = self._queue.get()
        try:
            if task is not None:
                job, part, function, arguments, _ = task
                doing = self._doing
                doing.job = job, part
                jobs.begun(doing.pid, _KIND, job, _name(function, arguments), part)
        except OWN_ERRORS:
            pass
        return task


class _Results(_Queue):
    def put(self, result):
        try:
            doing = self._doing
            if doing.job is not None:
                job, part = doing.job
                doing.job = None
                jobs.ended(doing.pid, _KIND, job, kinds.ENDED if result[2][0] else kinds.FAILED, part)
        except OWN_ERRORS:
            pass
        return self._queue.put(result)


def _name(function, arguments):
    """A part of a map is a function and some of the items."""
    if getattr(function, '__name__', '') in ('mapstar', 'starmapstar') and arguments:
        inner, items = arguments[0]
        return '%s × %d' % (jobs.name_of(inner), len(items))
    return jobs.name_of(function)
