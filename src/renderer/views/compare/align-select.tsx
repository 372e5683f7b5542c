import { Select } from '@mantine/core';
import { useMemo, type ReactNode } from 'react';
import { recordingOf } from '../../state/recordings';
import { setAlignment, useView } from '../../state/view';
import { alignmentOf, marksOf } from '../../timeline/alignment';
import type { ShownBand } from './use-bands';

/** Marks are offered as long as somebody can look through them. */
const mostMarks = 30;

/** What of each run stands at t = 0: for runs under one another. */
export function AlignSelect({ bands }: { readonly bands: readonly ShownBand[] }): ReactNode {
  const chosen = useView((view) => alignmentOf(view.align));
  const marks = useMemo(() => commonMarks(bands), [bands]);
  const known = chosen.startsWith('mark:') && !marks.includes(chosen.slice(5)) ? [...marks, chosen.slice(5)] : marks;
  return (
    <Select
      size="xs"
      w={140}
      aria-label="Align runs"
      title="What of each run stands at 0"
      allowDeselect={false}
      value={chosen}
      data={[
        { value: 'start', label: 'from their start' },
        { value: 'work', label: 'at first activity' },
        ...known.map((name) => ({ value: `mark:${name}`, label: `at “${name}”` })),
      ]}
      onChange={(value) => setAlignment(alignmentOf(value ?? undefined))}
    />
  );
}

/** Those that all runs have. */
function commonMarks(bands: readonly ShownBand[]): readonly string[] {
  const [first, ...others] = bands.map(({ key }) => marksOf(recordingOf(key)));
  if (first === undefined) return [];
  return [...first.keys()].filter((name) => others.every((marks) => marks.has(name))).slice(0, mostMarks);
}
