import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { noPython, pythons } from '../agents/pythons';
import { juggler, modulesFolder, removeTemporaryFolders } from './run-cli';

afterAll(removeTemporaryFolders);

interface Document {
  readonly verdict: string;
  readonly runs: readonly {
    readonly mode: string;
    readonly findings: readonly { readonly id: string; readonly title: string; readonly detail: string }[];
    readonly eventLoops: readonly { readonly cpuMs?: number; readonly utilisation: number }[];
  }[];
}

async function compared(file: string, modes: string, ...more: string[]): Promise<Document> {
  // Repeats, as one run of each is allowed to differ by more than what is told of.
  const { stdout } = await juggler(['compare', file, '--modes', modes, '--repeats', '2', '--json', ...more]);
  return JSON.parse(stdout) as Document;
}

function asyncFinding({ runs }: Document, mode: string): string[] {
  return runs
    .filter((run) => run.mode === mode)
    .flatMap(({ findings }) => findings)
    .filter(({ id }) => id === 'async-gained-nothing')
    .map(({ title }) => title);
}

describe('a blocking call in the event loop of a comparison', () => {
  it('is told from computing: JavaScript', async () => {
    const document = await compared(join(modulesFolder, 'waits-in-lock.mjs'), 'serial,async');
    expect(asyncFinding(document, 'async')).toEqual(['Async gained nothing: it waits in blocking calls']);
    expect(document.verdict).toContain('Async gained nothing: run() waits in a blocking call');
    const { eventLoops } = document.runs.find(({ mode }) => mode === 'async')!;
    expect(eventLoops[0]!.utilisation).toBeGreaterThan(0.9);
    expect(eventLoops[0]!.cpuMs).toBeLessThan(100);
  });

  it.skipIf(noPython !== null)(`is told from computing: Python ${noPython ?? ''}`, async () => {
    const python = ['--python', pythons.at(-1)!.path];
    const file = join(modulesFolder, '../python-modules/sleeps.py');
    const document = await compared(file, 'serial,asyncio', ...python);
    expect(asyncFinding(document, 'asyncio')).toEqual(['Asyncio gained nothing: it waits in blocking calls']);
    expect(document.verdict).toContain('Asyncio gained nothing: run() waits in a blocking call');
    expect(document.verdict).toContain('asyncio.to_thread');
  });
});
