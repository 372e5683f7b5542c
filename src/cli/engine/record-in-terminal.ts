import type { ComparisonManifest } from '../../core/trace/comparison';
import type { Recording } from '../../core/trace/recording';
import { newComparisonId } from '../../recorder/runner/comparison-id';
import { runCommand, type CommandSpec } from '../../recorder/runner/run-command';
import { closeOwnKeeper } from '../../recorder/launch/own-keeper';
import { ownStart, startNotice } from '../../recorder/launch/own-start';
import type { Context, StopSignal } from '../commands/command';
import type { ExitCode } from '../exit-codes';
import { painter } from '../output/paint';
import { version } from './folders';
import { ownRecorder } from './own-recorder';
import { insists, passOnOthers } from './pass-on-signals';
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
  const notice = 'launch' in spec.start ? startNotice(ownStart()) : null;
  if (notice !== null) terminal.err.write(`${painter(terminal.err.colours)('!', 'hint')} ${notice}\n`);
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
  const isOurs = 'launch' in spec.start;
  const asked = (_: ExitCode, signal: StopSignal): void => {
    if (!isOurs || isInsisting(signal)) return running.stop();
    onStop(asked);
    running.passOn(signal);
  };
  const isInsisting = insists(() => performance.now());
  onStop(asked);
  const passing = isOurs ? passOnOthers((signal) => running.passOn(signal), ownStart().launcher !== null) : null;
  const manifest = await running.finished.finally(() => {
    passing?.stop();
    closeOwnKeeper();
  });
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
