import type { WindowCommand } from '../../core/protocol/window-commands';
import { request } from '../state/client';
import { openComparison, stopComparison, useComparison } from '../state/comparison';
import { runDraft } from '../state/draft';
import { saveComparison } from '../state/library';
import { navigate, setPresenting, showShortcuts, useNavigation } from '../state/navigation';
import { runProfile } from '../state/profile';
import { tell } from './tell';

/** What each command of the menu does. @throws {Error} with a sentence for the user. */
export const commands: Readonly<Record<WindowCommand, () => Promise<unknown> | void>> = {
  home: () => navigate('home'),
  compare: () => navigate('compare'),
  profile: () => navigate('profile'),
  library: () => navigate('library'),
  open: openChosen,
  save: () => saveShown(false),
  saveAs: () => saveShown(true),
  run: () => (useNavigation.getState().view === 'profile' ? runProfile(false) : runDraft()),
  stop: stopComparison,
  present: () => {
    if (useComparison.getState().shown !== null) setPresenting(true);
  },
  shortcuts: () => showShortcuts(true),
};

async function openChosen(): Promise<void> {
  const chosen = await request('library.choose', null);
  if (chosen !== null) await openComparison(chosen);
}

async function saveShown(as: boolean): Promise<void> {
  const { shown } = useComparison.getState();
  if (shown === null) throw new Error('There is nothing to save yet: run or open a comparison first.');
  const file = await saveComparison(shown, as);
  if (file !== null) tell(`Saved to ${file}.`);
}
