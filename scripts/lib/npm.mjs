import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { runChild } from './child.mjs';

/** How to call npm: the one that called us, else the one that came with this Node, else the one on PATH. */
function npmCommand() {
  const candidates = [
    process.env.npm_execpath,
    join(dirname(process.execPath), 'node_modules/npm/bin/npm-cli.js'),
    join(dirname(process.execPath), '../lib/node_modules/npm/bin/npm-cli.js'),
  ];
  const script = candidates.find((file) => file?.endsWith('npm-cli.js') && existsSync(file));
  return script
    ? { command: process.execPath, args: [script] }
    : { command: 'npm', args: [], shell: process.platform === 'win32' };
}

/** Asks npm something; returns spawnSync's result. */
export function askNpm(args, options) {
  const { command, args: first, shell = false } = npmCommand();
  return spawnSync(command, [...first, ...args], { shell, encoding: 'utf8', ...options });
}

/** Lets npm work in the project; resolves to its exit code. Ending this process ends npm too. */
export function runNpm(args) {
  const { command, args: first, shell = false } = npmCommand();
  return runChild(command, [...first, ...args], { shell, stdio: ['ignore', process.stderr, 'inherit'] });
}
