/*
 * What the agents in a program's threads tell, while it runs.
 *
 *   1234-0-5021.frames   hello, strings, rows, …, end   ─┐
 *   1234-1-8730.frames   hello, …                       ─┼─> NodeAgentReader ─> AgentSink
 *   1240-0-9011.frames   hello, …                       ─┘
 *
 * A program may have any number of threads and processes, one after the other: a file is removed once its thread has
 * ended and all of it was read.
 */
import { agentFrameKinds, isAgentRowKind } from '../../core/protocol/agent';
import type { RawFrame } from '../../core/protocol/frames';
import { isAlive } from '../proc/is-alive';
import { NamespaceIds } from '../proc/namespace-ids';
import { agentLimits } from '../tail/read-budget';
import { FramesTailer, ofPrograms, type LostFile } from '../tail/tail-frames';
import type { AgentSink } from './agent-sink';
import { MessagePairs } from './pair-messages';
import { parseEnd, parseHello, parseStrings } from './parse-agent-frames';
import { RefusedRows } from './refused-rows';
import { monotonicTime, RunBounds, type RunTime } from './run-time';
import { ThreadRows } from './thread-rows';

/** Each is an open file. */
const mostThreads = 4096;
/** An exit listener of the program may do much after the agent has said that the thread ends. */
const lingerMs = 2000;
const lookForDeadMs = 1000;

interface TailedThread {
  readonly rows: ThreadRows;
  readonly refused: RefusedRows;
  /** Since when the thread has said that it ends, or its process is gone; ms. */
  overSince: number | null;
  inOrder: boolean;
}

export class NodeAgentReader {
  readonly #sink: AgentSink;
  readonly #tailer: FramesTailer;
  readonly #now: () => number;
  readonly #threads = new Map<string, TailedThread>();
  readonly #messages = new MessagePairs();
  readonly #bounds: RunBounds;
  readonly #ids = new NamespaceIds();
  #unknownFrames = 0;
  #saidFull = false;
  #lookedAt = 0;

  /** @param now ms on any clock that only goes forward. */
  constructor(
    folder: string,
    sink: AgentSink,
    now: () => number = () => performance.now(),
    run: RunTime = monotonicTime,
  ) {
    this.#bounds = new RunBounds(run);
    this.#sink = sink;
    this.#now = now;
    const listener = {
      frame: (file: string, frame: RawFrame) => this.#accept(file, frame),
      lost: (lost: LostFile) => this.#lose(lost),
    };
    this.#tailer = new FramesTailer(folder, listener, { ...ofPrograms, mostFiles: mostThreads, limits: agentLimits });
  }

  /** Hands on what was appended since the last poll; to be called 20 times a second or so. True: there is more now. */
  poll(): boolean {
    const more = this.#tailer.poll();
    const now = this.#now();
    if (now - this.#lookedAt >= lookForDeadMs) {
      this.#lookedAt = now;
      this.#forgetEnded(now);
    }
    return more;
  }

  /** The program is over: reads everything to the end, and tells what was left open. */
  finish(): void {
    this.#tailer.finish();
    for (const thread of this.#threads.values()) this.#close(thread);
    this.#threads.clear();
    if (this.#unknownFrames > 0) {
      this.#sink.notice(`${this.#unknownFrames} frames of the Node agent are of kinds that this version doesn’t know.`);
    }
  }

  #accept(file: string, { kind, payload }: RawFrame): void {
    if (kind === agentFrameKinds.hello) return this.#hello(file, payload);
    const thread = this.#threads.get(file);
    if (thread === undefined) throw new Error('frames before the one that says whose they are');
    if (isAgentRowKind(kind)) thread.rows.accept(kind, payload, thread.refused);
    else if (kind === agentFrameKinds.strings) thread.rows.addStrings(parseStrings(payload));
    else if (kind === agentFrameKinds.end) this.#end(thread, payload);
    else this.#unknownFrames++;
  }

  #hello(file: string, payload: Uint8Array): void {
    if (this.#threads.has(file)) throw new Error('a second hello in one file');
    const said = parseHello(payload);
    this.#bounds.checkEpoch(said.epochNs);
    const hello = this.#ids.translate(said);
    if (hello === null) {
      throw new Error(`which process it is could not be found out: in its container it was ${said.pid}`);
    }
    this.#threads.set(file, {
      rows: new ThreadRows(hello, this.#sink, this.#messages, this.#bounds),
      refused: new RefusedRows(),
      overSince: null,
      inOrder: false,
    });
    if (this.#threads.size < mostThreads || this.#saidFull) return;
    this.#saidFull = true;
    this.#sink.notice(
      `More than ${mostThreads} threads of Node run at once: what the agent tells of others is read when some of these have ended.`,
    );
  }

  #end(thread: TailedThread, payload: Uint8Array): void {
    parseEnd(payload);
    thread.overSince ??= this.#now();
    thread.inOrder = true;
  }

  #forgetEnded(now: number): void {
    for (const [file, thread] of this.#threads) {
      if (thread.overSince === null && !isAlive(thread.rows.hello.pid)) thread.overSince = now;
      if (thread.overSince === null || now - thread.overSince < lingerMs) continue;
      this.#threads.delete(file);
      this.#close(thread);
      this.#tailer.remove(file);
    }
  }

  #close({ rows, refused, inOrder }: TailedThread): void {
    rows.close(inOrder);
    const sentence = refused.sentence(`${rows.hello.name} (pid ${rows.hello.pid})`);
    if (sentence !== null) this.#sink.notice(sentence);
  }

  #lose({ file, from, reason }: LostFile): void {
    const thread = this.#threads.get(file);
    this.#threads.delete(file);
    if (thread !== undefined) this.#close({ ...thread, inOrder: false });
    const whose = thread === undefined ? 'a thread' : `${thread.rows.hello.name} (pid ${thread.rows.hello.pid})`;
    this.#sink.notice(
      `What the Node agent told of ${whose} can’t be read from byte ${from} of ${file} on (${reason}). What came before is kept.`,
    );
  }
}
