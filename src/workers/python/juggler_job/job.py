"""One run of a workload in one mode."""
import os
import sys
import sysconfig

from .clock import now_ns, process_cpu_ns, run_delay_ns
from .failure import failure_of
from .frames import FAILURE, PHASE
from .measurement import ThreadMeasurement
from .modes import open_mode
from .open_work import Setup, built_in, open_work, pyx_of
from .pickling import longest_pickling
from .user_module import enter_module, refuse_missing


class Job:
    """prepare (not timed) → run → the answer for the runner. `phase`: how far it is."""

    def __init__(self, spec, started_ns, started_cpu_ns):
        self._spec = spec
        # From the first line of this interpreter until its first message: part of the start-up.
        self._interpreter_ns = now_ns() - started_ns
        self._interpreter_cpu_ns = process_cpu_ns() - started_cpu_ns
        self._shared = None
        #: Path of what Cython made of the source beside the module, or of the module itself: that is loaded instead.
        self._compiled = None
        self._instead = None
        self._module_name = None
        self._notices = []
        self._measurement = None
        self._mode = None
        self.phase = 'prepare'

    def prepare(self):
        """What isn't timed: files are written, Cython sources are compiled."""
        spec = self._spec
        choice = spec['workload']
        if choice['kind'] == 'built-in':
            module = built_in(choice)
            if hasattr(module, 'prepare'):
                self._shared = module.prepare(choice['items'], choice['seed'], choice['parameters'], spec)
        if spec['mode'] == 'cython':
            self._compile(choice, spec['cache'])

    def _compile(self, choice, cache):
        """Without loading the module: what it does when it is loaded, it does once."""
        from .cython_build import compiled_module, name_of_pyx

        pyx = pyx_of(choice)
        if pyx is not None:
            self._compiled, notice = compiled_module(pyx, name_of_pyx(pyx), cache)
        else:
            # The module itself, as it is: Cython compiles nearly all of Python.
            refuse_missing(choice['id'])
            self._module_name = enter_module(choice['id'], for_c=True)
            self._instead, notice = compiled_module(os.path.abspath(choice['id']), self._module_name, cache)
        self._notices.append(notice)

    def run(self):
        self.phase = 'startup'
        spec = self._spec
        cpu_at_start = process_cpu_ns()
        epoch_ns = now_ns() - self._interpreter_ns
        setup = Setup(spec, epoch_ns, self._shared, self._compiled)
        mode = open_mode(spec['mode'], setup)
        self._mode = mode
        measurement = ThreadMeasurement(
            setup, 'host', 0 if mode.is_local else None, 'process', loop=mode.is_local and mode.has_loop
        )
        self._measurement = measurement
        measurement.json(PHASE, {'name': 'start', 'at': 0})
        work = open_work(spec['workload'], self._shared, self._module_name, self._instead)
        setup.module_name = work.module_name
        items = work.items()
        mode.open(work, items, measurement)
        self.phase = 'work'
        measurement.sample_cpu_now()
        cpu_at_work = process_cpu_ns()
        run_delay_at_work = run_delay_ns()
        work_start = measurement.now()
        measurement.json(PHASE, {'name': 'workStart', 'at': work_start, 'items': len(items)})
        reports = mode.work()
        work_end = measurement.now()
        work_cpu_ns = process_cpu_ns() - cpu_at_work
        runnable_ns = run_delay_ns() - run_delay_at_work if mode.is_local else float('nan')
        measurement.json(PHASE, {'name': 'workEnd', 'at': work_end})
        measurement.sample_cpu_now()
        own = reports[0] if mode.is_local else {'tasks': 0, 'loop': None}
        measurement.close(own['tasks'], own['loop'])
        mode.finish()
        startup_cpu_ns = self._interpreter_cpu_ns + cpu_at_work - cpu_at_start
        startup_cpu_ns += sum(report.get('startup_cpu_ns', 0) for report in reports)
        work_cpu_ns += sum(report.get('work_cpu_ns', 0) for report in reports)
        pickled = [report for report in reports if 'packed' in report]
        troubles = [measurement.trouble] + [report['trouble'] for report in reports]
        notices = self._notices + _gil_notices() + mode.notices(work) + sorted(set(filter(None, troubles)))
        return {
            'items': len(items),
            'tasksFinished': sum(report['tasks'] for report in reports),
            'checksum': '{:016x}'.format(sum(report['checksum'] for report in reports) % (1 << 64)),
            'startupMs': work_start / 1e6,
            'workMs': (work_end - work_start) / 1e6,
            'startupCpuMs': startup_cpu_ns / 1e6,
            'workCpuMs': work_cpu_ns / 1e6,
            **({'runnableMs': runnable_ns / 1e6} if runnable_ns == runnable_ns else {}),
            'eventLoops': [_event_loop(mode, report, measurement) for report in reports if report['loop'] is not None],
            'notices': notices,
            **({'pickling': longest_pickling(pickled)} if pickled else {}),
        }

    def failed(self, error):
        """Keeps what was recorded, and says what went wrong. @returns the message for the runner"""
        words = {'prepare': 'preparing the run failed', 'startup': 'starting the run failed', 'work': 'the work failed'}
        failure = failure_of(error, words[self.phase])
        if self._measurement is not None:
            self._measurement.json(FAILURE, dict(failure, at=self._measurement.now()))
        self.stop()
        return {'type': 'failed', 'failure': failure, 'phase': self.phase}

    def stop(self):
        """Ends all worker processes at once."""
        if self._mode is not None:
            self._mode.stop()


def _gil_notices():
    """A free-threaded interpreter switches the GIL on for an extension that doesn't say it can do without."""
    is_enabled = getattr(sys, '_is_gil_enabled', None)
    if is_enabled is None or not sysconfig.get_config_var('Py_GIL_DISABLED') or not is_enabled():
        return []
    return ['This Python is built without the GIL, but it was on: an extension needs it, or PYTHON_GIL=1 is set.']


def _event_loop(mode, report, measurement):
    loop = report['loop']
    # What can't be read is not a number, and left out.
    times = {name: loop[of] / 1e6 for name, of in (('cpuMs', 'cpu'), ('runnableMs', 'run_delay')) if loop[of] == loop[of]}
    return {
        **times,
        **({} if mode.loop_function is None else {'runs': mode.loop_function}),
        'process': 'job',
        'thread': mode.loop_thread,
        'pid': measurement.pid,
        'tid': report.get('tid', measurement.tid),
        'utilisation': loop['utilisation'],
        'lagP50Ms': loop['p50'] / 1e6,
        'lagP99Ms': loop['p99'] / 1e6,
        'lagMaxMs': loop['max'] / 1e6,
    }
