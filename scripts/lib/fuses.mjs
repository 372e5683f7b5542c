import { open } from 'node:fs/promises';

// Electron's fuse wire: sentinel, version byte, number of fuses, one ASCII digit a fuse
// (docs/tutorial/fuses.md in Electron's repository).
const sentinel = Buffer.from('dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX');
const knownVersion = 1;

export const fuses = { nodeCliInspect: 3, browserSnapshot: 6 };

/**
 * Where each fuse's byte is in the executable. `wanted` maps a fuse's index to true or false;
 * the result is a list of { offset, byte } to write.
 */
export function planFuses(executable, wanted) {
  const at = executable.indexOf(sentinel);
  if (at < 0 || executable.indexOf(sentinel, at + 1) >= 0)
    throw new Error('the fuse wire is not in the executable exactly once');
  const wire = at + sentinel.length;
  const version = executable[wire];
  const count = executable[wire + 1];
  if (version !== knownVersion) throw new Error(`unknown version ${version} of the fuse wire`);
  return Object.entries(wanted).map(([index, on]) => {
    if (Number(index) >= count) throw new Error(`the executable has ${count} fuses, none with the index ${index}`);
    return { offset: wire + 2 + Number(index), byte: on ? '1' : '0' };
  });
}

export async function setFuses(file, wanted) {
  const handle = await open(file, 'r+');
  try {
    for (const { offset, byte } of planFuses(await handle.readFile(), wanted)) await handle.write(byte, offset);
  } finally {
    await handle.close();
  }
}
