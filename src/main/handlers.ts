import { basename, dirname } from 'node:path';
import { app, type BrowserWindow } from 'electron';
import type { WorkloadDescription } from '../core/protocol/contract';
import { pythonWorkloads, workloads } from '../workers/workloads';
import { findInterpreters } from '../recorder/interpreters/find-interpreters';
import { surveyInterpreters } from '../recorder/doctor/survey-interpreters';
import { attachSpecOf } from '../recorder/attach/attach-spec';
import { newComparisonId } from '../recorder/runner/comparison-id';
import type { CommandSpec } from '../recorder/runner/run-command';
import type { Handlers } from './answer-request';
import type { Comparisons } from './comparisons';
import { chooseFolder, chooseJugglerFile, chooseModuleFile, chooseScript, chooseWhereToSave } from './dialogs';
import { commandSpecOf } from './command-spec';
import { checkModule } from './jobs/check-module';
import { showThemeInMenu } from './menu';
import { OpenedFiles } from './opened-files';
import { outFiles } from './out-files';
import type { RecorderProcess } from './recorder-process';

import type { StoredState } from './stored-state';
import { applyTheme } from './theme';

export interface HandlerParts {
  readonly state: StoredState;
  readonly recorder: RecorderProcess;
  readonly library: string;
  readonly window: () => BrowserWindow;
  readonly comparisons: Comparisons;
}

/** What the app does on every request of the window. */
export function makeHandlers(parts: HandlerParts): Handlers {
  const { state, recorder, comparisons } = parts;
  const { request } = recorder;
  /** Where comparisons were saved to, by id: only the user's own choice is ever written to. */
  const files = new Map<string, string>();
  const opened = new OpenedFiles(request, () => newComparisonId(new Date()));

  const save = async ({ id, as }: { id: string; as: boolean }): Promise<{ file: string } | null> => {
    const known = as ? undefined : (files.get(id) ?? opened.fileOf(id));
    const openedFrom = opened.fileOf(id);
    const name = openedFrom === undefined ? await nameOf(id) : basename(openedFrom, '.juggler');
    const file = known ?? (await chooseWhereToSave(parts.window(), name));
    if (file === null) return null;
    if (opened.has(id)) await opened.save(id, file);
    else await request('save', { id, file });
    files.set(id, file);
    app.addRecentDocument(file);
    return { file };
  };
  const startCommand = async (spec: CommandSpec, append: string | null): Promise<{ id: string }> => {
    comparisons.refuseWhileRunning();
    if (append === null) return comparisons.startCommand(spec, null);
    if (opened.has(append)) return comparisons.startCommand(spec, await opened.takeIn(append));
    const { manifest } = await request('open', { source: { id: append }, quiet: true });
    return comparisons.startCommand(spec, manifest);
  };
  const nameOf = async (id: string): Promise<string> =>
    (await request('list', null)).comparisons.find((entry) => entry.id === id)?.name ?? 'comparison';

  return {
    'app.info': async () => {
      const machine = await recorder.machine();
      return { version: app.getVersion(), machine, capabilities: {}, library: parts.library };
    },
    'settings.get': () => state.settings,
    'settings.set': (change) => {
      if (change.theme !== undefined) {
        applyTheme(change.theme);
        showThemeInMenu(change.theme);
      }
      return state.changeSettings(withoutUndefined(change));
    },
    'workloads.list': () => [...workloads, ...pythonWorkloads].map(describe),
    'module.choose': async () => fileOrNull(await chooseModuleFile(parts.window())),
    'module.check': ({ file, python }) => checkModule(file, python ?? null),
    'python.list': async ({ file }) => ({
      interpreters: await findInterpreters({
        script: outFiles.python.describe,
        folder: file === null ? null : dirname(file),
      }),
    }),
    'compare.start': (spec) => comparisons.start(spec),
    'compare.stop': () => nothing(comparisons.stop()),
    'compare.skip': () => {
      comparisons.skip();
      return null;
    },
    'app.doctor': () => request('doctor', null),
    'python.survey': async () => ({
      interpreters: await surveyInterpreters({ script: outFiles.python.describe, folder: null }),
    }),
    'profile.start': async ({ command, append }) => startCommand(commandSpecOf(command), append),
    'profile.processes': () => request('processes', null),
    'profile.attach': async ({ pid, seconds, append }) => startCommand(await attachSpecOf(pid, seconds), append),
    'profile.chooseFolder': async () => fileOrNull(await chooseFolder(parts.window())),
    'profile.chooseFile': async () => fileOrNull(await chooseScript(parts.window())),
    'library.list': () => request('list', null),
    'library.open': async (argument) => {
      if ('id' in argument) {
        const { id, stream } = argument;
        return (await request('open', { source: { id }, stream })).manifest;
      }
      const manifest = await opened.open(argument.file, argument.stream);
      app.addRecentDocument(argument.file);
      return manifest;
    },
    'library.stopReading': (argument) => request('stopReading', argument),
    'library.choose': async () => fileOrNull(await chooseJugglerFile(parts.window())),
    'library.save': save,
    'library.rename': (argument) => request('rename', argument),
    'library.remove': (argument) => request('remove', argument),
    'library.restore': (argument) => request('restore', argument),
    'library.annotate': ({ id, notes, view }) => {
      const change = { ...(notes === undefined ? {} : { notes }), ...(view === undefined ? {} : { view }) };
      if (!opened.has(id)) return request('annotate', { id, ...change });
      opened.annotate(id, change);
      return null;
    },
    'live.set': ({ on }) => nothing(recorder.setLive(on)),
    'window.setFullScreen': ({ on }) => {
      parts.window().setFullScreen(on);
      return null;
    },
  };
}

/** What the window shows of a workload; functions can't cross. */
const describe = (workload: WorkloadDescription): WorkloadDescription => {
  const { id, language, title, tagline, about, items, workers, parameters } = workload;
  const optional = {
    ...(language === undefined ? {} : { language }),
    ...(workers === undefined ? {} : { workers }),
  };
  return { id, title, tagline, about, items, parameters, ...optional };
};

const fileOrNull = (file: string | null): { file: string } | null => (file === null ? null : { file });

async function nothing(done: Promise<unknown>): Promise<null> {
  await done;
  return null;
}

/** Parsed optional members may be there and undefined; a change has only those that are set. */
function withoutUndefined<T extends object>(change: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  // Leaving the undefined members out is just what the result's type says.
  return Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined)) as never;
}
