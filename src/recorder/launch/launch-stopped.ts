import { basename } from 'node:path';
import type { Readable } from 'node:stream';
import type { CommandLaunch } from '../../core/protocol/recorder';
import { changedVariables } from './byte-words';
import { Keeper, type ReleasedProgram } from './keeper';
import { interruptGroup } from './interrupt-group';
import type { ReleaseRequest } from './keeper-frames';
import { launcherFile } from './launcher-file';
import { launchThroughShell } from './launch-through-shell';
import { closeOwnKeeper, dropInherited, ownKeeper } from './own-keeper';
import { ownStart } from './own-start';

export interface LaunchOptions extends Pick<CommandLaunch, 'argv' | 'folder' | 'environment' | 'stdio' | 'more'> {
  /** What the agents need of the program's environment: as `environment`, with their variables. */
  readonly withAgents: Readonly<Record<string, string | undefined>>;
}

/** A process that waits, with the pid that the program will have. */
export interface StoppedProgram {
  readonly pid: number;
  /** Name of its process, until the kernel tells another one. */
  readonly name: string;
  /** What it prints, where that is captured. */
  readonly stdout: Readable | null;
  readonly stderr: Readable | null;
  /** Lets it begin. */
  release(): ReleasedProgram;
  /** Hands a signal on that this process got, unless it went to the whole process group. */
  passOn(signal: string): void;
  /** What is to be ended when this process dies. @param mark in the environment of all of the run; null: as before */
  watch(mark: string | null, pids: readonly number[]): void;
  /** The run is over. */
  close(): void;
}

/**
 * Makes a process that waits: probes are attached before the program's first instruction, and nothing of it is missed. It becomes
 * the program by `exec`, so arguments, folder, environment, descriptors, limits and signals are what they would have been.
 *
 * @throws {Error} when no process can be made
 */
export async function launchStopped(options: LaunchOptions): Promise<StoppedProgram> {
  const file = launcherFile();
  if (file === null) return launchThroughShell(options);
  return options.stdio === 'captured' ? launchCaptured(file, options) : launchInTerminal(file, options);
}

/** By a keeper of its own, from the environment that is asked for. */
async function launchCaptured(file: string, options: LaunchOptions): Promise<StoppedProgram> {
  const { folder, environment, withAgents } = options;
  const keeper = await Keeper.spawned(file, ['ignore', 'pipe', 'pipe'], [], { folder, environment });
  try {
    const pid = await keeper.prepare({
      result: false,
      ownSession: true,
      last: true,
      openFiles: null,
      descriptors: [0, 1, 2],
    });
    const argv = options.argv.map((word) => Buffer.from(word));
    const before = Object.entries(environment).map(([name, value]) => Buffer.from(`${name}=${value}`));
    const request = { argv, environment: null, variables: changedVariables(before, withAgents) };
    return programOf(keeper, nameOf(options), pid, request, () => keeper.close());
  } catch (error) {
    keeper.close();
    throw error;
  }
}

/** By the keeper of this process, from the state that this process was started with. */
async function launchInTerminal(file: string, options: LaunchOptions): Promise<StoppedProgram> {
  const { stdio, more = false, withAgents } = options;
  const start = ownStart();
  const keeper = await ownKeeper(file);
  const direct = start.keeper === null;
  const pid = await keeper.prepare({
    result: stdio === 'result',
    ownSession: false,
    last: !more,
    openFiles: direct ? start.openFiles : null,
    descriptors: direct ? [0, 1, 2, ...start.descriptors] : null,
  });
  if (!more) dropInherited(stdio === 'result');
  const { argv, environment } = ownWords(options.argv);
  const variables = changedVariables(start.environment, withAgents);
  return programOf(keeper, nameOf(options), pid, { argv, environment, variables }, () => {
    if (!more) closeOwnKeeper();
  });
}

/** The command line byte for byte where it is the end of this process’s own. */
function ownWords(argv: readonly string[]): Pick<ReleaseRequest, 'argv' | 'environment'> {
  const { keeper, argv: own, environment } = ownStart();
  const tail = own.slice(-argv.length);
  const isTail = tail.length === argv.length && tail.every((word, index) => word.toString() === argv[index]);
  if (keeper !== null) return { argv: isTail ? argv.length : argv.map((word) => Buffer.from(word)), environment: null };
  return { argv: isTail ? tail : argv.map((word) => Buffer.from(word)), environment };
}

/** As the kernel has it. */
const nameOf = ({ argv }: LaunchOptions): string => basename(argv[0] ?? '').slice(0, 15);

function programOf(
  keeper: Keeper,
  name: string,
  pid: number,
  request: ReleaseRequest,
  close: () => void,
): StoppedProgram {
  let tracked: readonly number[] = [];
  return {
    pid,
    name,
    stdout: keeper.stdout,
    stderr: keeper.stderr,
    release: () =>
      keeper.release(request, (signal) => {
        // A shell that waits for its child heeds an interrupt only if that ends by it, as with Ctrl-C.
        if (signal === 'SIGINT') interruptGroup(pid, tracked);
      }),
    passOn: (signal) => keeper.passOn(signal),
    watch: (mark, pids) => {
      if (mark !== null) keeper.mark(mark);
      tracked = pids;
      keeper.track(pids);
    },
    close,
  };
}
