import { ActionIcon, Tooltip } from '@mantine/core';
import { useState, type DragEvent, type ReactNode } from 'react';
import type { Machine } from '../../../core/trace/machine';
import type { Mode } from '../../../core/trace/run';
import { toggleCollapsed, toggleHidden, togglePinned } from '../../state/view';
import { BandIcon, type BandIconName } from './band-icon';
import { resultPieces, separator } from './result-line';
import type { RunNote } from './run-note';
import type { ShownBand } from './use-bands';

export interface BandHeaderProps {
  readonly shown: ShownBand;
  readonly machine: Machine;
  readonly note: RunNote | null;
  readonly isCollapsed: boolean;
  readonly isPinned: boolean;
  readonly isPicked: boolean;
  readonly isFirst: boolean;
  readonly isLast: boolean;
  readonly onPick: () => void;
  readonly onDetails: () => void;
  readonly onMove: (by: -1 | 1) => void;
  /** Another band was dropped on this one. */
  readonly onDropped: (mode: Mode) => void;
}

const dragType = 'application/x-juggler-band';

/** Name, result and controls of a band. Drawn in DOM: real buttons, real text. */
export function BandHeader(props: BandHeaderProps): ReactNode {
  const { shown, machine, note, isCollapsed, isPinned, isPicked, isFirst, isLast } = props;
  const { mode } = shown.result;
  const [isTarget, setIsTarget] = useState(false);
  const pieces = resultPieces(shown.result, shown.run, machine);
  const dragOver = (event: DragEvent): void => {
    if (!event.dataTransfer.types.includes(dragType)) return;
    event.preventDefault();
    setIsTarget(true);
  };
  const drop = (event: DragEvent): void => {
    setIsTarget(false);
    const dropped = event.dataTransfer.getData(dragType);
    if (dropped === '' || dropped === mode) return;
    event.preventDefault();
    props.onDropped(dropped as Mode);
  };
  const action = (name: BandIconName, label: string, onClick: () => void, disabled = false): ReactNode => (
    <Tooltip label={label} openDelay={500}>
      <ActionIcon variant="subtle" color="gray" size={22} aria-label={`${label}: ${mode}`} {...{ onClick, disabled }}>
        <BandIcon name={name} />
      </ActionIcon>
    </Tooltip>
  );
  return (
    <div
      className="band-header"
      data-mode={mode}
      data-picked={isPicked || undefined}
      data-target={isTarget || undefined}
      onDragOver={dragOver}
      onDragLeave={() => setIsTarget(false)}
      onDrop={drop}
    >
      <div className="band-title">
        <ActionIcon
          variant="subtle"
          color="gray"
          size={20}
          aria-expanded={!isCollapsed}
          aria-label={`${isCollapsed ? 'Unfold' : 'Fold'} ${mode}`}
          onClick={() => toggleCollapsed(mode)}
        >
          <BandIcon name={isCollapsed ? 'right' : 'down'} />
        </ActionIcon>
        <button
          type="button"
          className="band-name"
          aria-pressed={isPicked}
          draggable
          title={`Show the numbers of ${mode}; drag to move`}
          onDragStart={(event) => {
            event.dataTransfer.setData(dragType, mode);
            event.dataTransfer.effectAllowed = 'move';
          }}
          onClick={props.onPick}
        >
          {mode}
        </button>
      </div>
      <p className="band-result">{pieces.join(separator)}</p>
      <div className="band-actions">
        {note !== null && note.details.length > 0 && (
          <button type="button" className="band-details" onClick={props.onDetails}>
            {note.isFailure ? 'Details' : 'Output'}
          </button>
        )}
        {action(isPinned ? 'pinned' : 'pin', isPinned ? 'Unpin' : 'Pin to the top', () => togglePinned(mode))}
        {action('up', 'Move up', () => props.onMove(-1), isFirst)}
        {action('downwards', 'Move down', () => props.onMove(1), isLast)}
        {action('hide', 'Hide', () => toggleHidden(mode))}
      </div>
      {note !== null && note.sentences.length > 0 && (
        <p className="band-note" data-failure={note.isFailure || undefined} title={note.sentences.join('\n')}>
          {note.sentences.join(' ')}
        </p>
      )}
    </div>
  );
}
