/*
 * Other profilers of Node programs, for the same programs in the same run. They are no dependencies: the benchmark installs
 * them into its own cache, and goes without those that can't be had.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inProject } from '../../../scripts/lib/project.mjs';
import { say } from '../../../scripts/lib/say.mjs';

const folder = inProject('.cache/bench/peers');
/** Exact versions: figures of another day should be of the same programs. */
const packages = { '0x': '6.0.0', clinic: '13.0.0' };

const bin = (name) => join(folder, 'node_modules', '.bin', name);

/**
 * How each peer runs a script: name → its words before the script's own path.
 *
 * @param output a folder that it may write to
 */
export function peers(output) {
  install();
  const all = {
    'node --cpu-prof': [process.execPath, '--cpu-prof', `--cpu-prof-dir=${join(output, 'cpu-prof')}`],
    '0x': [bin('0x'), '--collect-only', '--output-dir', join(output, '0x')],
    'clinic doctor': [
      bin('clinic'),
      'doctor',
      '--collect-only',
      '--dest',
      join(output, 'clinic'),
      '--',
      process.execPath,
    ],
  };
  return Object.fromEntries(
    Object.entries(all).filter(([name, words]) => existsSync(words[0]) && works(name, words, output)),
  );
}

function install() {
  if (existsSync(join(folder, 'node_modules', '.bin', 'clinic'))) return;
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ private: true, dependencies: packages }));
  say(`  installing ${Object.keys(packages).join(' and ')} for comparison`);
  const { status } = spawnSync('npm', ['install', '--no-audit', '--no-fund', '--ignore-scripts'], {
    cwd: folder,
    stdio: 'ignore',
  });
  if (status !== 0) say('  they can’t be had: the comparison goes without them');
}

/** Some end at once, without having run anything. */
function works(name, words, output) {
  const file = join(output, 'works.cjs');
  writeFileSync(file, 'console.log(40 + 2)');
  const { stdout } = spawnSync(words[0], [...words.slice(1), file], { encoding: 'utf8', cwd: output, timeout: 60_000 });
  const ran = stdout.includes('42');
  if (!ran) say(`  ${name} does not run a program here: it is left out`);
  return ran;
}
