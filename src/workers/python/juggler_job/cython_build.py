"""Compiles a Cython source once, into a cache folder, with the compiler that the interpreter itself was built with."""
import hashlib
import importlib.machinery
import os
import shlex
import subprocess
import sys
import sysconfig
import tempfile
import time

from .failure import JobError
from .module_place import STAND_IN, is_c_name


def compiled_module(source, module_name, cache):
    """@returns (path of the compiled module, a sentence on it). @raises JobError with what the compiler said"""
    import Cython

    with open(source, 'rb') as file:
        text = file.read()
    name = os.path.basename(source)
    built_from = [text, module_name.encode(), Cython.__version__.encode(), sys.version.encode(), _suffix().encode()]
    folder = os.path.join(cache, hashlib.sha256(b'\0'.join(built_from)).hexdigest()[:24])
    # The last part names the function that loads it.
    stem = module_name.rpartition('.')[2]
    target = os.path.join(folder, stem + _suffix())
    if os.path.exists(target):
        return target, '{} was compiled before; it is kept in {}.'.format(name, folder)
    began = time.perf_counter()
    os.makedirs(folder, mode=0o700, exist_ok=True)
    # Beside the target, so that it can be renamed: two runs may compile at the same time.
    with tempfile.TemporaryDirectory(dir=folder) as scratch:
        c_file = os.path.join(scratch, stem + '.c')
        built = os.path.join(scratch, stem + _suffix())
        _run([sys.executable, '-m', 'cython', '-3'] + _naming(source, module_name) + [source, '-o', c_file], name, 'Cython')
        _run(_compiler() + [c_file, '-o', built], name, 'the C compiler')
        os.replace(built, target)
    took = time.perf_counter() - began
    return target, '{} was compiled in {:.1f} s, which is not counted; it is kept in {}.'.format(name, took, folder)


def name_of_pyx(source):
    """Of a source beside the module: nothing imports it, so any name will do that C accepts."""
    stem = os.path.splitext(os.path.basename(source))[0]
    return stem if is_c_name(stem) else STAND_IN


def _naming(source, module_name):
    """Cython names a module by its file, and by the package where the folder is one."""
    is_plain = module_name == os.path.splitext(os.path.basename(source))[0]
    in_package = os.path.exists(os.path.join(os.path.dirname(source), '__init__.py'))
    return [] if is_plain and not in_package else ['--module-name', module_name]


def load_compiled(path):
    """@returns its `run`. @raises JobError"""
    name = os.path.basename(path)[: -len(_suffix())]
    loader = importlib.machinery.ExtensionFileLoader(name, path)
    spec = importlib.util.spec_from_file_location(name, path, loader=loader)
    module = importlib.util.module_from_spec(spec)
    loader.exec_module(module)
    run = getattr(module, 'run', None)
    if run is None:
        raise JobError('{}.pyx defines no “run”: write “def run(item)” in it as in the module.'.format(name))
    return run


def _suffix():
    return sysconfig.get_config_var('EXT_SUFFIX')


def _compiler():
    link = sysconfig.get_config_var('LDSHARED')
    if not link:
        raise JobError('this interpreter does not say how extensions are compiled for it: the mode cython can’t be run here.')
    flags = [sysconfig.get_config_var(name) or '' for name in ('CFLAGS', 'CCSHARED')]
    # Without -O2 of our own a debug build would be compared. No -ffast-math: results must be equal to the bit.
    options = [option for text in flags for option in shlex.split(text)]
    return shlex.split(link) + options + ['-O2', '-w', '-I', sysconfig.get_path('include')]


def _run(command, name, who):
    try:
        done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL)
    except OSError as error:
        raise JobError('{} can’t be compiled: {} could not be started ({}).'.format(name, command[0], error.strerror)) from error
    if done.returncode != 0:
        said = done.stdout.decode(errors='replace').strip()
        raise JobError('{} can’t be compiled: {} refused it.\n{}'.format(name, who, said[-1500:]))
