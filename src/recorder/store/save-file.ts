import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { ZipFile } from 'yazl';
import { trackKinds } from '../../core/formats/columns';
import { formatBytes } from '../../core/base/format-bytes';
import { fitComparison } from '../../core/formats/fit-manifest';
import type { ComparisonManifest } from '../../core/trace/comparison';
import { replaceOutput } from './atomic-file';
import { comparisonPart, manifestPart, streamPart, tablePart } from './layout';
import { StoreError } from './store-error';
import { zipLimits } from './zip-source';

/**
 * Parts up to this size are packed; bigger ones are stored as they are: they open at the speed of the disk, where
 * inflating 10 M slices alone would take longer than the two seconds a picture may take.
 */
const defaultPackUpTo = 64 * 1024 ** 2;

/** Packs the comparison in `folder` into one file; a file that is there is replaced when all is written. */
export async function saveFile(
  folder: string,
  manifest: ComparisonManifest,
  file: string,
  packUpTo = defaultPackUpTo,
): Promise<void> {
  const parts = await partsOf(folder, manifest);
  const total = parts.reduce((sum, { bytes }) => sum + bytes, 0);
  if (total > zipLimits.bytes) {
    throw new StoreError(
      `${file} can’t be written: the comparison has ${formatBytes(total)}, and a file holds ${formatBytes(zipLimits.bytes)}. It stays in the library.`,
    );
  }
  await replaceOutput(file, 0o644, packed(folder, manifest, parts, packUpTo));
}

/** Nothing is opened before the first piece is asked for. */
async function* packed(
  folder: string,
  manifest: ComparisonManifest,
  parts: readonly Part[],
  packUpTo: number,
): AsyncGenerator<Uint8Array> {
  const zip = new ZipFile();
  // A PassThrough; its type says less.
  const output = zip.outputStream as Readable;
  zip.once('error', (error: Error) => output.destroy(error));
  zip.addBuffer(Buffer.from(JSON.stringify(fitComparison(manifest).manifest)), comparisonPart, { mode: 0o100644 });
  for (const { name, bytes } of parts) {
    // Columns of numbers: level 1 packs them as well as level 6 and takes half as long.
    zip.addFile(join(folder, name), name, { compressionLevel: bytes <= packUpTo ? 1 : 0, mode: 0o100644 });
  }
  zip.end();
  yield* output as AsyncIterable<Uint8Array>;
}

interface Part {
  readonly name: string;
  readonly bytes: number;
}

/** The small ones first. */
async function partsOf(folder: string, { runs }: ComparisonManifest): Promise<Part[]> {
  const names = runs.flatMap(({ id }) => [
    manifestPart(id),
    tablePart(id),
    ...trackKinds.map((kind) => streamPart(id, kind)),
  ]);
  const parts: Part[] = [];
  for (const name of names) {
    const found = await stat(join(folder, name)).catch(() => null);
    if (found !== null) parts.push({ name, bytes: found.size });
  }
  return parts;
}
