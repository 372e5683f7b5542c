import { countOf } from '../../core/base/format-count';
import type { JobResult, JobSpec, PythonJobSpec } from '../../core/protocol/job';
import type { BegunRun } from '../../core/protocol/recorder';
import type { RunFailure, RunOutcome } from '../../core/trace/run';
import { Conversation, type Heard } from './conversation';
import type { deathSentence } from './death-sentence';
import { sweepTree } from './end-tree';
import { JobFamily } from './job-family';
import { within } from './within';
import type { JobMessage } from './job-messages';
import { OutputTail } from './output-tail';
import type { ChildHandle } from './spawn';

/** Preparing writes files and starts a server; a module that is loaded for ever is stopped even without a time limit. */
const prepareLimitMs = 60_000;
/** A host that said it has finished ends by itself within this. */
const leaveMs = 2000;
/** A child of the job that was left behind may hold the pipes open. */
const lastOutputMs = 300;
/** Of what a failed job printed, as much is kept beside the failure. */
const failureOutputLength = 4000;

/** How a job ended, seen from outside. */
export interface JobEnd {
  readonly status: 'done' | 'failed' | 'stopped';
  readonly failure: RunFailure | null;
  readonly outcome: RunOutcome | null;
  readonly notices: readonly string[];
  /** It failed before its work began: another run of the same mode would, too. */
  readonly neverWorked: boolean;
}

export interface JobOptions {
  /** Tells the recorder, and learns where frames go. */
  readonly begin: (pid: number) => Promise<BegunRun>;
  readonly spec: (begun: BegunRun) => JobSpec | PythonJobSpec;
  /** Why the host ended without a word. */
  readonly death: typeof deathSentence;
  readonly timeLimitMs: number | null;
  /** The user wants this run to end. */
  readonly signal: AbortSignal;
  readonly onPhase: (phase: string) => void;
}

/** One run, from a started host to the last of its processes. @throws only when the recorder refuses. */
export async function runJob(host: ChildHandle, options: JobOptions): Promise<JobEnd> {
  const { signal, onPhase } = options;
  const output = new OutputTail([host.stdout, host.stderr]);
  const conversation = new Conversation(host);
  const family = new JobFamily(host);
  let working = false;
  try {
    const begun = await options.begin(host.pid);
    onPhase('preparing');
    conversation.say({ type: 'prepare', spec: options.spec(begun) });
    let heard = await conversation.next(signal, prepareLimitMs);
    if (heard.type === 'late') return ended(failed(`Preparing took longer than ${prepareLimitMs / 1000} s.`), true);
    if (heard.type === 'message' && heard.message.type === 'prepared') {
      onPhase('running');
      conversation.say({ type: 'start' });
      working = true;
      heard = await conversation.next(signal, options.timeLimitMs);
    }
    if (heard.type === 'message') await within(leaveMs, host.exited);
    // What it printed last is still in the pipes.
    if (heard.type === 'message' || heard.type === 'exit') await within(lastOutputMs, output.ended);
    return endOf(heard, options, output, working);
  } finally {
    onPhase('ending');
    family.note();
    await sweepTree(family.handle);
    family.close();
  }
}

function endOf(heard: Heard, { timeLimitMs, death }: JobOptions, output: OutputTail, working: boolean): JobEnd {
  if (heard.type === 'aborted') return ended({ status: 'stopped', failure: null }, false);
  if (heard.type === 'late') {
    const message = `Stopped at the time limit of ${timeLimitMs! / 1000} s. Give it more time, or less to do.`;
    return ended({ status: 'stopped', failure: { message } }, false);
  }
  if (heard.type === 'exit') {
    return ended(failed(death(heard.exit, output.tail), output), !working);
  }
  const { message } = heard;
  if (message.type === 'finished') {
    const missing = unfinishedSentence(message.result);
    return missing === null ? done(message, output) : ended(failed(missing, output), false);
  }
  if (message.type === 'failed') {
    return ended({ status: 'failed', failure: withOutput(message.failure, output) }, message.phase !== 'work');
  }
  return ended(failed('The job said twice that it is ready: this is an error in Juggler.'), true);
}

/** A time for a part of the work is no time: it would seem to be a gain. Null: all items were run. */
export function unfinishedSentence({
  items,
  tasksFinished,
}: Pick<JobResult, 'items' | 'tasksFinished'>): string | null {
  if (tasksFinished === items) return null;
  return `Only ${tasksFinished} of ${countOf(items, 'item')} were run, although the job said that it had finished: its time means nothing.`;
}

function done({ result }: JobMessage & { readonly type: 'finished' }, output: OutputTail): JobEnd {
  const { notices, ...outcome } = result;
  const { tail, bytes } = output;
  return {
    status: 'done',
    failure: null,
    outcome: { ...outcome, output: { tail, bytes } },
    notices,
    neverWorked: false,
  };
}

function ended(end: Pick<JobEnd, 'status' | 'failure'>, neverWorked: boolean): JobEnd {
  return { ...end, outcome: null, notices: [], neverWorked };
}

export function failed(message: string, output?: OutputTail): Pick<JobEnd, 'status' | 'failure'> {
  return { status: 'failed', failure: output === undefined ? { message } : withOutput({ message }, output) };
}

function withOutput(failure: RunFailure, output: OutputTail): RunFailure {
  return output.bytes === 0 ? failure : { ...failure, output: output.tail.slice(-failureOutputLength) };
}
