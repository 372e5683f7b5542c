import type { ComparisonManifest } from '../../core/trace/comparison';
import { commandMode, type RecordedCommand, type RunManifest } from '../../core/trace/run';
import type { Recording } from '../../core/trace/recording';
import { newComparisonId } from '../../recorder/runner/comparison-id';
import type { Context } from '../commands/command';
import { exitCodes, type ExitCode } from '../exit-codes';
import { painter } from '../output/paint';
import { version } from './folders';
import { ownRecorder } from './own-recorder';
import { Recordings } from './recordings';

export interface RecordOptions {
  readonly argv: readonly string[];
  readonly command: RecordedCommand;
  readonly name: string;
  /** The program's output goes to stderr: stdout is for the result. */
  readonly keepStdout: boolean;
}

export interface TerminalRecording {
  readonly manifest: ComparisonManifest;
  readonly recordings: ReadonlyMap<string, Recording>;
  readonly library: string;
  readonly save: (file: string) => Promise<void>;
}

/** Records a command that has this terminal. @throws {Error} with a sentence */
export async function recordInTerminal(
  options: RecordOptions,
  { terminal, onStop }: Context,
): Promise<TerminalRecording> {
  const { argv, command, name, keepStdout } = options;
  const recordings = new Recordings();
  const { request, machine, library } = await ownRecorder({
    onEvent: (event) => recordings.receive(event),
    onTrouble: (message) => terminal.err.write(`${painter(terminal.err.colours)('!', 'hint')} ${message}\n`),
  });
  const id = newComparisonId(new Date());
  const now = new Date().toISOString();
  const manifest: ComparisonManifest = {
    schema: 'juggler.comparison-file/1',
    id,
    name: name.slice(0, 200),
    createdAt: now,
    version: version(),
    machine,
    spec: {
      workload: {
        kind: 'command',
        id: command.line.slice(0, 4096),
        title: name.slice(0, 200),
        items: null,
        seed: 0,
        parameters: {},
      },
      modes: [],
      workers: 1,
      inFlight: 1,
      repeats: 1,
      timeLimitMs: null,
    },
    runs: [],
    notes: '',
    view: null,
  };
  const run: RunManifest = {
    schema: 'juggler.run/1',
    id: 'run-1',
    mode: commandMode(1),
    workers: 1,
    inFlight: 1,
    repeat: 1,
    status: 'waiting',
    startedAt: now,
    capabilities: {},
    command,
  };
  await request('createComparison', { manifest });
  let interrupts = 0;
  const asked = (code: ExitCode): void => {
    // Ctrl-C reaches the program by itself, as without us; who asks a third time means it.
    const isForProgram = code === exitCodes.interrupted && process.stdin.isTTY && ++interrupts < 3;
    if (isForProgram) onStop(asked);
    else void request('stopCommand', { comparison: id, run: run.id });
  };
  onStop(asked);
  await request('runCommand', {
    comparison: id,
    run,
    command: {
      argv,
      folder: command.folder,
      environment: { ...process.env } as Record<string, string>,
      stdio: keepStdout ? 'result' : 'terminal',
    },
  });
  const finished = await request('finishComparison', { comparison: id });
  return {
    manifest: finished.manifest,
    recordings: recordings.byRun(),
    library,
    save: async (file) => void (await request('save', { id, file })),
  };
}
