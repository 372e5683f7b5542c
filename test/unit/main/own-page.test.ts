import { describe, expect, it } from 'vitest';
import { fileNameFor } from '../../../src/main/file-name-for';
import { filesOf } from '../../../src/main/files-of';
import { fileOf, isOwnPage } from '../../../src/main/own-page';

describe('fileOf', () => {
  it('finds a file of the window', () => {
    expect(fileOf('/app/renderer', '/assets/index.js')).toBe('/app/renderer/assets/index.js');
    expect(fileOf('/app/renderer', '/with%20space.js')).toBe('/app/renderer/with space.js');
  });

  it.each(['/../main/index.js', '/%2e%2e/main/index.js', '/..%2f..%2fetc/passwd', '/assets/../../x', '/%', '/%zz'])(
    'gives nothing for %s',
    (pathname) => expect(fileOf('/app/renderer', pathname)).toBeNull(),
  );
});

describe('isOwnPage', () => {
  it('is the app’s own scheme and host, whatever is behind it', () => {
    expect(isOwnPage('juggler://app/index.html', true)).toBe(true);
    expect(isOwnPage('juggler://app/index.html#x', true)).toBe(true);
  });

  it.each(['juggler://other/index.html', 'https://app/index.html', 'file:///index.html', 'about:blank', 'no url', ''])(
    'is not %s',
    (url) => expect(isOwnPage(url, true)).toBe(false),
  );
});

describe('filesOf', () => {
  it('takes the .juggler files of a command line, absolute, and nothing else', () => {
    const line = ['/opt/juggler', '--flag', '--file=x.juggler', 'a.juggler', '/b/C.JUGGLER', 'own.mjs', '.'];
    expect(filesOf(line, '/home/me')).toEqual(['/home/me/a.juggler', '/b/C.JUGGLER']);
  });
});

describe('fileNameFor', () => {
  it.each([
    ['primes', 'primes.juggler'],
    ['a/b: "c"?', 'a b c.juggler'],
    ['../../etc/passwd', 'etc passwd.juggler'],
    ['  ', 'comparison.juggler'],
    ['x'.repeat(300), `${'x'.repeat(100)}.juggler`],
  ])('makes a file name of %j', (name, file) => expect(fileNameFor(name)).toBe(file));
});
