import { ActionIcon, Button, Group, Select, Switch, Tooltip } from '@mantine/core';
import type { ReactNode } from 'react';
import type { ModeResult } from '../../../core/analysis/compare-modes';
import { shortMode } from '../../../core/trace/interpreter-modes';
import { isCommandMode } from '../../../core/trace/run';
import { setBaseline, setIncludeStartup, setViewport, toggleHidden, useView } from '../../state/view';
import { AlignSelect } from './align-select';
import { ThreadTools } from './thread-tools';
import type { ShownBand } from './use-bands';

export interface TimelineToolsProps {
  readonly results: readonly ModeResult[];
  readonly bands: readonly ShownBand[];
  readonly onZoom: (factor: number) => void;
}

/** What times are compared with, what belongs to them, and what is shown. */
export function TimelineTools({ results, bands, onZoom }: TimelineToolsProps): ReactNode {
  const { includeStartup, hiddenModes, isAll } = useView((view) => ({
    includeStartup: view.includeStartup,
    hiddenModes: view.hidden,
    isAll: view.viewport === null,
  }));
  const isOfCommands = results.some(({ mode }) => isCommandMode(mode));
  const finished = results.filter((result) => result.timeMs !== null);
  const baseline = results.find((result) => result.isBaseline)?.mode ?? null;
  const hidden = results.map((result) => result.mode).filter((mode) => hiddenModes.includes(mode));
  // Of several runs there is more to choose than one row has room for.
  const areTwoRows = isOfCommands && results.length > 1;
  return (
    <div className="timeline-tools" role="toolbar" aria-label="Timeline" data-rows={areTwoRows ? 2 : 1}>
      {isOfCommands && <ThreadTools />}
      {!(isOfCommands && finished.length < 2) && (
        <Select
          size="xs"
          aria-label="Baseline"
          title="Speed-ups are against this mode"
          allowDeselect={false}
          w={finished.some(({ mode }) => shortMode(mode) !== mode) ? 190 : 150}
          disabled={finished.length === 0}
          value={baseline}
          placeholder="Baseline"
          data={finished.map(({ mode }) => ({ value: mode, label: `against ${shortMode(mode)}` }))}
          onChange={(mode) => setBaseline(mode)}
        />
      )}
      {!isOfCommands && (
        <Switch
          size="xs"
          label="include start-up"
          title="Times and speed-ups with loading the module and creating workers"
          checked={includeStartup}
          onChange={(event) => setIncludeStartup(event.currentTarget.checked)}
        />
      )}
      {isOfCommands && bands.length > 1 && <AlignSelect bands={bands} />}
      {hidden.map((mode) => (
        <Button key={mode} size="compact-xs" variant="default" onClick={() => toggleHidden(mode)}>
          Show {mode}
        </Button>
      ))}
      <Group gap={2} ml="auto">
        <Zoom label="Zoom out" sign="−" onClick={() => onZoom(1.6)} />
        <Zoom label="Zoom in" sign="+" onClick={() => onZoom(1 / 1.6)} />
        <Button size="compact-xs" variant="default" disabled={isAll} onClick={() => setViewport(null)}>
          Show all
        </Button>
      </Group>
    </div>
  );
}

function Zoom({ label, sign, onClick }: { label: string; sign: string; onClick: () => void }): ReactNode {
  return (
    <Tooltip label={label} openDelay={500}>
      <ActionIcon size={24} variant="subtle" color="gray" aria-label={label} onClick={onClick}>
        {sign}
      </ActionIcon>
    </Tooltip>
  );
}
