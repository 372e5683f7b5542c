import type { OpenSlices } from '../../core/trace/chunk';
import type { TrackId } from '../../core/trace/track';

export interface OpenTask {
  readonly item: number;
  readonly start: number;
  readonly slot: number;
}

/** Tasks that have started and not ended, by track. */
export class OpenTasks {
  readonly #tracks = new Map<TrackId, Map<number, OpenTask>>();

  add(track: TrackId, task: OpenTask): void {
    let tasks = this.#tracks.get(track);
    if (tasks === undefined) this.#tracks.set(track, (tasks = new Map()));
    tasks.set(task.item, task);
  }

  end(track: TrackId, item: number): void {
    this.#tracks.get(track)?.delete(item);
  }

  slices(): readonly OpenSlices[] {
    const slices: OpenSlices[] = [];
    for (const [track, open] of this.#tracks) {
      if (open.size === 0) continue;
      const tasks = [...open.values()];
      slices.push({
        track,
        start: Float64Array.from(tasks, ({ start }) => start),
        id: Uint32Array.from(tasks, ({ item }) => item),
        slot: Uint16Array.from(tasks, ({ slot }) => slot),
      });
    }
    return slices;
  }

  /** All of them, track by track; none are open after that. */
  takeAll(): readonly (OpenTask & { readonly track: TrackId })[] {
    const all = [...this.#tracks].flatMap(([track, tasks]) => [...tasks.values()].map((task) => ({ ...task, track })));
    this.#tracks.clear();
    return all;
  }
}
