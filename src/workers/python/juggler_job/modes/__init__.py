"""How each mode is run. A new mode is a file of its own and a line here."""
import importlib

_MODES = {
    'serial': ('serial_mode', 'SerialMode'),
    'asyncio': ('asyncio_mode', 'AsyncioMode'),
    'to-thread': ('to_thread_mode', 'ToThreadMode'),
    'threads': ('threads_mode', 'ThreadsMode'),
    'processes': ('processes_mode', 'ProcessesMode'),
    'trio': ('trio_mode', 'TrioMode'),
    'unsync': ('unsync_mode', 'UnsyncMode'),
    'cython': ('cython_mode', 'CythonMode'),
}


def open_mode(name, setup):
    """Only what the mode needs is imported: the rest would count as its start-up."""
    module, kind = _MODES[name]
    return getattr(importlib.import_module('juggler_job.modes.' + module), kind)(setup)
