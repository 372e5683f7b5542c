"""Does what the runner says, answers, ends. Messages are lines of JSON: from the runner on descriptor 3, to it on descriptor 4."""
import faulthandler
import json
import os
import queue
import sys
import threading

from .failure import failure_of
from .job import Job
from .prctl import end_with_parent, let_look


def serve(started_ns, started_cpu_ns):
    end_with_parent()
    # A crash in native code leaves its traceback in the output.
    faulthandler.enable()
    for descriptor in (3, 4):
        os.set_inheritable(descriptor, False)
    inbox = queue.SimpleQueue()
    # A list: the reader needs to know of the job that is made later.
    jobs = []
    reader = threading.Thread(target=_read, args=(inbox, jobs), name='juggler', daemon=True)
    reader.start()
    while True:
        message = inbox.get()
        try:
            answer = _obey(message, jobs, started_ns, started_cpu_ns)
        except BaseException as error:
            if jobs:
                _leave(jobs[0].failed(error))
            _leave({'type': 'failed', 'failure': failure_of(error, 'loading failed'), 'phase': 'startup'})
        if answer is not None:
            _leave(answer)


def _obey(message, jobs, started_ns, started_cpu_ns):
    """@returns the last message; None: there is more to come."""
    kind = message['type']
    if kind == 'check':
        return _checked(message['file'])
    if kind == 'prepare':
        let_look(message['spec']['recorder'])
        jobs.append(Job(message['spec'], started_ns, started_cpu_ns))
        jobs[0].prepare()
        _say({'type': 'prepared'})
    if kind == 'start' and jobs:
        return {'type': 'finished', 'result': jobs[0].run()}
    return None


def _checked(path):
    from .user_module import open_module

    work = open_module(path, None)
    return {
        'type': 'checked',
        'title': os.path.basename(path),
        'items': len(work.items()),
    }


def _read(inbox, jobs):
    """In a thread of its own: a host that computes hears that it shall stop, as soon as it gives the GIL away."""
    with os.fdopen(3, 'r', encoding='utf-8') as lines:
        for line in lines:
            message = json.loads(line)
            if message['type'] == 'stop':
                break
            inbox.put(message)
    # Told to stop, or the runner is gone.
    for job in jobs:
        job.stop()
    os._exit(0)


def _say(message):
    data = (json.dumps(message) + '\n').encode()
    while data:
        data = data[os.write(4, data) :]


def _leave(message):
    """Not by the interpreter's own end: the user's threads or exit handlers could hold it up."""
    try:
        _say(message)
    except OSError:
        pass
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except Exception:
            pass
    os._exit(0)
