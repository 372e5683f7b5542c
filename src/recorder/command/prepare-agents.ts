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
 * @returns the environment that the command must be started with, and a sentence for each agent that it won't load
 * @throws {Error} when the folder can't be written to
 */
export function prepareAgents(
  folder: string,
  { argv: command, environment, detail }: CommandLaunch,
  epochNs: bigint,
): { readonly environment: Record<string, string | undefined>; readonly notices: readonly string[] } {
  const options = { epochNs: String(epochNs), ...detail };
  const node = prepareNodeAgent({ agentFile: built.node, folder, environment, command, options });
  const python = preparePythonAgent({
    agentFolder: built.python,
    folder,
    environment: node.environment,
    command,
    options,
  });
  return {
    environment: python.environment,
    notices: [node.notice, python.notice].filter((notice) => notice !== null),
  };
}
