import { join } from 'node:path';
import { pythonParts } from '../recorder/runner/python-parts';

const out = join(import.meta.dirname, '..');

/** What the build makes, side by side: the same in a checkout and inside the packaged app. */
export const outFiles = {
  preload: join(out, 'preload/index.cjs'),
  renderer: join(out, 'renderer'),
  recorder: join(out, 'recorder/index.js'),
  python: pythonParts(out),
  jobHost: join(out, 'workers/job-host.js'),
  worker: (entry: string) => join(out, 'workers', `${entry}.js`),
} as const;
