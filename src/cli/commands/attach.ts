import { mostAttachedSeconds } from '../../core/protocol/contract';
import { attachSpecOf } from '../../recorder/attach/attach-spec';
import type { CommandSpec } from '../../recorder/runner/run-command';
import { CallError } from '../call-error';
import { wholeNumber } from '../input/numbers';

/** Of `juggler record`, as they were typed. */
export interface AttachOptions {
  readonly pid?: string;
  readonly seconds?: string;
  readonly name?: string;
  readonly repeats?: string;
  readonly samples?: string | true;
  readonly promises?: boolean;
  readonly blocked?: string;
}

/** What an agent would have to tell. */
const ofAgents = ['samples', 'promises', 'blocked'] as const;

/** A process is recorded for so long, if nobody says how long. */
export const usualSeconds = 10;
/** Of the kernel (PID_MAX_LIMIT is 2^22), and of other systems. */
const mostPid = 2 ** 31 - 1;

/**
 * What `--pid` asks for.
 *
 * @returns null: there is no such option
 * @throws {CallError} with a sentence: it does not go with the rest, or the process can't be recorded
 */
export async function attachSpec(argv: readonly string[], typed: AttachOptions): Promise<CommandSpec | null> {
  if (typed.pid === undefined) {
    if (typed.seconds === undefined) return null;
    throw new CallError('--seconds goes with --pid: a command is recorded until it ends.');
  }
  if (argv.length > 0) {
    throw new CallError(`--pid records what runs already, “-- ${argv[0]} …” starts a program: give one of them.`);
  }
  if (typed.repeats !== undefined) {
    throw new CallError('--repeats runs a command again and again: what runs already is recorded once.');
  }
  const asked = ofAgents.find((option) => typed[option] !== undefined);
  if (asked !== undefined) {
    throw new CallError(`--${asked} is for programs that are started: into one that runs already, nothing is put.`);
  }
  const pid = wholeNumber('--pid', typed.pid, 1, mostPid);
  const seconds = typed.seconds === undefined ? usualSeconds : secondsFrom(typed.seconds);
  return attachSpecOf(pid, seconds, typed.name).catch((error: unknown) => {
    throw new CallError(error instanceof Error ? error.message : String(error));
  });
}

function secondsFrom(text: string): number {
  const seconds = Number(text);
  if (text.trim() === '' || !(seconds > 0) || seconds > mostAttachedSeconds) {
    throw new CallError(
      `--seconds ${text}: it takes a number of seconds above zero, up to ${mostAttachedSeconds} (a day).`,
    );
  }
  return seconds;
}
