import { countOf } from '../../../core/base/format-count';
import { formatShare } from '../../../core/base/format-share';
import type { Machine } from '../../../core/trace/machine';

/** The machine in words: its cores, and how much of it one busy thread can use, which stands out. */
export function machineSentence({ logicalCores, physicalCores }: Pick<Machine, 'logicalCores' | 'physicalCores'>): {
  readonly cores: string;
  readonly most: string;
} {
  const physical = physicalCores === null ? '' : ` (${physicalCores} physical)`;
  return {
    cores: `${countOf(logicalCores, 'logical core')}${physical}.`,
    most: logicalCores === 1 ? 'all' : `at most ${formatShare(1 / logicalCores, 1)}`,
  };
}
