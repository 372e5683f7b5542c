import type { ReactNode } from 'react';
import { useComparison, useIsRunning } from '../state/comparison';
import { useDraft } from '../state/draft';
import { navigate, useNavigation } from '../state/navigation';
import { isProfileReady, useProfile } from '../state/profile';
import { views } from '../views';
import { commands } from './commands';
import { attempt } from './tell';

const command = (name: keyof typeof commands) => () => attempt(Promise.resolve().then(commands[name]));

/** Where one is, and the three things one does most. */
export function Header(): ReactNode {
  const view = useNavigation((state) => state.view);
  const nothingShown = useComparison((state) => state.shown === null);
  const noWorkload = useDraft((state) => state.checking || state.spec === null || state.spec.modes.length === 0);
  const isReady = useProfile(isProfileReady);
  const attaches = useProfile(({ source }) => source === 'process') && view === 'profile';
  const notReady = view === 'profile' ? !isReady : noWorkload;
  const isRunning = useIsRunning();
  return (
    <header className="header">
      <b className="header-name">Juggler</b>
      <nav aria-label="Pages">
        {views.map((tab) => (
          <button
            key={tab.id}
            type="button"
            className="tab"
            aria-current={tab.id === view ? 'page' : undefined}
            onClick={() => navigate(tab.id)}
          >
            {tab.title}
          </button>
        ))}
      </nav>
      <button type="button" className="button" disabled={nothingShown || isRunning} onClick={command('save')}>
        Save
      </button>
      <button type="button" className="button" disabled={nothingShown} onClick={command('present')}>
        Present <kbd>F5</kbd>
      </button>
      {isRunning ? (
        <button type="button" className="button button-stop" onClick={command('stop')}>
          Stop
        </button>
      ) : (
        <button type="button" className="button button-run" disabled={notReady} onClick={command('run')}>
          {attaches ? 'Attach' : 'Run'}
        </button>
      )}
    </header>
  );
}
