import { mkdirSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { readerGoneMs } from '../../core/protocol/agent';
import { pythonAgentFolder, pythonSettingsFile } from '../../core/protocol/agent-ring';
import { monotonicOffset } from '../proc/time-namespace';
import { whyPythonIgnores } from './python-options';
import { keepPackage, readPackage, writePackage } from './python-package';

export interface PythonAgentRequest {
  /** The built `agents/python`. */
  readonly agentFolder: string;
  /** The run's private folder, made here if need be. */
  readonly folder: string;
  /** Of the user, where what was compiled may be kept; null: all lies in the run's folder. */
  readonly cacheFolder: string | null;
  /** Of the program that is to be started. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Its command line, program first. */
  readonly command: readonly string[];
  readonly options: {
    /** The run's t = 0 on CLOCK_MONOTONIC in ns, as a decimal string. */
    readonly epochNs: string;
    /** A step of an event loop that takes longer is told as blocking it. Default 20. */
    readonly blockedMs?: number;
    /** µs between CPU samples. Default null: none. */
    readonly samplesUs?: number | null;
  };
}

export interface PreparedPythonAgent {
  /** What the program must be started with. */
  readonly environment: Record<string, string | undefined>;
  /** A sentence where the program won't load the agent; else null. What it starts may well do. */
  readonly notice: string | null;
}

const variable = 'PYTHONPATH';
const entry = 'sitecustomize.py';

/**
 * Puts the agent and its settings into the run's folder, and before all else into PYTHONPATH.
 *
 * @throws {Error} when the folder can't be written to.
 */
export function preparePythonAgent(request: PythonAgentRequest): PreparedPythonAgent {
  const { agentFolder, folder, cacheFolder, environment, command, options } = request;
  const agent = join(folder, pythonAgentFolder);
  if (agent.includes(delimiter)) {
    return {
      environment: { ...environment },
      notice: `Python can’t be given a folder with a “${delimiter}” in its path (${folder}), so what its programs do is not seen. Keep the library in another place to see it.`,
    };
  }
  mkdirSync(agent, { recursive: true, mode: 0o700 });
  const files = readPackage(agentFolder);
  const rest = files.filter(({ name }) => name !== entry);
  const kept = keepPackage(rest, cacheFolder);
  writePackage(kept === null ? files : files.filter(({ name }) => name === entry), agent);
  const settings = [
    `epochNs ${options.epochNs}`,
    `clockOffsetNs ${monotonicOffset()}`,
    `readerGoneMs ${readerGoneMs}`,
    `blockedMs ${options.blockedMs ?? 20}`,
    `samplesUs ${options.samplesUs ?? 0}`,
    `package ${kept ?? agent}`,
  ];
  writeFileSync(join(agent, pythonSettingsFile), `${settings.join('\n')}\n`, { mode: 0o600 });
  const own = environment[variable] ?? '';
  return {
    // An empty entry would be the program's folder.
    environment: { ...environment, [variable]: own === '' ? agent : `${agent}${delimiter}${own}` },
    notice: whyPythonIgnores(command),
  };
}
