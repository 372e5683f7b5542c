"""Loads what is to be run: a built-in workload, or the user's module."""
import importlib
import os

from .failure import JobError
from .user_module import Work, open_module, pyx_beside

#: By id; each module defines items, open_work and, where something has to be made before the clock starts, prepare.
BUILT_IN = {
    'py-compute': 'py_compute',
    'py-requests': 'py_requests',
    'py-files': 'py_files',
    'py-lock': 'py_lock',
    'py-count': 'py_count',
}


class Setup:
    """What every thread and process of the run is told; can be pickled."""

    def __init__(self, spec, epoch_ns, shared, compiled):
        self.folder = spec['folder']
        self.mode = spec['mode']
        self.workers = spec['workers']
        self.in_flight = spec['inFlight']
        self.workload = spec['workload']
        self.recorder = spec['recorder']
        self.epoch_ns = epoch_ns
        #: What the workload's `prepare` gave.
        self.shared = shared
        #: Path of the compiled module of the mode cython; else None.
        self.compiled = compiled
        #: Under which every process of the run imports the user's module: decided by the host, when it has.
        self.module_name = None


def built_in(choice):
    name = BUILT_IN.get(choice['id'])
    if name is None:
        raise JobError('there is no built-in Python workload “{}”'.format(choice['id']))
    return importlib.import_module('juggler_job.workloads.' + name)


def pyx_of(choice):
    """The Cython source that is written beside the workload; None: there is none."""
    return pyx_beside(choice['id'] if choice['kind'] == 'module' else os.path.abspath(built_in(choice).__file__))


def open_work(choice, shared, module_name=None, compiled=None):
    """Loads it: once in each thread or process. @raises JobError with a sentence, if it can't be loaded."""
    if choice['kind'] == 'module':
        return open_module(choice['id'], choice['items'], module_name, compiled)
    module = built_in(choice)
    parameters = choice['parameters']
    functions = module.open_work(parameters, shared)
    return Work(
        choice['id'],
        items=lambda: module.items(choice['items'], choice['seed'], parameters),
        pyx=pyx_beside(os.path.abspath(module.__file__)),
        **functions
    )
