import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { Failure } from './failure.mjs';

/*
 * Everything that is bundled into out/ came under a licence that wants its text to go with it. Which packages those are
 * is read from what was built: the sources that the source maps name, and the style sheets that the window imports.
 */

const licenseFile = /^(licen[cs]e|copying|unlicense)/i;

/** Names of the packages whose code or styles are in `out`, in alphabetical order. */
export function bundledPackages(out, sources) {
  const ofScripts = filesIn(out, /\.map$/).flatMap((file) => JSON.parse(readFileSync(file, 'utf8')).sources ?? []);
  const ofStyles = filesIn(sources, /\.(tsx?|css)$/).flatMap((file) => styleImports(readFileSync(file, 'utf8')));
  const names = [...ofScripts.map(packageOfPath), ...ofStyles.map(packageOfImport)];
  return [...new Set(names.filter((name) => name !== undefined))].sort((a, b) => a.localeCompare(b));
}

/** The text that goes with the app: each package with its version and its licence. */
export function licenseTexts(packages, nodeModules) {
  return packages.map((name) => licenseOf(name, join(nodeModules, name))).join(`\n${'-'.repeat(80)}\n\n`);
}

function licenseOf(name, folder) {
  const { version, license, homepage } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const file = readdirSync(folder).find((entry) => licenseFile.test(entry));
  // Some packages of a repository carry their licence by name only.
  if (!file && !license) throw new Failure(`${name} is bundled and names no licence`, 'leave the package out');
  const text = file ? readFileSync(join(folder, file), 'utf8').trim() : '';
  return `${name} ${version}, ${license ?? 'licence below'}\n${homepage ?? ''}\n\n${text}\n`;
}

/** ".../node_modules/@scope/name/dist/index.js" → "@scope/name"; the innermost where they nest. */
export function packageOfPath(path) {
  const inside = path.split('node_modules/').at(-1);
  return inside === path ? undefined : packageOfImport(inside);
}

/** "@scope/name/styles.css" → "@scope/name" */
export function packageOfImport(path) {
  const [first, second] = path.split('/');
  return first.startsWith('@') ? `${first}/${second}` : first;
}

/** Paths in packages that a source imports for their styles alone. */
export const styleImports = (source) =>
  [...source.matchAll(/@?import\s+['"]([^.'"\s][^'"\s]*\.css)['"]/g)].map(([, path]) => path);

function filesIn(folder, pattern) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => pattern.test(name))
    .map((name) => join(folder, name));
}
