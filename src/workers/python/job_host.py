"""The host of one run of a Python comparison: started by the runner, with messages on the descriptors 3 and 4."""
import time

STARTED_NS = time.perf_counter_ns()
STARTED_CPU_NS = time.process_time_ns()

if __name__ == '__main__':
    import sys

    from juggler_job.serve import serve

    # The user's module is found beside itself, not beside this file.
    del sys.path[0]
    serve(STARTED_NS, STARTED_CPU_NS)

if __name__ == '__mp_main__':
    # A process of a pool that the user's module has started: it needs the module under the name that it has here.
    import os
    import sys

    sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
    from juggler_job.module_place import StandInFinder

    del sys.path[0]
    sys.meta_path.insert(0, StandInFinder)
