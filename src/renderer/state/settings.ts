import { create } from 'zustand';
import type { AppInfo, Settings, WorkloadDescription } from '../../core/protocol/contract';
import { request } from './client';

interface AppState {
  /** Null until the main process has answered, once at the start. */
  readonly info: AppInfo | null;
  readonly workloads: readonly WorkloadDescription[];
  readonly settings: Settings;
}

export const useApp = create<AppState>(() => ({
  info: null,
  workloads: [],
  settings: { theme: 'system', lastSpec: null, recentModules: [] },
}));

export const useSettings = (): Settings => useApp((state) => state.settings);

/** Everything the window must know before it is drawn. @throws {Error} with a sentence for the user. */
export async function loadApp(): Promise<void> {
  const [settings, info, workloads] = await Promise.all([
    request('settings.get', null),
    request('app.info', null),
    request('workloads.list', null),
  ]);
  useApp.setState({ settings, info, workloads });
}

/** Changes and keeps settings. */
export async function changeSettings(change: Partial<Settings>): Promise<void> {
  useApp.setState({ settings: await request('settings.set', change) });
}

/** They were changed from the menu. */
export const receiveSettings = (settings: Settings): void => useApp.setState({ settings });
