"""What tasks are called, and what they wait for, in words."""
from .teller import tell

_MOST_DEEP = 16
#: Strings by the code of the innermost coroutine.
_of_code = {}
_MOST_CODES = 10_000
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
    kind = type(waiter).__name__
    if kind == '_GatheringFuture':
        return tell.string('gather')
    other = getattr(waiter, 'get_coro', None)
    if other is not None:
        return tell.string('task ' + (getattr(other(), '__qualname__', None) or 'task'))
    code = _innermost(task.get_coro())
    known = _of_code.get(code)
    if known is None:
        known = _words(code)
        if len(_of_code) < _MOST_CODES:
            _of_code[code] = known
    if known:
        return tell.string(known)
    return tell.string('executor' if _is_executors(waiter) else 'future')


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
