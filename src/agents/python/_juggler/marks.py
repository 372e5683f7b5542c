"""The module `juggler` of a program that is recorded.

    try:
        from juggler import mark, span
    except ImportError:  # not recorded
        from contextlib import nullcontext as span

    with span("load"):
        …
"""
from _juggler import kinds as _kinds
from _juggler import originals as _originals
from _juggler.teller import tell as _tell

__all__ = ['mark', 'span']


def mark(name):
    """A moment on the timeline."""
    _tell.row(_kinds.MARK, _tell.series(), _originals.now() - _tell.epoch, _tell.string(str(name)))


class span:
    """A stretch on the timeline: `with span("load"): …`; also with `async with`, and around a function as `@span("load")`."""

    __slots__ = ('_name', '_begun')

    def __init__(self, name):
        self._name = str(name)

    def __enter__(self):
        self._begun = _originals.now()
        return self

    def __exit__(self, *_):
        ended, epoch = _originals.now(), _tell.epoch
        _tell.row(
            _kinds.MEASURE,
            _tell.series(),
            self._begun - epoch,
            ended - epoch,
            _tell.string(self._name),
            _kinds.SOURCE_SPAN,
        )

    async def __aenter__(self):
        return self.__enter__()

    async def __aexit__(self, *_):
        self.__exit__()

    def __call__(self, function):
        from functools import wraps
        from inspect import iscoroutinefunction

        if iscoroutinefunction(function):

            @wraps(function)
            async def measured(*arguments, **named):
                with span(self._name):
                    return await function(*arguments, **named)
        else:

            @wraps(function)
            def measured(*arguments, **named):
                with span(self._name):
                    return function(*arguments, **named)

        return measured
