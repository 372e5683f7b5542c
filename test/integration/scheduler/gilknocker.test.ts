import { afterAll, describe, expect, it } from 'vitest';
import { program } from '../agents/record-python';
import { pythons } from '../agents/pythons';
import { pythonWith } from '../agents/python-packages';
import { juggler, removeTemporaryFolders } from '../cli/run-cli';

afterAll(removeTemporaryFolders);

interface Thread {
  readonly name: string;
  readonly onCpuMs: number;
  readonly runnableMs: number;
  readonly unknownMs: number;
  readonly blockedMs: Readonly<Record<string, number>>;
}

const seconds = '1.3';
const points = 0.1;

const { path, missing } = await pythonWith(
  pythons.find(({ version }) => version.startsWith('3.11')) ?? pythons.at(-1),
  ['gilknocker'],
);

/** Contention from within, by gilknocker, and from outside: how long its threads waited for the GIL in the same run. */
async function contention(load: string) {
  const { stdout, stderr, code } = await juggler([
    'record',
    '--json',
    '--',
    path,
    program('knocked.py'),
    load,
    seconds,
  ]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: expect.stringContaining('contention') });
  const said = Number(/contention (\S+)/.exec(stderr)![1]);
  const threads: readonly Thread[] = JSON.parse(stdout).runs[0].threads;
  const unnamed = threads.filter(({ name }) => name !== 'load' && name !== 'main');
  // One of them directs the others; it waits for them.
  const [, ...knocking] = unnamed.toSorted((a, b) => (b.blockedMs['lock'] ?? 0) - (a.blockedMs['lock'] ?? 0));
  const sum = (of: (thread: Thread) => number): number => knocking.reduce((total, thread) => total + of(thread), 0);
  const waited = sum(({ blockedMs }) => blockedMs['gil'] ?? 0);
  const wanted = sum(({ runnableMs }) => runnableMs);
  const unknown = sum(({ unknownMs }) => unknownMs);
  const life = sum((thread) => thread.onCpuMs + Object.values(thread.blockedMs).reduce((a, b) => a + b, 0));
  const whole = life + wanted + unknown;
  // Having been given the lock and having no core yet is waiting for it, too, seen from within; the unknown may be anything.
  return { said, least: waited / whole, most: (waited + wanted + unknown) / whole };
}

describe.skipIf(missing !== null)(
  `contention of the GIL, beside gilknocker${missing === null ? '' : ` (${missing})`}`,
  () => {
    it(
      'is the same within 10 points: eight threads, one thread, eight that release it',
      { timeout: 60_000 },
      async () => {
        const loads = ['released', 'one', 'eight'];
        const found: Awaited<ReturnType<typeof contention>>[] = [];
        for (const load of loads) found.push(await contention(load));
        for (const { said, least, most } of found) {
          expect(said).toBeGreaterThan(least - points);
          expect(said).toBeLessThan(most + points);
        }
        const orderBy = (of: (one: (typeof found)[number]) => number): number[] =>
          found.map((_, index) => index).toSorted((a, b) => of(found[a]!) - of(found[b]!));
        expect(orderBy(({ said }) => said)).toEqual([0, 1, 2]);
        expect(orderBy(({ least }) => least)).toEqual([0, 1, 2]);
      },
    );
  },
);
