import { readdirSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { dirname, join, normalize, sep } from 'node:path';
import { describe, expect, it } from 'vitest';
import { layerNames, layers, mayImport, type Layer } from './table';

interface Import {
  /** Below `src/`, with `/`. */
  readonly file: string;
  readonly specifier: string;
}

/** `from '…'`, `import '…'`, `import('…')`, also of types and of what is exported again. */
const specifierPattern = /(?:\bfrom\s*|\bimport\s*\(?\s*)(['"])([^'"\n]+)\1/g;

const importsOf = (layer: Layer): Import[] =>
  readdirSync(join('src', layer), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name))
    .flatMap((name) => {
      const text = readFileSync(join('src', layer, name), 'utf8');
      const file = join(layer, name).split(sep).join('/');
      return [...text.matchAll(specifierPattern)].map((match) => ({ file, specifier: match[2]! }));
    });

const described = ({ file, specifier }: Import): string => `${file} imports ${specifier}`;
const isRelative = (specifier: string): boolean => specifier.startsWith('.');
const target = ({ file, specifier }: Import): string =>
  normalize(join(dirname(file), specifier))
    .split(sep)
    .join('/');

describe.each(layerNames)('src/%s', (layer) => {
  const imports = importsOf(layer);

  it('imports only what it may', () => {
    const forbidden = imports.filter((one) => isRelative(one.specifier) && !mayImport(layer, target(one)));
    expect(forbidden.map(described)).toEqual([]);
  });

  it('imports Electron only where Electron’s own processes run', () => {
    const electron = imports.filter(({ specifier }) => /^electron(\/|$)/.test(specifier));
    expect(layer === 'main' || layer === 'preload' ? [] : electron.map(described)).toEqual([]);
  });
});

describe('narrower than folders', () => {
  it.each(['preload', 'agents/node'] as const)('%s imports the protocol alone', (layer) => {
    const others = importsOf(layer).filter(
      (one) =>
        isRelative(one.specifier) &&
        !target(one).startsWith(`${layer}/`) &&
        target(one) !== layer &&
        !target(one).startsWith('core/protocol/'),
    );
    expect(others.map(described)).toEqual([]);
  });

  it('only the jobs themselves import their machinery: others the registry of workloads', () => {
    const others = (['recorder', 'main', 'cli'] as const)
      .flatMap(importsOf)
      .filter((one) => isRelative(one.specifier) && /^workers\/(?!workloads(\/|$))/.test(target(one)));
    expect(others.map(described)).toEqual([]);
  });
});

describe('src/core', () => {
  it('is pure: no Node, no DOM, no clock, no randomness', () => {
    const core = layerNames.filter((layer) => layer.startsWith('core/'));
    const node = new Set(builtinModules);
    const impure = core
      .flatMap(importsOf)
      .filter(({ specifier }) => specifier.startsWith('node:') || node.has(specifier));
    expect(impure.map(described)).toEqual([]);
    const calls = core.flatMap((layer) =>
      readdirSync(join('src', layer), { recursive: true, encoding: 'utf8' })
        .filter((name) => name.endsWith('.ts'))
        .filter((name) =>
          /\b(Date\.now|performance\.now|Math\.random|new Date\(\))/.test(
            readFileSync(join('src', layer, name), 'utf8'),
          ),
        )
        .map((name) => `${layer}/${name}`),
    );
    expect(calls).toEqual([]);
  });
});

describe('the table', () => {
  it('names every folder of src/, and is what the compiler is told', () => {
    const folders = readdirSync('src').flatMap((name) =>
      name === 'core' || name === 'agents' ? readdirSync(`src/${name}`).map((part) => `${name}/${part}`) : [name],
    );
    // Python and C, which import nothing of ours.
    const ofTypeScript = folders.filter((name) => name !== 'agents/python' && name !== 'launcher');
    expect(ofTypeScript.toSorted()).toEqual(layerNames.toSorted());
    for (const layer of layerNames) {
      const config = JSON.parse(readFileSync(join('src', layer, 'tsconfig.json'), 'utf8')) as {
        references?: readonly { path: string }[];
      };
      const references = (config.references ?? []).map(({ path }) =>
        target({ file: `${layer}/tsconfig.json`, specifier: path }),
      );
      expect(references.filter((reference) => !mayImport(layer, reference))).toEqual([]);
      const everything = layerNames.filter((other) => other !== layer && mayImport(layer, other));
      expect(everything.filter((other) => !references.includes(other))).toEqual([]);
    }
    expect(Object.keys(layers)).toHaveLength(12);
  });
});
