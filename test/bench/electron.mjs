import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { inProject } from '../../scripts/lib/project.mjs';
import { runsAsRoot } from '../../scripts/lib/sandbox.mjs';

/** Electron's binary, as set-up installed it. */
export const electronProgram = () =>
  join(inProject('node_modules/electron/dist'), readFileSync(inProject('node_modules/electron/path.txt'), 'utf8'));

/** Chromium's sandbox refuses to work as root. */
export const electronArguments = () => (runsAsRoot() ? ['--no-sandbox'] : []);
