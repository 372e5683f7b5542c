"""Watches modules when the program imports them, and calls without being on the stack while they run."""
import sys
from struct import error as _not_packed

from .kinds import NOTICE
from .originals import now
from .teller import tell

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
OWN_ERRORS = (AttributeError, TypeError, ValueError, KeyError, IndexError, RecursionError, _not_packed)


#: Modules of Python's own that the agent needed first: `sys.modules` has them once the program imports them, not before.
_parked = {}
#: What they import as they are loaded.
_IMPORTED_BY = {'struct': ('_struct',)}
#: The agent's own ones, which nobody finds in `sys.modules`: what walks through that replaces, reloads or deletes what it finds.
_own_modules = {}
#: Imports of them that go on.
_showing = []
#: What makes interpreters beside the main one, from C code.
_MAKE_INTERPRETERS = ('_interpreters', '_xxsubinterpreters', '_testcapi', '_testinternalcapi')
#: Called when the program imports one of those.
before_interpreters = []
makes_interpreters = False


def install(loaded):
    """`loaded`: names of the modules that were there before the agent."""
    for name in list(_WATCHERS):
        module = sys.modules.get(name)
        if module is not None:
            _watch(name, module)
    sys.meta_path.insert(0, _Finder)
    sys.meta_path.append(_OwnModule)
    for name in [name for name in sys.modules if name not in loaded and not _is_own(name)]:
        # A codec is not imported again once it is registered.
        if not name.startswith('encodings.'):
            _parked[name] = sys.modules.pop(name)
    _hide()


def when_loaded(name, watch):
    """`watch(module)`, now or when the program imports it."""
    module = sys.modules.get(name)
    _WATCHERS[name] = watch
    if module is not None:
        _watch(name, module)


def _watch(name, module):
    watcher = _WATCHERS[name]
    try:
        if isinstance(watcher, str):
            watcher = _own(watcher).watch
        watcher(module)
    except OWN_ERRORS + (ImportError,):
        # Another Python than any that is known: what this module does is not seen.
        pass


def _own(name):
    """Compiled once for all runs, whatever the program wants for itself: what this needs of Python's own is there by now."""
    writes, sys.dont_write_bytecode = sys.dont_write_bytecode, False
    _show()
    try:
        # `importlib` would be one more module that the program has not imported.
        __import__('_juggler.' + name)
        return sys.modules['_juggler.' + name]
    finally:
        _hide()
        sys.dont_write_bytecode = writes


def _is_own(name):
    return name == '_juggler' or name.startswith('_juggler.')


def _show():
    # No lock: a thread that held it might not be there behind a fork.
    _showing.append(None)
    sys.modules.update(_own_modules)


def _hide():
    if _showing:
        _showing.pop()
    if not _showing:
        for name in [name for name in list(sys.modules) if _is_own(name)]:
            _own_modules[name] = sys.modules.pop(name)


class _Finder:
    """Finds nothing by itself: it lets the others find, and is told when the module is there."""

    @staticmethod
    def find_spec(name, path=None, target=None):
        if name in _parked:
            return _spec_of_parked(_parked[name])
        if name in _MAKE_INTERPRETERS:
            _before_interpreters()
        if name not in _WATCHERS:
            return None
        spec = _find(name, path, target)
        if spec is not None:
            _tell_when_loaded(name, spec.loader)
        return spec


def _find(name, path, target):
    for finder in sys.meta_path:
        find = None if finder is _Finder else getattr(finder, 'find_spec', None)
        spec = None if find is None else find(name, path, target)
        if spec is not None:
            return spec
    return None


def _before_interpreters():
    global makes_interpreters
    if makes_interpreters:
        return
    makes_interpreters = True
    for call in before_interpreters:
        call()
    quietly(_say_interpreters)()


def _say_interpreters():
    text = 'What runs in sub-interpreters of Python is not seen by Juggler’s agent'
    if sys.version_info >= (3, 12):
        text += '; from their import on it looks at no stacks, since that can make Python abort'
    tell.row(NOTICE, tell.series(), now() - tell.epoch, tell.string(text + '.'))


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


def _spec_of_parked(module):
    told = module.__spec__
    spec = type(told)(told.name, _Parked(module), origin=told.origin)
    spec.has_location, spec.cached = told.has_location, told.cached
    return spec


class _Parked:
    """Loads a module that is there already, once."""

    def __init__(self, module):
        self._module = module
        self._spec = module.__spec__

    def create_module(self, spec):
        for name in _IMPORTED_BY.get(spec.name, ()):
            if name in _parked:
                sys.modules.setdefault(name, _parked.pop(name))
        return self._module

    def exec_module(self, module):
        module.__spec__ = self._spec
        _parked.pop(self._spec.name, None)


class _OwnModule:
    """`import juggler`, where the program has no module of that name."""

    @staticmethod
    def find_spec(name, path=None, target=None):
        if name != 'juggler':
            return None
        import os
        from importlib.util import spec_from_file_location

        spec = spec_from_file_location(name, os.path.join(os.path.dirname(__file__), 'marks.py'))
        execute = spec.loader.exec_module

        def exec_module(module):
            del spec.loader.exec_module
            _show()
            try:
                execute(module)
            finally:
                _hide()

        spec.loader.exec_module = exec_module
        return spec


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
    original = owner.__dict__[name]
    # A module that is loaded anew may take over what was watched before.
    if not isinstance(original, Tap):
        setattr(owner, name, Tap(original, told))


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
