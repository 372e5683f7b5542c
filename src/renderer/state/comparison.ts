import { create } from 'zustand';
import type { CompareProgress, RequestArgument } from '../../core/protocol/contract';
import type { ComparisonManifest, ComparisonSpec } from '../../core/trace/comparison';
import type { RunManifest } from '../../core/trace/run';
import { request } from './client';
import { navigate, type ViewId } from './navigation';
import { forgetRecordingsOf, keepRecordingsOf } from './recordings';
import { loadView } from './view';

interface ComparisonState {
  /** Manifests by id, of the comparison that is shown and of the one that runs: seldom two. */
  readonly documents: Readonly<Record<string, ComparisonManifest>>;
  /** Id of the comparison on the Compare page. */
  readonly shown: string | null;
  /** Ids whose recordings are still being read from disk. */
  readonly loading: ReadonlySet<string>;
  /** Of the comparison that runs, or ran last in this session. */
  readonly progress: CompareProgress | null;
}

export const useComparison = create<ComparisonState>(() => ({
  documents: {},
  shown: null,
  loading: new Set(),
  progress: null,
}));

let opening = 0;
/** Shown as soon as their data began to come, while they are still being opened. */
const shownEarly = new Set<string>();

/** The comparison on the Compare page; null: none, or its manifest has not come yet. */
export const shownComparison = (state: ComparisonState): ComparisonManifest | null =>
  state.shown === null ? null : (state.documents[state.shown] ?? null);

/** Id of the comparison that runs now, whether shown or not. */
export const runningComparison = (state: ComparisonState): string | null =>
  state.progress?.state === 'running' ? state.progress.comparison : null;

export const useShownComparison = (): ComparisonManifest | null => useComparison(shownComparison);
/** Whether anything runs: Run then reads Stop. */
export const useIsRunning = (): boolean => useComparison((state) => runningComparison(state) !== null);

/** Runs what is asked for and shows it. @throws {Error} with a sentence for the user. */
export async function startComparison(spec: ComparisonSpec): Promise<void> {
  const { kind } = spec.workload;
  if (kind === 'command') throw new Error('a command cannot be run in several modes');
  const { id } = await request('compare.start', requestedSpec(spec, kind));
  show(id);
}

/** A copy that may cross to the main process. */
export function requestedSpec(
  { interpreters, ...spec }: ComparisonSpec,
  kind: 'built-in' | 'module',
): RequestArgument<'compare.start'> {
  return {
    ...spec,
    workload: { ...spec.workload, kind, parameters: { ...spec.workload.parameters } },
    modes: [...spec.modes],
    ...(interpreters === undefined
      ? {}
      : { interpreters: interpreters.map((one) => ({ ...one, modes: [...one.modes] })) }),
  };
}

/** A recording of a command that has just begun: its manifest may not have come yet. */
export const showRecording = (id: string): void => show(id, 'profile');

/** Ends the whole comparison; what was recorded is kept. */
export const stopComparison = (): Promise<null> => request('compare.stop', null);
/** Ends the run that goes on and begins the next. */
export const skipRun = (): Promise<null> => request('compare.skip', null);

/** Shows a comparison of the library or of a file. @throws {Error} with a sentence for the user. */
export async function openComparison(source: { id: string } | { file: string }): Promise<void> {
  if ('id' in source && useComparison.getState().documents[source.id] !== undefined) return show(source.id);
  opening++;
  try {
    const manifest = await request('library.open', source);
    setDocument(manifest);
    // The user may have gone somewhere else since.
    if (shownEarly.delete(manifest.id)) forget();
    else show(manifest.id);
  } finally {
    opening--;
  }
}

/** Enough was read of a large comparison: what has come is shown. */
export const stopReading = (id: string): Promise<null> => request('library.stopReading', { id });

/** `library.rename` and the like change the manifest without a stream. */
export function changeDocument(id: string, change: Partial<ComparisonManifest>): void {
  const document = useComparison.getState().documents[id];
  if (document !== undefined) setDocument({ ...document, ...change });
}

/** Takes a comparison that was removed off the Compare page. */
export function closeComparison(id: string): void {
  const state = useComparison.getState();
  if (state.shown === id) useComparison.setState({ shown: null });
  forget();
}

/** The recorder begins to stream a comparison, new or from disk: all of its data comes, from the start. */
export function receiveComparison(manifest: ComparisonManifest): void {
  const state = useComparison.getState();
  forgetRecordingsOf(manifest.id);
  setDocument(manifest);
  if (opening === 0 || manifest.id === runningComparison(state)) return;
  useComparison.setState({ loading: new Set([...state.loading, manifest.id]) });
  shownEarly.add(manifest.id);
  show(manifest.id);
}

export function receiveOpened(id: string): void {
  const loading = new Set(useComparison.getState().loading);
  if (loading.delete(id)) useComparison.setState({ loading });
}

export function receiveRun(comparison: string, run: RunManifest): void {
  const document = useComparison.getState().documents[comparison];
  if (document === undefined) return;
  const known = document.runs.some(({ id }) => id === run.id);
  const runs = known ? document.runs.map((old) => (old.id === run.id ? run : old)) : [...document.runs, run];
  setDocument({ ...document, runs });
}

/** @throws {Error} with a sentence, when what was recorded of a comparison that is over can't be read again. */
export async function receiveProgress(progress: CompareProgress): Promise<void> {
  // What runs is not read from disk, also when it began while something else was being opened.
  receiveOpened(progress.comparison);
  useComparison.setState({ progress });
  if (progress.manifest !== null) setDocument(progress.manifest);
  // Its recorder has ended: what is seen here is older than what was put in order on disk.
  if (progress.state === 'failed' && progress.manifest === null) await readAgain(progress.comparison);
}

async function readAgain(id: string): Promise<void> {
  const { documents, shown } = useComparison.getState();
  if (documents[id] === undefined) return;
  const { [id]: _old, ...others } = documents;
  useComparison.setState({ documents: others });
  if (shown === id) await openComparison({ id });
}

function show(id: string, page?: ViewId): void {
  const { documents, shown } = useComparison.getState();
  if (shown !== id) {
    useComparison.setState({ shown: id });
    loadView(id, documents[id]?.view ?? null);
  }
  forget();
  navigate(page ?? (documents[id]?.spec.workload.kind === 'command' ? 'profile' : 'compare'));
}

/** Lets go of what is neither shown nor running. */
function forget(): void {
  const state = useComparison.getState();
  const kept = new Set([state.shown, runningComparison(state)].filter((id) => id !== null));
  useComparison.setState({
    documents: Object.fromEntries(Object.entries(state.documents).filter(([id]) => kept.has(id))),
  });
  keepRecordingsOf(kept);
}

function setDocument(manifest: ComparisonManifest): void {
  const { documents } = useComparison.getState();
  useComparison.setState({ documents: { ...documents, [manifest.id]: manifest } });
}
