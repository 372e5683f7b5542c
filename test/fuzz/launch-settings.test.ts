import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { drawSettings, settingsFile, type LaunchSettings } from './draw-settings';
import { fuzz } from './fuzz';

/*
 * A program tells what it can see of how it was started, with and without Juggler before it, for random settings. Both must be
 * the same, but for the agents' own variables.
 */
const launcher = resolve(process.env['JUGGLER_OUT'] ?? 'out', 'juggler');
const reason = !existsSync(launcher)
  ? 'there is no native launcher in out/: no C compiler, or no Linux'
  : spawnSync('cc', ['--version']).status === 0
    ? null
    : 'there is no C compiler';

let folder = '';
let probe = '';

beforeAll(() => {
  if (reason !== null) return;
  folder = mkdtempSync(join(tmpdir(), 'juggler-settings-'));
  probe = join(folder, 'launch-settings');
  const source = resolve('test/fixtures/programs/launch-settings.c');
  const { status, stderr } = spawnSync('cc', ['-std=c11', '-D_GNU_SOURCE', '-O1', '-o', probe, source]);
  if (status !== 0) throw new Error(stderr.toString());
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe.skipIf(reason !== null)(`a recorded program${reason === null ? '' : ` (skipped: ${reason})`}`, () => {
  fuzz('is started from the same state as without Juggler', { rounds: 3 }, (draw) => {
    const place = Buffer.from(join(folder, 'in d'), 'latin1');
    const inFolder = Buffer.concat([place, Buffer.from(draw.pick(['', '\xe9', ' x', '\n']), 'latin1')]);
    mkdirSync(inFolder, { recursive: true });
    const settings = drawSettings(draw, cpus().length, inFolder);
    const plain = told(settings, []);
    const recorded = told(settings, [launcher, 'record', '--']);
    expect(withoutAgents(recorded, plain)).toEqual(plain);
  });

  it('is seen to differ where it does', () => {
    const settings: LaunchSettings = {
      lines: ['ignore 10', 'block 12'],
      arguments: [],
      variables: [Buffer.from('A=1')],
    };
    const other: LaunchSettings = { ...settings, lines: ['block 12'] };
    expect(told(settings, [])).not.toEqual(told(other, []));
  });
});

/** What the probe tells when it is started through these words. */
function told(settings: LaunchSettings, through: readonly string[]): string[] {
  const result = join(folder, 'told');
  rmSync(result, { force: true });
  const file = join(folder, 'settings');
  const words = [...through, probe, 'tell', result].map((word) => Buffer.from(word));
  const own = [`HOME=${folder}`, `JUGGLER_LIBRARY=${join(folder, 'library')}`].map((entry) => Buffer.from(entry));
  writeFileSync(
    file,
    settingsFile({
      ...settings,
      arguments: [...words, ...settings.arguments],
      variables: [...own, ...settings.variables],
    }),
  );
  const { status, signal, stderr } = spawnSync(probe, ['set', file], {
    stdio: ['ignore', 'pipe', 'pipe'],
    encoding: 'utf8',
  });
  if (status !== 0 || !existsSync(result))
    throw new Error(`${words.join(' ')} ended with ${status ?? signal}: ${stderr}`);
  return readFileSync(result, 'utf8').trim().split('\n');
}

/** Variables that the agents need are put back to what they were: only their own part may have been added. */
function withoutAgents(recorded: readonly string[], plain: readonly string[]): string[] {
  return recorded.flatMap((line) => {
    const name = ['NODE_OPTIONS=', 'PYTHONPATH='].find((each) =>
      line.startsWith(`variable ${Buffer.from(each).toString('hex')}`),
    );
    if (name === undefined) return [line];
    const prefix = `variable ${Buffer.from(name).toString('hex')}`;
    const before = plain.find((each) => each.startsWith(prefix));
    if (before === undefined) return [];
    return line.includes(before.slice(prefix.length)) ? [before] : [line];
  });
}
