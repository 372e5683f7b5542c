"""Watches modules when the program imports them, and calls without being on the stack while they run."""
import sys
from struct import error as _not_packed

#: Module of the program, and the one here that knows how to watch it (`watch(module)`).
_WATCHERS = {
    'threading': 'threads',
    'concurrent.futures.thread': 'thread_pools',
    'concurrent.futures.process': 'process_pools',
    'multiprocessing.pool': 'pools',
    'asyncio.base_events': 'event_loops',
    'asyncio.tasks': 'tasks',
    'trio._core._run': 'trio_runs',
}
#: What a hook may run into in a program that has put its own things in the place of what is watched. Not `Exception`:
#: a signal handler of the program may raise one wherever it is.
OWN_ERRORS = (AttributeError, TypeError, ValueError, KeyError, IndexError, _not_packed)


def install():
    for name in list(_WATCHERS):
        module = sys.modules.get(name)
        if module is not None:
            _watch(name, module)
    sys.meta_path.insert(0, _Finder)
    sys.meta_path.append(_OwnModule)


def when_loaded(name, watch):
    """`watch(module)`, now or when the program imports it."""
    module = sys.modules.get(name)
    _WATCHERS[name] = watch
    if module is not None:
        _watch(name, module)


def _watch(name, module):
    watcher = _WATCHERS.pop(name)
    try:
        if isinstance(watcher, str):
            watcher = _own(watcher).watch
        watcher(module)
    except OWN_ERRORS + (ImportError,):
        # Another Python than any that is known: what this module does is not seen.
        pass


def _own(name):
    """Compiled once for all runs, whatever the program wants for itself: what this needs of Python's own is there by now."""
    from importlib import import_module

    writes, sys.dont_write_bytecode = sys.dont_write_bytecode, False
    try:
        return import_module('_juggler.' + name)
    finally:
        sys.dont_write_bytecode = writes


class _Finder:
    """Finds nothing by itself: it lets the others find, and is told when the module is there."""

    @staticmethod
    def find_spec(name, path=None, target=None):
        if name not in _WATCHERS:
            return None
        for finder in sys.meta_path:
            find = None if finder is _Finder else getattr(finder, 'find_spec', None)
            spec = None if find is None else find(name, path, target)
            if spec is not None:
                _tell_when_loaded(name, spec.loader)
                return spec
        return None


def _tell_when_loaded(name, loader):
    execute = getattr(loader, 'exec_module', None)
    if execute is None:
        return

    def exec_module(module):
        # The loader is the module's own: nothing is left of this.
        del loader.exec_module
        execute(module)
        _watch(name, module)

    try:
        loader.exec_module = exec_module
    except (AttributeError, TypeError):
        pass


class _OwnModule:
    """`import juggler`, where the program has no module of that name."""

    @staticmethod
    def find_spec(name, path=None, target=None):
        if name != 'juggler':
            return None
        import os
        from importlib.util import spec_from_file_location

        return spec_from_file_location(name, os.path.join(os.path.dirname(__file__), 'marks.py'))


class Tap:
    """In the place of a method: `told(self)` is called each time that it is looked up on an instance, right before it is called.

    Nothing of the agent's is on the stack while the method runs, so neither is it in a traceback.
    """

    __slots__ = ('original', 'told', '_bind')

    def __init__(self, original, told):
        self.original = original
        self.told = told
        self._bind = original.__get__

    def __get__(self, instance, owner=None):
        if instance is None:
            return self.original
        self.told(instance)
        return self._bind(instance)


def tap(owner, name, told):
    setattr(owner, name, Tap(owner.__dict__[name], told))


def quietly(told):
    """For what is not called often: whatever goes wrong stays here."""

    def quiet(*arguments):
        try:
            return told(*arguments)
        except OWN_ERRORS:
            return None

    return quiet


def dressed(wrapper, original):
    """Looks like what it stands for; `__wrapped__` would be seen by `inspect`."""
    for name in ('__module__', '__name__', '__qualname__', '__doc__', '__defaults__', '__kwdefaults__'):
        try:
            setattr(wrapper, name, getattr(original, name))
        except AttributeError:
            pass
    wrapper.__dict__.update(original.__dict__)
    return wrapper
