import { MantineProvider } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { Suspense, useEffect, useState, type ReactNode } from 'react';
import { useNavigation } from '../state/navigation';
import { mantineTheme, mantineVariables } from '../theme/mantine-theme';
import { loadAhead, PresentView, views } from '../views';
import { DropTarget } from './drop-target';
import { Header } from './header';
import { Shortcuts } from './shortcuts';
import { useWindowCommands } from './use-window-commands';
import '../components/components.css';
import './app.css';

/** @param appReady resolves once the window knows the machine, the settings and the workloads. */
export function App({ appReady }: { readonly appReady: Promise<void> }): ReactNode {
  const [trouble, setTrouble] = useState<string | null>(null);
  const [ready, setReady] = useState(false);
  useWindowCommands();
  useEffect(() => {
    appReady.then(
      () => {
        setReady(true);
        loadAhead();
      },
      (error: Error) => setTrouble(error.message),
    );
  }, [appReady]);
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
      <Shortcuts />
    </MantineProvider>
  );
}

function Page(): ReactNode {
  const shown = useNavigation((state) => state.view);
  const view = views.find(({ id }) => id === shown) ?? views[0];
  return (
    <Suspense>
      <view.Component />
    </Suspense>
  );
}

function Presenting(): ReactNode {
  const presenting = useNavigation((state) => state.presenting);
  return <Suspense>{presenting && <PresentView />}</Suspense>;
}
