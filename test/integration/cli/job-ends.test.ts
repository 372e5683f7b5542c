import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { juggler, modulesFolder, removeTemporaryFolders, temporaryFolder, type CliEnd } from './run-cli';

afterAll(removeTemporaryFolders);

const launcher = resolve(process.env['JUGGLER_OUT'] ?? 'out', 'juggler');
const noLauncher = existsSync(launcher) ? null : 'the native launcher was not built here';

/** Kills a process of Juggler's once the job has started others. @param victim finds it, by the CLI's pid */
async function killed(victim: (cli: number) => number): Promise<CliEnd> {
  const file = join(temporaryFolder(), 'started');
  const args = ['compare', join(modulesFolder, 'starts-others.mjs'), '--modes', 'serial', '--time-limit', '20s'];
  const timer = setInterval(() => {
    if (!existsSync(file)) return;
    clearInterval(timer);
    process.kill(victim(Number(readFileSync(file, 'utf8'))), 'SIGKILL');
  }, 50);
  try {
    return await juggler(args, { environment: { STARTED_FILE: file } });
  } finally {
    clearInterval(timer);
  }
}

function childOf(parent: number, name: RegExp): number {
  const found = readdirSync('/proc').find((pid) => {
    try {
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
      const isChild = stat.slice(stat.lastIndexOf(')')).split(' ')[2] === String(parent);
      return isChild && name.test(readFileSync(`/proc/${pid}/cmdline`, 'utf8'));
    } catch {
      return false;
    }
  });
  return Number(found);
}

describe.skipIf(noLauncher !== null)(`A job and all that it started end at once ${noLauncher ?? ''}`, () => {
  it('when the command line is killed', async () => {
    expect(await killed((cli) => cli)).toMatchObject({ code: null, left: [] });
  });

  it('when the recorder is killed', async () => {
    const end = await killed((cli) => childOf(cli, /^juggler recorder/));
    expect(end).toMatchObject({ code: 1, left: [] });
    expect(end.stderr).toContain('The recorder ended unexpectedly (SIGKILL)');
  });

  it('when its host is killed', async () => {
    const end = await killed((cli) => childOf(cli, /job-host/));
    expect(end).toMatchObject({ code: 1, left: [] });
    expect(end.stdout).toContain('killed from outside');
  });
});
