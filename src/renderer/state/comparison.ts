import { create } from 'zustand';
import { openedPrefix, type CompareProgress, type RequestArgument } from '../../core/protocol/contract';
import type { ComparisonManifest, ComparisonSpec, ComparisonView } from '../../core/trace/comparison';
import type { RunManifest } from '../../core/trace/run';
import { request } from './client';
import { navigate, type ViewId } from './navigation';
import { forgetRecordingsOf, keepRecordingsOf } from './recordings';
import { loadView } from './view';
import { visibleDocument } from './visible';

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

/** What the user asks to see is numbered, so that a late answer does not replace what was asked for after it. */
let lastAsked = 0;
/** The number of what is shown. */
let shownAsked = 0;

interface Opening {
  /** Of the events that bring its data. */
  readonly stream: string;
  asked: number;
  done: Promise<void>;
  /** The reply and the events come on different ways, in any order. */
  isAnswered: boolean;
  isStreamed: boolean;
  /** What was changed (a new name) before its manifest came. */
  changes: Partial<ComparisonManifest>;
}
/** Comparisons that are being read from disk, by id. */
const openings = new Map<string, Opening>();
/** Comparisons whose data come from a recording that goes on. */
const recorded = new Set<string>();
/** Views on their way to disk, by comparison. */
const savingViews = new Map<string, Promise<unknown>>();

/** Numbers a request of the user, to be given to what shows its answer. */
export const askToSee = (): number => ++lastAsked;

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
  const asked = askToSee();
  const { id } = await request('compare.start', requestedSpec(spec, kind));
  show(id, asked);
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

/**
 * A recording of a command that has just begun. The manifest of a new one may not have come yet; one that gets another
 * run and was let go of meanwhile is read again.
 */
export async function showRecording(id: string, asked: number, appended: boolean): Promise<void> {
  if (appended && useComparison.getState().documents[id] === undefined) return openAs({ id }, asked);
  show(id, asked, 'profile');
}

/** Ends the whole comparison; what was recorded is kept. */
export const stopComparison = (): Promise<null> => request('compare.stop', null);
/** Ends the run that goes on and begins the next. */
export const skipRun = (): Promise<null> => request('compare.skip', null);

/** Shows a comparison of the library or of a file. @throws {Error} with a sentence for the user. */
export const openComparison = (source: { id: string } | { file: string }): Promise<void> => openAs(source, askToSee());

async function openAs(source: { id: string } | { file: string }, asked: number): Promise<void> {
  // A file may hold what the library has too, older or newer: it is a document of its own.
  const stream = crypto.randomUUID();
  const id = 'id' in source ? source.id : `${openedPrefix}${stream}`;
  if (useComparison.getState().documents[id] !== undefined) return show(id, asked);
  const going = openings.get(id);
  if (going !== undefined && !going.isAnswered) {
    going.asked = asked;
    return going.done;
  }
  const opening: Opening = {
    stream,
    asked,
    done: Promise.resolve(),
    isAnswered: false,
    isStreamed: false,
    changes: {},
  };
  openings.set(id, opening);
  opening.done = read(opening, id, { ...source, stream });
  return opening.done;
}

async function read(opening: Opening, id: string, source: RequestArgument<'library.open'>): Promise<void> {
  try {
    await savingViews.get(id);
    const manifest = await request('library.open', source);
    // It was removed, or let go of for something else.
    if (openings.get(id) !== opening) return;
    const { name, notes, view } = useComparison.getState().documents[id] ?? { ...manifest, ...opening.changes };
    setDocument({ ...manifest, name, notes, view });
    opening.isAnswered = true;
    if (opening.isStreamed) openings.delete(id);
    show(id, opening.asked);
  } catch (error) {
    if (openings.get(id) === opening) openings.delete(id);
    throw error;
  }
}

/** Enough was read of a large comparison: what has come is shown. */
export const stopReading = (id: string): Promise<null> => request('library.stopReading', { id });

/** `library.rename` and the like change the manifest without a stream. */
export function changeDocument(id: string, change: Partial<ComparisonManifest>): void {
  const document = useComparison.getState().documents[id];
  const opening = openings.get(id);
  if (document !== undefined) setDocument({ ...document, ...change });
  if (opening !== undefined) opening.changes = { ...opening.changes, ...change };
}

/** Keeps how a comparison is looked at with it. What can't be saved is no trouble: it is only the view. */
export function saveView(id: string, view: ComparisonView): void {
  changeDocument(id, { view });
  const saving = request('library.annotate', { id, view: mutable(view) })
    .catch(() => undefined)
    .finally(() => {
      if (savingViews.get(id) === saving) savingViews.delete(id);
    });
  savingViews.set(id, saving);
}

/** Takes a comparison that was removed off the Compare page. */
export function closeComparison(id: string): void {
  openings.delete(id);
  recorded.delete(id);
  if (useComparison.getState().shown === id) {
    useComparison.setState({ shown: null });
    loadView(null, null);
  }
  forget();
}

/** Whether data of a comparison have a place: there is none for one that was let go of while it was read. */
export const isKnown = (id: string): boolean => useComparison.getState().documents[id] !== undefined;

/**
 * All data of a comparison come from here on, from their start.
 *
 * @param stream of the request that asked for it; null: it is streamed as it is recorded
 */
export function receiveComparison(manifest: ComparisonManifest, stream: string | null): void {
  const { id } = manifest;
  if (stream === null) {
    forgetRecordingsOf(id);
    recorded.add(id);
    return setDocument(manifest);
  }
  const opening = openings.get(id);
  if (opening?.stream !== stream) return;
  if (opening.asked < shownAsked) return letGo([id]);
  forgetRecordingsOf(id);
  if (!isKnown(id)) setDocument({ ...manifest, ...opening.changes });
  useComparison.setState(({ loading }) => ({ loading: new Set([...loading, id]) }));
  // Shown while it is still being read.
  show(id, opening.asked);
}

/** All of the data of a stream have come. */
export function receiveOpened(id: string, stream: string): void {
  const opening = openings.get(id);
  if (opening?.stream !== stream) return;
  opening.isStreamed = true;
  if (opening.isAnswered) openings.delete(id);
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
  const { comparison, state, manifest } = progress;
  if (state !== 'running') recorded.delete(comparison);
  useComparison.setState({ progress });
  if (manifest !== null && isKnown(comparison)) setDocument(manifest);
  // Its recorder has ended: what is seen here is older than what was put in order on disk.
  if (state === 'failed' && manifest === null) await readAgain(comparison);
}

async function readAgain(id: string): Promise<void> {
  const { documents, shown } = useComparison.getState();
  if (documents[id] === undefined) return;
  const { [id]: _old, ...others } = documents;
  useComparison.setState({ documents: others });
  if (shown === id) return openAs({ id }, shownAsked);
  forget();
}

/** Shows a comparison, unless something was shown that the user asked for later. */
function show(id: string, asked: number, page?: ViewId): void {
  if (asked < shownAsked) return forget();
  shownAsked = asked;
  const { documents, shown } = useComparison.getState();
  if (shown !== id) {
    loadView(id, documents[id]?.view ?? null);
    useComparison.setState({ shown: id });
  }
  forget();
  navigate(page ?? (documents[id]?.spec.workload.kind === 'command' ? 'profile' : 'compare'));
}

/** Lets go of what is neither shown nor recorded. */
function forget(): void {
  const state = useComparison.getState();
  const kept = new Set([state.shown, runningComparison(state), ...recorded].filter((id) => id !== null));
  letGo([...Object.keys(state.documents), ...state.loading].filter((id) => !kept.has(id)));
  keepRecordingsOf(kept);
}

/** What is still being read of them is of no use to anybody. */
function letGo(ids: readonly string[]): void {
  const { documents, loading } = useComparison.getState();
  for (const id of ids) {
    if (openings.delete(id)) request('library.stopReading', { id }).catch(() => undefined);
  }
  useComparison.setState({
    documents: Object.fromEntries(Object.entries(documents).filter(([id]) => !ids.includes(id))),
    loading: new Set([...loading].filter((id) => !ids.includes(id))),
  });
}

function setDocument(manifest: ComparisonManifest): void {
  const { documents } = useComparison.getState();
  useComparison.setState({ documents: { ...documents, [manifest.id]: visibleDocument(manifest) } });
}

function mutable(view: ComparisonView) {
  const { order, collapsed, hidden, pinned, pinnedThreads = [], hiddenThreads = [] } = view;
  return {
    ...view,
    order: [...order],
    collapsed: [...collapsed],
    hidden: [...hidden],
    pinned: [...pinned],
    pinnedThreads: [...pinnedThreads],
    hiddenThreads: [...hiddenThreads],
  };
}
