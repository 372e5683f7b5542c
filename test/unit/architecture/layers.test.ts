/*
 * The wall between the layers is the compiler's: one project for each folder, and references. That it really refuses
 * is proved on a copy of the tree, in which forbidden imports are planted.
 */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, posix, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { layerNames, mayImport, type Layer } from './table';

interface Planted {
  /** Relative to the copy. */
  readonly file: string;
  readonly layer: Layer;
  readonly imported: Layer;
  readonly allowed: boolean;
}

const pairs = layerNames.flatMap((layer) =>
  layerNames.filter((other) => other !== layer).map((imported) => ({ layer, imported })),
);
const kinds = ['value', 'type'] as const;

let copy: string;
let planted: readonly (Planted & { readonly kind: (typeof kinds)[number] })[];
let complaints: string;

beforeAll(() => {
  copy = mkdtempSync(join(tmpdir(), 'juggler-layers-'));
  for (const file of ['tsconfig.base.json', 'package.json', '.oxlintrc.json']) cpSync(file, join(copy, file));
  symlinkSync(resolve('node_modules'), join(copy, 'node_modules'));
  for (const layer of layerNames) {
    mkdirSync(join(copy, 'src', layer), { recursive: true });
    cpSync(join('src', layer, 'tsconfig.json'), join(copy, 'src', layer, 'tsconfig.json'));
    // One for each kind of import: the compiler complains once of each file that a project must not see.
    write(`src/${layer}/exported-value.ts`, `export const value = 1;\n`);
    write(`src/${layer}/exported-type.ts`, `export type Value = number;\n`);
  }
  planted = kinds.flatMap((kind) =>
    pairs.map(({ layer, imported }) => {
      const file = `src/${layer}/planted-${kind}-${imported.replace('/', '-')}.ts`;
      const path = posix.relative(`src/${layer}`, `src/${imported}/exported-${kind}`);
      const specifier = path.startsWith('.') ? path : `./${path}`;
      write(
        file,
        kind === 'value'
          ? `import { value } from '${specifier}';\nexport const copied: number = value;\n`
          : `import type { Value } from '${specifier}';\nexport type Copied = Value;\n`,
      );
      return { file, layer, imported, kind, allowed: mayImport(layer, imported) };
    }),
  );
  const projects = layerNames.map((layer) => `src/${layer}`);
  complaints = run('tsc', ['-b', '--pretty', 'false', ...projects]);
});
afterAll(() => rmSync(copy, { recursive: true, force: true }));

function write(file: string, text: string): void {
  mkdirSync(dirname(join(copy, file)), { recursive: true });
  writeFileSync(join(copy, file), text);
}

function run(tool: string, options: readonly string[]): string {
  const { stdout, stderr, error } = spawnSync(resolve('node_modules/.bin', tool), options, {
    cwd: copy,
    encoding: 'utf8',
  });
  if (error !== undefined) throw error;
  return stdout + stderr;
}

const isRefused = ({ file }: Planted): boolean =>
  complaints.includes(`${file}(1,`) || complaints.includes(`${file}:1:`);

describe.each(kinds)('the compiler, with an import of a %s', (kind) => {
  it('refuses every import that the table does not allow', () => {
    const forbidden = planted.filter((one) => one.kind === kind && !one.allowed);
    expect(forbidden.length).toBeGreaterThan(50);
    expect(forbidden.filter((one) => !isRefused(one)).map(({ file }) => file)).toEqual([]);
  });

  it('takes every import that it allows', () => {
    const allowed = planted.filter((one) => one.kind === kind && one.allowed);
    expect(allowed.length).toBeGreaterThan(30);
    expect(allowed.filter(isRefused).map(({ file }) => file)).toEqual([]);
  });
});

describe('the compiler', () => {
  it.each([
    ['Node in core', 'core/trace', `import { readFileSync } from 'node:fs';\nexport const read = readFileSync;\n`],
    ['the DOM in core', 'core/base', `export const page = document;\n`],
    ['Node in the window', 'renderer', `import { readFileSync } from 'node:fs';\nexport const read = readFileSync;\n`],
    ['the DOM in the recorder', 'recorder', `export const page = document;\n`],
  ])('refuses %s', (_, layer, text) => {
    const file = `src/${layer}/planted-environment.ts`;
    write(file, text);
    const said = run('tsc', ['-p', `src/${layer}`, '--pretty', 'false', '--noEmit', '--composite', 'false']);
    expect(said).toContain(file);
  });
});

describe('the linter', () => {
  it.each(['core/base', 'workers', 'recorder', 'cli', 'renderer'] as const)('refuses Electron in %s', (layer) => {
    const file = `src/${layer}/planted-electron.ts`;
    write(file, `import type { BrowserWindow } from 'electron';\nexport type Copied = BrowserWindow;\n`);
    expect(run('oxlint', [file])).toContain('Only main and preload run in Electron');
  });

  it.each(['main', 'preload'] as const)('takes Electron in %s', (layer) => {
    const file = `src/${layer}/planted-electron.ts`;
    write(file, `import type { BrowserWindow } from 'electron';\nexport type Copied = BrowserWindow;\n`);
    expect(run('oxlint', [file])).not.toContain('electron');
  });
});
