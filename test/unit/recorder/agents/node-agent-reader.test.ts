import { appendFileSync, existsSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  agentFrameKinds as kinds,
  agentRowFields,
  type AgentHello,
  type AgentRowKind,
} from '../../../../src/core/protocol/agent';
import { encodeJson, frameHeaderBytes, writeHeader } from '../../../../src/core/protocol/frames';
import { NodeAgentReader } from '../../../../src/recorder/agents/node-agent-reader';
import { Collected } from '../../../integration/agents/collected';

let folder: string;
let collected: Collected;
let reader: NodeAgentReader;
let now: number;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'juggler-agent-'));
  collected = new Collected();
  now = 0;
  reader = new NodeAgentReader(folder, collected, () => now);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const encoder = new TextEncoder();
const json = (kind: number, value: unknown): Uint8Array => encodeJson(kind, value, (text) => encoder.encode(text));

function rows(kind: AgentRowKind, ...values: readonly number[]): Uint8Array {
  const frame = new Uint8Array(frameHeaderBytes + values.length * 8);
  writeHeader(frame, kind, values.length * 8);
  frame.set(new Uint8Array(Float64Array.from(values).buffer), frameHeaderBytes);
  return frame;
}

const hello = (change: Partial<AgentHello> = {}): Uint8Array =>
  json(kinds.hello, {
    epochNs: '1000',
    at: 5,
    pid: process.pid,
    parentPid: 1,
    tid: 7,
    kind: 'main',
    thread: 0,
    name: 'server.js',
    runtime: { name: 'node', version: 'v20.20.0' },
    startedBy: 'callbacks',
    madeBy: null,
    ...change,
  } satisfies AgentHello);

const write = (file: string, ...frames: readonly Uint8Array[]): void =>
  appendFileSync(join(folder, file), Buffer.concat(frames));

/** One good row of each kind: a thread that tells `hello` and `strings` may tell all of them, in this order. */
const good: readonly Uint8Array[] = [
  rows(kinds.loop, 100, 3, 0.5, 2),
  rows(kinds.blocked, 100, 200, 0),
  rows(kinds.garbage, 110, 120, 4),
  rows(kinds.operationStart, 1, 130, 4, 1, 0, 2, 131, 6, 2, 1),
  rows(kinds.made, 1, 132, Number.NaN, 3),
  rows(kinds.operationEnd, 1, 140, 0),
  rows(kinds.mark, 150, 1),
  rows(kinds.measure, 150, 160, 2, 1),
  rows(kinds.message, 160, 3, 0, 0),
  rows(kinds.untold, 0, 100, 200, 12),
  rows(kinds.stackNode, 1, 0, 1, 2, 4, 2, 1, 2, 2, 5),
  rows(kinds.sample, 170, 2, 171, 0),
  rows(kinds.promises, 180, 10, 9),
  rows(kinds.step, 2, 181, 182, 1),
  rows(kinds.jobQueued, 9, 1, 3, 183, 1),
  rows(kinds.jobStart, 9, 1, 3, 184, 0, 2),
  rows(kinds.jobEnd, 9, 1, 3, 185, 1, 2),
  rows(kinds.renamed, 186, 2),
  rows(kinds.operationNamed, 2, 187, 1),
  rows(kinds.notice, 188, 2),
  rows(kinds.stack, 189, 192, 2),
];
const strings = json(kinds.strings, ['one', 'two']);

describe('what an agent tells', () => {
  it('arrives with names, row for row', () => {
    write('1-0.frames', hello(), strings, ...good);
    reader.poll();
    write('1-1.frames', hello({ kind: 'worker', thread: 3 }), rows(kinds.message, 165, 3, 0, 1));
    reader.finish();
    const [thread] = collected.threads;
    expect(thread).toMatchObject({
      lags: [[100, 3]],
      utilisations: [[100, 0.5]],
      inFlight: [[100, 2]],
      blocked: [[100, 200, '']],
      garbage: [[110, 120, 'major']],
      operations: [
        { id: 1, at: 130, kind: 'file', name: 'one', startedBy: null, ended: { id: 1, at: 140, outcome: 'ended' } },
        { id: 2, at: 131, kind: 'timer', name: 'one', startedBy: 1, ended: { at: 200, outcome: 'unfinished' } },
      ],
      made: [[1, { thread: 3 }]],
      marks: [[150, 'one']],
      measures: [[150, 160, 'two', 'console']],
      untold: [['operations', 12]],
      stackNodes: [
        { node: 1, parent: null, function: 'one', file: 'two', line: 4 },
        { node: 2, parent: 1, function: 'two', file: 'two', line: 5 },
      ],
      samples: [
        [170, 2],
        [171, null],
      ],
      stacks: [[189, 192, 2]],
      promises: [[180, 10, 9]],
      steps: [{ operation: 2, start: 181, end: 182, awaits: 'one' }],
      queued: [{ pid: 9, kind: 'process pool', job: 3, at: 183, name: 'one' }],
      jobs: [{ pid: 9, kind: 'process pool', job: 3, at: 184, name: '', part: 2 }],
      jobEnds: [{ pid: 9, kind: 'process pool', job: 3, at: 185, outcome: 'failed', part: 2 }],
      names: ['two'],
      ended: { at: 200, inOrder: false },
    });
    expect(collected.messages).toEqual([{ from: 0, to: 1, sentAt: 160, receivedAt: 165 }]);
    expect(collected.notices).toEqual(['two']);
  });

  it('covers every kind of row', () => {
    expect(good.map((frame) => new DataView(frame.buffer).getUint32(0, true)).toSorted((a, b) => a - b)).toEqual(
      Object.keys(agentRowFields).map(Number),
    );
  });

  it('says of a kind that it doesn’t know how often it came', () => {
    write('1-0.frames', hello(), json(99, {}), json(98, {}));
    reader.finish();
    expect(collected.notices).toEqual([expect.stringContaining('2 frames')]);
  });
});

describe('a thread that has ended', () => {
  it('is forgotten with its file, once nothing more can come', () => {
    write('1-0.frames', hello(), strings, json(kinds.end, { at: 10 }), rows(kinds.mark, 20, 1));
    now = 1000;
    reader.poll();
    expect(existsSync(join(folder, '1-0.frames'))).toBe(true);
    now = 4000;
    reader.poll();
    expect(existsSync(join(folder, '1-0.frames'))).toBe(false);
    expect(collected.threads[0]).toMatchObject({ marks: [[20, 'one']], ended: { at: 20, inOrder: true } });
  });

  it('is noticed by its process being gone, too', () => {
    write('1-0.frames', hello({ pid: 2 ** 22 + 1 }), strings);
    for (now = 1000; now < 6000; now += 1000) reader.poll();
    expect(existsSync(join(folder, '1-0.frames'))).toBe(false);
    expect(collected.threads[0]!.ended).toEqual({ at: 5, inOrder: false });
  });
});

/** A run that has lasted for a minute. */
const minute = { epochNs: '1000', monotonic: () => 1000n + 60_000_000_000n };

describe('what no agent would tell', () => {
  const nothing = Number.NaN;
  it.each([
    ['rows before hello', [rows(kinds.mark, 1, 0)]],
    ['a second hello', [hello(), hello()]],
    ['a hello that lacks its process', [json(kinds.hello, { epochNs: '0' })]],
    ['a hello with an id of a process that can’t be', [hello({ pid: -1 })]],
    ['strings that are none', [hello(), json(kinds.strings, [1, 2])]],
    ['JSON that is none', [hello(), rows(kinds.strings as never, 1, 2)]],
    ['a frame of 4 GB', [hello(), Uint8Array.from([34, 0, 0, 0, 255, 255, 255, 255])]],
    ['a hello long before the run', [hello({ at: -1e9 })]],
    ['a hello after now', [hello({ at: 61e9 })]],
  ])('loses the rest of that file alone, and says so: %s', (_, frames) => {
    reader = new NodeAgentReader(folder, collected, () => now, minute);
    write('1-0.frames', ...frames, rows(kinds.blocked, 1, 2, 0));
    write('2-0.frames', hello(), strings, rows(kinds.mark, 9, 2));
    reader.finish();
    expect(collected.notices).toHaveLength(1);
    expect(collected.notices[0]).toMatch(/can’t be read from byte \d+ of 1-0\.frames on \(.+\)/);
    expect(collected.threads.at(-1)!.marks).toEqual([[9, 'two']]);
    expect(collected.threads.every(({ ended }) => ended !== null)).toBe(true);
  });

  it.each([
    ['a string that was not told', [rows(kinds.mark, 1, 3)]],
    ['a string by half a number', [rows(kinds.mark, 1, 0.5)]],
    ['a time that is none', [rows(kinds.mark, nothing, 1)]],
    ['a time that never comes', [rows(kinds.mark, Number.POSITIVE_INFINITY, 1)]],
    ['a time that has not come yet', [rows(kinds.mark, 61e9, 1)]],
    ['a time before the run', [rows(kinds.mark, -1e9, 1)]],
    ['an end that has not come yet', [rows(kinds.measure, 5, 61e9, 1, 0)]],
    ['a start before the run', [rows(kinds.measure, -1e9, 5, 1, 0)]],
    ['an end before its start', [rows(kinds.blocked, 10, 9, 0)]],
    ['half a row', [rows(kinds.loop, 1, 2)]],
    ['a negative lag', [rows(kinds.loop, 1, -2, 0, 0)]],
    ['a lag longer than the run', [rows(kinds.loop, 1, 61e9, 0, 0)]],
    ['more than all of the time', [rows(kinds.loop, 1, 2, 1.5, 0)]],
    ['more than any number in flight', [rows(kinds.loop, 1, 2, 0.5, Number.POSITIVE_INFINITY)]],
    ['an operation of a kind that is none', [rows(kinds.operationStart, 1, 1, 50, 0, 0)]],
    ['an operation without an id', [rows(kinds.operationStart, 0, 1, 0, 0, 0)]],
    ['an end of what never began', [rows(kinds.operationEnd, 1, 1, 0)]],
    ['an end twice', [rows(kinds.operationStart, 1, 1, 0, 0, 0), rows(kinds.operationEnd, 1, 1, 0, 1, 2, 0)]],
    ['a start twice', [rows(kinds.operationStart, 1, 1, 0, 0, 0, 1, 2, 0, 0, 0)]],
    ['a stack node below itself', [rows(kinds.stackNode, 1, 1, 0, 0, 0)]],
    ['a stack node that was told before', [rows(kinds.stackNode, 7, 0, 0, 0, 0, 7, 0, 0, 0, 0)]],
    ['a stack node of unknown callers', [rows(kinds.stackNode, 7, 6, 0, 0, 0)]],
    ['a sample of a stack that was not told', [rows(kinds.sample, 1, 1)]],
    ['a process with half an id', [rows(kinds.made, 1, 1, 2.5, nothing)]],
    ['less than nothing that is untold', [rows(kinds.untold, 0, 1, 2, -5)]],
  ])('costs that row alone, and is said: %s', (_, frames) => {
    reader = new NodeAgentReader(folder, collected, () => now, minute);
    write('1-0.frames', hello(), strings, ...frames, rows(kinds.mark, 9, 2));
    reader.finish();
    expect(collected.notices).toEqual([
      expect.stringMatching(/^1 row that server\.js \(pid \d+\) told can’t be read \(the first: .+\)\. All others/),
    ]);
    const [thread] = collected.threads;
    expect(thread!.marks).toEqual([[9, 'two']]);
    expect(thread!.ended!.at).toBe(9);
    expect(thread).toMatchObject({ lags: [], utilisations: [], blocked: [], measures: [], untold: [], made: [] });
  });

  it('a time that clocks read one after the other may round to before t = 0', () => {
    write('1-0.frames', hello({ at: -1000 }), strings, rows(kinds.mark, -1000, 1));
    reader.finish();
    expect(collected.threads[0]!.marks).toEqual([[0, 'one']]);
    expect(collected.notices).toEqual([]);
  });

  it('a thread of another run, also where it is the first', () => {
    reader = new NodeAgentReader(folder, collected, () => now, minute);
    write('1-0.frames', hello({ epochNs: '7' }));
    write('2-0.frames', hello());
    reader.finish();
    expect(collected.notices[0]).toContain('another run');
    expect(collected.threads).toHaveLength(1);
  });

  it('is never a crash, whatever the bytes', () => {
    const whole = Buffer.concat([hello(), strings, ...good]);
    const file = join(folder, '1-0.frames');
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { minLength: 1, maxLength: 20 }),
        fc.nat(whole.length),
        (changes, length) => {
          const bytes = Buffer.from(whole);
          for (const [at, value] of changes) bytes[at] = value;
          writeFileSync(file, bytes);
          truncateSync(file, length);
          const seen = new Collected();
          new NodeAgentReader(folder, seen, () => 0).finish();
          expect(seen.threads.every(({ ended }) => ended !== null)).toBe(true);
        },
      ),
      { numRuns: 300 },
    );
  });
});
