import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect } from 'vitest';
import { agentFrameKinds as kinds, agentRowFields, type AgentRowKind } from '../../src/core/protocol/agent';
import { agentRing } from '../../src/core/protocol/agent-ring';
import { encodeJson, frameHeaderBytes, writeHeader } from '../../src/core/protocol/frames';
import { RecordingBuilder } from '../../src/core/trace/recording-builder';
import { NodeAgentReader } from '../../src/recorder/agents/node-agent-reader';
import { PythonAgentReader } from '../../src/recorder/agents/python-agent-reader';
import { ChunkBuilder } from '../../src/recorder/assemble/chunk-builder';
import { AgentLanes } from '../../src/recorder/command/agent-lanes';
import { SchedulerLanes } from '../../src/recorder/command/scheduler-lanes';
import { TargetShares } from '../../src/recorder/command/target-shares';
import { RingFile } from '../unit/recorder/ring-file';
import type { Draw } from './draw';
import { fuzz } from './fuzz';

const runNs = 10e9;
const run = { epochNs: '1000', monotonic: () => 1000n + BigInt(runNs) };
const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'juggler-fuzz-'));
  folders.push(folder);
  return folder;
}

const rowKinds = Object.keys(agentRowFields).map(Number) as AgentRowKind[];
const encoder = new TextEncoder();
const json = (kind: number, value: unknown): Uint8Array => encodeJson(kind, value, (text) => encoder.encode(text));

const odd = [Number.NaN, Infinity, -Infinity, -1, 0, 0.5, 1e300, 2 ** 53, -(2 ** 40), Date.UTC(2030, 0) * 1e6, -0];
/** Of a field: mostly a time or a small number, as honest agents tell. */
const field = (draw: Draw): number =>
  draw.int(0, 5) === 0 ? draw.pick(odd) : draw.int(0, 1) === 0 ? draw.int(0, 6) : draw.int(0, runNs);

function hello(draw: Draw, thread: number): Record<string, unknown> {
  const about = {
    epochNs: '1000',
    at: 5,
    pid: process.pid,
    parentPid: 1,
    tid: 7,
    kind: 'main',
    thread,
    name: draw.hostileString(),
    runtime: { name: 'node', version: 'v20' },
    startedBy: 'callbacks',
    madeBy: null,
  };
  if (draw.int(0, 9) > 0) return about;
  return { ...about, [draw.pick(Object.keys(about))]: draw.pick<unknown>([null, -1, 1e9, '', [], {}, 1e300]) };
}

function rowFrame(draw: Draw): Uint8Array {
  const kind = draw.pick(rowKinds);
  const length = agentRowFields[kind].length * draw.int(1, 4) + (draw.int(0, 9) === 0 ? 1 : 0);
  const frame = new Uint8Array(frameHeaderBytes + length * 8);
  writeHeader(frame, kind, length * 8);
  new Float64Array(frame.buffer, frameHeaderBytes).set(Array.from({ length }, () => field(draw)));
  return frame;
}

function frames(draw: Draw): Buffer {
  const parts: Uint8Array[] = [json(kinds.hello, hello(draw, 0)), json(kinds.strings, ['a', draw.hostileString()])];
  for (let count = draw.int(0, 40); count > 0; count--) {
    const what = draw.int(0, 30);
    if (what === 0) parts.push(json(kinds.hello, hello(draw, 0)));
    else if (what === 1) parts.push(json(kinds.strings, draw.pick<unknown>([[1], 'x', { length: 1e9 }, ['ok']])));
    else if (what === 2) parts.push(json(kinds.end, { at: field(draw) }));
    else if (what === 3) parts.push(json(draw.int(0, 200), 'unknown'));
    else parts.push(rowFrame(draw));
  }
  const bytes = Buffer.concat(parts);
  for (let count = draw.pick([0, 0, 0, 3]); count > 0; count--) bytes[draw.int(0, bytes.length - 1)] = draw.int(0, 255);
  return bytes.subarray(0, draw.int(0, 4) === 0 ? draw.int(0, bytes.length) : bytes.length);
}

function fillRing(path: string, draw: Draw): void {
  const ring = new RingFile(path, draw.pick([16, 64, 256]));
  ring.text(kinds.hello, 0, 0, JSON.stringify(hello(draw, 0)));
  ring.text(kinds.strings, 0, 1, draw.hostileString().slice(0, 60) || 'x');
  for (let count = draw.int(0, 60); count > 0; count--) {
    const kind = draw.int(0, 20) === 0 ? draw.int(0, 2 ** 32 - 1) : draw.pick(rowKinds);
    const thread = draw.pick([0, 0, 0, 0, 1, 2 ** 32 - 1]);
    const what = draw.int(0, 30);
    if (what === 0) ring.take();
    else if (what === 1) ring.drop();
    else if (what === 2) ring.text(kinds.hello, thread, 0, JSON.stringify(hello(draw, thread)));
    else if (what === 3) ring.text(kinds.strings, 0, draw.pick([1, 2, 99, 100_001, 2 ** 32 - 1]), 'name');
    else ring.row(kind, thread, ...Array.from({ length: 6 }, () => field(draw)));
  }
  const bytes = readFileSync(path);
  for (let count = draw.pick([0, 0, 4]); count > 0; count--) bytes[draw.int(0, bytes.length - 1)] = draw.int(0, 255);
  const trailer = bytes.length - agentRing.trailerBytes;
  if (draw.int(0, 5) === 0) bytes.writeBigUInt64LE(draw.pick([2n ** 64n - 1n, 2n ** 53n, 1n]), trailer + 24);
  writeFileSync(path, bytes.subarray(0, draw.int(0, 5) === 0 ? draw.int(0, bytes.length) : bytes.length));
}

/** What lies in the folder beside honest files. */
function litter(folder: string, draw: Draw): void {
  const path = join(folder, draw.pick(['9-0-1.frames', `${process.pid}-9-0.ring`, '9.unseen']));
  const what = draw.int(0, 9);
  if (what === 0) symlinkSync(draw.pick(['/dev/zero', '/etc/hostname', '/nowhere', '.']), path);
  else if (what === 1) mkdirSync(path);
  else if (what === 2 && process.platform === 'linux') execFileSync('mkfifo', [path]);
  else if (what === 3) writeFileSync(path, draw.hostileString());
}

fuzz('whatever agents write, each row is taken or refused, and the recording is whole', { rounds: 40 }, (draw) => {
  const folder = newFolder();
  const builder = new ChunkBuilder();
  const machine = builder.addLane({ kind: 'machine', name: 'machine', parent: null });
  const scheduler = new SchedulerLanes(builder, machine, new TargetShares(builder));
  const notices: string[] = [];
  const lanes = new AgentLanes(builder, scheduler, 1e6, (sentence) => notices.push(sentence));
  writeFileSync(join(folder, '1-0-1.frames'), frames(draw));
  writeFileSync(join(folder, '1-1-1.frames'), frames(draw));
  fillRing(join(folder, `${process.pid}-1-0.ring`), draw);
  litter(folder, draw);
  const node = new NodeAgentReader(folder, lanes, () => 0, run);
  const python = new PythonAgentReader(folder, lanes, () => performance.now(), run);
  node.poll();
  python.poll();
  lanes.tellStacks();
  node.finish();
  python.finish();
  lanes.close(runNs);
  const whole = new RecordingBuilder();
  whole.append(builder.take(lanes.open(), runNs));
  const { tracks } = whole.snapshot();
  for (const track of tracks) {
    for (const column of times(track.columns)) {
      for (const at of column) expect(at).toSatisfy((time: number) => time >= 0 && time <= runNs + 5e6);
    }
  }
  expect(notices.every((notice) => notice.length < 10_000)).toBe(true);
  expect(readdirSync(folder).length).toBeLessThanOrEqual(4);
  rmSync(folder, { recursive: true, force: true });
});

function* times(columns: object): Iterable<Float64Array> {
  for (const name of ['start', 'end', 'time', 'fromTime', 'toTime']) {
    const column: unknown = Reflect.get(columns, name);
    if (column instanceof Float64Array) yield column;
  }
}
