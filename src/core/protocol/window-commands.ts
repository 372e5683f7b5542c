/**
 * What the menu and the keyboard ask of the window: the menu is built from this table, the window listens to the
 * same keys, and the overlay of shortcuts is this table read aloud.
 */
export const windowCommands = {
  open: { label: 'Open…', accelerator: 'CommandOrControl+O' },
  save: { label: 'Save', accelerator: 'CommandOrControl+S' },
  saveAs: { label: 'Save as…', accelerator: 'CommandOrControl+Shift+S' },
  run: { label: 'Run', accelerator: 'CommandOrControl+Enter' },
  stop: { label: 'Stop', accelerator: 'CommandOrControl+.' },
  present: { label: 'Present', accelerator: 'F5' },
  home: { label: 'Home', accelerator: 'CommandOrControl+1' },
  compare: { label: 'Compare', accelerator: 'CommandOrControl+2' },
  profile: { label: 'Profile', accelerator: 'CommandOrControl+3' },
  library: { label: 'Library', accelerator: 'CommandOrControl+4' },
  shortcuts: { label: 'Keyboard shortcuts', accelerator: 'Shift+?' },
} as const;

export type WindowCommand = keyof typeof windowCommands;
