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
