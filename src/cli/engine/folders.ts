import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** `out/`: built entries and chunks alike lie one folder below it. */
export const outFolder = fileURLToPath(new URL('..', import.meta.url));

/** The checkout, or the packaged app's own folder. */
export const appFolder = join(outFolder, '..');

export function version(): string {
  const manifest: unknown = JSON.parse(readFileSync(join(appFolder, 'package.json'), 'utf8'));
  return String(Reflect.get(manifest as object, 'version'));
}
