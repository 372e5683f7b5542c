/*
 * One thread's rows, checked row by row and handed to the sink with names instead of numbers. Whatever throws here makes
 * the rest of the thread's file lost, and nothing else.
 */
import {
  agentFrameKinds as kinds,
  garbageKinds,
  measureSources,
  messageWays,
  operationKinds,
  operationOutcomes,
  poolKinds,
  untoldThings,
  type AgentHello,
  type AgentRowKind,
} from '../../core/protocol/agent';
import type { AgentSink, AgentThread, PoolJob } from './agent-sink';
import type { MessagePairs } from './pair-messages';
import { checkOrder, checkTime, checkWhole, nameAt, parseAgentRows } from './parse-agent-frames';

const mostOpen = 1_000_000;
const mostStrings = 1_000_000;
const mostStackNodes = 1_000_000;

export class ThreadRows {
  readonly hello: AgentHello;
  readonly thread: AgentThread;
  readonly #sink: AgentSink;
  readonly #messages: MessagePairs;
  readonly #strings: string[];
  readonly #open = new Set<number>();
  readonly #stackNodes = new Set<number>();
  #lastSeen: number;

  /** @param strings of the whole process where its threads share them */
  constructor(hello: AgentHello, sink: AgentSink, messages: MessagePairs, strings = ['']) {
    this.#strings = strings;
    this.hello = hello;
    this.#sink = sink;
    this.#messages = messages;
    this.#lastSeen = hello.at;
    this.thread = sink.thread(hello);
  }

  /** The latest time that any row told. */
  get lastSeen(): number {
    return this.#lastSeen;
  }

  addStrings(strings: readonly string[]): void {
    if (this.#strings.length + strings.length > mostStrings) throw new Error(`more than ${mostStrings} strings`);
    for (const text of strings) this.#strings.push(text);
  }

  accept(kind: AgentRowKind, payload: Uint8Array): void {
    const { values, width } = parseAgentRows(kind, payload);
    for (let at = 0; at < values.length; at += width) this.acceptRow(kind, values.subarray(at, at + width));
  }

  /** @param row good during the call alone */
  acceptRow(kind: AgentRowKind, row: Float64Array): void {
    this.#rows[kind](row);
  }

  /** Nothing more will come: what has not ended by now never will. */
  close(inOrder: boolean): void {
    for (const id of this.#open) {
      this.#sink.operationEnd(this.thread, { id, at: this.#lastSeen, outcome: 'unfinished' });
    }
    this.#open.clear();
    this.#sink.ended(this.thread, this.#lastSeen, inOrder);
  }

  readonly #rows: { readonly [K in AgentRowKind]: (row: Float64Array) => void } = {
    [kinds.loop]: (row) => {
      const [at, lagMax, utilisation, inFlight] = [this.#at(row[0]!), row[1]!, row[2]!, row[3]!];
      if (!(lagMax >= 0)) throw new Error(`a lag of ${lagMax} ns`);
      this.#sink.lag(this.thread, at, lagMax);
      if (!Number.isNaN(utilisation)) this.#sink.utilisation(this.thread, at, checkShare(utilisation));
      this.#sink.inFlight(this.thread, at, checkWhole('operations in flight:', inFlight, 0));
    },
    [kinds.blocked]: (row) => {
      const [start, end] = this.#span(row);
      this.#sink.blocked(this.thread, start, end, this.#string(row[2]!));
    },
    [kinds.garbage]: (row) => {
      const [start, end] = this.#span(row);
      this.#sink.garbage(this.thread, start, end, nameAt('a garbage collection of kind', garbageKinds, row[2]!));
    },
    [kinds.operationStart]: (row) => {
      const id = checkWhole('an operation with the id', row[0]!, 1);
      const startedBy = checkWhole('an operation started by', row[4]!, 0);
      if (this.#open.size >= mostOpen) throw new Error(`more than ${mostOpen} operations in flight`);
      this.#open.add(id);
      this.#sink.operationStart(this.thread, {
        id,
        at: this.#at(row[1]!),
        kind: nameAt('an operation of kind', operationKinds, row[2]!),
        name: this.#string(row[3]!),
        startedBy: startedBy === 0 ? null : startedBy,
      });
    },
    [kinds.operationEnd]: (row) => {
      const id = checkWhole('an operation with the id', row[0]!, 1);
      if (!this.#open.delete(id)) throw new Error(`the end of the operation ${id}, which has not begun or has ended`);
      const outcome = nameAt('an operation with the outcome', operationOutcomes, row[2]!);
      this.#sink.operationEnd(this.thread, { id, at: this.#at(row[1]!), outcome });
    },
    [kinds.mark]: (row) => this.#sink.mark(this.thread, this.#at(row[0]!), this.#string(row[1]!)),
    [kinds.measure]: (row) => {
      const [start, end] = this.#span(row);
      const source = nameAt('a measure from', measureSources, row[3]!);
      this.#sink.measure(this.thread, start, end, this.#string(row[2]!), source);
    },
    [kinds.made]: (row) => {
      const [operation, at, pid, thread] = [
        checkWhole('the operation', row[0]!, 1),
        this.#at(row[1]!),
        row[2]!,
        row[3]!,
      ];
      const made = Number.isNaN(pid)
        ? { thread: checkWhole('a thread with the number', thread, 0) }
        : { pid: checkWhole('a process with the id', pid, 1) };
      this.#sink.made(this.thread, operation, at, made);
    },
    [kinds.message]: (row) => {
      const at = this.#at(row[0]!);
      const worker = checkWhole('a message of the worker', row[1]!, 0);
      const number = checkWhole('a message with the number', row[2]!, 0);
      const way = nameAt('a message on the way', messageWays, row[3]!);
      const pair = this.#messages.add(this.hello.pid, worker, number, way, { thread: this.thread, at });
      if (pair !== null) this.#sink.message(pair.from.thread, pair.to.thread, pair.from.at, pair.to.at);
    },
    [kinds.untold]: (row) => {
      const [thing, count] = [nameAt('untold things of kind', untoldThings, row[0]!), row[3]!];
      checkOrder(row[1]!, row[2]!);
      this.#sink.untold(this.thread, thing, row[1]!, this.#at(row[2]!), Number.isNaN(count) ? null : count);
    },
    [kinds.stackNode]: (row) => {
      const node = checkWhole('a stack node', row[0]!, 1);
      const parent = checkWhole('the parent of a stack node', row[1]!, 0);
      // Rows may have been dropped on the way: what is missing is its caller, or a caller's.
      const isNew = !this.#stackNodes.has(node) && (parent === 0 || this.#stackNodes.has(parent));
      if (!isNew || parent >= node) throw new Error(`a stack node ${node} below ${parent}`);
      if (this.#stackNodes.size >= mostStackNodes) throw new Error(`more than ${mostStackNodes} stack nodes`);
      this.#stackNodes.add(node);
      this.#sink.stackNode(this.thread, {
        node,
        parent: parent === 0 ? null : parent,
        function: this.#string(row[2]!),
        file: this.#string(row[3]!),
        line: checkWhole('the line', row[4]!, 0),
      });
    },
    [kinds.sample]: (row) => {
      const node = row[1] === 0 ? null : this.#stackNode(row[1]!);
      this.#sink.sample(this.thread, this.#at(row[0]!), node);
    },
    [kinds.promises]: (row) => {
      const [made, settled] = [checkWhole('promises made:', row[1]!, 0), checkWhole('promises settled:', row[2]!, 0)];
      this.#sink.promises(this.thread, this.#at(row[0]!), made, settled);
    },
    [kinds.step]: (row) => {
      checkOrder(row[1]!, row[2]!);
      this.#sink.step(this.thread, {
        operation: checkWhole('a step of the operation', row[0]!, 1),
        start: row[1]!,
        end: this.#at(row[2]!),
        awaits: this.#string(row[3]!),
      });
    },
    [kinds.jobQueued]: (row) => {
      this.#sink.jobQueued(this.thread, { ...this.#job(row), name: this.#string(row[4]!) });
    },
    [kinds.jobStart]: (row) => {
      const part = checkWhole('the part of a job', row[5]!, 0);
      this.#sink.jobStart(this.thread, { ...this.#job(row), name: this.#string(row[4]!), part });
    },
    [kinds.jobEnd]: (row) => {
      const part = checkWhole('the part of a job', row[5]!, 0);
      const outcome = nameAt('a job with the outcome', operationOutcomes, row[4]!);
      this.#sink.jobEnd(this.thread, { ...this.#job(row), outcome, part });
    },
    [kinds.operationNamed]: (row) => {
      this.#at(row[1]!);
      const id = checkWhole('the name of the operation', row[0]!, 1);
      this.#sink.operationNamed(this.thread, id, this.#string(row[2]!));
    },
    [kinds.notice]: (row) => {
      this.#at(row[0]!);
      this.#sink.notice(this.#string(row[1]!));
    },
    [kinds.stack]: (row) => {
      const [from, to] = this.#span(row);
      this.#sink.stack(this.thread, from, to, this.#stackNode(row[2]!));
    },
    [kinds.renamed]: (row) => {
      this.#at(row[0]!);
      this.#sink.renamed(this.thread, this.#string(row[1]!));
    },
  };

  #stackNode(node: number): number {
    if (!this.#stackNodes.has(node)) throw new Error(`a sample of the stack node ${node}, which was not told`);
    return node;
  }

  #job(row: Float64Array): PoolJob & { readonly at: number } {
    return {
      pid: checkWhole('a job of the process', row[0]!, 1),
      kind: nameAt('a pool of kind', poolKinds, row[1]!),
      job: checkWhole('a job with the number', row[2]!, 0),
      at: this.#at(row[3]!),
    };
  }

  #span(row: Float64Array): readonly [start: number, end: number] {
    checkOrder(row[0]!, row[1]!);
    return [row[0]!, this.#at(row[1]!)];
  }

  #at(time: number): number {
    checkTime(time);
    if (time > this.#lastSeen) this.#lastSeen = time;
    return time;
  }

  #string(index: number): string {
    return nameAt('a string with the number', this.#strings, index);
  }
}

/** What comes out of rounding is put right. */
function checkShare(share: number): number {
  if (share < -0.01 || share > 1.01) throw new Error(`a utilisation of ${share}`);
  return Math.min(1, Math.max(0, share));
}
