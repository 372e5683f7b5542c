import { create } from 'zustand';
import type { CommandDraft } from '../../core/protocol/contract';
import type { ComparisonManifest } from '../../core/trace/comparison';
import { isCommandMode, type RunManifest } from '../../core/trace/run';
import { request } from './client';
import { askToSee, showRecording, useComparison } from './comparison';
import { changeSettings, useApp } from './settings';

const mostRecent = 50;
const empty: CommandDraft = { line: '', folder: '', environment: '', repeats: 1 };

/** A program is started, or one that runs already is looked at. */
export type ProfileSource = 'command' | 'process';

interface ProfileState {
  readonly source: ProfileSource;
  readonly draft: CommandDraft;
  /** Null: none was chosen yet. */
  readonly pid: number | null;
  readonly seconds: number;
}

/** What the Profile page asks for. */
export const useProfile = create<ProfileState>(() => ({ source: 'command', draft: empty, pid: null, seconds: 10 }));

/** Whether enough is said to begin. */
export const isProfileReady = ({ source, draft, pid }: ProfileState): boolean =>
  source === 'process' ? pid !== null : draft.line.trim() !== '';

export const changeProfile = (change: Partial<Omit<ProfileState, 'draft'>>): void => useProfile.setState(change);

/** Begins with what was run last. */
export function beginProfile(): void {
  useProfile.setState({ draft: useApp.getState().settings.lastCommand ?? empty });
}

export function changeCommand(change: Partial<CommandDraft>): void {
  useProfile.setState(({ draft }) => ({ draft: { ...draft, ...change } }));
}

/** Fills in the command of a run that was started, to run it again: where it stands, and in which folder. */
export function takeCommandOf({ command }: RunManifest): void {
  if (command === undefined || command.attached !== undefined) return;
  useProfile.setState({ source: 'command' });
  changeCommand({ line: command.line, folder: command.folder });
}

/** A recording is shown: what it recorded is what one would run again, unless something else was typed. */
export function offerCommandOf({ runs }: ComparisonManifest): void {
  const last = runs.findLast(({ command }) => command !== undefined && command.attached === undefined);
  if (last !== undefined && useProfile.getState().draft.line.trim() === '') takeCommandOf(last);
}

/** Id of the shown comparison, where a command could become one more band of it. */
export function appendableComparison(state: ReturnType<typeof useComparison.getState>): string | null {
  const shown = state.shown === null ? undefined : state.documents[state.shown];
  const isOfCommands =
    shown !== undefined && shown.runs.length > 0 && shown.runs.every(({ mode }) => isCommandMode(mode));
  return isOfCommands ? shown.id : null;
}

/** Runs the command and remembers it. */
async function runCommandDraft(append: boolean): Promise<void> {
  const { draft } = useProfile.getState();
  const asked = askToSee();
  const appended = append ? appendableComparison(useComparison.getState()) : null;
  const { id } = await request('profile.start', { command: draft, append: appended });
  await showRecording(id, asked, appended !== null);
  const { recentCommands = [] } = useApp.getState().settings;
  const line = draft.line.trim();
  await changeSettings({
    lastCommand: draft,
    recentCommands: [line, ...recentCommands.filter((other) => other !== line)].slice(0, mostRecent),
  });
}

/** Records what is asked for. @param append as one more band of what is shown @throws {Error} with a sentence for the user */
export async function runProfile(append: boolean): Promise<void> {
  const { source, pid, seconds } = useProfile.getState();
  if (source === 'command') return runCommandDraft(append);
  if (pid === null) throw new Error('No process is chosen yet: choose one that runs, or type its number.');
  const asked = askToSee();
  const appended = append ? appendableComparison(useComparison.getState()) : null;
  const { id } = await request('profile.attach', { pid, seconds, append: appended });
  await showRecording(id, asked, appended !== null);
}

/** A script with the program that runs it; everything else is run itself. */
export function commandOfFile(file: string): string {
  const quoted = /^[\w@%+=:,./-]+$/.test(file) ? file : `'${file.replaceAll("'", "'\\''")}'`;
  if (/\.py$/i.test(file)) return `python3 ${quoted}`;
  if (/\.[cm]?[jt]s$/i.test(file)) return `node ${quoted}`;
  if (/\.sh$/i.test(file)) return `sh ${quoted}`;
  return quoted;
}
