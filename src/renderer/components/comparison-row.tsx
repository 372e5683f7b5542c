import { ActionIcon, Menu } from '@mantine/core';
import { useEffect, useRef, useState, type ReactNode } from 'react';
import { formatBytes } from '../../core/base/format-bytes';
import type { LibraryEntry } from '../../core/protocol/recorder';
import { attempt, tell } from '../app/tell';
import { openComparison } from '../state/comparison';
import { renameComparison, saveComparison } from '../state/library';
import { removeWithUndo } from './remove-with-undo';
import { when } from './when';

const menuFadeMs = 200;

/** One comparison of the library: what won; open, rename, save, delete. */
export function ComparisonRow({ entry }: { readonly entry: LibraryEntry }): ReactNode {
  const { id, name, summary, createdAt, bytes, recovered } = entry;
  const [renaming, setRenaming] = useState(false);
  return (
    <li className="comparison-row">
      {renaming ? (
        <RenameField entry={entry} onDone={() => setRenaming(false)} />
      ) : (
        <button type="button" className="comparison-open" onClick={() => attempt(openComparison({ id }))}>
          <b>{name}</b>
          {recovered && <em>recovered</em>}
          <span>{summary}</span>
          <small>
            {when(createdAt)} · {formatBytes(bytes)}
          </small>
        </button>
      )}
      <Menu position="bottom-end" withinPortal>
        <Menu.Target>
          <ActionIcon variant="subtle" color="gray" aria-label={`More for ${name}`}>
            <svg width="14" height="14" viewBox="0 0 14 14" fill="currentColor" aria-hidden>
              <circle cx="7" cy="2" r="1.4" />
              <circle cx="7" cy="7" r="1.4" />
              <circle cx="7" cy="12" r="1.4" />
            </svg>
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={() => setRenaming(true)}>Rename</Menu.Item>
          <Menu.Item onClick={() => attempt(saveAs(id))}>Save as…</Menu.Item>
          <Menu.Item onClick={() => attempt(removeWithUndo(entry))}>Delete</Menu.Item>
        </Menu.Dropdown>
      </Menu>
    </li>
  );
}

async function saveAs(id: string): Promise<void> {
  const file = await saveComparison(id, true);
  if (file !== null) tell(`Saved to ${file}.`);
}

function RenameField({ entry, onDone }: { readonly entry: LibraryEntry; readonly onDone: () => void }): ReactNode {
  const [name, setName] = useState(entry.name);
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    // The menu that this was chosen from holds the focus until it has faded.
    const timer = setTimeout(() => field.current?.select(), menuFadeMs);
    return () => clearTimeout(timer);
  }, []);
  const keep = (): void => {
    onDone();
    const trimmed = name.trim();
    if (trimmed !== '' && trimmed !== entry.name) attempt(renameComparison(entry.id, trimmed));
  };
  return (
    <input
      className="comparison-rename"
      aria-label={`New name for ${entry.name}`}
      value={name}
      maxLength={200}
      ref={field}
      onChange={(event) => setName(event.currentTarget.value)}
      onBlur={keep}
      onKeyDown={(event) => {
        if (event.key === 'Enter') keep();
        if (event.key === 'Escape') onDone();
      }}
    />
  );
}
