import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { CompareOptions } from '../../core/analysis/compare-modes';
import type { LibraryEntry } from '../../core/protocol/recorder';
import type { ComparisonManifest } from '../../core/trace/comparison';
import { CallError } from '../call-error';
import { Recordings } from '../engine/recordings';
import { startRecorder } from '../engine/start-recorder';
import { exitCodes } from '../exit-codes';
import { bandFrom } from '../input/modes';
import { didYouMean } from '../input/nearest';
import { viewOf } from '../output/comparison-view';
import { writeResult } from '../output/write-result';
import { defineCommand } from './command';
import { existingFile } from './open';

interface InfoOptions {
  readonly json?: boolean;
  readonly baseline?: string;
  readonly includeStartup?: boolean;
}

type Source = { id: string } | { file: string };

export const infoCommand = defineCommand({
  name: 'info',
  add: (program, { terminal }, finish) => {
    program
      .command('info')
      .description('show a comparison: a .juggler file, one of the library by its id, or the last one')
      .argument('[file|id]', 'a .juggler file, or an id of the library (its beginning is enough)')
      .option('--baseline <mode>', 'measure speed-ups against this mode')
      .option('--include-startup', 'count start-up (loading, making workers) as part of the time')
      .option('--json', 'one JSON document (docs/cli.md)')
      .action(async (name: string | undefined, typed: InfoOptions) => {
        const asked = typed.baseline === undefined ? null : bandFrom('--baseline', typed.baseline, null);
        const file = name !== undefined && looksLikeFile(name) ? existingFile(name) : null;
        const recordings = new Recordings();
        const recorder = await startRecorder({ onEvent: (event) => recordings.receive(event) });
        try {
          const source = file === null ? await inLibrary(name, recorder) : { file };
          const { manifest } = await recorder.request('open', { source });
          writeResult(
            viewOf(manifest, recordings.byRun(), optionsFor(manifest, asked, typed)),
            typed.json === true,
            terminal,
          );
          finish(exitCodes.done);
        } finally {
          await recorder.close();
        }
      });
  },
});

const looksLikeFile = (name: string): boolean => existsSync(name) || /[/\\]|\.juggler$/i.test(name);

/** As it was left in the window, unless the call says otherwise. */
function optionsFor(
  { view }: ComparisonManifest,
  baseline: CompareOptions['baseline'],
  typed: InfoOptions,
): CompareOptions {
  return {
    baseline: baseline ?? view?.baseline ?? null,
    includeStartup: typed.includeStartup === true || view?.includeStartup === true,
  };
}

async function inLibrary(
  name: string | undefined,
  { request, library }: Awaited<ReturnType<typeof startRecorder>>,
): Promise<Source> {
  const known = name === undefined ? null : folderIn(library, name);
  if (known !== null) return { id: known };
  const { comparisons } = await request('list', null);
  if (comparisons.length === 0)
    throw new CallError(`There is no comparison in ${library} yet. “juggler compare” makes one.`);
  if (name === undefined) return { id: comparisons[0]!.id };
  const found = comparisons.filter(({ id }) => id.startsWith(name));
  if (found.length === 1) return { id: found[0]!.id };
  const exact = found.find(({ id }) => id === name);
  if (exact !== undefined) return { id: exact.id };
  throw new CallError(found.length > 1 ? ambiguous(name, found) : unknown(name, comparisons));
}

/** The comparison whose id begins so; null: none, or more than one. Names alone are looked at: there may be thousands. */
function folderIn(library: string, name: string): string | null {
  if (!/^\w/.test(name)) return null;
  try {
    if (existsSync(join(library, name, 'comparison.json'))) return name;
    const found = readdirSync(library).filter((id) => id.startsWith(name));
    return found.length === 1 ? found[0]! : null;
  } catch {
    return null;
  }
}

function ambiguous(name: string, found: readonly LibraryEntry[]): string {
  return `“${name}” begins the ids of ${found.length} comparisons: ${found.map(({ id }) => id).join(', ')}. Give more of it.`;
}

function unknown(name: string, comparisons: readonly LibraryEntry[]): string {
  const ids = comparisons.map(({ id }) => id);
  return `There is no file and no comparison “${name}”.${didYouMean(name, ids)} The last one is ${ids[0]}.`;
}
