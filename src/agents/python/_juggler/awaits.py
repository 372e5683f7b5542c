"""What tasks are called, and what they wait for, in words."""
from types import CoroutineType

from .teller import tell

_MOST_DEEP = 16
#: Numbers of strings by the identity of the innermost coroutine's code, which is kept with it: to hash code takes a µs.
_of_code = {}
_MOST_CODES = 10_000
#: By class of the future.
_of_kind = {}
#: Modules of asyncio by what waiting in them is for.
_SORTS = {
    'locks': 'lock',
    'queues': 'queue',
    'streams': 'socket',
    'selector_events': 'socket',
    'proactor_events': 'socket',
    'sslproto': 'socket',
    'subprocess': 'child',
    'base_subprocess': 'child',
    'threads': 'executor',
    'futures': 'future',
}


def task_name(task):
    coroutine = task.get_coro()
    what = getattr(coroutine, '__qualname__', None) or type(coroutine).__name__
    name = task.get_name()
    if name.startswith('Task-') and name[5:].isdigit():
        return what
    return '%s (%s)' % (name, what)


def callback_name(callback, owner):
    """Of a callback; that of a task is the task's coroutine, with where it stands."""
    coroutine = getattr(owner, 'get_coro', None)
    if coroutine is not None:
        return task_name(owner)
    function = callback
    while hasattr(function, 'func'):
        function = function.func
    return getattr(function, '__qualname__', None) or type(function).__name__


def name_of(task, waiter):
    """String of what a task waits for: it stands at `waiter`, which is some future."""
    of = _of_kind.get(type(waiter))
    if of is None:
        of = _of_kind[type(waiter)] = _sort_of(type(waiter))
    if of is not _futures:
        return of(waiter)
    coroutine = task.get_coro()
    # The usual way down; `_innermost` knows the others.
    while type(coroutine) is CoroutineType:
        inner = coroutine.cr_await
        if type(inner) is CoroutineType:
            coroutine = inner
            continue
        known = _of_code.get(id(coroutine.cr_code))
        if known:
            return known[0]
        break
    return _first_time(task, waiter)


def _first_time(task, waiter):
    code = _innermost(task.get_coro())
    words = _words(code)
    if not words:
        return tell.string('executor' if _is_executors(waiter) else 'future')
    known = tell.string(words)
    if len(_of_code) < _MOST_CODES:
        _of_code[id(code)] = known, code
    return known


def _sort_of(kind):
    if hasattr(kind, 'get_coro'):
        return _tasks
    return _gathers if kind.__name__ == '_GatheringFuture' else _futures


def _tasks(waiter):
    return tell.string('task ' + (getattr(waiter.get_coro(), '__qualname__', None) or 'task'))


def _gathers(_):
    return tell.string('gather')


def _futures(_):
    """Plain ones: what they are for is told by who waits."""


def forget():
    """A forked child has a table of its own."""
    _of_code.clear()


def _innermost(coroutine):
    """Code of the coroutine that really waits. None: it is none of Python's own."""
    code = None
    for code in codes(coroutine):
        pass
    return code


def codes(coroutine):
    """Of a coroutine that waits and of those that it waits for, outermost first."""
    for _ in range(_MOST_DEEP):
        code = getattr(coroutine, 'cr_code', None)
        if code is not None:
            inner = coroutine.cr_await
        else:
            code = getattr(coroutine, 'gi_code', None)
            if code is not None:
                inner = coroutine.gi_yieldfrom
            else:
                code = getattr(coroutine, 'ag_code', None)
                if code is None:
                    return
                inner = coroutine.ag_await
        yield code
        if inner is None:
            return
        coroutine = inner


def _words(code):
    """Empty: a coroutine of the program's own waits for a future."""
    if code is None:
        return ''
    folder, _, file = code.co_filename.replace('\\', '/').rpartition('/')
    if not folder.endswith('asyncio'):
        return ''
    module, name = file[:-3], code.co_name.strip('_')
    if module == 'tasks':
        return name
    sort = _SORTS.get(module)
    # From 3.11 on with its class: Event.wait.
    return name if sort is None else '%s: %s' % (sort, getattr(code, 'co_qualname', name))


def _is_executors(waiter):
    """`wrap_future` chains a future to one of `concurrent.futures` by a callback of its own."""
    callbacks = waiter._callbacks
    first = callbacks[0][0] if callbacks else None
    return getattr(first, '__qualname__', '').startswith('_chain_future.')
