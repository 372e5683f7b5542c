import { constants } from 'node:fs';
import { readdir, rm, writeFile, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { TrackStreamReader } from '../../core/formats/arrow-read';
import { encodeRows, encodeSchema, endOfStream } from '../../core/formats/arrow-write';
import { trackKinds } from '../../core/formats/columns';
import { limits } from '../../core/formats/limits';
import { TrackTableReader, type TrackTable } from '../../core/formats/track-table';
import { sliceFlags, type TrackKind } from '../../core/trace/track';
import type { TrackRows } from '../../core/trace/chunk';
import { openRegular, readSmallText } from './open-regular';
import { isTemporaryName } from './output-file';
import { framesFolder, openTasksFile } from './layout';
import { readBytes } from './part-source';
import { codeOf } from './store-error';

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
  await withFile(path, async (file) => {
    const reader = new TrackStreamReader(kind);
    try {
      for await (const bytes of pieces(file)) reader.push(bytes);
    } catch {
      // After a power cut the tail may be zeros, or anything: what comes before it is good.
    }
    if (reader.ended && reader.pendingBytes === 0) return;
    const start = reader.wholeBytes === 0 ? [encodeSchema(kind)] : [];
    await cutAndAppend(file, reader.wholeBytes, Buffer.concat([...start, encodeRows(kind, more), endOfStream]));
  });
}

/** Keeps the lines up to the first that is not whole. */
async function repairTable(path: string): Promise<TrackTable> {
  const table = new TrackTableReader();
  // Its writer may have been killed before it made the file.
  await writeFile(path, '', { flag: 'wx', mode: 0o600 }).catch((error: unknown) => {
    if (codeOf(error) !== 'EEXIST') throw error;
  });
  await withFile(path, async (file) => {
    const bytes = await file.readFile();
    let good = 0;
    for (let end = bytes.indexOf('\n'); end >= 0; end = bytes.indexOf('\n', good)) {
      try {
        table.push(bytes.toString('utf8', good, end));
      } catch {
        break;
      }
      good = end + 1;
    }
    if (good < bytes.length) await file.truncate(good);
  });
  return table.finish();
}

async function withFile(path: string, repair: (file: FileHandle) => Promise<void>): Promise<void> {
  const file = await openRegular(path, 'refuse', constants.O_RDWR);
  try {
    await repair(file);
  } finally {
    await file.close();
  }
}

async function* pieces(file: FileHandle): AsyncGenerator<Uint8Array> {
  const buffer = Buffer.alloc(readBytes);
  for (let at = 0; ;) {
    const { bytesRead } = await file.read(buffer, 0, readBytes, at);
    if (bytesRead === 0) return;
    at += bytesRead;
    yield buffer.subarray(0, bytesRead);
  }
}

async function cutAndAppend(file: FileHandle, length: number, bytes: Uint8Array): Promise<void> {
  await file.truncate(length);
  for (let at = 0; at < bytes.length;) {
    at += (await file.write(bytes, at, bytes.length - at, length + at)).bytesWritten;
  }
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
    open = openTasksSchema.parse(JSON.parse(await readSmallText(path, limits.jsonBytes)));
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
