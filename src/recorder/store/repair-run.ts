import { createReadStream } from 'node:fs';
import { appendFile, readFile, readdir, rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { TrackStreamReader } from '../../core/formats/arrow-read';
import { encodeRows, encodeSchema, endOfStream } from '../../core/formats/arrow-write';
import { trackKinds } from '../../core/formats/columns';
import { TrackTableReader, type TrackTable } from '../../core/formats/track-table';
import { sliceFlags, type TrackKind } from '../../core/trace/track';
import type { TrackRows } from '../../core/trace/chunk';
import { isTemporaryName } from './atomic-file';
import { framesFolder, openTasksFile } from './layout';
import { readBytes } from './part-source';

/**
 * Puts the folder of a run in order whose writer was killed: half-written tails are cut off, streams are ended, tasks
 * that were in flight become slices that say so. What is whole stays as it is; doing it twice changes nothing.
 *
 * @returns up to when (Nanos) the run was seen.
 */
export async function repairRun(folder: string): Promise<number> {
  // Threads of a job whose recorder was killed may write for a moment longer: a folder that is filled meanwhile is not empty.
  await rm(join(folder, framesFolder), { recursive: true, force: true, maxRetries: 5, retryDelay: 50 });
  const names = await readdir(folder);
  for (const name of names) if (isTemporaryName(name)) await rm(join(folder, name), { force: true });
  const table = await repairTable(join(folder, 'tracks.jsonl'));
  const unfinished = await takeOpenTasks(join(folder, openTasksFile), table);
  for (const kind of trackKinds) {
    const rows = kind === 'slices' ? unfinished : [];
    if (names.includes(`${kind}.arrow`)) await repairStream(join(folder, `${kind}.arrow`), kind, rows);
  }
  await rm(join(folder, openTasksFile), { force: true });
  return table.seenUntil;
}

async function repairStream(path: string, kind: TrackKind, more: readonly TrackRows[]): Promise<void> {
  const reader = new TrackStreamReader(kind);
  try {
    for await (const bytes of createReadStream(path, { highWaterMark: readBytes })) reader.push(bytes as Uint8Array);
  } catch {
    // After a power cut the tail may be zeros, or anything: what comes before it is good.
  }
  if (reader.ended && reader.pendingBytes === 0) return;
  await truncate(path, reader.wholeBytes);
  if (reader.wholeBytes === 0) await writeFile(path, encodeSchema(kind));
  await appendFile(path, Buffer.concat([encodeRows(kind, more), endOfStream]));
}

/** Keeps the lines up to the first that is not whole. */
async function repairTable(path: string): Promise<TrackTable> {
  const table = new TrackTableReader();
  const bytes = await readFile(path).catch(() => null);
  if (bytes === null) {
    await writeFile(path, '', { mode: 0o600 });
    return table.finish();
  }
  let good = 0;
  for (;;) {
    const end = bytes.indexOf('\n', good);
    if (end < 0) break;
    try {
      table.push(bytes.toString('utf8', good, end));
    } catch {
      break;
    }
    good = end + 1;
  }
  if (good < bytes.length) await truncate(path, good);
  return table.finish();
}

const openTasksSchema = z.array(
  z.object({
    track: z.int(),
    start: z.array(z.number().nonnegative()),
    id: z.array(z.int().nonnegative()),
    slot: z.array(z.int().nonnegative()),
  }),
);

/** Tasks that were in flight at the last flush, ended where the run was seen last, and flagged. */
async function takeOpenTasks(path: string, table: TrackTable): Promise<TrackRows[]> {
  let open: z.infer<typeof openTasksSchema>;
  try {
    open = openTasksSchema.parse(JSON.parse(await readFile(path, 'utf8')));
  } catch {
    // There is none, or it was being written: it only adds to what the streams hold.
    return [];
  }
  return open
    .filter(({ track, id }) => table.kinds.get(track) === 'slices' && id.length > 0)
    .map(({ track, start, id, slot }) => {
      const end = Float64Array.from(start, (time) => Math.max(time, table.seenUntil));
      const columns = {
        start: Float64Array.from(start),
        end,
        runEnd: end.slice(),
        id: Uint32Array.from(id),
        slot: Uint16Array.from(id, (_, row) => slot[row] ?? 0),
        head: new Float32Array(id.length).fill(Number.NaN),
        tail: new Float32Array(id.length).fill(Number.NaN),
        flags: new Uint8Array(id.length).fill(sliceFlags.unfinished),
      };
      return { track, kind: 'slices', columns };
    });
}
