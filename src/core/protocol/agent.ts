/*
 * What an agent writes about a thread of somebody's own program. Frames as in `frames.ts`, of kinds of their own:
 *
 *   hello, then strings* and rows*, then end                 one series of frames a thread, times are Nanos of the run
 *
 * Node's agent writes them to a file a thread; Python's writes the same rows into a ring a process (`agent-ring.ts`).
 * Whoever reads them must check them: they come out of a process that runs other people's code.
 */

export const agentFrameKinds = {
  /** JSON `AgentHello`: first frame of a thread. */
  hello: 32,
  /** JSON array of strings, added to the thread's table: rows name them by their index. Index 0 is the empty string. */
  strings: 33,
  loop: 34,
  blocked: 35,
  garbage: 36,
  operationStart: 37,
  operationEnd: 38,
  mark: 39,
  measure: 40,
  made: 41,
  message: 42,
  untold: 43,
  stackNode: 44,
  sample: 45,
  promises: 46,
  /** JSON `AgentEnd`: last frame of a thread that ended in order. */
  end: 47,
  step: 48,
  jobQueued: 49,
  jobStart: 50,
  jobEnd: 51,
  renamed: 52,
  operationNamed: 53,
  notice: 54,
  stack: 55,
} as const;
export type AgentFrameKind = (typeof agentFrameKinds)[keyof typeof agentFrameKinds];

/** Field order of the rows, all f64. NaN: not known. */
export const agentRowFields = {
  /** Of the window that ends at `at`: worst lag, share of the time the loop was busy, most operations in flight. */
  [agentFrameKinds.loop]: ['at', 'lagMax', 'utilisation', 'inFlight'],
  /** The event loop did not turn. `what` it did instead: a string, 0 where that is not known. */
  [agentFrameKinds.blocked]: ['start', 'end', 'what'],
  /** `kind`: index into `garbageKinds`. */
  [agentFrameKinds.garbage]: ['start', 'end', 'kind'],
  /** `id`: from 1, per thread. `kind`: index into `operationKinds`. `startedBy`: id of another operation, 0: none known. */
  [agentFrameKinds.operationStart]: ['id', 'at', 'kind', 'name', 'startedBy'],
  /** `outcome`: index into `operationOutcomes`. */
  [agentFrameKinds.operationEnd]: ['id', 'at', 'outcome'],
  [agentFrameKinds.mark]: ['at', 'name'],
  /** `source`: index into `measureSources`. */
  [agentFrameKinds.measure]: ['start', 'end', 'name', 'source'],
  /** An operation that made a process (`pid`) or a thread of this process (`thread`); the other one is NaN. */
  [agentFrameKinds.made]: ['operation', 'at', 'pid', 'thread'],
  /**
   * A message between a thread and the worker it made. `thread`: the worker's number, which names the pair; `number`: how
   * many went the same way before; `way`: index into `messageWays`. Sender and receiver each write a row.
   */
  [agentFrameKinds.message]: ['at', 'thread', 'number', 'way'],
  /** Too many a second: `count` of `what` (index into `untoldThings`) were left out of the frames. */
  [agentFrameKinds.untold]: ['what', 'from', 'to', 'count'],
  /** A frame of a stack: `node` from 1, `parent` (0: none), its function and file as strings, its line from 1. */
  [agentFrameKinds.stackNode]: ['node', 'parent', 'function', 'file', 'line'],
  /** What the thread ran at `at`: a stack node, the innermost. 0: nothing that is the program’s own language. */
  [agentFrameKinds.sample]: ['at', 'node'],
  /** Promises made and settled in the window that ends at `at`. */
  [agentFrameKinds.promises]: ['at', 'made', 'settled'],
  /** An operation's own code ran; `awaits`: what it waits for from `end` on, a string, 0 where it goes on by itself. */
  [agentFrameKinds.step]: ['operation', 'start', 'end', 'awaits'],
  /** Work given to a pool. `kind`: index into `poolKinds`; `job`: its number in that kind and in the process `pid` that gave it. */
  [agentFrameKinds.jobQueued]: ['pid', 'kind', 'job', 'at', 'name'],
  /** On the thread that does it, in whatever process. `part`: of a job that several do; from 0. */
  [agentFrameKinds.jobStart]: ['pid', 'kind', 'job', 'at', 'name', 'part'],
  /** `outcome`: index into `operationOutcomes`. */
  [agentFrameKinds.jobEnd]: ['pid', 'kind', 'job', 'at', 'outcome', 'part'],
  /** The thread has another name now. */
  [agentFrameKinds.renamed]: ['at', 'name'],
  /** The operation was given a name once it was under way. */
  [agentFrameKinds.operationNamed]: ['operation', 'at', 'name'],
  /** What can't be seen here, and why: a sentence. */
  [agentFrameKinds.notice]: ['at', 'sentence'],
  /** At every look from `from` to `to` the thread ran this stack node, the innermost. What lies between two of these is not known. */
  [agentFrameKinds.stack]: ['from', 'to', 'node'],
} as const satisfies Readonly<Record<number, readonly string[]>>;
export type AgentRowKind = keyof typeof agentRowFields;

export const operationKinds = [
  'http-in',
  'http-out',
  'socket',
  'dns',
  'file',
  'child',
  'timer',
  'worker',
  'task',
] as const;
export type OperationKind = (typeof operationKinds)[number];

/** `ended`: how it ended isn't told by what ended it. */
export const operationOutcomes = ['ended', 'failed', 'cancelled'] as const;
export type OperationOutcome = (typeof operationOutcomes)[number];

export const garbageKinds = [
  'unknown',
  'scavenge',
  'minor',
  'incremental',
  'major',
  'weak callbacks',
  'generation 0',
  'generation 1',
  'generation 2',
] as const;
export type GarbageKind = (typeof garbageKinds)[number];

export const measureSources = ['performance', 'console', 'span'] as const;
export type MeasureSource = (typeof measureSources)[number];

export const messageWays = [
  'to-worker-sent',
  'to-worker-received',
  'from-worker-sent',
  'from-worker-received',
] as const;
export type MessageWay = (typeof messageWays)[number];

export const poolKinds = ['thread pool', 'process pool', 'pool'] as const;
export type PoolKind = (typeof poolKinds)[number];

export const untoldThings = ['operations', 'promises', 'messages', 'marks', 'tasks', 'steps', 'jobs'] as const;
export type UntoldThing = (typeof untoldThings)[number];

/**
 * In the run's folder, kept by the recorder: CLOCK_MONOTONIC in ns of its last poll, a u64 (little endian). Agents look at it
 * when they begin and before they take more of the disk. Once it is older than `readerGoneMs` nobody reads: they write
 * nothing more until it is renewed. Where the file is not there at all, it says nothing.
 */
export const agentReaderFile = 'reader';
export const readerGoneMs = 10_000;

export interface AgentHello {
  /** The run's t = 0 on CLOCK_MONOTONIC, as a decimal string. */
  readonly epochNs: string;
  /** When the agent began in this thread, Nanos of the run. */
  readonly at: number;
  readonly pid: number;
  readonly parentPid: number;
  /** Native thread id; null where it can't be known. */
  readonly tid: number | null;
  /** `agent`: a thread that the agent has started for itself. */
  readonly kind: 'main' | 'worker' | 'agent';
  /** The agent's number of the thread within its process: 0 is the main thread. */
  readonly thread: number;
  /** Of a thread that has a name, that; else of the script, or what stands in its place. */
  readonly name: string;
  /** What runs the program. */
  readonly runtime: AgentRuntime;
  /** Whether operations tell what started them through `await` as well, or only where a callback starts another. */
  readonly startedBy: 'context' | 'callbacks';
  /** Number of the thread that started this one, in the same process; null: not known. */
  readonly madeBy: number | null;
  /** Inode of `/proc/self/ns/pid`: `pid`, `parentPid` and `tid` are numbers of that namespace. Null: not known here. */
  readonly pidNamespace?: number | null | undefined;
}

export interface AgentRuntime {
  readonly name: 'node' | 'python';
  readonly version: string;
}

export interface AgentEnd {
  readonly at: number;
}

/** Beside the agent, in a file of this name: its settings. Not in the environment, which workers may not have. */
export const agentSettingsFile = 'node-agent.json';

export interface AgentSettings {
  readonly epochNs: string;
  /** How far CLOCK_MONOTONIC is ahead in the recorder's time namespace, ns, as a decimal string. */
  readonly clockOffsetNs: string;
  /** Whole option as it stands in NODE_OPTIONS, to be taken out again when the folder is gone. */
  readonly option: string;
  /** A loop that did not turn for longer is told as blocked. */
  readonly blockedMs: number;
  /** Named operations, and messages between threads. */
  readonly operations: boolean;
  /** Microseconds between CPU samples; null: none. */
  readonly samplesUs: number | null;
  /** Count promises: costs 2 to 4 times the time of code that does little but await. */
  readonly promises: boolean;
}

export function isAgentRowKind(kind: number): kind is AgentRowKind {
  return Object.hasOwn(agentRowFields, kind);
}
