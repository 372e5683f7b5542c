import type { ComparisonManifest } from '../../core/trace/comparison';
import type { Recording } from '../../core/trace/recording';
import { newComparisonId } from '../../recorder/runner/comparison-id';
import { runCommand, type CommandSpec } from '../../recorder/runner/run-command';
import type { Context } from '../commands/command';
import { exitCodes, type ExitCode } from '../exit-codes';
import { painter } from '../output/paint';
import { version } from './folders';
import { ownRecorder } from './own-recorder';
import { Recordings } from './recordings';

export interface TerminalRecording {
  readonly manifest: ComparisonManifest;
  /** Of the runs that were recorded now, by run id. */
  readonly recordings: ReadonlyMap<string, Recording>;
  readonly library: string;
  readonly save: (file: string) => Promise<void>;
}

/**
 * Records a command that has this terminal.
 *
 * @param append a `.juggler` file whose comparison gets it as one more band; null: a new one
 * @throws {Error} with a sentence
 */
export async function recordInTerminal(
  spec: CommandSpec,
  append: string | null,
  { terminal, onStop }: Context,
): Promise<TerminalRecording> {
  const recordings = new Recordings();
  const { request, machine, library } = await ownRecorder({
    onEvent: (event) => {
      recordings.receive(event);
      if (event.type === 'run' && event.manifest.status === 'recording') terminal.err.write(attachedSentence(spec));
    },
    onTrouble: (message) => terminal.err.write(`${painter(terminal.err.colours)('!', 'hint')} ${message}\n`),
  });
  const earlier =
    append === null ? null : (await request('import', { file: append, id: newComparisonId(new Date()) })).manifest;
  const running = runCommand({
    spec,
    append: earlier,
    version: version(),
    machine,
    recorder: request,
    onProgress() {},
  });
  let interrupts = 0;
  const isOurs = 'launch' in spec.start;
  const asked = (code: ExitCode): void => {
    // Ctrl-C reaches the program by itself, as without us; who asks a third time means it.
    const isForProgram = isOurs && code === exitCodes.interrupted && process.stdin.isTTY && ++interrupts < 3;
    if (isForProgram) onStop(asked);
    else running.stop();
  };
  onStop(asked);
  const manifest = await running.finished;
  return {
    manifest,
    recordings: recordings.byRun(),
    library,
    save: async (file) => void (await request('save', { id: manifest.id, file })),
  };
}

/** Characters of a command line in a sentence. */
const mostLine = 60;

function attachedSentence({ name, start }: CommandSpec): string {
  if ('launch' in start) return '';
  const { pid, seconds } = start.attach;
  const time = seconds === null ? 'until it ends' : `for ${seconds} s`;
  const short = name.length > mostLine ? `${name.slice(0, mostLine - 1)}…` : name;
  return `Recording ${short} (${pid}) ${time}; Ctrl-C ends that earlier, and the program runs on.\n`;
}
