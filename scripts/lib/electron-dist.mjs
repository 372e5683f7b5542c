import { existsSync, readFileSync } from 'node:fs';
import { rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { inProject } from './project.mjs';

const packageFolder = inProject('node_modules/electron');
const dist = join(packageFolder, 'dist');
const marker = 'FALLBACK.json';

/** Where the executable is inside a dist folder, as the electron package's own install.js has it. */
export function executablePath(platform = process.platform) {
  if (platform === 'darwin') return 'Electron.app/Contents/MacOS/Electron';
  return platform === 'win32' ? 'electron.exe' : 'electron';
}

/** The release that package-lock.json asks for. */
export const declaredElectron = () => JSON.parse(readFileSync(join(packageFolder, 'package.json'), 'utf8')).version;

/** What is in node_modules/electron/dist: { version, fallback }, or undefined when it is not usable. */
export function installedElectron() {
  try {
    if (readFileSync(join(packageFolder, 'path.txt'), 'utf8') !== executablePath()) return undefined;
    if (!existsSync(join(dist, executablePath()))) return undefined;
    const version = readFileSync(join(dist, 'version'), 'utf8').trim().replace(/^v/, '');
    const fallback = existsSync(join(dist, marker));
    return fallback || version === declaredElectron() ? { version, fallback } : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Fills node_modules/electron/dist: `fill(folder)` writes into a folder beside it, which takes its place only when
 * complete. `origin` marks a fallback runtime, so that a release build can refuse it.
 */
export async function installElectron({ version, origin, fill }) {
  const draft = join(packageFolder, 'dist.partial');
  await rm(draft, { recursive: true, force: true });
  await fill(draft);
  await writeFile(join(draft, 'version'), version);
  if (origin) await writeFile(join(draft, marker), `${JSON.stringify(origin, undefined, 2)}\n`);
  await rm(join(packageFolder, 'path.txt'), { force: true });
  await rm(dist, { recursive: true, force: true });
  await rename(draft, dist);
  await writeFile(join(packageFolder, 'path.txt'), executablePath());
}
