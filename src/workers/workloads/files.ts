import { createHash } from 'node:crypto';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { seededRandom } from '../../core/base/seeded-random';
import { defineWorkload, type Preparation, type Prepared } from './workload';

export const files = defineWorkload<string, string>({
  id: 'files',
  title: 'Files',
  tagline: 'reading and hashing: mixed work',
  about:
    'Writes a few hundred files once, then reads and hashes each. Reading is waiting and runs in libuv’s threads; ' +
    'hashing is computing and runs in JavaScript’s. Async overlaps the reading with the hashing and gains as much as ' +
    'the reading takes; since the files were just written, they come from memory, and that isn’t much. Threads and ' +
    'processes hash on several cores and gain more. From a slow disk or the network it would be the other way round.',
  items: { default: 300, min: 1, max: 10_000 },
  parameters: [
    { name: 'kilobytes', label: 'Size of a file', unit: 'kB', default: 256, min: 1, max: 16_384 },
    { name: 'rounds', label: 'Times each is hashed', unit: '', default: 10, min: 1, max: 1_000 },
  ],
  prepare: writeFiles,
  generate: ({ items }) => Array.from({ length: items }, (_, index) => nameOf(index)),
  open: ({ shared: folder, parameters }) => ({
    run: async (name) => {
      const content = await readFile(join(folder, name));
      let digest = '';
      for (let round = 0; round < parameters['rounds']!; round++) {
        digest = createHash('sha256').update(digest).update(content).digest('hex');
      }
      return digest;
    },
  }),
});

const nameOf = (index: number): string => `${index}.bin`;

async function writeFiles({ items, seed, parameters, folder }: Preparation): Promise<Prepared<string>> {
  const target = join(folder, 'files');
  const dispose = (): void => rmSync(target, { recursive: true, force: true });
  const size = parameters['kilobytes']! * 1024;
  try {
    mkdirSync(target, { recursive: true, mode: 0o700 });
    for (let index = 0; index < items; index++)
      writeFileSync(join(target, nameOf(index)), randomBytes(size, seed + index));
  } catch (error) {
    dispose();
    const megabytes = Math.ceil((items * size) / 1e6);
    throw new Error(`the ${items} files (${megabytes} MB) can’t be written to ${target}`, { cause: error });
  }
  return { shared: target, dispose };
}

function randomBytes(size: number, seed: number): Uint8Array {
  const random = seededRandom(seed);
  const words = new Uint32Array(Math.ceil(size / 4));
  for (let index = 0; index < words.length; index++) words[index] = random() * 0x1_0000_0000;
  return new Uint8Array(words.buffer, 0, size);
}
