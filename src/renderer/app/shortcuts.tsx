import { Modal } from '@mantine/core';
import { useEffect, type ReactNode } from 'react';
import { windowCommands } from '../../core/protocol/window-commands';
import { showShortcuts, useNavigation } from '../state/navigation';
import { timelineCommands } from '../timeline/commands';
import { capOfKey, keyCaps } from './keyboard';

interface Shortcut {
  readonly label: string;
  readonly caps: readonly string[];
}

const timelineKeys: readonly Shortcut[] = timelineCommands.map(({ keys, label }) => ({
  label,
  caps: [capOfKey(keys[0]!)],
}));

/** All keys, on one sheet. */
export function Shortcuts(): ReactNode {
  const shown = useNavigation((state) => state.shortcutsShown);
  const presenting = useNavigation((state) => state.presenting);
  useEffect(() => {
    if (presenting) showShortcuts(false);
  }, [presenting]);
  const mac = window.juggler.platform === 'darwin';
  const everywhere = Object.values(windowCommands).map(({ label, accelerator }) => ({
    label: label.replace('…', ''),
    caps: keyCaps(accelerator, mac),
  }));
  return (
    <Modal opened={shown} onClose={() => showShortcuts(false)} title="Keyboard" size={560} centered>
      <div className="shortcuts">
        <Keys title="Everywhere" shortcuts={everywhere} />
        <Keys title="In the timeline" shortcuts={timelineKeys} />
      </div>
    </Modal>
  );
}

function Keys({ title, shortcuts }: { readonly title: string; readonly shortcuts: readonly Shortcut[] }): ReactNode {
  return (
    <section>
      <h2>{title}</h2>
      <dl>
        {shortcuts.map(({ label, caps }) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>
              {caps.map((cap) => (
                <kbd key={cap}>{cap}</kbd>
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
