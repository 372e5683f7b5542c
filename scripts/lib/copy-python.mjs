import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { inProject } from './project.mjs';

/** A plugin that puts the Python of `src/<folder>/python` beside the other entries, file by file as it is. */
export function copyPython(folder) {
  const source = inProject('src', folder, 'python');
  return {
    name: `copy-python-${folder}`,
    buildStart() {
      for (const file of readdirSync(source, { recursive: true })) {
        if (!/\.pyx?$/.test(file)) continue;
        const path = join(source, file);
        this.addWatchFile(path);
        this.emitFile({
          type: 'asset',
          fileName: `${folder}/python/${file.replaceAll('\\', '/')}`,
          source: readFileSync(path),
        });
      }
    },
  };
}
