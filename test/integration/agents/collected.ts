import type { AgentHello } from '../../../src/core/protocol/agent';
import type {
  AgentSink,
  EndedOperation,
  PoolJob,
  StackNode,
  StartedOperation,
  Step,
} from '../../../src/recorder/agents/agent-sink';

export interface Operation extends StartedOperation {
  readonly ended: EndedOperation | null;
}

/** All that a reader told about one thread. */
export interface CollectedThread {
  readonly hello: AgentHello;
  readonly lags: (readonly [at: number, worst: number])[];
  readonly utilisations: (readonly [at: number, share: number])[];
  readonly inFlight: (readonly [at: number, most: number])[];
  readonly blocked: (readonly [start: number, end: number, what: string])[];
  readonly garbage: (readonly [start: number, end: number, kind: string])[];
  readonly operations: Operation[];
  readonly made: (readonly [operation: number, made: { readonly pid: number } | { readonly thread: number }])[];
  readonly marks: (readonly [at: number, name: string])[];
  readonly measures: (readonly [start: number, end: number, name: string, source: string])[];
  readonly stackNodes: StackNode[];
  readonly samples: (readonly [at: number, node: number | null])[];
  readonly stacks: (readonly [from: number, to: number, node: number])[];
  readonly promises: (readonly [at: number, made: number, settled: number])[];
  readonly steps: Step[];
  readonly queued: (PoolJob & { readonly at: number; readonly name: string })[];
  readonly jobs: (PoolJob & { readonly at: number; readonly name: string; readonly part: number })[];
  readonly jobEnds: (PoolJob & { readonly at: number; readonly outcome: string; readonly part: number })[];
  readonly names: string[];
  readonly untold: (readonly [thing: string, count: number | null])[];
  ended: { readonly at: number; readonly inOrder: boolean } | null;
}

export class Collected implements AgentSink {
  readonly threads: CollectedThread[] = [];
  readonly messages: { from: number; to: number; sentAt: number; receivedAt: number }[] = [];
  readonly notices: string[] = [];
  readonly #positions = new Map<string, number>();

  thread(hello: AgentHello): number {
    this.threads.push({
      hello,
      lags: [],
      utilisations: [],
      inFlight: [],
      blocked: [],
      garbage: [],
      operations: [],
      made: [],
      marks: [],
      measures: [],
      stackNodes: [],
      samples: [],
      stacks: [],
      promises: [],
      steps: [],
      queued: [],
      jobs: [],
      jobEnds: [],
      names: [],
      untold: [],
      ended: null,
    });
    return this.threads.length - 1;
  }
  lag(thread: number, at: number, worst: number): void {
    this.threads[thread]!.lags.push([at, worst]);
  }
  utilisation(thread: number, at: number, share: number): void {
    this.threads[thread]!.utilisations.push([at, share]);
  }
  inFlight(thread: number, at: number, most: number): void {
    this.threads[thread]!.inFlight.push([at, most]);
  }
  blocked(thread: number, start: number, end: number, what: string): void {
    this.threads[thread]!.blocked.push([start, end, what]);
  }
  garbage(thread: number, start: number, end: number, kind: string): void {
    this.threads[thread]!.garbage.push([start, end, kind]);
  }
  operationStart(thread: number, operation: StartedOperation): void {
    const count = this.threads[thread]!.operations.push({ ...operation, ended: null });
    this.#positions.set(`${thread} ${operation.id}`, count - 1);
  }
  operationEnd(thread: number, ended: EndedOperation): void {
    const { operations } = this.threads[thread]!;
    const index = this.#indexOf(thread, ended.id);
    operations[index] = { ...operations[index]!, ended };
  }
  made(
    thread: number,
    operation: number,
    _at: number,
    made: { readonly pid: number } | { readonly thread: number },
  ): void {
    this.threads[thread]!.made.push([operation, made]);
  }
  message(from: number, to: number, sentAt: number, receivedAt: number): void {
    this.messages.push({ from, to, sentAt, receivedAt });
  }
  mark(thread: number, at: number, name: string): void {
    this.threads[thread]!.marks.push([at, name]);
  }
  measure(thread: number, start: number, end: number, name: string, source: string): void {
    this.threads[thread]!.measures.push([start, end, name, source]);
  }
  stackNode(thread: number, node: StackNode): void {
    this.threads[thread]!.stackNodes.push(node);
  }
  sample(thread: number, at: number, node: number | null): void {
    this.threads[thread]!.samples.push([at, node]);
  }
  stack(thread: number, from: number, to: number, node: number): void {
    this.threads[thread]!.stacks.push([from, to, node]);
  }
  promises(thread: number, at: number, made: number, settled: number): void {
    this.threads[thread]!.promises.push([at, made, settled]);
  }
  operationNamed(thread: number, id: number, name: string): void {
    const { operations } = this.threads[thread]!;
    const index = this.#indexOf(thread, id);
    operations[index] = { ...operations[index]!, name };
  }
  step(thread: number, step: Step): void {
    this.threads[thread]!.steps.push(step);
  }
  jobQueued(thread: number, job: CollectedThread['queued'][number]): void {
    this.threads[thread]!.queued.push(job);
  }
  jobStart(thread: number, job: CollectedThread['jobs'][number]): void {
    this.threads[thread]!.jobs.push(job);
  }
  jobEnd(thread: number, job: CollectedThread['jobEnds'][number]): void {
    this.threads[thread]!.jobEnds.push(job);
  }
  renamed(thread: number, name: string): void {
    this.threads[thread]!.names.push(name);
  }
  untold(thread: number, thing: string, _from: number, _to: number, count: number | null): void {
    this.threads[thread]!.untold.push([thing, count]);
  }
  ended(thread: number, at: number, inOrder: boolean): void {
    this.threads[thread]!.ended = { at, inOrder };
  }
  notice(sentence: string): void {
    this.notices.push(sentence);
  }

  #indexOf(thread: number, operation: number): number {
    return this.#positions.get(`${thread} ${operation}`)!;
  }

  /** Operations of a kind, of all threads. */
  operations(kind: string): readonly Operation[] {
    return this.threads.flatMap(({ operations }) => operations.filter((one) => one.kind === kind));
  }
}
