import type { FileHandle } from 'node:fs/promises';

/** First bytes (latin1) of what people may drop on the window by mistake. */
const beginnings: readonly (readonly [string, string])[] = [
  ['\x89PNG', 'a PNG picture'],
  ['\xff\xd8\xff', 'a JPEG picture'],
  ['GIF8', 'a GIF picture'],
  ['RIFF', 'a WebP picture or a sound'],
  ['%PDF', 'a PDF document'],
  ['\x1f\x8b', 'a gzip archive'],
  ['7z\xbc\xaf', 'a 7z archive'],
  ['ARROW1', 'an Arrow file'],
  ['\x7fELF', 'a program'],
  ['MZ', 'a program'],
  ['{', 'JSON or another text'],
  ['[', 'JSON or another text'],
  ['<', 'HTML or XML'],
];

/** Why a file can't be read as a zip: it was cut off, or is something else. */
export async function notAZip(handle: FileHandle, name: string): Promise<string> {
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(16), 0, 16, 0);
  const start = buffer.toString('latin1', 0, bytesRead);
  if (start.startsWith('PK\x03\x04')) {
    return 'is cut off or damaged: its end, where the table of contents is, can’t be read. Copy or download it again';
  }
  const found = beginnings.find(([beginning]) => start.startsWith(beginning));
  const what = found === undefined ? '' : ` (it is ${found[1]})`;
  const advice = name.endsWith('.juggler') ? '' : '; those end in .juggler';
  return `is not a Juggler file${what}${advice}`;
}
