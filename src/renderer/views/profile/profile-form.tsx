import { Autocomplete, Button, Textarea, TextInput } from '@mantine/core';
import type { ReactNode } from 'react';
import type { ComparisonManifest } from '../../../core/trace/comparison';
import { attempt } from '../../app/tell';
import { request } from '../../state/client';
import { useComparison, useIsRunning } from '../../state/comparison';
import { appendableComparison, changeCommand, commandOfFile, runCommandDraft, useProfile } from '../../state/profile';
import { useApp } from '../../state/settings';
import { NumberField } from '../compare/form/number-field';
import { SeenList } from '../compare/form/seen-list';
import { DetailFields } from './detail-fields';
import { OutputPane } from './output-pane';
import { RunsList } from './runs-list';

/** What to run, where, and how often; what has been run, and what it printed. */
export function ProfileForm({ comparison }: { readonly comparison: ComparisonManifest | null }): ReactNode {
  const draft = useProfile((state) => state.draft);
  const recent = useApp((state) => state.settings.recentCommands) ?? [];
  const capabilities = useApp((state) => state.info?.capabilities) ?? {};
  const canAppend = useComparison((state) => appendableComparison(state) !== null);
  const isRunning = useIsRunning();
  const nothing = draft.line.trim() === '';
  return (
    <aside className="compare-form" aria-label="What to profile">
      <div className="compare-form-fields">
        <div className="field">
          <Autocomplete
            label="Command"
            placeholder="python3 crawl.py"
            className="command-line"
            spellCheck={false}
            value={draft.line}
            data={[...recent]}
            onChange={(line) => changeCommand({ line })}
            onKeyDown={(event) => {
              if (event.key === 'Enter' && !nothing && !isRunning) attempt(runCommandDraft(false));
            }}
          />
          <Button size="compact-xs" variant="subtle" className="field-own" onClick={() => attempt(chooseFile())}>
            Choose a script…
          </Button>
        </div>
        <TextInput
          className="field"
          label="Folder"
          placeholder="your home"
          spellCheck={false}
          value={draft.folder}
          onChange={(event) => changeCommand({ folder: event.currentTarget.value })}
          rightSection={
            <Button size="compact-xs" variant="default" onClick={() => attempt(chooseFolder())}>
              …
            </Button>
          }
          rightSectionWidth={36}
        />
        <Textarea
          className="field"
          label="Environment"
          placeholder="NAME=value, one a line"
          autosize
          minRows={1}
          maxRows={4}
          spellCheck={false}
          value={draft.environment}
          onChange={(event) => changeCommand({ environment: event.currentTarget.value })}
        />
        <div className="field-row">
          <NumberField
            label="Repeats"
            hint="The command is run so many times, one after the other"
            value={draft.repeats}
            min={1}
            max={100}
            onChange={(repeats) => changeCommand({ repeats })}
          />
        </div>
        <DetailFields />
        {canAppend && (
          <Button
            className="field"
            size="xs"
            variant="default"
            fullWidth
            disabled={nothing || isRunning}
            onClick={() => attempt(runCommandDraft(true))}
          >
            Run as a new band
          </Button>
        )}
        {comparison !== null && <RunsList runs={comparison.runs} />}
        <SeenList expected={capabilities} />
        {comparison !== null && <OutputPane comparison={comparison} />}
      </div>
    </aside>
  );
}

async function chooseFile(): Promise<void> {
  const chosen = await request('profile.chooseFile', null);
  if (chosen !== null) changeCommand({ line: commandOfFile(chosen.file) });
}

async function chooseFolder(): Promise<void> {
  const chosen = await request('profile.chooseFolder', null);
  if (chosen !== null) changeCommand({ folder: chosen.file });
}
