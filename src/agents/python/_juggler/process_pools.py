"""`ProcessPoolExecutor`: each call that is submitted, and the process that makes it.

    parent    _WorkItem()  …  _CallItem() ──pickled, with its number──▶  worker    .fn looked up  …  _sendback_result()
              queued                                                              begins             ends
"""
from itertools import count

from . import jobs, kinds
from .hooks import OWN_ERRORS, dressed, quietly
from .teller import tell

_next = count(1).__next__
_KIND = kinds.PROCESS_POOL
#: Of calls that are not with a worker yet, by the identity of their arguments.
_numbers = {}
_MOST_WAITING = 100_000
#: What this process does, as a worker.
_doing = None


def watch(module):
    work, call = module._WorkItem, module._CallItem
    initialise_work, initialise_call, send = work.__init__, call.__init__, module._sendback_result
    given, handed, end = quietly(_given), quietly(_handed), quietly(_end)

    def work_init(self, *arguments, **named):
        initialise_work(self, *arguments, **named)
        given(self)

    def call_init(self, *arguments, **named):
        initialise_call(self, *arguments, **named)
        handed(self)

    def _sendback_result(*arguments, **named):
        end(named.get('exception'))
        return send(*arguments, **named)

    work.__init__ = dressed(work_init, initialise_work)
    call.__init__ = dressed(call_init, initialise_call)
    call.fn = _Function()
    module._sendback_result = dressed(_sendback_result, send)


class _Function:
    """The attribute `fn` of a call: a worker looks it up right before it calls it."""

    def __get__(self, item, owner=None):
        if item is None:
            return self
        try:
            _begin(item)
        except OWN_ERRORS:
            pass
        try:
            return item.__dict__['fn']
        except KeyError:
            raise AttributeError('fn') from None

    def __set__(self, item, value):
        item.__dict__['fn'] = value


def _given(item):
    number = _next()
    if jobs.queued(_KIND, number, _name(item.fn, item.args)) and len(_numbers) < _MOST_WAITING:
        _numbers[id(item.kwargs)] = number


def _name(function, arguments):
    """unsync hands over a function by its name."""
    if getattr(function, '__name__', '') == '_multiprocess_target' and arguments:
        return str(arguments[0][-1])
    return jobs.name_of(function)


def _handed(item):
    number = _numbers.pop(id(item.kwargs), None)
    if number is not None:
        item._juggler = tell.pid, number


def _begin(item):
    global _doing
    pid, number = item.__dict__.get('_juggler', (None, None))
    if number is None or pid == tell.pid:
        return
    _doing = pid, number
    jobs.begun(pid, _KIND, number, _name(item.__dict__['fn'], item.args))


def _end(exception):
    global _doing
    if _doing is not None:
        pid, number = _doing
        _doing = None
        jobs.ended(pid, _KIND, number, kinds.ENDED if exception is None else kinds.FAILED)
