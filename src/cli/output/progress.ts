import { formatCount } from '../../core/base/format-count';
import { visibleText } from '../../core/base/visible-text';
import { formatDuration, formatSeconds } from '../../core/base/format-duration';
import { endOfRun } from '../../core/analysis/end-of-run';
import type { RecorderEvent } from '../../core/protocol/recorder';
import type { ComparisonSpec } from '../../core/trace/comparison';
import { plannedBands } from '../../core/trace/planned-bands';
import type { RunManifest } from '../../core/trace/run';
import type { Output } from '../terminal';
import { painter } from './paint';

const redrawMs = 100;

/** How a comparison goes, on stderr: one line that is redrawn on a terminal, a line a run elsewhere. */
export class Progress {
  readonly #output: Output;
  readonly #spec: ComparisonSpec;
  readonly #now: () => number;
  #timer: ReturnType<typeof setInterval> | null = null;
  #current: { readonly run: RunManifest; readonly since: number; tasks: number } | null = null;
  #finished = 0;
  #note = '';

  /** @param now ms of any clock that does not go back */
  constructor(output: Output, spec: ComparisonSpec, now: () => number) {
    this.#output = output;
    this.#spec = spec;
    this.#now = now;
  }

  start(): void {
    if (!this.#output.isTty) return;
    this.#redraw();
    this.#timer = setInterval(() => this.#redraw(), redrawMs);
  }

  receive(event: RecorderEvent): void {
    if (event.type === 'run') this.#run(event.manifest);
    if (event.type !== 'chunk' || event.run !== this.#current?.run.id) return;
    for (const rows of event.chunk.rows) {
      if (rows.kind === 'slices') this.#current.tasks += rows.columns.start.length;
    }
  }

  /** Said at the end of the line, as "stopping". */
  note(text: string): void {
    this.#note = text;
    if (this.#output.isTty) this.#redraw();
    else this.#output.write(`${text}\n`);
  }

  /** A line of its own, above the progress. */
  aside(text: string): void {
    if (this.#timer !== null) this.#output.redraw('');
    this.#output.write(`${text}\n`);
    if (this.#timer !== null) this.#redraw();
  }

  /** Takes the line away: what follows is the result. */
  end(): void {
    if (this.#timer === null) return;
    clearInterval(this.#timer);
    this.#timer = null;
    this.#output.redraw('');
  }

  #run(run: RunManifest): void {
    if (run.status === 'waiting') return;
    if (run.status === 'recording') {
      if (run.id !== this.#current?.run.id) this.#current = { run, since: this.#now(), tasks: 0 };
      return;
    }
    if (this.#current?.run.id !== run.id) return;
    this.#current = null;
    this.#finished++;
    if (!this.#output.isTty) this.#output.write(`${visibleText(`${this.#nameOf(run)}: ${outcomeOf(run)}`)}\n`);
  }

  #redraw(): void {
    const total = this.#spec.repeats * plannedBands(this.#spec).length;
    const paint = painter(this.#output.colours);
    const bar =
      paint('▰'.repeat(Math.min(this.#finished, total)), 'bar') +
      paint('▱'.repeat(Math.max(0, total - this.#finished)), 'quiet');
    // A row of marks is of use only as long as it can be counted.
    const done = total <= 24 ? bar : `${this.#finished} of ${total} runs`;
    this.#output.redraw([done, paint(this.#doing(), null), this.#note].filter((part) => part !== '').join('  '));
  }

  #doing(): string {
    const current = this.#current;
    if (current === null) return 'getting ready';
    const { items } = this.#spec.workload;
    const tasks =
      items === null ? formatCount(current.tasks) : `${formatCount(current.tasks)} of ${formatCount(items)}`;
    const elapsed = formatSeconds(this.#now() - current.since, 1);
    return `${this.#nameOf(current.run)} · ${tasks} tasks · ${elapsed}`;
  }

  #nameOf(run: RunManifest): string {
    return this.#spec.repeats > 1 ? `${run.mode}, repeat ${run.repeat} of ${this.#spec.repeats}` : run.mode;
  }
}

function outcomeOf(run: RunManifest): string {
  if (run.status === 'done' && run.outcome !== undefined) return formatDuration(run.outcome.workMs);
  if (run.failure !== undefined) return `${run.status}: ${run.failure.message.split('\n')[0]}`;
  return endOfRun(run);
}
