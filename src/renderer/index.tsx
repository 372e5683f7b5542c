import '@fontsource-variable/inter';
import '@mantine/core/styles.css';
import '@mantine/notifications/styles.css';
import './theme/tokens.css';
import './theme/global.css';
import { createRoot } from 'react-dom/client';
import { App } from './app/app';
import { listenToRecorder } from './state/recorder-events';

// Before anything else: the recorder's port comes once, as soon as the page has loaded.
listenToRecorder();
createRoot(document.getElementById('root')!).render(<App />);
