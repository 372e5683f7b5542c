import { describe, expect, test } from 'vitest';
import { controlFile, parseArguments } from '../../../scripts/lib/dist-fpm.mjs';
import { packageOfImport, packageOfPath, styleImports } from '../../../scripts/lib/dist-licenses.mjs';
import { checkRuntime } from '../../../scripts/lib/dist-runtime.mjs';

describe('the stand-in for fpm', () => {
  const call = [
    ['-s', 'dir', '--force', '-t', 'deb', '-d', 'libnss3', '-d', 'libgbm1 | libgbm2', '--deb-recommends', 'xdg-utils'],
    ['--deb-compression', 'xz', '--architecture', 'amd64', '--name=juggler', '--version', '1.2.3'],
    ['--maintainer', 'A <a@b.c>', '--description', 'Synopsis\n Body of it.\n\n More.', '--package', 'x.deb'],
    ['app/=/opt/Juggler', 'build/juggler.sh=/usr/bin/juggler'],
  ].flat();

  test('takes options in both spellings, lists, and what goes where', () => {
    const { options, lists, files } = parseArguments(call);
    expect(options).toMatchObject({ '--name': 'juggler', '--version': '1.2.3', '--deb-compression': 'xz' });
    expect(lists).toEqual({ '-d': ['libnss3', 'libgbm1 | libgbm2'], '--deb-recommends': ['xdg-utils'] });
    expect(files).toEqual([
      { from: 'app/', to: '/opt/Juggler' },
      { from: 'build/juggler.sh', to: '/usr/bin/juggler' },
    ]);
  });

  test('writes the control file, each further line of the description indented, no empty fields', () => {
    expect(controlFile(parseArguments(call), 42)).toBe(
      [
        'Package: juggler',
        'Version: 1.2.3',
        'Architecture: amd64',
        'Maintainer: A <a@b.c>',
        'Installed-Size: 42',
        'Depends: libnss3, libgbm1 | libgbm2',
        'Recommends: xdg-utils',
        'Section: devel',
        'Priority: optional',
        'Description: Synopsis\n Body of it.\n More.',
        '',
      ].join('\n'),
    );
  });

  test.each([
    [['-s', 'dir', '-t', 'rpm'], 'not "-s dir -t rpm"'],
    [['-s', 'dir', '-t', 'deb', 'no-target'], '"no-target" is no SOURCE=TARGET'],
  ])('refuses %j', (argv, message) => {
    expect(() => parseArguments(argv)).toThrow(message);
  });
});

describe('the runtime of a package', () => {
  test('a release refuses the fallback', () => {
    const fallback = { version: '33.2.1', fallback: true };
    expect(() => checkRuntime({ release: true }, fallback)).toThrow('a release must not contain the fallback runtime');
    expect(() => checkRuntime({ release: true }, { version: '45.0.0', fallback: false })).not.toThrow();
  });

  test('without any there is no package', () => {
    expect(() => checkRuntime({ release: false }, null)).toThrow('Electron’s binary is not in');
  });
});

describe('what is bundled', () => {
  test.each([
    ['../../node_modules/react/index.js', 'react'],
    ['../node_modules/@mantine/core/esm/index.mjs', '@mantine/core'],
    ['node_modules/a/node_modules/@b/c/d.js', '@b/c'],
    ['../src/main/index.ts', undefined],
  ])('%s is of %s', (path, name) => {
    expect(packageOfPath(path)).toBe(name);
  });

  test('style sheets of packages count, our own do not', () => {
    const source =
      "import '@mantine/core/styles.css';\nimport './own.css';\n@import 'inter/latin.css';\nimport x from 'y';";
    expect(styleImports(source).map(packageOfImport)).toEqual(['@mantine/core', 'inter']);
  });
});
