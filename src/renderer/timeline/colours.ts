/**
 * Colours of the timeline by name. A draw list holds indices into this list; the theme says what they look like,
 * so that a picture changes its theme without being laid out again.
 */
export const colourNames = [
  'bg',
  'panel',
  'line',
  'ink',
  'dim',
  'faint',
  'accent',
  'running',
  'waiting',
  'runnable',
  'io',
  'lock',
  'gil',
  'sleep',
  'poll',
  'child',
  'startup',
  'idle',
  'unmeasured',
  'lost',
  'lag',
  'alarm',
  'garbage',
  'flame',
] as const;
export type ColourName = (typeof colourNames)[number];

/** Index of each colour, for draw lists. */
export const colour = Object.fromEntries(colourNames.map((name, index) => [name, index])) as Readonly<
  Record<ColourName, number>
>;

/** How an area is filled. `hatched`: not measured. `torn`: cut off before its end. */
export const patternNames = ['solid', 'hatched', 'torn'] as const;
export type PatternName = (typeof patternNames)[number];
export const pattern = { solid: 0, hatched: 1, torn: 2 } as const satisfies Readonly<Record<PatternName, number>>;

export const fontNames = ['label', 'small', 'strong'] as const;
export type FontName = (typeof fontNames)[number];
export const font = { label: 0, small: 1, strong: 2 } as const satisfies Readonly<Record<FontName, number>>;
