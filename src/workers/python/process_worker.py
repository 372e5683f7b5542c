"""A worker process of the mode `processes`: started by the host, with messages on its standard input and output."""

if __name__ == '__main__':
    import sys

    from juggler_job.process_loop import serve_process

    del sys.path[0]
    serve_process()
