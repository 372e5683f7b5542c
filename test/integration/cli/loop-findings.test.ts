import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { afterAll, describe, expect, it } from 'vitest';
import { noPython, somePythons } from '../agents/pythons';
import { juggler, removeTemporaryFolders } from './run-cli';

afterAll(removeTemporaryFolders);

/** What is said of the event loops of a program. */
async function blockedIn(...command: readonly string[]) {
  const { stdout } = await juggler(['record', '--json', '--', ...command]);
  const [run] = JSON.parse(stdout).runs;
  return (run.findings as { id: string; title: string; detail: string }[]).filter(({ id }) => id === 'program-blocked');
}

describe('a recorded loop that waits inside a step', () => {
  it('Node: Atomics.wait and a synchronous child are no computing', async () => {
    const wait = 'setTimeout(() => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 400), 50)';
    const [locked] = await blockedIn(process.execPath, '-e', wait);
    expect(locked!.title).toMatch(/^The event loop was blocked for .*, waiting in a lock \(main thread of node \d+\)$/);
    expect(locked!.detail).not.toMatch(/in pieces|CPU samples/);
    const child = `setTimeout(() => require('node:child_process').execFileSync('sleep', ['0.4']), 50)`;
    const [waited] = await blockedIn(process.execPath, '-e', child);
    expect(waited!.title).toMatch(/, waiting for its child sleep \d+ \(main thread of node \d+\)$/);
  });

  it('Node: the finding on a loop that computes names its thread', async () => {
    const source = `
      const { Worker, isMainThread } = require('node:worker_threads');
      const burn = () => { for (const from = process.cpuUsage().user; process.cpuUsage().user < from + 3e5;); };
      if (isMainThread) { const timer = setInterval(() => {}, 5); new Worker(__filename).on('exit', () => clearInterval(timer)); }
      else burn();`;
    const folder = await mkdtemp(`${tmpdir()}/juggler-loops-`);
    await writeFile(`${folder}/it.cjs`, source);
    const findings = await blockedIn(process.execPath, `${folder}/it.cjs`);
    await rm(folder, { recursive: true });
    expect(findings[0]!.title).toMatch(/\(worker 1 of node \d+\)$/);
  });
});

describe.skipIf(noPython !== null).each(somePythons)('a coroutine of Python $version', ({ path }) => {
  it('that sleeps in a blocking call waits in a sleep, and the finding names the function', async () => {
    const source = `
import asyncio, time
def load(): time.sleep(0.4)
async def main():
    await asyncio.sleep(0.05); load()
asyncio.run(main())`;
    const [blocked] = await blockedIn(path, '-c', source);
    expect(blocked!.title).toMatch(
      /^The event loop was blocked for .* by load\(\), waiting in a sleep \(main thread of python[\d.]* \d+\)$/,
    );
    expect(blocked!.detail).not.toContain('in pieces');
  });
});
