import { FormatError } from '../../core/formats/format-error';
import { limits } from '../../core/formats/limits';
import { TableTotals } from '../../core/formats/table-names';
import { parseComparison, parseRun } from '../../core/formats/upgrade';
import type { RecordingChunk } from '../../core/trace/chunk';
import type { ComparisonManifest } from '../../core/trace/comparison';
import type { RunManifest } from '../../core/trace/run';
import { comparisonPart, manifestPart } from './layout';
import type { PartSource } from './part-source';
import { readJson, type ByteBudget } from './read-json';
import { readRun } from './read-run';
import type { LoadedComparison, LoadedRun } from './store';

/** Opens the same parts each time it is called: once for the description, once more when the runs are read. */
export type OpenSource = () => Promise<PartSource>;

/** @throws {FormatError} when the comparison as a whole can't be read; a damaged run is marked as failed instead. */
export async function loadComparison(openSource: OpenSource): Promise<LoadedComparison> {
  const manifest = await withSource(openSource, readManifest);
  return { manifest, runs: loadRuns(openSource, manifest.runs) };
}

/** `comparison.json` alone: all of it, once every run has ended. @throws {FormatError} */
export async function readComparison(source: PartSource): Promise<ComparisonManifest> {
  const document = await readJson(source, comparisonPart);
  if (document === null) throw new FormatError(`is not a Juggler file: it has no ${comparisonPart}`);
  return parseComparison(document);
}

/** `comparison.json` with what the runs' own manifests say, which are written more often. */
export async function readManifest(source: PartSource): Promise<ComparisonManifest> {
  const comparison = await readComparison(source);
  const runs: RunManifest[] = [];
  const budget = { bytes: limits.manifestBytes };
  for (const listed of comparison.runs) runs.push(await readRunManifest(source, listed, budget));
  return { ...comparison, runs };
}

async function readRunManifest(source: PartSource, listed: RunManifest, budget: ByteBudget): Promise<RunManifest> {
  try {
    const document = await readJson(source, manifestPart(listed.id), budget);
    if (document === null) throw new FormatError('is missing');
    const run = parseRun(document);
    if (run.id !== listed.id) throw new FormatError(`is of another run (${run.id})`);
    return run;
  } catch (error) {
    return damaged(listed, `manifest.json ${messageOf(error)}`);
  }
}

async function* loadRuns(openSource: OpenSource, runs: readonly RunManifest[]): AsyncGenerator<LoadedRun> {
  const source = await openSource();
  const totals = new TableTotals();
  try {
    for (const run of runs) {
      let after = run;
      const mark = (message: string): void => {
        after = damaged(run, message);
      };
      yield { run, chunks: chunksOf(source, run, totals, mark), afterReading: () => after };
    }
  } finally {
    await source.close();
  }
}

async function* chunksOf(
  source: PartSource,
  run: RunManifest,
  totals: TableTotals,
  mark: (message: string) => void,
): AsyncGenerator<RecordingChunk> {
  const open = run.status === 'recording' || run.status === 'waiting';
  try {
    yield* readRun(source, run.id, open, totals);
  } catch (error) {
    mark(messageOf(error));
  }
}

/** What the run says of itself is kept: the damage comes beside it. */
function damaged(run: RunManifest, what: string): RunManifest {
  const message = `The data of this run are damaged: ${what}. What could be read is shown.`;
  if (run.failure !== undefined) return { ...run, notices: [...(run.notices ?? []), message] };
  return { ...run, status: 'failed', failure: { message } };
}

export async function withSource<T>(openSource: OpenSource, use: (source: PartSource) => Promise<T>): Promise<T> {
  const source = await openSource();
  try {
    return await use(source);
  } finally {
    await source.close();
  }
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
