import { resolve } from 'node:path';

/** Files among a command line's arguments, absolute: what a file manager passes on a double click. */
export function filesOf(commandLine: readonly string[], folder: string): string[] {
  return commandLine
    .filter((argument) => !argument.startsWith('-') && /\.juggler$/i.test(argument))
    .map((argument) => resolve(folder, argument));
}
