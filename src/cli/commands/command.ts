import type { Command } from 'commander';
import type { Terminal } from '../terminal';
import type { ExitCode } from '../exit-codes';

/** What a command may use of the world. */
export interface Context {
  readonly terminal: Terminal;
  /** Called at most once, with the signal's exit code; set by commands that can be stopped in order. */
  readonly onStop: (stop: (code: ExitCode, signal: StopSignal) => void) => void;
}

export type StopSignal = 'SIGINT' | 'SIGTERM' | 'SIGHUP';

export type Finish = (code: ExitCode) => void;

/** A command of `juggler`: adds itself to the program, and says with `finish` what to exit with. */
export interface CommandDefinition {
  readonly name: string;
  readonly add: (program: Command, context: Context, finish: Finish) => void;
}

export function defineCommand(definition: CommandDefinition): CommandDefinition {
  return definition;
}
