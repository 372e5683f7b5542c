import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { createAsar } from '../../../scripts/lib/asar.mjs';

// Electron's own reader is the judge; it comes with electron-builder.
const asar = createRequire(import.meta.url)('@electron/asar');

it('writes an archive that Electron’s own tool reads', () => {
  const folder = mkdtempSync(join(tmpdir(), 'juggler-asar-'));
  const file = join(folder, 'app.asar');
  const files = { 'main.js': 'console.log("ä")', 'empty.txt': '', 'package.json': '{"main":"main.js"}' };
  writeFileSync(file, createAsar(files));
  expect(asar.listPackage(file).toSorted()).toEqual(['/empty.txt', '/main.js', '/package.json']);
  for (const [name, text] of Object.entries(files)) expect(asar.extractFile(file, name).toString()).toBe(text);
  rmSync(folder, { recursive: true });
});
