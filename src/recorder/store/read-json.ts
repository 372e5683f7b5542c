import { FormatError } from '../../core/formats/format-error';
import { limits } from '../../core/formats/limits';
import type { PartSource } from './part-source';

/** Bytes that may still be read of several parts together. */
export interface ByteBudget {
  bytes: number;
}

/** Null when there is no such part. @throws {FormatError} when it is too long, or no JSON in UTF-8. */
export async function readJson(source: PartSource, part: string, budget?: ByteBudget): Promise<unknown> {
  const bytes = await source.open(part);
  if (bytes === null) return null;
  const pieces: Uint8Array[] = [];
  let length = 0;
  for await (const piece of bytes) {
    length += piece.length;
    if (length > limits.jsonBytes)
      throw new FormatError(`is damaged: its ${part} is longer than ${limits.jsonBytes} bytes`);
    if (budget !== undefined && (budget.bytes -= piece.length) < 0)
      throw new FormatError(`is longer than all descriptions of runs together may be (${limits.manifestBytes} bytes)`);
    pieces.push(piece);
  }
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(pieces)));
  } catch (error) {
    throw new FormatError(`is damaged: its ${part} is no JSON`, { cause: error });
  }
}

/** The lines of a part of text, without their ends; a last line without one is not given, as it was cut off. */
export async function* readLines(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let rest = '';
  for await (const piece of bytes) {
    const lines = (rest + decoder.decode(piece, { stream: true })).split('\n');
    rest = lines.pop()!;
    if (rest.length > limits.lineLength)
      throw new FormatError(`has a line of more than ${limits.lineLength} characters`);
    yield* lines;
  }
}
