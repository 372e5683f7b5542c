import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { isPart, manifestPart } from './layout';
import { openRegular } from './open-regular';
import { readBytes, type PartSource } from './part-source';
import { codeOf } from './store-error';

export function folderSource(folder: string): PartSource {
  return {
    async runs() {
      const entries = await readdir(join(folder, 'runs'), { withFileTypes: true }).catch(() => []);
      return entries.filter((entry) => entry.isDirectory() && isPart(manifestPart(entry.name))).map(({ name }) => name);
    },
    async open(part) {
      try {
        const handle = await openRegular(join(folder, part), 'refuse');
        return handle.createReadStream({ highWaterMark: readBytes });
      } catch (error) {
        if (codeOf(error) === 'ENOENT') return null;
        throw error;
      }
    },
    async close() {},
  };
}
