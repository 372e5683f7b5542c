import type { WorkloadDescription } from '../../core/protocol/contract';

/** A built-in workload of Python's; what it does is in `workers/python/juggler_job/workloads`. */
export interface PythonWorkload extends WorkloadDescription {
  readonly language: 'python';
  /** It talks with the latency server, at the port that this parameter asks for. */
  readonly server?: string;
  /** Beside it stands a `.pyx` with the same work in C. */
  readonly hasCython?: true;
}

const compute: PythonWorkload = {
  id: 'py-compute',
  language: 'python',
  title: 'Python: square roots',
  tagline: 'computing, even slices',
  about:
    'Adds up the square roots of many numbers in a plain loop of Python; each item is one slice of them. Nobody waits for ' +
    'anything, so asyncio and Trio gain nothing. Threads gain nothing either: whoever runs Python holds the GIL, so they take ' +
    'turns. Processes have a GIL each and use all cores. The same loop in Cython is compiled to C and gives the GIL away, so ' +
    'it is far faster on one thread, and its threads do run at the same time. On a free-threaded interpreter, those of ' +
    'plain Python do, too.',
  items: { default: 32, min: 1, max: 100_000 },
  parameters: [{ name: 'millions', label: 'Steps in all', unit: 'million', default: 40, min: 0.01, max: 10_000 }],
  hasCython: true,
};

const requests: PythonWorkload = {
  id: 'py-requests',
  language: 'python',
  title: 'Python: requests',
  tagline: 'waiting for a server',
  about:
    'Sends HTTP requests to a server on this machine that answers each after 50 to 200 ms. Nobody computes anything: serial ' +
    'waits for one answer after the other. asyncio, Trio and unsync send the next request while others are on their way and ' +
    'are done after about the longest wait, on one thread. Threads wait at the same time, too, since the GIL is free while ' +
    'a thread waits: give them many workers, they cost little here. Processes cost most. The server is a process of its own, ' +
    'its CPU time isn’t counted.',
  items: { default: 24, min: 1, max: 10_000 },
  workers: 12,
  parameters: [
    { name: 'minMs', label: 'Shortest wait', unit: 'ms', default: 50, min: 0, max: 60_000 },
    { name: 'maxMs', label: 'Longest wait', unit: 'ms', default: 200, min: 0, max: 60_000 },
    { name: 'port', label: 'Port (0: any free one)', unit: '', default: 0, min: 0, max: 65_535 },
  ],
  server: 'port',
};

const files: PythonWorkload = {
  id: 'py-files',
  language: 'python',
  title: 'Python: files',
  tagline: 'reading, and C code that gives the GIL away',
  about:
    'Reads files and digests each several times with SHA-256. hashlib is C code that gives the GIL away while it computes: ' +
    'threads of plain Python use several cores here. asyncio has no files of its own, so it gains nothing, unless the work ' +
    'is handed to threads (to-thread).',
  items: { default: 64, min: 1, max: 10_000 },
  parameters: [
    { name: 'kilobytes', label: 'Size of a file', unit: 'KiB', default: 2048, min: 1, max: 65_536 },
    { name: 'passes', label: 'Digests of each', unit: '', default: 6, min: 1, max: 1000 },
  ],
};

const lock: PythonWorkload = {
  id: 'py-lock',
  language: 'python',
  title: 'Python: a lock',
  tagline: 'threads that share one lock',
  about:
    'Every step takes a lock, adds 1 to a counter and gives the lock back. Under the GIL threads take turns anyway, and the ' +
    'lock adds to it: a thread that holds it may lose the GIL, and all others wait. Processes share no lock: each has a ' +
    'counter of its own, so they look fast, but don’t solve the same problem.',
  items: { default: 32, min: 1, max: 100_000 },
  parameters: [{ name: 'steps', label: 'Steps in an item', unit: '', default: 500_000, min: 1, max: 100_000_000 }],
};

const count: PythonWorkload = {
  id: 'py-count',
  language: 'python',
  title: 'Python: count',
  tagline: 'x += 1, as busy as it can be',
  about:
    'Adds 1 to a number, over and over: the simplest way to keep a core busy. Threads of it share one core, since only the one ' +
    'that holds the GIL runs; the task manager shows a machine that is mostly idle, and the program is going flat out.',
  items: { default: 16, min: 1, max: 10_000 },
  parameters: [{ name: 'millions', label: 'Steps in an item', unit: 'million', default: 4, min: 0.01, max: 2_000 }],
};

/** In the order they are offered. */
export const pythonWorkloads: readonly PythonWorkload[] = [compute, requests, files, lock, count];

export const pythonWorkloadById = (id: string): PythonWorkload | undefined =>
  pythonWorkloads.find((workload) => workload.id === id);

/** Whether a user's module is Python's. */
export const isPythonModule = (file: string): boolean => /\.py$/i.test(file);
