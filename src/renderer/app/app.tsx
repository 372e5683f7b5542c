import { MantineProvider } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { useEffect, useState, type ReactNode } from 'react';
import { onNotice } from '../state/client';
import { receiveProgress } from '../state/comparison';
import { beginDraft } from '../state/draft';
import { useNavigation } from '../state/navigation';
import { loadApp } from '../state/settings';
import { mantineTheme, mantineVariables } from '../theme/mantine-theme';
import { views } from '../views';
import { PresentView } from '../views/present/present-view';
import { commands } from './commands';
import { DropTarget } from './drop-target';
import { Header } from './header';
import { takeFile } from './take-file';
import { attempt, tellTrouble } from './tell';
import '../components/components.css';
import './app.css';

export function App(): ReactNode {
  const [trouble, setTrouble] = useState<string | null>(null);
  const [ready, setReady] = useState(false);
  useEffect(listenToMain, []);
  useEffect(() => {
    loadApp().then(
      () => {
        beginDraft();
        setReady(true);
      },
      (error: Error) => setTrouble(error.message),
    );
  }, []);
  return (
    <MantineProvider theme={mantineTheme} cssVariablesResolver={mantineVariables} defaultColorScheme="auto">
      <Notifications position="bottom-right" />
      <div className="app">
        <Header />
        {trouble !== null && <p className="starting">{trouble}</p>}
        {trouble === null && !ready && <p className="starting">Looking at this machine…</p>}
        {ready && <Page />}
      </div>
      {ready && <Presenting />}
      <DropTarget />
    </MantineProvider>
  );
}

function Page(): ReactNode {
  const shown = useNavigation((state) => state.view);
  const view = views.find(({ id }) => id === shown) ?? views[0];
  return <view.Component />;
}

function Presenting(): ReactNode {
  return useNavigation((state) => state.presenting) ? <PresentView /> : null;
}

function listenToMain(): () => void {
  const ends = [
    onNotice('compare.progress', receiveProgress),
    onNotice('open.file', ({ file }) => attempt(takeFile(file))),
    onNotice('menu.command', ({ command }) => attempt(Promise.resolve().then(commands[command]))),
    onNotice('trouble', ({ message }) => tellTrouble(message)),
  ];
  return () => {
    for (const end of ends) end();
  };
}
