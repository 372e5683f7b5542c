import { checkRows } from '../../core/formats/check-rows';
import { TrackStreamReader } from '../../core/formats/arrow-read';
import { FormatError } from '../../core/formats/format-error';
import { RowGatherer } from '../../core/formats/gather-rows';
import type { TableTotals } from '../../core/formats/table-names';
import { TrackTableReader, type TrackTable } from '../../core/formats/track-table';
import type { RecordingChunk } from '../../core/trace/chunk';
import type { TrackKind } from '../../core/trace/track';
import { streamPart, tablePart } from './layout';
import type { PartSource } from './part-source';
import { readLines } from './read-json';

/** Rows of one chunk: few enough to be sent and drawn while the next is read. */
const chunkRows = 131_072;

/** Slices last: they are the most, and the rest of the picture stands when they come. */
const readingOrder: readonly TrackKind[] = ['marks', 'states', 'counter', 'flows', 'slices'];

/**
 * The recording of a run in a few big chunks, as it is read; at no time more than one chunk and one batch are held.
 *
 * @param cutOffIsFine the run was not closed in order (it goes on, or its recorder was killed): streams may just end.
 * @param totals of the runs of the comparison that were read before
 * @throws {FormatError} naming the part, after all that could be read was given.
 */
export async function* readRun(
  source: PartSource,
  run: string,
  cutOffIsFine: boolean,
  totals: TableTotals,
): AsyncGenerator<RecordingChunk> {
  const table = await inPart('tracks.jsonl', () => readTable(source, run, totals));
  const { lanes, tracks, strings, seenUntil } = table;
  yield { lanes, tracks, strings, rows: [], open: [], seenUntil };
  const gatherer = new RowGatherer();
  const kinds = new Set(tracks.map(({ kind }) => kind));
  const damage: unknown[] = [];
  for (const kind of readingOrder.filter((kind) => kinds.has(kind))) {
    try {
      for await (const _ of readStream(source, run, kind, table, gatherer, cutOffIsFine)) {
        yield { lanes: [], tracks: [], strings: [], rows: gatherer.take(), open: [], seenUntil };
      }
    } catch (error) {
      damage.push(error);
    }
    if (gatherer.count > 0) {
      yield { lanes: [], tracks: [], strings: [], rows: gatherer.take(), open: [], seenUntil };
    }
  }
  if (damage.length > 0) throw damage[0];
}

/** Yields whenever the gatherer holds enough for a chunk. */
async function* readStream(
  source: PartSource,
  run: string,
  kind: TrackKind,
  table: TrackTable,
  gatherer: RowGatherer,
  cutOffIsFine: boolean,
): AsyncGenerator<void> {
  const name = `${kind}.arrow`;
  const bytes = await inPart(name, () => source.open(streamPart(run, kind)));
  if (bytes === null) throw new FormatError(`${name} is missing`);
  const reader = new TrackStreamReader(kind);
  try {
    for await (const piece of bytes) {
      for (const rows of reader.push(piece)) {
        checkRows(rows, table);
        gatherer.push(rows);
      }
      if (gatherer.count >= chunkRows) yield;
    }
  } catch (error) {
    throw partError(name, error);
  }
  if (!reader.ended && !cutOffIsFine) {
    throw new FormatError(`${name} is cut off behind byte ${reader.wholeBytes} (${reader.pendingBytes} bytes lost)`);
  }
}

/** @param totals of the comparison: this run's are added */
export async function readTable(source: PartSource, run: string, totals: TableTotals): Promise<TrackTable> {
  const bytes = await source.open(tablePart(run));
  if (bytes === null) throw new FormatError('is missing');
  const table = new TrackTableReader(totals);
  for await (const line of readLines(bytes)) table.push(line);
  return table.finish();
}

async function inPart<T>(name: string, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    throw partError(name, error);
  }
}

function partError(name: string, error: unknown): FormatError {
  const message = error instanceof Error ? error.message : String(error);
  return new FormatError(`${name} ${error instanceof FormatError ? message : `can’t be read (${message})`}`, {
    cause: error,
  });
}
