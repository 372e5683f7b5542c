import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';

/** What runs of Python workloads need. */
export interface PythonParts {
  /** Absolute path of the built `workers/python/job_host.py`. */
  readonly host: string;
  /** Absolute path of the built `workers/python/describe_interpreter.py`. */
  readonly describe: string;
  /** Absolute path of the built `workers/latency-server.js`. */
  readonly latencyServer: string;
  /** What Cython compiled is kept in this folder. */
  readonly cache: string;
}

/** @param out absolute path of what the build makes, also inside the packed app */
export function pythonParts(out: string, environment: NodeJS.ProcessEnv = process.env): PythonParts {
  // The app is one archive, which Python can't read: its files lie unpacked beside it (electron-builder.config.mjs).
  const python = join(out, 'workers', 'python').replace(/\.asar(?=[/\\])/, '.asar.unpacked');
  const cache = environment['XDG_CACHE_HOME'];
  // XDG Base Directory Specification: relative paths are to be ignored.
  const caches = cache !== undefined && isAbsolute(cache) ? cache : join(homedir(), '.cache');
  return {
    host: join(python, 'job_host.py'),
    describe: join(python, 'describe_interpreter.py'),
    latencyServer: join(out, 'workers', 'latency-server.js'),
    cache: join(caches, 'juggler', 'cython'),
  };
}
