"""Loads the user's module: `ITEMS` and `run`, perhaps `run_async` and `run_trio`."""
import importlib
import importlib.machinery
import importlib.util
import inspect
import os
import sys
import traceback

from .failure import JobError, failure_of
from .module_place import ModulePlace, StandInFinder
from .structural_hash import set_own_module

MOST_ITEMS = 1_000_000

_EXAMPLE = '''  ITEMS = [1, 2, 3]

  def run(item):
      return item * item'''


class Work:
    """What a workload is made of, once it is loaded. `run_async` and `run_trio` are None where there are none."""

    def __init__(self, name, run, run_async=None, run_trio=None, items=None, pyx=None, module_name=None):
        self.name = name
        #: Of the user's module in this run; None for built-in ones.
        self.module_name = module_name
        self.run = run
        self.run_async = run_async
        self.run_trio = run_trio
        #: Evaluates the items: once a run, in the host.
        self.items = items
        #: Cython source of the same `run`; None where the module itself would be compiled.
        self.pyx = pyx

    def function_name(self, asynchronous):
        """Which of the user's functions a loop runs: the asynchronous one where there is one. None for built-in ones."""
        if self.module_name is None:
            return None
        return asynchronous if getattr(self, asynchronous) is not None else 'run'


def open_module(path, limit, module_name=None, compiled=None):
    """
    @param limit only so many items are taken; None: all.
    @param module_name under which the host imported it; None: this is the host.
    @param compiled the module itself, compiled by Cython: it is loaded instead.
    @raises JobError with a sentence that names the file
    """
    module = import_file(path, module_name, compiled)
    name = os.path.basename(path)
    run = _function(module, name, 'run', asynchronous=False)
    return Work(
        name,
        run=run,
        run_async=_function(module, name, 'run_async', asynchronous=True),
        run_trio=_function(module, name, 'run_trio', asynchronous=True),
        items=lambda: _items(module, name, limit),
        pyx=pyx_beside(path),
        module_name=module.__spec__.name,
    )


def pyx_beside(path):
    pyx = os.path.splitext(path)[0] + '.pyx'
    return pyx if os.path.exists(pyx) else None


def enter_module(path, name=None, for_c=False):
    """
    Makes it importable, as if it stood in a script's folder.

    @param name under which the host imports it; None: this is the host.
    @param for_c Cython has to accept the name.
    @returns the name
    """
    path = os.path.abspath(path)
    place = ModulePlace(path)
    if place.root not in sys.path[:1]:
        sys.path.insert(0, place.root)
    # As a script's, and where the processes of the module's own pools find it.
    sys.argv = [path]
    if StandInFinder not in sys.meta_path:
        sys.meta_path.insert(0, StandInFinder)
    if name is None:
        name = place.name(for_c)
    set_own_module(name)
    return name


def refuse_missing(path):
    if not os.path.exists(path):
        raise JobError('{} doesn’t exist.'.format(path))


def import_file(path, name=None, compiled=None):
    """@param name that `enter_module` gave; None: it is asked. @returns the module. @raises JobError"""
    file = os.path.basename(path)
    refuse_missing(path)
    name = enter_module(path, name)
    try:
        return _imported(name, os.path.abspath(path), compiled)
    except SyntaxError as error:
        raise _syntax_error(file, error) from error
    except SystemExit as error:
        raise JobError('loading {} ended the program: it called sys.exit({!r}).'.format(file, error.code)) from error
    except BaseException as error:
        raise JobError(**failure_of(error, 'loading {} failed'.format(file))) from error


def _imported(name, path, compiled):
    """
    Not by `import_module`: until that returns, it holds the module's lock, on which a pool that the module uses while it is
    loaded would wait for ever (its threads import the module to pickle its functions).
    """
    package, _, stem = name.rpartition('.')
    parent = importlib.import_module(package) if package else None
    if name in sys.modules:
        # Its package has imported it already.
        return sys.modules[name]
    spec = _spec_of(name, path, compiled)
    module = importlib.util.module_from_spec(spec)
    # Also a compiled module finds its files beside the source.
    module.__file__ = path
    sys.modules[name] = module
    try:
        spec.loader.exec_module(module)
    except BaseException:
        sys.modules.pop(name, None)
        raise
    if parent is not None:
        setattr(parent, stem, module)
    return sys.modules.get(name, module)


def _spec_of(name, path, compiled):
    if compiled is None:
        return importlib.util.spec_from_file_location(name, path)
    loader = importlib.machinery.ExtensionFileLoader(name, compiled)
    return importlib.util.spec_from_file_location(name, compiled, loader=loader)


def _syntax_error(name, error):
    where = os.path.basename(error.filename or name)
    shown = ''.join(traceback.format_exception_only(type(error), error)).rstrip()
    message = 'loading {} failed at {}:{}:{}: {}: {}'.format(
        name, where, error.lineno, error.offset, type(error).__name__, error.msg
    )
    return JobError(message, stack=shown)


def _function(module, name, wanted, asynchronous):
    function = getattr(module, wanted, None)
    if function is None:
        if wanted == 'run':
            raise _missing(module, name, 'run')
        return None
    if not callable(function):
        raise JobError('{} defines “{}”, but it is a {}, not a function.'.format(name, wanted, type(function).__name__))
    if inspect.iscoroutinefunction(function) == asynchronous:
        return function
    if asynchronous:
        raise JobError('{} defines “{}” without async: write it as “async def {}(item)”.'.format(name, wanted, wanted))
    raise JobError(
        '{} defines “run” as a coroutine: call that one “run_async”, and write “def run(item)” for all modes but asyncio.'.format(name)
    )


def _missing(module, name, wanted):
    names = sorted(key for key in vars(module) if not key.startswith('_'))
    found = 'It defines {}.'.format(', '.join(names[:20])) if names else 'It defines nothing.'
    return JobError('{} has no “{}”. {} A module needs these:\n{}'.format(name, wanted, found, _EXAMPLE))


def _items(module, name, limit):
    source = getattr(module, 'ITEMS', None)
    if source is None:
        raise _missing(module, name, 'ITEMS')
    try:
        if callable(source):
            source = source()
        collected = _collected(source, MOST_ITEMS if limit is None else limit)
    except JobError:
        raise
    except BaseException as error:
        raise JobError(**failure_of(error, 'evaluating the ITEMS of {} failed'.format(name))) from error
    if not collected:
        raise JobError('ITEMS of {} is empty: there is nothing to run. Give at least one item.'.format(name))
    return collected


def _collected(source, most):
    try:
        members = iter(source)
    except TypeError:
        raise JobError(
            'ITEMS is a {}: it must be a list, something else to iterate over, or a function that returns it.'.format(
                type(source).__name__
            )
        ) from None
    collected = []
    for item in members:
        if len(collected) >= most:
            if most >= MOST_ITEMS:
                raise JobError(
                    'ITEMS has more than {:,} items, or never ends: give fewer, or say how many to take (--items).'.format(MOST_ITEMS)
                )
            break
        collected.append(item)
    return collected
