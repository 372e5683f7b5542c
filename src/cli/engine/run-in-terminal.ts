import { join } from 'node:path';
import type { ComparisonManifest, ComparisonSpec } from '../../core/trace/comparison';
import type { Recording } from '../../core/trace/recording';
import { newComparisonId } from '../../recorder/runner/comparison-id';
import { pythonParts } from '../../recorder/runner/python-parts';
import { runComparison } from '../../recorder/runner/run-comparison';
import { spawnFork } from '../../recorder/runner/spawn-fork';
import type { Context } from '../commands/command';
import type { ExitCode } from '../exit-codes';
import { painter } from '../output/paint';
import { Progress } from '../output/progress';
import { outFolder, version } from './folders';
import { Recordings } from './recordings';
import { startRecorder } from './start-recorder';

export interface TerminalRun {
  readonly manifest: ComparisonManifest;
  /** By run id. */
  readonly recordings: ReadonlyMap<string, Recording>;
  readonly library: string;
  /** What the signal that stopped it wants the process to exit with; null: nothing stopped it. */
  readonly stopCode: () => ExitCode | null;
  readonly save: (file: string) => Promise<void>;
  readonly close: () => Promise<void>;
}

/** Runs a comparison with its progress on stderr. @throws {Error} with a sentence; then nothing is left running. */
export async function runInTerminal(spec: ComparisonSpec, { terminal, onStop }: Context): Promise<TerminalRun> {
  const recordings = new Recordings();
  const progress = new Progress(terminal.err, spec, () => performance.now());
  const recorder = await startRecorder({
    onEvent: (event) => {
      recordings.receive(event);
      progress.receive(event);
    },
    onTrouble: (message) => progress.aside(`${painter(terminal.err.colours)('!', 'hint')} ${message}`),
  });
  let code: ExitCode | null = null;
  try {
    const running = runComparison({
      spec,
      id: newComparisonId(new Date()),
      name: spec.workload.title,
      version: version(),
      machine: recorder.machine,
      recorder: recorder.request,
      spawn: spawnFork,
      jobHost: join(outFolder, 'workers', 'job-host.js'),
      python: pythonParts(outFolder),
      onProgress: () => {},
    });
    // Nobody records what runs any more.
    recorder.gone.addEventListener('abort', () => running.stop());
    onStop((asked) => {
      code = asked;
      progress.note('stopping');
      running.stop();
    });
    progress.start();
    const { manifest } = await running.finished;
    return {
      manifest,
      recordings: recordings.byRun(),
      library: recorder.library,
      stopCode: () => code,
      save: async (file) => void (await recorder.request('save', { id: manifest.id, file })),
      close: recorder.close,
    };
  } catch (error) {
    await recorder.close();
    throw error;
  } finally {
    progress.end();
  }
}
