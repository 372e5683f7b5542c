import { statSync } from 'node:fs';
import { homedir } from 'node:os';
import { isAbsolute } from 'node:path';
import type { CommandDraft } from '../core/protocol/contract';
import { usualDetail } from '../core/protocol/recorder';
import type { CommandSpec } from '../recorder/runner/run-command';

/**
 * What is typed on the Profile page, as it is run: by a shell, in the user's own environment.
 *
 * @throws {Error} with a sentence for the user
 */
export function commandSpecOf({ line, folder, environment, repeats, detail }: CommandDraft): CommandSpec {
  const typed = line.trim();
  if (typed === '') throw new Error('There is no command yet: type what to run, as in a terminal.');
  const where = folder.trim() === '' ? homedir() : folder.trim();
  if (!isAbsolute(where) || statSync(where, { throwIfNoEntry: false })?.isDirectory() !== true) {
    throw new Error(`There is no folder ${where}. Choose the folder that the command is to be run in.`);
  }
  return {
    name: typed,
    line: typed,
    repeats,
    start: {
      launch: {
        argv: ['/bin/sh', '-c', typed],
        folder: where,
        environment: { ...ownEnvironment(), ...variablesOf(environment) },
        stdio: 'captured',
        detail: detail ?? usualDetail,
      },
    },
  };
}

/** Without what Electron added for itself. */
function ownEnvironment(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(process.env).filter(
      (entry): entry is [string, string] =>
        entry[1] !== undefined && !/^(ELECTRON_|JUGGLER_|CHROME_DESKTOP$|ORIGINAL_XDG_)/.test(entry[0]),
    ),
  );
}

function variablesOf(text: string): Record<string, string> {
  const variables: Record<string, string> = {};
  for (const line of text.split('\n')) {
    if (line.trim() === '') continue;
    const [, name, value] = /^\s*([A-Za-z_]\w*)=(.*)$/.exec(line) ?? [];
    if (name === undefined || value === undefined) {
      throw new Error(`“${line.trim()}” is no variable: write NAME=value, one a line.`);
    }
    variables[name] = value;
  }
  return variables;
}
