import { agentFrameKinds as kinds, isAgentRowKind, type AgentHello } from '../../core/protocol/agent';
import { agentRing } from '../../core/protocol/agent-ring';
import { agentRowFields } from '../../core/protocol/agent';
import type { NamespaceIds } from '../proc/namespace-ids';
import type { AgentSink } from './agent-sink';
import { MessagePairs } from './pair-messages';
import { parseHello } from './parse-agent-frames';
import type { Slot } from './ring-tail';
import { RefusedRows } from './refused-rows';
import type { RunBounds } from './run-time';
import { ThreadRows } from './thread-rows';

const { offsets, textBytes } = agentRing;
const mostStrings = 100_000;
const mostThreads = 10_000;
/** Texts that pieces are missing of. */
const mostPieces = 1000;
/** Their first field is a process. */
const jobKinds: ReadonlySet<number> = new Set([kinds.jobQueued, kinds.jobStart, kinds.jobEnd]);

/** What one process of Python tells, slot by slot, thread by thread. */
export class PythonProcess {
  readonly #sink: AgentSink;
  readonly #bounds: RunBounds;
  readonly #threads = new Map<number, ThreadRows>();
  readonly #strings: string[] = [''];
  readonly #pieces = new Map<string, Uint8Array>();
  readonly #messages = new MessagePairs();
  readonly #refused = new RefusedRows();
  readonly #ids: NamespaceIds;
  #pid: number | null = null;
  #isUnknown = false;

  /** @param ids translate its numbers to the recorder's */
  constructor(sink: AgentSink, bounds: RunBounds, ids: NamespaceIds) {
    this.#ids = ids;
    this.#sink = sink;
    this.#bounds = bounds;
  }

  /** Null: it has not said hello. */
  get pid(): number | null {
    return this.#pid;
  }

  /** It is in a container, and which process it is could not be found out. */
  get isUnknown(): boolean {
    return this.#isUnknown;
  }

  /** What made no sense, and is left out. */
  get refused(): RefusedRows {
    return this.#refused;
  }

  /** Never throws: what makes no sense is left out, and counted. */
  accept(slot: Slot): void {
    try {
      this.#accept(slot);
    } catch (error) {
      this.#refused.add(error);
    }
  }

  /** Nothing more will come. */
  close(): void {
    for (const thread of this.#threads.values()) thread.close(false);
    this.#threads.clear();
  }

  #accept({ kind, thread, view, row }: Slot): void {
    if (kind === kinds.hello || kind === kinds.strings) return this.#text(kind, thread, view);
    const rows = this.#threads.get(thread);
    // Looked at while it ended.
    if (rows === undefined && (kind === kinds.stack || kind === kinds.stackNode)) return;
    if (rows === undefined) throw new Error(`a row of the thread ${thread}, which has not said hello`);
    if (kind === kinds.end) {
      this.#threads.delete(thread);
      rows.close(true);
    } else if (isAgentRowKind(kind)) {
      if (jobKinds.has(kind)) row[0] = this.#ids.outsidePid(rows.hello.pidNamespace, row[0]!) ?? row[0]!;
      rows.acceptRow(kind, row.subarray(0, agentRowFields[kind].length));
    } else {
      throw new Error(`a row of kind ${kind}`);
    }
  }

  #text(kind: number, thread: number, view: DataView): void {
    const index = view.getUint32(offsets.textIndex, true);
    const length = view.getUint16(offsets.textLength, true);
    const offset = view.getUint16(offsets.textOffset, true);
    if (offset >= length) throw new Error(`a piece at byte ${offset} of a text of ${length} bytes`);
    const key = `${kind} ${thread} ${index}`;
    const whole = this.#pieces.get(key) ?? new Uint8Array(length);
    const count = Math.min(textBytes, length - offset);
    if (whole.length !== length) throw new Error(`a piece of a text of ${length} bytes, which had ${whole.length}`);
    whole.set(new Uint8Array(view.buffer, view.byteOffset + offsets.text, count), offset);
    if (offset + count < length) {
      if (this.#pieces.size >= mostPieces) this.#pieces.delete(this.#pieces.keys().next().value!);
      this.#pieces.set(key, whole);
      return;
    }
    this.#pieces.delete(key);
    const text = new TextDecoder().decode(whole);
    if (kind === kinds.hello) this.#hello(whole, thread);
    else this.#string(index, text);
  }

  #hello(text: Uint8Array, thread: number): void {
    const said: AgentHello = parseHello(text);
    if (said.thread !== thread) throw new Error(`a hello of the thread ${said.thread} from ${thread}`);
    this.#bounds.checkEpoch(said.epochNs);
    const hello = this.#ids.translate(said);
    if (hello === null) {
      this.#isUnknown = true;
      throw new Error(`which process it is could not be found out: in its container it was ${said.pid}`);
    }
    if (this.#threads.size >= mostThreads) throw new Error(`more than ${mostThreads} threads at once`);
    const rows = new ThreadRows(hello, this.#sink, this.#messages, this.#bounds, this.#strings);
    this.#pid ??= hello.pid;
    this.#threads.get(thread)?.close(false);
    this.#threads.set(thread, rows);
  }

  #string(index: number, text: string): void {
    if (index > mostStrings) throw new Error(`more than ${mostStrings} strings`);
    // Where one was dropped, those behind it keep their numbers.
    while (this.#strings.length < index) this.#strings.push('…');
    this.#strings[index] = text;
  }
}
