import { Button, SegmentedControl } from '@mantine/core';
import type { ReactNode } from 'react';
import type { ComparisonManifest } from '../../../core/trace/comparison';
import { attempt } from '../../app/tell';
import { useComparison, useIsRunning } from '../../state/comparison';
import { appendableComparison, changeProfile, isProfileReady, runProfile, useProfile } from '../../state/profile';
import { useApp } from '../../state/settings';
import { SeenList } from '../compare/form/seen-list';
import { CommandFields } from './command-fields';
import { OutputPane } from './output-pane';
import { ProcessFields } from './process-fields';
import { RunsList } from './runs-list';

/** What to run or to look at; what has been recorded, and what it printed. */
export function ProfileForm({ comparison }: { readonly comparison: ComparisonManifest | null }): ReactNode {
  const source = useProfile((state) => state.source);
  const isReady = useProfile(isProfileReady);
  const capabilities = useApp((state) => state.info?.capabilities) ?? {};
  const canAppend = useComparison((state) => appendableComparison(state) !== null);
  const isRunning = useIsRunning();
  return (
    <aside className="compare-form" aria-label="What to profile">
      <div className="compare-form-fields">
        <SegmentedControl
          className="field profile-source"
          size="xs"
          fullWidth
          transitionDuration={0}
          aria-label="What is profiled"
          value={source}
          data={[
            { value: 'command', label: 'Command' },
            { value: 'process', label: 'Running process' },
          ]}
          onChange={(value) => changeProfile({ source: value === 'process' ? 'process' : 'command' })}
        />
        {source === 'command' ? <CommandFields /> : <ProcessFields />}
        {canAppend && (
          <Button
            className="field"
            size="xs"
            variant="default"
            fullWidth
            disabled={!isReady || isRunning}
            onClick={() => attempt(runProfile(true))}
          >
            {source === 'command' ? 'Run as a new band' : 'Attach as a new band'}
          </Button>
        )}
        {comparison !== null && <RunsList runs={comparison.runs} />}
        <SeenList expected={capabilities} />
        {comparison !== null && <OutputPane comparison={comparison} />}
      </div>
    </aside>
  );
}
