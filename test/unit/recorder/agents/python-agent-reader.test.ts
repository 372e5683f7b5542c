import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { agentFrameKinds as kinds, type AgentHello } from '../../../../src/core/protocol/agent';
import { agentRing } from '../../../../src/core/protocol/agent-ring';
import { PythonAgentReader } from '../../../../src/recorder/agents/python-agent-reader';
import { Collected } from '../../../integration/agents/collected';
import { RingFile } from '../ring-file';

let folder: string;
let collected: Collected;
let reader: PythonAgentReader;
let clock = 0;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'juggler-test-'));
  collected = new Collected();
  clock = 0;
  reader = new PythonAgentReader(folder, collected, () => clock);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const alive = `${process.pid}-1-0.ring`;
const ring = (name = alive, slots = 64) => new RingFile(join(folder, name), slots);

function hello(to: RingFile, change: Partial<AgentHello> = {}): void {
  const about: AgentHello = {
    epochNs: '1000',
    at: 5,
    pid: process.pid,
    parentPid: 1,
    tid: 7,
    kind: 'main',
    thread: 0,
    name: 'python3',
    runtime: { name: 'python', version: '3.13.0' },
    startedBy: 'context',
    madeBy: null,
    ...change,
  };
  to.text(kinds.hello, about.thread, 0, JSON.stringify(about));
}
const marks = () => collected.threads.map((thread) => thread.marks.map(([at, name]) => `${name} ${at}`));

describe('a ring', () => {
  it('tells of several threads, with strings of the whole process', () => {
    const file = ring();
    hello(file);
    file.text(kinds.strings, 0, 1, 'a name that is longer than one slot of the ring — by far');
    hello(file, { kind: 'worker', thread: 1, tid: 8, name: 'reader', madeBy: 0 });
    file.row(kinds.mark, 0, 10, 1);
    file.row(kinds.mark, 1, 11, 1);
    file.row(kinds.end, 1, 12);
    reader.poll();
    expect(collected.threads.map(({ hello: { name, madeBy }, ended }) => [name, madeBy, ended?.inOrder])).toEqual([
      ['python3', null, undefined],
      ['reader', 0, true],
    ]);
    expect(marks()).toEqual([
      ['a name that is longer than one slot of the ring — by far 10'],
      ['a name that is longer than one slot of the ring — by far 11'],
    ]);
    reader.finish();
    expect(collected.threads[0]!.ended).toEqual({ at: 10, inOrder: false });
    expect(existsSync(join(folder, alive))).toBe(false);
    expect(collected.notices).toEqual([]);
  });

  it('goes round, as the reader says how far it has come', () => {
    const file = ring(alive, 16);
    hello(file);
    reader.poll();
    const from = file.read;
    expect(from).toBeGreaterThan(4);
    for (let lap = 0; lap < 10; lap++) {
      for (let at = 0; at < 13; at++) file.row(kinds.mark, 0, lap * 100 + at, 0);
      reader.poll();
      expect(file.read).toBe(from + (lap + 1) * 13);
    }
    expect(collected.threads[0]!.marks).toHaveLength(130);
  });

  it('is read in the order of its parts, the bigger after the first', () => {
    const second = ring(`${process.pid}-1-1.ring`, 128);
    second.row(kinds.mark, 0, 20, 1);
    const first = ring();
    hello(first);
    first.text(kinds.strings, 0, 1, 'first');
    first.row(kinds.mark, 0, 10, 1);
    reader.finish();
    expect(marks()).toEqual([['first 10', 'first 20']]);
  });

  it('waits for a slot that is being filled, and goes on behind one that never is', () => {
    const file = ring();
    hello(file);
    file.take();
    file.row(kinds.mark, 0, 10, 0);
    reader.poll();
    expect(collected.threads[0]!.marks).toEqual([]);
    clock = 900;
    reader.poll();
    expect(collected.threads[0]!.marks).toEqual([]);
    clock = 1900;
    reader.poll();
    expect(marks()).toEqual([[' 10']]);
    reader.finish();
    expect(collected.notices).toEqual([
      `Python’s process ${process.pid} told more than could be read: 1 rows are missing.`,
    ]);
  });

  it('goes on where there was no room for a while', () => {
    const file = ring();
    hello(file);
    for (let count = 0; count < 100; count++) file.drop();
    file.row(kinds.mark, 0, 10, 0);
    reader.finish();
    expect(marks()).toEqual([[' 10']]);
    expect(collected.notices[0]).toContain('100 rows are missing');
  });

  it('what makes no sense is left out alone', () => {
    const file = ring();
    hello(file);
    file.row(kinds.mark, 0, Number.NaN, 0);
    file.row(kinds.mark, 0, 10, 99);
    file.row(kinds.mark, 3, 10, 0);
    file.row(99, 0, 1);
    file.row(kinds.mark, 0, 11, 0);
    reader.finish();
    expect(marks()).toEqual([[' 11']]);
    expect(collected.notices).toHaveLength(1);
    expect(collected.notices[0]).toMatch(
      new RegExp(
        `^4 rows that Python’s process ${process.pid} told can’t be read \\(the first: the time NaN s in .+\\). All others are kept.$`,
      ),
    );
  });

  it('holds times against the run, row by row, whatever the kind', () => {
    const run = { epochNs: '1000', monotonic: () => 1000n + 60_000_000_000n };
    reader = new PythonAgentReader(folder, collected, () => clock, run);
    const file = ring();
    hello(file);
    hello(file, { kind: 'worker', thread: 1, at: 3600e9 });
    const wrong = [-1e9, 61e9, Number.POSITIVE_INFINITY, 1e300];
    for (const at of wrong) {
      file.row(kinds.mark, 0, at, 0);
      file.row(kinds.step, 0, 1, 5, at, 0);
      file.row(kinds.jobQueued, 0, 9, 1, 3, at, 0);
      file.row(kinds.stack, 0, at, at, 0);
    }
    file.row(kinds.loop, 0, 5, 61e9, 0.5, 0);
    file.row(kinds.mark, 0, 59e9, 0);
    reader.finish();
    expect(marks()).toEqual([[' 59000000000']]);
    expect(collected.threads[0]).toMatchObject({ steps: [], queued: [], stacks: [], lags: [] });
    expect(collected.threads[0]!.ended).toEqual({ at: 59e9, inOrder: false });
    expect(collected.notices).toEqual([expect.stringMatching(/^18 rows .+its clock is not the recorder’s.+3600 s/)]);
  });

  it('that says it dropped more than any program can is given up, and holds nobody', () => {
    const file = ring();
    hello(file);
    const bytes = readFileSync(join(folder, alive));
    bytes.writeBigUInt64LE(2n ** 64n - 1n, bytes.length - agentRing.trailerBytes + agentRing.trailer.dropped);
    writeFileSync(join(folder, alive), bytes);
    reader.finish();
    expect(collected.threads).toHaveLength(1);
    expect(collected.notices).toEqual([expect.stringContaining('slots that were dropped')]);
  });

  it.each([`${process.pid}-3-0.ring`, '77.unseen'])('a link or a pipe in the place of %s is never read', (name) => {
    writeFileSync(join(folder, 'secret'), 'secret');
    symlinkSync(join(folder, 'secret'), join(folder, name));
    execFileSync('mkfifo', [join(folder, `1${name}`)]);
    reader.poll();
    reader.finish();
    expect(reader.unseen).toEqual([]);
    expect(collected.notices.join()).not.toContain('secret');
    expect(readFileSync(join(folder, 'secret'), 'utf8')).toBe('secret');
  });

  it('of another run is not believed', () => {
    const file = ring();
    hello(file);
    const other = ring(`${process.pid}-2-0.ring`);
    hello(other, { epochNs: '2000' });
    reader.finish();
    expect(collected.threads).toHaveLength(1);
    expect(collected.notices[0]).toContain('belongs to another run');
  });

  it.each([100, 64 * 60 + 64])('a file of %i other bytes is none', (length) => {
    writeFileSync(join(folder, alive), new Uint8Array(length).fill(1));
    reader.finish();
    expect(collected.notices).toHaveLength(1);
    expect(collected.notices[0]).toMatch(/-1-0\.ring can’t be read \(a ring of version 16843009 and 16843009 slots/);
  });

  it('that is being made is left for the next time', () => {
    writeFileSync(join(folder, alive), new Uint8Array(64 * 64 + 64));
    reader.poll();
    expect(collected.notices).toEqual([]);
  });
});

it('says which Pythons the agent can’t be in, once for each version', () => {
  writeFileSync(join(folder, '10.unseen'), 'Python 2.7.18');
  writeFileSync(join(folder, '11.unseen'), 'Python 2.7.18');
  writeFileSync(join(folder, '12.unseen'), 'PyPy 3.10.12');
  reader.finish();
  expect(collected.notices.map((notice) => notice.slice(0, 45))).toEqual(
    ['Python 2.7.18 (2 processes) tells nothing of i', 'PyPy 3.10.12 (process 12) tells nothing of its'].map((text) =>
      text.slice(0, 45),
    ),
  );
});

it('a process that has ended is done with', () => {
  const file = ring('999999999-1-0.ring');
  hello(file, { pid: 999_999_999 });
  reader.poll();
  expect(existsSync(join(folder, '999999999-1-0.ring'))).toBe(true);
  clock = 5000;
  reader.poll();
  expect(existsSync(join(folder, '999999999-1-0.ring'))).toBe(false);
  expect(collected.threads[0]!.ended).not.toBeNull();
});
