import type { FileHandle } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Readable } from 'node:stream';
import zlib from 'node:zlib';
import { fromFd, type Entry, type ZipFile } from 'yauzl';
import { FormatError } from '../../core/formats/format-error';
import { parseComparison } from '../../core/formats/upgrade';
import { comparisonPart, isPart, runOfPart } from './layout';
import { openRegular } from './open-regular';
import { readBytes, type PartSource } from './part-source';
import { readJson } from './read-json';
import { notAZip } from './recognise-file';

/** What a `.juggler` file may be. Recordings shrink to a tenth at most; a zip bomb to a thousandth. */
export const zipLimits = { entries: 10_000, bytes: 4 * 1024 ** 3, ratio: 200, ratioCountsFrom: 64 * 1024 ** 2 };

/** CPU time that reading may take, far above what a recording of that size takes. */
const allowedMs = (fileBytes: number): number => 4000 + fileBytes / 10_000;

/**
 * The parts of a `.juggler` file, never unpacked to disk. Sizes in the file are only believed as limits: what is
 * really inflated is counted against them.
 *
 * @throws {FormatError} when it is none, or has parts that no such file has.
 */
export async function openZip(path: string): Promise<PartSource> {
  const handle = await openRegular(path, 'follow');
  try {
    const found = await handle.stat();
    if (found.size === 0) throw new FormatError('is empty');
    const zip = await zipOf(handle, basename(path));
    const entries = await entriesOf(zip);
    const parts = new Map(
      entries.filter(({ fileName }) => !fileName.endsWith('/')).map((entry) => [entry.fileName, entry]),
    );
    checkSizes(entries, found.size);
    const source = zipSource(handle, zip, parts, stopwatch(allowedMs(found.size)));
    await checkNames(entries, source);
    return source;
  } catch (error) {
    await handle.close();
    throw error;
  }
}

/** @returns a check that throws once this process has used so much CPU time */
function stopwatch(maxMs: number): () => void {
  const before = process.cpuUsage();
  return () => {
    const { user, system } = process.cpuUsage(before);
    if ((user + system) / 1000 > maxMs)
      throw new FormatError('takes longer to read than a recording does: the rest was not read');
  };
}

function zipSource(handle: FileHandle, zip: ZipFile, parts: ReadonlyMap<string, Entry>, check: () => void): PartSource {
  return {
    async runs() {
      return [...new Set([...parts.keys()].map(runOfPart).filter((run) => run !== null))];
    },
    async open(part) {
      const entry = parts.get(part);
      return entry === undefined ? null : inflate(zip, entry, check);
    },
    close: () => handle.close(),
  };
}

/** Node 20.15 and later; a named import of what is not there would keep the program from starting. */
const crc32 = zlib.crc32 as typeof zlib.crc32 | undefined;

async function* inflate(zip: ZipFile, entry: Entry, check: () => void): AsyncGenerator<Uint8Array> {
  check();
  const damaged = (what: string): FormatError => new FormatError(`is damaged: ${entry.fileName} in it ${what}`);
  if (entry.isEncrypted()) throw damaged('is encrypted');
  if (entry.compressionMethod !== 0 && entry.compressionMethod !== 8) throw damaged('is packed in an unknown way');
  // Read packed and inflated here: pieces of 16 KiB, as the library gives them, are three times as slow.
  const packed = await zip.openReadStreamPromise(entry, { decodeFileData: false });
  const bytes = entry.compressionMethod === 0 ? packed : packed.pipe(zlib.createInflateRaw({ chunkSize: readBytes }));
  // An error of the one must end the other, or reading would wait for ever.
  packed.on('error', (error) => bytes.destroy(error));
  let length = 0;
  let sum = 0;
  try {
    for await (const piece of bytes as Readable & AsyncIterable<Uint8Array>) {
      length += piece.length;
      if (length > entry.uncompressedSize) break;
      if (crc32 !== undefined) sum = crc32(piece, sum);
      yield piece;
      check();
    }
  } catch (error) {
    if (error instanceof FormatError) throw error;
    throw new FormatError(damaged('can’t be unpacked').message, { cause: error });
  } finally {
    packed.destroy();
    bytes.destroy();
  }
  if (length !== entry.uncompressedSize) throw damaged(`has not the ${entry.uncompressedSize} bytes it should have`);
  if (crc32 !== undefined && sum !== entry.crc32) throw damaged('has a wrong checksum');
}

async function zipOf(handle: FileHandle, name: string): Promise<ZipFile> {
  return new Promise((resolve, reject) => {
    const options = { lazyEntries: true, autoClose: false, strictFileNames: true };
    fromFd(handle.fd, options, (error, zip) => {
      if (error === null) resolve(zip);
      else notAZip(handle, name).then((reason) => reject(new FormatError(reason, { cause: error })), reject);
    });
  });
}

async function entriesOf(zip: ZipFile): Promise<Entry[]> {
  if (zip.entryCount > zipLimits.entries) {
    throw new FormatError(`holds ${zip.entryCount} parts; at most ${zipLimits.entries} are read`);
  }
  return new Promise((resolve, reject) => {
    const entries: Entry[] = [];
    zip.on('entry', (entry: Entry) => {
      entries.push(entry);
      zip.readEntry();
    });
    zip.on('end', () => resolve(entries));
    zip.on('error', (error: Error) =>
      reject(new FormatError(`is damaged: its table of contents can’t be read (${error.message})`, { cause: error })),
    );
    zip.readEntry();
  });
}

function checkSizes(entries: readonly Entry[], fileSize: number): void {
  const bytes = entries.reduce((sum, { uncompressedSize }) => sum + uncompressedSize, 0);
  if (bytes <= zipLimits.bytes && (bytes < zipLimits.ratioCountsFrom || bytes / fileSize <= zipLimits.ratio)) return;
  throw new FormatError(`would unpack from ${fileSize} to ${bytes} bytes, which no recording does: it was not opened`);
}

/** A newer version may have parts of other names: its version is looked at first. */
async function checkNames(entries: readonly Entry[], source: PartSource): Promise<void> {
  const description = await readJson(source, comparisonPart);
  if (description === null) throw new FormatError(`is a zip file, but not a Juggler file: it has no ${comparisonPart}`);
  parseComparison(description);
  const seen = new Set<string>();
  for (const { fileName } of entries) {
    const isFolder = fileName === 'runs/' || (fileName.endsWith('/') && isPart(`${fileName}manifest.json`));
    if (!isFolder && !isPart(fileName))
      throw new FormatError(`holds ${JSON.stringify(fileName)}, which no Juggler file has`);
    if (seen.has(fileName)) throw new FormatError(`holds ${fileName} twice`);
    seen.add(fileName);
  }
}
