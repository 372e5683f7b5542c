/** What the keys of a presentation do, beside those of the timeline. */
export interface PresentActions {
  readonly moveFocus: (by: -1 | 1) => void;
  readonly moveCursor: (share: number) => void;
  readonly zoom: (factor: number) => void;
  readonly showAll: () => void;
  readonly togglePanel: (panel: PanelName) => void;
  readonly toggleRace: () => void;
  readonly back: () => void;
}

export const panelNames = ['legend', 'verdict', 'keys'] as const;
export type PanelName = (typeof panelNames)[number];

export interface PresentKey {
  /** As `KeyboardEvent.key`, small letters. */
  readonly keys: readonly string[];
  /** As it is written on a keyboard. */
  readonly cap: string;
  readonly label: string;
  readonly run: (actions: PresentActions) => void;
}

export const presentKeys: readonly PresentKey[] = [
  { keys: ['arrowdown', 'pagedown'], cap: '↓', label: 'next run', run: ({ moveFocus }) => moveFocus(1) },
  { keys: ['arrowup', 'pageup'], cap: '↑', label: 'previous run', run: ({ moveFocus }) => moveFocus(-1) },
  { keys: ['arrowright'], cap: '→', label: 'cursor to the right', run: ({ moveCursor }) => moveCursor(0.02) },
  { keys: ['arrowleft'], cap: '←', label: 'cursor to the left', run: ({ moveCursor }) => moveCursor(-0.02) },
  { keys: ['+', '='], cap: '+', label: 'zoom in at the cursor', run: ({ zoom }) => zoom(1 / 1.6) },
  { keys: ['-', '_'], cap: '−', label: 'zoom out', run: ({ zoom }) => zoom(1.6) },
  { keys: ['0'], cap: '0', label: 'show everything', run: ({ showAll }) => showAll() },
  { keys: ['r', ' '], cap: 'R', label: 'replay as a race; hold, go on', run: ({ toggleRace }) => toggleRace() },
  { keys: ['v'], cap: 'V', label: 'the verdict', run: ({ togglePanel }) => togglePanel('verdict') },
  { keys: ['l'], cap: 'L', label: 'the legend', run: ({ togglePanel }) => togglePanel('legend') },
  { keys: ['?', 'h'], cap: '?', label: 'these keys', run: ({ togglePanel }) => togglePanel('keys') },
  { keys: ['escape'], cap: 'Esc', label: 'back', run: ({ back }) => back() },
];

export function presentKeyOf(key: string): PresentKey | null {
  return presentKeys.find(({ keys }) => keys.includes(key.toLowerCase())) ?? null;
}
