import { Failure } from './failure.mjs';
import { isAtLeast } from './version.mjs';

// Measured with the build, the tests and the linter; 20.12 and all of 21 lack what the bundler imports from Node.
export const isSupportedNode = (version) =>
  isAtLeast(version, '22.0.0') || (isAtLeast(version, '20.13.0') && !isAtLeast(version, '21.0.0'));

export function checkNode(version = process.versions.node) {
  if (isSupportedNode(version)) return;
  throw new Failure(
    `Juggler needs Node 20 (20.13 or newer), or Node 22 or newer; this is Node ${version} (${process.execPath})`,
    'install the current Node from https://nodejs.org, open a new terminal, and run the same command again',
  );
}
