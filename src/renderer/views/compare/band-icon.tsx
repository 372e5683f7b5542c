import type { ReactNode } from 'react';

/** Paths in a square of 16; strokes. */
const paths = {
  down: 'M4 6l4 4 4-4',
  right: 'M6 4l4 4-4 4',
  up: 'M8 12.5V4M4.5 7.5 8 4l3.5 3.5',
  downwards: 'M8 3.5V12M4.5 8.5 8 12l3.5-3.5',
  pin: 'M6 2.5h4M7 2.5v4L4.5 9h7L9 6.5v-4M8 9v4.5',
  pinned: 'M6 2.5h4M7 2.5v4L4.5 9h7L9 6.5v-4M8 9v4.5M5.5 8.2h5',
  hide: 'M2 8s2.2-3.8 6-3.8S14 8 14 8s-2.2 3.8-6 3.8S2 8 2 8M3 13 13 3',
} as const;
export type BandIconName = keyof typeof paths;

export function BandIcon({ name }: { readonly name: BandIconName }): ReactNode {
  return (
    <svg width="14" height="14" viewBox="0 0 16 16" aria-hidden="true">
      <path
        d={paths[name]}
        fill={name === 'pinned' ? 'currentColor' : 'none'}
        stroke="currentColor"
        strokeWidth="1.4"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </svg>
  );
}
