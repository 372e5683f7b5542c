import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { JobMode } from '../../../src/core/trace/run';
import { noPython, pythons, somePythons } from '../agents/pythons';
import { compare, RecorderUnderTest, specOf } from '../recorder/comparison-under-test';
import { pythonWithPackages } from './python-with-packages';

const fixture = (name: string): string => resolve('test/fixtures/python-modules', name);
const modes: readonly JobMode[] = ['serial', 'processes'];
const newest = pythons.at(-1)!;

let recorder: RecorderUnderTest;
let folder: string;
beforeEach(() => {
  recorder = new RecorderUnderTest();
  folder = mkdtempSync(join(tmpdir(), 'juggler-own-pools-'));
});
afterEach(async () => {
  await recorder.close();
  rmSync(folder, { recursive: true, force: true });
});

async function checksums(id: string, python = newest, of = modes): Promise<(string | undefined)[]> {
  const { finished } = await compare(recorder, specOf({ kind: 'module', id, python }, { modes: of, workers: 1 }));
  return (await finished).runs.map(
    ({ manifest }) => manifest.failure?.message ?? manifest.outcome?.checksum ?? undefined,
  );
}

describe.skipIf(noPython !== null)(`A module with pools of its own ${noPython ?? ''}`, () => {
  it.each(somePythons)('finds its functions and classes in spawned processes: $version', async (python) => {
    const [serial, processes] = await checksums(fixture('own-pool.py'), python);
    expect(serial).toMatch(/^[0-9a-f]{16}$/);
    expect(processes).toBe(serial);
  });

  it('uses them while it is loaded and for its items', async () => {
    const [serial, processes] = await checksums(fixture('pool-at-import.py'));
    expect(serial).toMatch(/^[0-9a-f]{16}$/);
    expect(processes).toBe(serial);
  });

  it('may be called anything, and be part of a package', () => {
    const near = 'from .near import NEAR\n';
    const modules: readonly (readonly [name: string, imports: string])[] = [
      ['plain.py', ''],
      ['own-pool.py', ''],
      ['my work.py', ''],
      ['work.v2.py', ''],
      ['wörk-日本.py', ''],
      // Of a module that is loaded already.
      ['json.py', ''],
      ['package/member.py', near],
      // Without an __init__.py.
      ['folder/member.py', near],
      ['package.v1/the.member.py', near],
    ];
    const files = modules.map(([name, imports], index) => {
      const file = join(folder, String(index), name);
      mkdirSync(dirname(file), { recursive: true });
      if (name.startsWith('package')) writeFileSync(join(dirname(file), '__init__.py'), '');
      if (imports !== '') writeFileSync(join(dirname(file), 'near.py'), 'NEAR = 1\n');
      writeFileSync(file, imports + readFileSync(fixture('own-pool.py'), 'utf8'));
      return file;
    });
    const host = resolve(process.env['JUGGLER_OUT'] ?? 'out', 'workers/python/job_host.py');
    const said = execFileSync(newest.path, [fixture('../python-programs/runs-modules.py'), host, ...files], {
      encoding: 'utf8',
    });
    const hashes = said.trim().split('\n');
    expect(hashes).toHaveLength(modules.length);
    expect(new Set(hashes).size).toBe(1);
  });
});

const withPackages = pythonWithPackages();
const missing = 'missing' in withPackages ? withPackages.missing : null;

describe.skipIf(missing !== null)(`The code of a module${missing === null ? '' : ` (${missing})`}`, () => {
  it('runs once in each process, also where Cython compiles it', async () => {
    const python = { version: '3.11', path: 'path' in withPackages ? withPackages.path : '' };
    const file = join(folder, 'counts-loads.py');
    copyFileSync(fixture('counts-loads.py'), file);
    const all: readonly JobMode[] = ['serial', 'threads', 'processes', 'cython'];
    const [serial, ...others] = await checksums(file, python, all);
    expect(serial).toMatch(/^[0-9a-f]{16}$/);
    expect(others).toEqual([serial, serial, serial]);
    const loads = readdirSync(folder).filter((name) => name.startsWith('loaded-'));
    // Four hosts and one worker process.
    expect(loads.map((name) => readFileSync(join(folder, name), 'utf8'))).toEqual(Array(5).fill('loaded\n'));
  });
});
