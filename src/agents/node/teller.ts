/*
 * What one thread tells, on its way to the thread's file.
 *
 *   rows of each kind ─┐          when 96 KiB are waiting; with the first row after 10 ms;
 *   new strings ───────┴─> file   every 10 ms while the event loop turns; at exit
 *
 * Once the file fails, or nobody reads it any more, all is silent for good: `tells` is false, and whoever wraps something
 * passes it through.
 */
import { agentFrameKinds, agentRowFields, type AgentRowKind } from '../../core/protocol/agent';
import { encodeJson } from '../../core/protocol/frames';
import { createRows, type Rows } from './rows';
import type { ThreadFile } from './thread-file';

const flushNs = 10e6;
const flushBytes = 96 * 1024;
/** Names beyond this many are all told as one: a server may see a new address with every request. */
const mostStrings = 20_000;
const longestString = 200;
/** The reader refuses frames of more than 2 MiB. */
const stringsPerFrame = 2000;
const tooMany = '…';
const unread =
  'A thread of Node fell silent, since the recorder had not read for more than 10 s: what it did later is not recorded.';

export interface Teller {
  readonly tells: boolean;
  /** `now`: for the flush. Fields as in `agentRowFields[kind]`. */
  row(kind: AgentRowKind, now: number, a: number, b: number, c?: number, d?: number, e?: number): void;
  json(kind: number, value: unknown): void;
  /** Index of a string in the thread's table. */
  string(text: string): number;
  flush(now: number): void;
  /** From now on every row is written at once: nothing may come after it. */
  hurry(): void;
  /** Silent from now on. */
  stop(): void;
}

/** @param isUnread whether the recorder has stopped reading, at a time of the run; checked before each flush */
export function createTeller(file: ThreadFile, isUnread: (now: number) => boolean, onSilence: () => void): Teller {
  const kinds = Object.keys(agentRowFields).map(Number) as AgentRowKind[];
  const rows: Rows[] = [];
  for (const kind of kinds) rows[kind] = createRows(kind);
  const encoder = new TextEncoder();
  const encode = (text: string): Uint8Array => encoder.encode(text);
  const strings = new Map<string, number>([['', 0]]);
  let untold: string[] = [];
  let waiting = 0;
  let flushedAt = 0;
  let period = flushNs;
  let tells = true;

  const stop = (): void => {
    if (!tells) return;
    tells = false;
    strings.clear();
    onSilence();
  };
  const add = (text: string): number => {
    const index = strings.size;
    strings.set(text, index);
    untold.push(text);
    return index;
  };
  const write = (frames: readonly Uint8Array[]): void => {
    if (frames.length > 0 && !file.write(frames)) stop();
  };
  const flush = (now: number): void => {
    flushedAt = now;
    if (waiting === 0 || !tells) return;
    const last = isUnread(now);
    // Read if the recorder was only stopped for a while.
    if (last) rows[agentFrameKinds.notice]!.add(now, add(unread));
    waiting = 0;
    const frames: Uint8Array[] = [];
    for (let at = 0; at < untold.length; at += stringsPerFrame) {
      frames.push(encodeJson(agentFrameKinds.strings, untold.slice(at, at + stringsPerFrame), encode));
    }
    untold = [];
    for (const kind of kinds) {
      const frame = rows[kind]!.take();
      if (frame !== null) frames.push(frame);
    }
    write(frames);
    if (last) stop();
  };
  return {
    get tells() {
      return tells;
    },
    row(kind, now, a, b, c, d, e) {
      if (!tells) return;
      const of = rows[kind]!;
      of.add(a, b, c, d, e);
      waiting += of.width * 8;
      if (waiting >= flushBytes || now - flushedAt >= period) flush(now);
    },
    json(kind, value) {
      flush(flushedAt);
      if (tells) write([encodeJson(kind, value, encode)]);
    },
    string(text) {
      const short = text.length > longestString ? `${text.slice(0, longestString - 1)}…` : text;
      const known = strings.get(short);
      if (known !== undefined) return known;
      return strings.size < mostStrings ? add(short) : (strings.get(tooMany) ?? add(tooMany));
    },
    flush,
    hurry() {
      period = Number.NEGATIVE_INFINITY;
    },
    stop,
  };
}
