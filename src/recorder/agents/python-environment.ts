import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { pythonAgentFolder, pythonSettingsFile } from '../../core/protocol/agent-ring';
import { whyPythonIgnores } from './python-options';

export interface PythonAgentRequest {
  /** The built `agents/python`. */
  readonly agentFolder: string;
  /** The run's private folder, made here if need be. */
  readonly folder: string;
  /** Of the program that is to be started. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Its command line, program first. */
  readonly command: readonly string[];
  readonly options: {
    /** The run's t = 0 on CLOCK_MONOTONIC in ns, as a decimal string. */
    readonly epochNs: string;
    /** A step of an event loop that takes longer is told as blocking it. Default 20. */
    readonly blockedMs?: number;
  };
}

export interface PreparedPythonAgent {
  /** What the program must be started with. */
  readonly environment: Record<string, string | undefined>;
  /** A sentence where the program won't load the agent; else null. What it starts may well do. */
  readonly notice: string | null;
}

const name = 'PYTHONPATH';

/**
 * Puts the agent and its settings into the run's folder, and before all else into PYTHONPATH.
 *
 * @throws {Error} when the folder can't be written to.
 */
export function preparePythonAgent(request: PythonAgentRequest): PreparedPythonAgent {
  const { agentFolder, folder, environment, command, options } = request;
  const agent = join(folder, pythonAgentFolder);
  copy(agentFolder, agent);
  const settings = `epochNs ${options.epochNs}\nblockedMs ${options.blockedMs ?? 20}\n`;
  writeFileSync(join(agent, pythonSettingsFile), settings, { mode: 0o600 });
  const own = environment[name] ?? '';
  return {
    // An empty entry would be the program's folder.
    environment: { ...environment, [name]: own === '' ? agent : `${agent}${delimiter}${own}` },
    notice: whyPythonIgnores(command),
  };
}

/** File by file: out of an archive nothing but reading works. */
function copy(from: string, to: string): void {
  mkdirSync(to, { recursive: true, mode: 0o700 });
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    if (entry.isDirectory()) copy(join(from, entry.name), join(to, entry.name));
    else writeFileSync(join(to, entry.name), readFileSync(join(from, entry.name)), { mode: 0o600 });
  }
}
