import { existsSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import config from '../../../electron-builder.config.mjs';

const security = readFileSync('docs/security.md', 'utf8');

it('every test that docs/security.md names is there', () => {
  const named = [...security.matchAll(/`((?:test|src)\/[\w./-]+)`/g)].map(([, path]) => path);
  expect(named.length).toBeGreaterThan(12);
  expect(named.filter((path) => !existsSync(path))).toEqual([]);
});

it('the fuses are those that docs/security.md says', () => {
  const rows = [...security.matchAll(/^\| `(\w+)` +\| (\*\*on\*\*|off|on) /gm)];
  const said = Object.fromEntries(rows.map(([, name, state]) => [name, state.includes('on')]));
  expect(said).toMatchObject({ runAsNode: true, enableNodeOptionsEnvironmentVariable: false });
  expect(config.electronFuses).toMatchObject(said);
});
