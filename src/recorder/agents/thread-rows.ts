/*
 * One thread's rows, checked row by row and handed to the sink with names instead of numbers. A row that makes no sense
 * throws before the sink hears of it, and costs nothing but itself.
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
import { checkWhole, nameAt, parseAgentRows } from './parse-agent-frames';
import type { RefusedRows } from './refused-rows';
import type { RunBounds } from './run-time';

const mostOpen = 200_000;
/** An agent tells up to 20,000. */
const mostStrings = 100_000;
const mostStackNodes = 200_000;

export class ThreadRows {
  readonly hello: AgentHello;
  readonly thread: AgentThread;
  readonly #sink: AgentSink;
  readonly #messages: MessagePairs;
  readonly #strings: string[];
  readonly #bounds: RunBounds;
  readonly #open = new Set<number>();
  readonly #stackNodes = new Set<number>();
  #lastSeen: number;

  /**
   * @param strings of the whole process where its threads share them
   * @throws {Error} when the hello lies outside of the run
   */
  constructor(hello: AgentHello, sink: AgentSink, messages: MessagePairs, bounds: RunBounds, strings = ['']) {
    this.#strings = strings;
    this.hello = hello;
    this.#sink = sink;
    this.#messages = messages;
    this.#bounds = bounds;
    this.#lastSeen = bounds.checkHello(hello.at);
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

  /** Never throws: rows that make no sense are added to `refused`. */
  accept(kind: AgentRowKind, payload: Uint8Array, refused: RefusedRows): void {
    const { values, width } = parseAgentRows(kind, payload, refused);
    for (let at = 0; at + width <= values.length; at += width) {
      try {
        this.acceptRow(kind, values.subarray(at, at + width));
      } catch (error) {
        refused.add(error);
      }
    }
  }

  /** @param row good during the call alone. @throws {Error} when it makes no sense */
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
      const lagMax = this.#bounds.checkLength('a lag', row[1]!);
      const utilisation = Number.isNaN(row[2]!) ? null : checkShare(row[2]!);
      const inFlight = checkWhole('operations in flight:', row[3]!, 0);
      const at = this.#at(row[0]!);
      this.#sink.lag(this.thread, at, lagMax);
      if (utilisation !== null) this.#sink.utilisation(this.thread, at, utilisation);
      this.#sink.inFlight(this.thread, at, inFlight);
    },
    [kinds.blocked]: (row) => {
      const what = this.#string(row[2]!);
      const [start, end] = this.#span(row[0]!, row[1]!);
      this.#sink.blocked(this.thread, start, end, what);
    },
    [kinds.garbage]: (row) => {
      const kind = nameAt('a garbage collection of kind', garbageKinds, row[2]!);
      const [start, end] = this.#span(row[0]!, row[1]!);
      this.#sink.garbage(this.thread, start, end, kind);
    },
    [kinds.operationStart]: (row) => {
      const id = checkWhole('an operation with the id', row[0]!, 1);
      const startedBy = checkWhole('an operation started by', row[4]!, 0);
      if (this.#open.size >= mostOpen) throw new Error(`more than ${mostOpen} operations in flight`);
      if (this.#open.has(id)) throw new Error(`the start of the operation ${id}, which goes on already`);
      const operation = {
        id,
        kind: nameAt('an operation of kind', operationKinds, row[2]!),
        name: this.#string(row[3]!),
        at: this.#at(row[1]!),
        startedBy: startedBy === 0 ? null : startedBy,
      };
      this.#open.add(id);
      this.#sink.operationStart(this.thread, operation);
    },
    [kinds.operationEnd]: (row) => {
      const id = checkWhole('an operation with the id', row[0]!, 1);
      if (!this.#open.has(id)) throw new Error(`the end of the operation ${id}, which has not begun or has ended`);
      const outcome = nameAt('an operation with the outcome', operationOutcomes, row[2]!);
      const at = this.#at(row[1]!);
      this.#open.delete(id);
      this.#sink.operationEnd(this.thread, { id, at, outcome });
    },
    [kinds.mark]: (row) => {
      const name = this.#string(row[1]!);
      this.#sink.mark(this.thread, this.#at(row[0]!), name);
    },
    [kinds.measure]: (row) => {
      const name = this.#string(row[2]!);
      const source = nameAt('a measure from', measureSources, row[3]!);
      const [start, end] = this.#span(row[0]!, row[1]!);
      this.#sink.measure(this.thread, start, end, name, source);
    },
    [kinds.made]: (row) => {
      const operation = checkWhole('the operation', row[0]!, 1);
      const [pid, thread] = [row[2]!, row[3]!];
      const made = Number.isNaN(pid)
        ? { thread: checkWhole('a thread with the number', thread, 0) }
        : { pid: checkWhole('a process with the id', pid, 1) };
      this.#sink.made(this.thread, operation, this.#at(row[1]!), made);
    },
    [kinds.message]: (row) => {
      const worker = checkWhole('a message of the worker', row[1]!, 0);
      const number = checkWhole('a message with the number', row[2]!, 0);
      const way = nameAt('a message on the way', messageWays, row[3]!);
      const at = this.#at(row[0]!);
      const pair = this.#messages.add(this.hello.pid, worker, number, way, { thread: this.thread, at });
      if (pair !== null) this.#sink.message(pair.from.thread, pair.to.thread, pair.from.at, pair.to.at);
    },
    [kinds.untold]: (row) => {
      const thing = nameAt('untold things of kind', untoldThings, row[0]!);
      const count = Number.isNaN(row[3]!) ? null : checkWhole('a number of untold things:', row[3]!, 0);
      const [from, to] = this.#span(row[1]!, row[2]!);
      this.#sink.untold(this.thread, thing, from, to, count);
    },
    [kinds.stackNode]: (row) => {
      const node = checkWhole('a stack node', row[0]!, 1);
      const parent = checkWhole('the parent of a stack node', row[1]!, 0);
      // Rows may have been dropped on the way: what is missing is its caller, or a caller's.
      const isNew = !this.#stackNodes.has(node) && (parent === 0 || this.#stackNodes.has(parent));
      if (!isNew || parent >= node) throw new Error(`a stack node ${node} below ${parent}`);
      if (this.#stackNodes.size >= mostStackNodes) throw new Error(`more than ${mostStackNodes} stack nodes`);
      const frame = {
        node,
        parent: parent === 0 ? null : parent,
        function: this.#string(row[2]!),
        file: this.#string(row[3]!),
        line: checkWhole('the line', row[4]!, 0),
      };
      this.#stackNodes.add(node);
      this.#sink.stackNode(this.thread, frame);
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
      const operation = checkWhole('a step of the operation', row[0]!, 1);
      const awaits = this.#string(row[3]!);
      const [start, end] = this.#span(row[1]!, row[2]!);
      this.#sink.step(this.thread, { operation, start, end, awaits });
    },
    [kinds.jobQueued]: (row) => {
      const name = this.#string(row[4]!);
      this.#sink.jobQueued(this.thread, { ...this.#job(row), name });
    },
    [kinds.jobStart]: (row) => {
      const part = checkWhole('the part of a job', row[5]!, 0);
      const name = this.#string(row[4]!);
      this.#sink.jobStart(this.thread, { ...this.#job(row), name, part });
    },
    [kinds.jobEnd]: (row) => {
      const part = checkWhole('the part of a job', row[5]!, 0);
      const outcome = nameAt('a job with the outcome', operationOutcomes, row[4]!);
      this.#sink.jobEnd(this.thread, { ...this.#job(row), outcome, part });
    },
    [kinds.operationNamed]: (row) => {
      const id = checkWhole('the name of the operation', row[0]!, 1);
      const name = this.#string(row[2]!);
      this.#at(row[1]!);
      this.#sink.operationNamed(this.thread, id, name);
    },
    [kinds.notice]: (row) => {
      const sentence = this.#string(row[1]!);
      this.#at(row[0]!);
      this.#sink.notice(sentence);
    },
    [kinds.stack]: (row) => {
      const node = this.#stackNode(row[2]!);
      const [from, to] = this.#span(row[0]!, row[1]!);
      this.#sink.stack(this.thread, from, to, node);
    },
    [kinds.renamed]: (row) => {
      const name = this.#string(row[1]!);
      this.#at(row[0]!);
      this.#sink.renamed(this.thread, name);
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

  #span(start: number, end: number): readonly [start: number, end: number] {
    if (!(start <= end)) throw new Error(`an end at ${end} ns before its start at ${start} ns`);
    return [this.#bounds.check(start), this.#at(end)];
  }

  #at(time: number): number {
    const within = this.#bounds.check(time);
    if (within > this.#lastSeen) this.#lastSeen = within;
    return within;
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
