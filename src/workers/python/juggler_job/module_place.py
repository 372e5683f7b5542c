"""
Where the user's module is imported from, and its name: one under which every process can import it, since that is how pickling
finds the module's classes and functions. Pools that the module starts itself hand on `sys.path`, nothing else.
"""
import importlib
import importlib.machinery
import importlib.util
import os
import sys

#: Replaces a part of the name that can't be imported: one with a dot, or one that belongs to another module.
STAND_IN = 'juggler_work'


class ModulePlace:
    """`root`: the folder for `sys.path`. `parts`: of the dotted name, packages first, each as (name, path without `.py`)."""

    def __init__(self, path):
        path = os.path.abspath(path)
        folder, file = os.path.split(path)
        parts = [(os.path.splitext(file)[0], path)]
        for _ in range(_package_depth(path)):
            parts.insert(0, (os.path.basename(folder), folder))
            folder = os.path.dirname(folder)
        self.root = folder
        self.parts = parts

    def natural_name(self):
        """Of the place in the file system; None where it can't be imported under that name."""
        return None if any('.' in name for name, _ in self.parts) else '.'.join(name for name, _ in self.parts)

    def name(self, for_c=False):
        """To be asked once a run: it depends on what is loaded. `root` has to be first in `sys.path`."""
        natural = self.natural_name()
        accepted = natural is not None and (not for_c or all(is_c_name(name) for name, _ in self.parts))
        if accepted and _leads_to(self.parts[0]):
            return natural
        others = self.parts[1:]
        kept = [name if '.' not in name and (not for_c or is_c_name(name)) else STAND_IN for name, _ in others]
        return '.'.join([STAND_IN] + kept)

    def stand_in_spec(self, fullname):
        """The spec of a part that has the stand-in's name; None for all else."""
        depth = fullname.count('.')
        if fullname.rpartition('.')[2] != STAND_IN or depth >= len(self.parts):
            return None
        _, path = self.parts[depth]
        if depth == len(self.parts) - 1:
            return importlib.util.spec_from_file_location(fullname, path)
        init = os.path.join(path, '__init__.py')
        if os.path.exists(init):
            return importlib.util.spec_from_file_location(fullname, init, submodule_search_locations=[path])
        spec = importlib.machinery.ModuleSpec(fullname, None, is_package=True)
        spec.submodule_search_locations.append(path)
        return spec


class StandInFinder:
    """Finds stand-ins by the path of the user's module, which is `sys.argv[0]` in this process and in its pools' processes."""

    @staticmethod
    def find_spec(fullname, path=None, target=None):
        if STAND_IN not in fullname or not sys.argv:
            return None
        return ModulePlace(sys.argv[0]).stand_in_spec(fullname)


def is_c_name(name):
    return name.isidentifier() and name.isascii()


def _package_depth(path):
    """How many folders above the file are packages that it belongs to: only a module with relative imports is taken as part of one."""
    level = _highest_level(path)
    if level == 0:
        return 0
    depth, folder = 0, os.path.dirname(path)
    while os.path.exists(os.path.join(folder, '__init__.py')) and os.path.basename(folder):
        depth, folder = depth + 1, os.path.dirname(folder)
    return max(level, depth)


def _highest_level(path):
    # Only the host needs it, and each process of a pool would pay for it.
    import ast

    try:
        with open(path, 'rb') as file:
            tree = ast.parse(file.read())
    except (OSError, SyntaxError, ValueError, RecursionError, MemoryError):
        # Importing it says what is wrong.
        return 0
    return max((node.level or 0 for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)), default=0)


def _leads_to(part):
    """Whether the name, imported in a new process, is this file or folder."""
    name, path = part
    if name in sys.builtin_module_names:
        return False
    try:
        importlib.invalidate_caches()
        spec = importlib.util.find_spec(name)
    except (ImportError, ValueError, AttributeError):
        return False
    if spec is None:
        return False
    if spec.submodule_search_locations is not None:
        return path in [os.path.abspath(each) for each in spec.submodule_search_locations]
    return spec.origin is not None and os.path.abspath(spec.origin) == path
