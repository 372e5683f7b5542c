import { useEffect, useState, type RefObject } from 'react';
import type { RunningProcess } from '../../../core/protocol/recorder';
import { request } from '../../state/client';
import { visibleDocument } from '../../state/visible';
import { inOldOrder } from './find-processes';

/** From the end of a look to the next one. */
const pauseMs = 1500;

/**
 * What runs now, looked at again and again while it is wanted.
 *
 * @param isWanted false: what was seen last stays
 * @param isHeld true: rows keep their places
 * @returns null until it has been looked for the first time
 */
export function useProcesses(isWanted: boolean, isHeld: RefObject<boolean>): readonly RunningProcess[] | null {
  const [processes, setProcesses] = useState<readonly RunningProcess[] | null>(null);
  useEffect(() => {
    const take = (seen: readonly RunningProcess[]): void =>
      setProcesses((before) => (before !== null && isHeld.current ? inOldOrder(seen, before) : seen));
    return isWanted ? watchProcesses(take) : undefined;
  }, [isWanted, isHeld]);
  return processes;
}

/** @returns what ends it */
function watchProcesses(take: (processes: readonly RunningProcess[]) => void): () => void {
  let timer = 0;
  let isOver = false;
  const look = async (): Promise<void> => {
    // A look that fails is tried again: that the recorder is gone is said elsewhere.
    const seen = await request('profile.processes', null).catch(() => null);
    if (isOver) return;
    if (seen !== null) take(visibleDocument(seen.processes));
    timer = window.setTimeout(() => void look(), pauseMs);
  };
  void look();
  return () => {
    isOver = true;
    window.clearTimeout(timer);
  };
}
