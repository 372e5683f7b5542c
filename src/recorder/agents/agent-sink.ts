import type {
  AgentHello,
  GarbageKind,
  MeasureSource,
  OperationKind,
  OperationOutcome,
  PoolKind,
  UntoldThing,
} from '../../core/protocol/agent';

/** A thread that has an agent, by a number of the reader's own. */
export type AgentThread = number;

export interface StartedOperation {
  /** From 1, within its thread. */
  readonly id: number;
  readonly at: number;
  readonly kind: OperationKind;
  /** What is done to what: "GET /users", "readFile /etc/hosts". */
  readonly name: string;
  /** Id of an operation of the same thread; null: not known. */
  readonly startedBy: number | null;
}

export interface EndedOperation {
  readonly id: number;
  readonly at: number;
  /** `unfinished`: it had not ended when the thread was last heard of, which is `at`. */
  readonly outcome: OperationOutcome | 'unfinished';
}

/** A stretch in which an operation's own code ran. */
export interface Step {
  readonly operation: number;
  readonly start: number;
  readonly end: number;
  /** What the operation waits for from then on; empty: it goes on by itself, or has ended. */
  readonly awaits: string;
}

/** Work that was given to a pool: by the process that gave it, the kind of pool, and its number there. */
export interface PoolJob {
  readonly pid: number;
  readonly kind: PoolKind;
  readonly job: number;
}

export interface StackNode {
  /** From 1, within its thread; a parent comes before its children. */
  readonly node: number;
  /** Null: the outermost frame. */
  readonly parent: number | null;
  readonly function: string;
  /** Path or URL; empty where there is none. */
  readonly file: string;
  /** From 1. */
  readonly line: number;
}

/**
 * What agents tell, checked and with names instead of numbers. Times are Nanos of the run. Within one thread and one of
 * these they ascend, but for operations, which overlap, and for stack samples, which come about a second late.
 */
export interface AgentSink {
  thread(hello: AgentHello): AgentThread;
  /** Worst lag of the event loop in the window that ends at `at`. */
  lag(thread: AgentThread, at: number, worst: number): void;
  /** 0..1, of the same window. */
  utilisation(thread: AgentThread, at: number, share: number): void;
  /** Most operations that were in flight at once in the same window. */
  inFlight(thread: AgentThread, at: number, most: number): void;
  /** @param what it did instead of turning; empty: not known */
  blocked(thread: AgentThread, start: number, end: number, what: string): void;
  garbage(thread: AgentThread, start: number, end: number, kind: GarbageKind): void;
  operationStart(thread: AgentThread, operation: StartedOperation): void;
  operationEnd(thread: AgentThread, operation: EndedOperation): void;
  /** An operation made a process, or a thread of its own process (by the agent's number of it). */
  made(
    thread: AgentThread,
    operation: number,
    at: number,
    made: { readonly pid: number } | { readonly thread: number },
  ): void;
  message(from: AgentThread, to: AgentThread, sentAt: number, receivedAt: number): void;
  mark(thread: AgentThread, at: number, name: string): void;
  measure(thread: AgentThread, start: number, end: number, name: string, source: MeasureSource): void;
  stackNode(thread: AgentThread, node: StackNode): void;
  /** `node` null: nothing of the program's own language ran. */
  sample(thread: AgentThread, at: number, node: number | null): void;
  /** It ran `node` all that time, as far as looks at it can tell. */
  stack(thread: AgentThread, from: number, to: number, node: number): void;
  promises(thread: AgentThread, at: number, made: number, settled: number): void;
  operationNamed(thread: AgentThread, operation: number, name: string): void;
  step(thread: AgentThread, step: Step): void;
  jobQueued(thread: AgentThread, job: PoolJob & { readonly at: number; readonly name: string }): void;
  /** On the thread that does it. `part`: of a job that several do. */
  jobStart(
    thread: AgentThread,
    job: PoolJob & { readonly at: number; readonly name: string; readonly part: number },
  ): void;
  jobEnd(
    thread: AgentThread,
    job: PoolJob & { readonly at: number; readonly outcome: OperationOutcome; readonly part: number },
  ): void;
  renamed(thread: AgentThread, name: string): void;
  /** Left out since there was too much of it; `count` null: not even counted. */
  untold(thread: AgentThread, thing: UntoldThing, from: number, to: number, count: number | null): void;
  /** `inOrder` false: it was killed, or its worker was terminated: the last 10 ms or so are not told. */
  ended(thread: AgentThread, at: number, inOrder: boolean): void;
  notice(sentence: string): void;
}
