import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { isPart, manifestPart } from './layout';
import { readBytes, type PartSource } from './part-source';

export function folderSource(folder: string): PartSource {
  return {
    async runs() {
      const entries = await readdir(join(folder, 'runs'), { withFileTypes: true }).catch(() => []);
      return entries.filter((entry) => entry.isDirectory() && isPart(manifestPart(entry.name))).map(({ name }) => name);
    },
    async open(part) {
      const path = join(folder, part);
      try {
        await stat(path);
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
        throw error;
      }
      return createReadStream(path, { highWaterMark: readBytes });
    },
    async close() {},
  };
}
