import '@fontsource-variable/inter';
import '@mantine/core/styles.css';
import '@mantine/notifications/styles.css';
import './theme/tokens.css';
import './theme/global.css';
import { createRoot } from 'react-dom/client';
import { App } from './app/app';
import { keepThreads } from './app/keep-threads';
import { listenToMain } from './app/listen-to-main';
import { offerCommands } from './app/offer-commands';
import { beginDraft } from './state/draft';
import { beginProfile } from './state/profile';
import { listenToRecorder } from './state/recorder-events';
import { loadApp } from './state/settings';

// Before anything else: the recorder's port and a file to open come once, as soon as the page has loaded.
listenToRecorder();
const ready = loadApp().then(() => {
  beginDraft();
  beginProfile();
  keepThreads();
  offerCommands();
});
listenToMain(ready);
createRoot(document.getElementById('root')!).render(<App appReady={ready} />);
