import { resolve } from 'node:path';
import { PythonAgentReader } from '../../../src/recorder/agents/python-agent-reader';
import { preparePythonAgent } from '../../../src/recorder/agents/python-environment';
import { Collected } from './collected';
import { temporaryFolder } from './record-node';
import { runProgram, type ProgramCall, type ProgramEnd } from './run-program';

export { removeTemporaryFolders, temporaryFolder } from './record-node';

export const agentFolder = resolve(process.env['JUGGLER_OUT'] ?? 'out', 'agents/python');

export interface PythonCall extends ProgramCall {
  readonly environment?: Readonly<Record<string, string>>;
  /** Whether it is read while it runs. Default true. */
  readonly polls?: boolean;
  /** µs between CPU samples. Default: none are taken. */
  readonly samplesUs?: number;
  /** Default: none. */
  readonly cacheFolder?: string;
}

export interface RecordedPython extends ProgramEnd {
  readonly collected: Collected;
  readonly reader: PythonAgentReader;
  /** t = 0 on CLOCK_MONOTONIC in ns: `time.monotonic_ns()` of the program less that is a time of the recording. */
  readonly epoch: bigint;
}

export const program = (name: string): string => resolve('test/fixtures/python-programs', name);

/** Runs `python ARGS` with the agent and collects what its reader tells. The agent's path holds spaces. */
export async function recordPython(
  python: string,
  args: readonly string[],
  call: PythonCall = {},
): Promise<RecordedPython> {
  const folder = temporaryFolder();
  const epoch = process.hrtime.bigint();
  const { environment } = preparePythonAgent({
    agentFolder,
    folder,
    cacheFolder: call.cacheFolder ?? null,
    environment: { ...plainEnvironment(), ...call.environment },
    command: [python, ...args],
    options: { epochNs: epoch.toString(), samplesUs: call.samplesUs ?? null },
  });
  const collected = new Collected();
  const reader = new PythonAgentReader(folder, collected);
  const polls = setInterval(() => call.polls !== false && reader.poll(), 50);
  try {
    const end = await runProgram(python, args, environment, call, folder);
    return { ...end, collected, reader, epoch };
  } finally {
    clearInterval(polls);
    reader.finish();
  }
}

/** Runs the same without the agent. */
export const runPython = (python: string, args: readonly string[], call: PythonCall = {}): Promise<ProgramEnd> =>
  runProgram(python, args, { ...plainEnvironment(), ...call.environment }, call, '');

/** Without what the machine's own set-up of Python adds. */
function plainEnvironment(): Record<string, string | undefined> {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(VITEST|TINYPOOL|PYTHON)/.test(name)));
}
