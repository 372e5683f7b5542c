"""A worker process of the mode `processes`: started by the host, with messages on its standard input and output."""

if __name__ == '__main__':
    import sys

    from juggler_job.process_loop import serve_process

    del sys.path[0]
    serve_process()

if __name__ == '__mp_main__':
    # A process of a pool that the user's module has started: it needs the module under the name that it has here.
    import os
    import sys

    sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
    from juggler_job.module_place import StandInFinder

    del sys.path[0]
    sys.meta_path.insert(0, StandInFinder)
