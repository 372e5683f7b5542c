import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect } from 'vitest';
import { ZipFile } from 'yazl';
import { summariseRun } from '../../src/core/analysis/summarise-run';
import { RecordingBuilder } from '../../src/core/trace/recording-builder';
import { trackKinds } from '../../src/core/formats/columns';
import { loadFile } from '../../src/recorder/store/load-file';
import { comparisonPart, manifestPart, streamPart, tablePart } from '../../src/recorder/store/layout';
import { StoreError } from '../../src/recorder/store/store-error';
import { openZip } from '../../src/recorder/store/zip-source';
import type { Draw } from './draw';
import { fuzz } from './fuzz';

type Parts = Map<string, Buffer>;

const good: Parts = new Map();
const folder = mkdtempSync(join(tmpdir(), 'juggler-fuzz-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

beforeAll(async () => {
  const source = await openZip(resolve('test/fixtures/files/primes-v1.juggler'));
  const runs = await source.runs();
  const names = runs.flatMap((run) => [
    manifestPart(run),
    tablePart(run),
    ...trackKinds.map((kind) => streamPart(run, kind)),
  ]);
  for (const name of [comparisonPart, ...names]) {
    const pieces: Uint8Array[] = [];
    for await (const piece of (await source.open(name)) ?? []) pieces.push(piece);
    if (pieces.length > 0) good.set(name, Buffer.concat(pieces));
  }
  await source.close();
});

async function zipOf(parts: Parts, twice: string | null): Promise<Buffer> {
  const zip = new ZipFile();
  for (const [name, bytes] of parts) zip.addBuffer(bytes, name);
  if (twice !== null) zip.addBuffer(parts.get(twice)!, twice);
  zip.end();
  const pieces: Buffer[] = [];
  for await (const piece of zip.outputStream) pieces.push(piece as Buffer);
  return Buffer.concat(pieces);
}

function hostileValue(draw: Draw): unknown {
  const make = draw.pick<() => unknown>([
    () => draw.hostileNumber(),
    () => draw.hostileString(),
    () => null,
    () => ({}),
    () => Array.from({ length: draw.int(0, 20_000) }, () => draw.int(0, 3)),
    () => draw.int(0, 5),
  ]);
  return make();
}

/** One member somewhere in a document is another, or gone, or doubled. */
function mutated(value: unknown, draw: Draw): unknown {
  if (typeof value !== 'object' || value === null || draw.oneIn(12)) return hostileValue(draw);
  const entries = Object.entries(value);
  if (entries.length === 0) return hostileValue(draw);
  const [name, member] = draw.pick(entries);
  if (Array.isArray(value)) {
    if (draw.oneIn(3)) return [...value, member];
    return value.with(Number(name), mutated(member, draw));
  }
  if (draw.oneIn(6)) return Object.fromEntries(entries.filter(([each]) => each !== name));
  return { ...value, [name]: mutated(member, draw) };
}

function mutatedLines(text: string, draw: Draw): string {
  const lines = text.split('\n').slice(0, -1);
  for (let times = draw.int(1, 4); times > 0; times--) {
    const at = draw.int(0, lines.length - 1);
    const change = draw.int(0, 3);
    if (change === 0) lines.splice(at, 1);
    else if (change === 1)
      lines.splice(draw.int(0, lines.length), 0, ...Array.from({ length: draw.int(1, 300) }, () => lines[at]!));
    else if (change === 2) lines[at] = JSON.stringify(mutated(JSON.parse(lines[at] ?? '{}'), draw)) ?? '';
    else lines[at] = draw.hostileString();
    if (lines.length === 0) break;
  }
  return `${lines.join('\n')}\n`;
}

function mutatedBytes(bytes: Buffer, draw: Draw): Buffer {
  const changed = Buffer.from(bytes);
  const at = draw.int(0, changed.length - 1);
  const change = draw.int(0, 3);
  if (change === 0) return changed.subarray(0, at);
  if (change === 1) return Buffer.concat([changed.subarray(0, at), changed.subarray(draw.int(0, at))]);
  // Messages are aligned to 8 bytes: whole fields are hit more often than by chance.
  const place = Math.min(changed.length - 8, at & ~7);
  if (change === 2 && place >= 0) changed.writeDoubleLE(draw.hostileNumber(), place);
  else for (let times = draw.int(1, 8); times > 0; times--) changed[draw.int(0, changed.length - 1)] = draw.int(0, 255);
  return changed;
}

function mutatedPart(name: string, bytes: Buffer, draw: Draw): Buffer {
  if (bytes.length === 0 || draw.oneIn(8)) return Buffer.from(draw.bytes(draw.int(0, 200)));
  if (name.endsWith('.jsonl')) return Buffer.from(mutatedLines(bytes.toString(), draw));
  if (name.endsWith('.json')) return Buffer.from(JSON.stringify(mutated(JSON.parse(bytes.toString()), draw)) ?? '');
  return mutatedBytes(bytes, draw);
}

/** @returns the sentence that refuses the file; null: it was read, and summarised */
async function opened(file: string): Promise<string | null> {
  try {
    const loaded = await loadFile(file);
    for await (const { chunks, afterReading } of loaded.runs) {
      const builder = new RecordingBuilder();
      for await (const chunk of chunks) builder.append(chunk);
      summariseRun(builder.snapshot(), afterReading(), loaded.manifest.machine);
    }
    return null;
  } catch (error) {
    if (error instanceof StoreError) return error.message;
    throw error;
  }
}

/** CPU time, as other programs may be busy; a good file takes a tenth of a second. */
const maxCpuMs = 3000;

describe('a file that anybody may have made', () => {
  fuzz('is read, or refused with one sentence, in a bounded time', { rounds: 20 }, async (draw, round) => {
    const parts: Parts = new Map(good);
    for (let times = draw.int(1, 3); times > 0; times--) {
      const name = draw.pick([...parts.keys()]);
      if (draw.oneIn(15)) parts.delete(name);
      else parts.set(name, mutatedPart(name, parts.get(name)!, draw));
      if (parts.size === 0) return;
    }
    const zip = await zipOf(parts, draw.oneIn(20) ? draw.pick([...parts.keys()]) : null);
    const file = join(folder, `${round}.juggler`);
    writeFileSync(file, draw.oneIn(10) ? mutatedBytes(zip, draw) : zip);
    const before = process.cpuUsage();
    const sentence = await opened(file);
    const { user, system } = process.cpuUsage(before);
    expect((user + system) / 1000).toBeLessThan(maxCpuMs);
    expect(sentence ?? '').toMatch(/^.{0,800}$/);
    rmSync(file);
  });
});
