import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { inProject } from './project.mjs';

const source = inProject('src', 'agents', 'python');

/** A plugin that puts the Python agent beside the other entries, file by file as it is. */
export function copyPythonAgent() {
  return {
    name: 'copy-python-agent',
    buildStart() {
      for (const file of readdirSync(source, { recursive: true })) {
        if (!file.endsWith('.py')) continue;
        const path = join(source, file);
        this.addWatchFile(path);
        this.emitFile({
          type: 'asset',
          fileName: `agents/python/${file.replaceAll('\\', '/')}`,
          source: readFileSync(path),
        });
      }
    },
  };
}
