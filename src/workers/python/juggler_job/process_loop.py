"""Of a worker process: runs batches as they come, until the host lets it go or is gone."""
import faulthandler
import os
import sys

from .clock import now_ns, process_cpu_ns
from .failure import failure_of
from .measurement import ThreadMeasurement
from .open_work import open_work
from .pickling import Pickling
from .prctl import end_with_parent, let_look
from .process_pipe import ProcessPipe
from .task_runner import TaskRunner


def serve_process():
    end_with_parent()
    faulthandler.enable()
    host = _own_pipe()
    try:
        _serve(host)
    except EOFError:
        pass
    except BaseException as error:
        host.send(('failed', failure_of(error, 'starting a worker process failed')))
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(0)


def _serve(host):
    setup, worker = host.receive()
    let_look(setup.recorder)
    measurement = ThreadMeasurement(setup, 'worker', worker, 'process')
    work = open_work(setup.workload, setup.shared, setup.module_name)
    runner = TaskRunner(measurement, work.run)
    pickling = Pickling(measurement, True)
    host.send(('ready', measurement.path))
    host.receive()
    cpu_at_work = process_cpu_ns()
    measurement.sample_cpu_now()
    try:
        while True:
            message = host.receive()
            if message is None:
                break
            pickling.add(*host.last)
            first, items = message
            began = now_ns()
            for index, item in enumerate(items, first):
                runner.call(index, item)
            host.send(('ran', len(items), now_ns() - began))
    except Exception:
        measurement.flush()
        raise
    work_cpu_ns = process_cpu_ns() - cpu_at_work
    measurement.sample_cpu_now()
    measurement.close(runner.finished)
    host.send(('done', _report(runner, pickling, cpu_at_work, work_cpu_ns)))
    host.receive()


def _report(runner, pickling, startup_cpu_ns, work_cpu_ns):
    return dict(runner.report(), startup_cpu_ns=startup_cpu_ns, work_cpu_ns=work_cpu_ns, unpacked=pickling.times)


def _own_pipe():
    """What the user's code prints must not get between the messages: its output goes where its errors go."""
    reader = os.fdopen(os.dup(0), 'rb')
    writer = os.fdopen(os.dup(1), 'wb')
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    os.dup2(2, 1)
    return ProcessPipe(reader, writer)
