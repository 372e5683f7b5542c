import type { ThreadState } from '../../core/trace/track';
import type { StateLaneRow } from './state-lane-row';
import type { StateRows } from './state-rows';

export const threadOrders = ['start', 'cpu', 'name'] as const;
export type ThreadOrder = (typeof threadOrders)[number];

/** Which threads of recorded commands are drawn, and how. */
export interface ThreadLook {
  /** Also those that hardly ran. */
  readonly all: boolean;
  /** Of processes, and of the threads within them. */
  readonly order: ThreadOrder;
  /** Only threads with this in their name, their process's name, or their number. */
  readonly search: string;
  /** `threadKey`s. */
  readonly pinned: ReadonlySet<string>;
  readonly hidden: ReadonlySet<string>;
  /** States that are hardly drawn, so that the others stand out. */
  readonly muted: ReadonlySet<ThreadState>;
  /** From who made a thread or process, and messages between threads. */
  readonly arrows: boolean;
}

export const usualThreads: ThreadLook = {
  all: false,
  order: 'start',
  search: '',
  pinned: new Set(),
  hidden: new Set(),
  muted: new Set(),
  arrows: true,
};

/** The same in all repeats' bands as long as the machine gives no number twice. */
export const threadKey = (pid: number | null | undefined, tid: number | null | undefined): string =>
  `${pid ?? ''}:${tid ?? ''}`;
const keyOf = ({ lane }: StateLaneRow): string => threadKey(lane.pid, lane.tid);

/** The threads to be drawn, in their order: pinned ones first, then process by process. */
export function chooseThreads({ all, busy }: StateRows, look: ThreadLook): readonly StateLaneRow[] {
  const wanted = look.search.trim().toLowerCase();
  const candidates =
    look.all || wanted !== '' ? all : all.filter((row) => busy.includes(row) || look.pinned.has(keyOf(row)));
  const shown = candidates.filter((row) => !look.hidden.has(keyOf(row)) && (wanted === '' || isNamed(row, wanted)));
  const sorted = look.order === 'start' ? shown : inOrder(shown, look.order);
  if (look.pinned.size === 0) return sorted;
  return [
    ...sorted.filter((row) => look.pinned.has(keyOf(row))),
    ...sorted.filter((row) => !look.pinned.has(keyOf(row))),
  ];
}

function isNamed({ name, process, lane }: StateLaneRow, wanted: string): boolean {
  return [name, process, `${lane.tid ?? ''}`, `${lane.pid ?? ''}`].some((text) => text.toLowerCase().includes(wanted));
}

const byName = (a: string, b: string): number => a.localeCompare(b, undefined, { numeric: true });

function inOrder(rows: readonly StateLaneRow[], order: 'cpu' | 'name'): readonly StateLaneRow[] {
  const processes = new Map<number, StateLaneRow[]>();
  for (const row of rows) {
    const parent = row.lane.parent ?? -1;
    processes.set(parent, [...(processes.get(parent) ?? []), row]);
  }
  const ran = new Map(rows.map((row) => [row, order === 'cpu' ? row.ran : 0]));
  const ranIn = (threads: readonly StateLaneRow[]): number => threads.reduce((sum, row) => sum + ran.get(row)!, 0);
  const groups = [...processes.values()].map((threads) =>
    threads.toSorted((a, b) => (order === 'cpu' ? ran.get(b)! - ran.get(a)! : byName(a.name, b.name))),
  );
  return groups
    .toSorted((a, b) => (order === 'cpu' ? ranIn(b) - ranIn(a) : byName(a[0]!.process, b[0]!.process)))
    .flat();
}
