import type { Lane, LaneId, LaneKind } from './lane';
import type { Recording } from './recording';
import type { Track, TrackKind } from './track';

export type TrackOf<K extends TrackKind> = Extract<Track, { readonly kind: K }>;

/** All tracks of a kind and name, in order of their ids. */
export function findTracks<K extends TrackKind>(recording: Recording, kind: K, name: string): TrackOf<K>[] {
  return recording.tracks.filter((track): track is TrackOf<K> => track.kind === kind && track.name === name);
}

/** The track of a kind and name on one lane. */
export function trackOfLane<K extends TrackKind>(
  recording: Recording,
  lane: LaneId,
  kind: K,
  name: string,
): TrackOf<K> | null {
  const found = tracksByLane(recording)
    .get(lane)
    ?.find((track) => track.name === name && track.kind === kind);
  // Its kind was asked for.
  return (found as TrackOf<K> | undefined) ?? null;
}

const byLane = new WeakMap<Recording, ReadonlyMap<LaneId, readonly Track[]>>();

/** Recordings are immutable, and may have thousands of lanes: each is gone through once. */
function tracksByLane(recording: Recording): ReadonlyMap<LaneId, readonly Track[]> {
  const known = byLane.get(recording);
  if (known !== undefined) return known;
  const made = new Map<LaneId, Track[]>();
  for (const track of recording.tracks) {
    const others = made.get(track.lane);
    if (others === undefined) made.set(track.lane, [track]);
    else others.push(track);
  }
  byLane.set(recording, made);
  return made;
}

export function findLane(recording: Recording, id: LaneId | null): Lane | null {
  // Ids are given in order of appearance, so a lane is nearly always at the index of its id.
  if (id === null) return null;
  const guess = recording.lanes[id];
  if (guess?.id === id) return guess;
  return recording.lanes.find((lane) => lane.id === id) ?? null;
}

export function lanesOfKind(recording: Recording, kind: LaneKind): Lane[] {
  return recording.lanes.filter((lane) => lane.kind === kind);
}

/** The nearest lane of a kind on the way up from `lane`, itself included. */
export function ancestorOfKind(recording: Recording, lane: Lane, kind: LaneKind): Lane | null {
  let at: Lane | null = lane;
  for (let steps = 0; at !== null && steps < 16; steps++) {
    if (at.kind === kind) return at;
    at = findLane(recording, at.parent);
  }
  return null;
}
