import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';

/** The digest of a file in the given encoding ("hex" or "base64"). */
export async function hashFile(file, algorithm, encoding) {
  const hash = createHash(algorithm);
  for await (const chunk of createReadStream(file, { highWaterMark: 1 << 20 })) hash.update(chunk);
  return hash.digest(encoding);
}

/**
 * Says what is wrong with a file, or nothing when it is as expected.
 * `expected` is { size?, algorithm, encoding, digest }.
 */
export async function describeMismatch(file, expected) {
  if (expected.size !== undefined) {
    const { size } = await stat(file);
    if (size !== expected.size) return `it has ${size} bytes instead of ${expected.size}`;
  }
  const digest = await hashFile(file, expected.algorithm, expected.encoding);
  if (digest !== expected.digest) return `its ${expected.algorithm} is ${digest} instead of ${expected.digest}`;
  return undefined;
}
