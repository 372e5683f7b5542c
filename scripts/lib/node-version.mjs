import { Failure } from './failure.mjs';
import { isAtLeast } from './version.mjs';

const floor = '20.0.0';

export function checkNode(version = process.versions.node) {
  if (isAtLeast(version, floor)) return;
  throw new Failure(
    `Juggler needs Node ${floor} or newer, and this is Node ${version} (${process.execPath})`,
    'install the current Node from https://nodejs.org, open a new terminal, and run the same command again',
  );
}
