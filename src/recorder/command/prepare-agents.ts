import { platform } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { CommandLaunch } from '../../core/protocol/recorder';
import { prepareNodeAgent } from '../agents/node-environment';
import { preparePythonAgent } from '../agents/python-environment';

/** Beside the built recorder's folder, and the CLI's. */
const built = {
  node: fileURLToPath(new URL('../agents/node.cjs', import.meta.url)),
  python: fileURLToPath(new URL('../agents/python', import.meta.url)),
};

/**
 * Puts the agents and their settings into the run's folder.
 *
 * Where they can't be written (a full disk, a limit on the size of files) the command is recorded without them.
 *
 * @returns the environment that the command must be started with, and a sentence for each agent that it won't load
 */
export function prepareAgents(folder: string, launch: CommandLaunch, epochNs: bigint): PreparedAgents {
  try {
    return written(folder, launch, epochNs);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    const notice = `What Node and Python programs do inside is not recorded: the agents can’t be written (${why}).`;
    return { environment: launch.environment, notices: [notice] };
  }
}

interface PreparedAgents {
  readonly environment: Record<string, string | undefined>;
  readonly notices: readonly string[];
}

/** @throws {Error} when the folder can't be written to */
function written(
  folder: string,
  { argv: command, environment, detail }: CommandLaunch,
  epochNs: bigint,
): PreparedAgents {
  const options = { epochNs: String(epochNs), ...detail };
  const node = prepareNodeAgent({ agentFile: built.node, folder, environment, command, options });
  const python = preparePythonAgent({
    agentFolder: built.python,
    folder,
    cacheFolder: userCacheFolder(environment),
    environment: node.environment,
    command,
    options,
  });
  return {
    environment: python.environment,
    notices: [node.notice, python.notice].filter((notice) => notice !== null),
  };
}

/** Where programs of this user may keep what they could make again; null: it has no home. */
function userCacheFolder({ HOME, XDG_CACHE_HOME, LOCALAPPDATA }: CommandLaunch['environment']): string | null {
  if (platform() === 'win32') return LOCALAPPDATA === undefined ? null : join(LOCALAPPDATA, 'Juggler', 'Cache');
  if (platform() === 'darwin') return HOME === undefined ? null : join(HOME, 'Library', 'Caches', 'juggler');
  // A path that isn't absolute is to be ignored (XDG Base Directory Specification).
  if (XDG_CACHE_HOME?.startsWith('/') === true) return join(XDG_CACHE_HOME, 'juggler');
  return HOME === undefined ? null : join(HOME, '.cache', 'juggler');
}
