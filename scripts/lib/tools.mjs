import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { runChild } from './child.mjs';
import { Failure } from './failure.mjs';
import { inProject } from './project.mjs';

/** Every tool of the toolchain as it is called here: its package, its command, and the arguments. */
const tools = {
  build: ['electron-vite', 'electron-vite', 'build'],
  dev: ['electron-vite', 'electron-vite', 'dev'],
  types: ['typescript', 'tsc', '-b'],
  lint: ['oxlint', 'oxlint', '--type-aware', '--deny-warnings'],
  format: ['oxfmt', 'oxfmt', '--check'],
  vitest: ['vitest', 'vitest', 'run'],
  playwright: ['@playwright/test', 'playwright', 'test'],
};

/** Calls the tool's own script with this Node: no shell, no PATH, the same on every platform. */
export function runTool(name, args = [], options = {}) {
  const [packageName, command, ...fixed] = tools[name];
  const manifest = inProject('node_modules', packageName, 'package.json');
  if (!existsSync(manifest)) throw new Failure(`${packageName} is not installed`, 'run: npm run setup');
  const script = join(dirname(manifest), JSON.parse(readFileSync(manifest, 'utf8')).bin[command]);
  return runChild(process.execPath, [script, ...fixed, ...args], options);
}
