"""Every step takes a lock that all threads share, adds 1 to a counter and gives the lock back."""
import threading

_lock = threading.Lock()
_counter = 0


def items(count, seed, parameters):
    return [round(parameters['steps'])] * count


def open_work(parameters, shared):
    return {'run': run}


def run(steps):
    global _counter
    for _ in range(steps):
        with _lock:
            _counter += 1
    return steps
