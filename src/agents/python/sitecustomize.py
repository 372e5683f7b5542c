"""Juggler's agent, found through PYTHONPATH by every Python that a measured program starts.

It takes itself out of sys.path and sys.modules, begins, and lets the user's own sitecustomize run as it would have. This
file must be readable by any Python there is: it does nothing in those that are too old.
"""
import os
import sys


def _begin(folder):
    about = getattr(sys, 'implementation', None)
    if about is None or about.name != 'cpython' or sys.version_info < (3, 8):
        name = {'cpython': 'Python', 'pypy': 'PyPy'}.get(getattr(about, 'name', 'cpython'), 'this Python')
        note = '%s %s' % (name, '.'.join(str(part) for part in sys.version_info[:3]))
        path = os.path.join(os.path.dirname(folder), '%d.unseen' % os.getpid())
        with open(path, 'w') as file:
            file.write(note)
        return
    # Beside this file, since a child may be given an environment of its own.
    with open(os.path.join(folder, 'settings'), 'rb') as file:
        lines = file.read().decode('utf-8').splitlines()
    settings = dict(line.split(' ', 1) for line in lines)
    if _is_beside_another():
        return
    package = settings['package']
    loaded = set(sys.modules)
    # All that the agent needs of Python's own files: what follows is compiled once for all runs, whatever the program wants
    # for itself, as it lies in a folder of Juggler's.
    import struct  # noqa: F401

    sys.path.insert(0, package)
    writes, sys.dont_write_bytecode = sys.dont_write_bytecode, False
    try:
        import _juggler

        _juggler.start(os.path.dirname(folder), settings, loaded)
    finally:
        sys.dont_write_bytecode = writes
        sys.path.remove(package)
        sys.path_importer_cache.pop(package, None)
        for name in [name for name in sys.modules if name.split('.')[0] == '_juggler']:
            del sys.modules[name]


def _is_beside_another():
    """This interpreter is not the process's main one, which speaks for the whole process."""
    try:
        from _signal import set_wakeup_fd
    except ImportError:
        return False
    try:
        # None is set yet. Only the main thread of the main interpreter may do it.
        set_wakeup_fd(-1)
        return False
    except ValueError:
        return True


def _step_aside(folder):
    sys.path[:] = [entry for entry in sys.path if entry != folder]
    sys.path_importer_cache.pop(folder, None)
    sys.modules.pop('sitecustomize', None)


_folder = os.path.dirname(__file__)
try:
    _begin(_folder)
except Exception:
    # The folder is gone, or can't be written to: the program runs without the agent.
    pass
_step_aside(_folder)
# The user's own one. Where there is none this fails as it does without Juggler, and `site` knows that.
import sitecustomize  # noqa: E402, F401
