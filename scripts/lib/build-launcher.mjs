import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { inProject } from './project.mjs';

const source = inProject('src', 'launcher');
const warnings = ['-Wall', '-Wextra', '-Werror', '-Wno-missing-field-initializers'];

/** A plugin that compiles the native launcher (src/launcher) to `out/juggler` where there is a C compiler; else there is none. */
export function buildLauncher() {
  return {
    name: 'build-launcher',
    buildStart() {
      for (const file of readdirSync(source)) this.addWatchFile(join(source, file));
    },
    writeBundle({ dir }) {
      const file = join(dir, 'juggler');
      const reason = compileLauncher(file);
      if (reason !== null) this.warn(`no native launcher: ${reason}`);
    },
  };
}

/** @returns why there is none; null: it is there */
export function compileLauncher(
  file,
  { platform = process.platform, compiler = process.env.CC || 'cc', node = process.execPath } = {},
) {
  rmSync(file, { force: true });
  if (platform !== 'linux') return `it is for Linux, not for ${platform}`;
  mkdirSync(dirname(file), { recursive: true });
  const sources = readdirSync(source).filter((name) => name.endsWith('.c'));
  const options = ['-std=c11', '-D_GNU_SOURCE', `-DNODE=${JSON.stringify(node)}`, '-O2', '-s', ...warnings];
  // Static where that is possible: it runs with any C library, and loads nothing that LD_PRELOAD names.
  for (const linking of [['-static'], []]) {
    try {
      execFileSync(compiler, [...options, ...linking, '-o', file, ...sources.map((name) => join(source, name))], {
        stdio: ['ignore', 'ignore', 'pipe'],
      });
      return null;
    } catch (error) {
      if (linking.length === 0) return error.code === 'ENOENT' ? `there is no ${compiler}` : String(error.stderr);
    }
  }
  return null;
}
