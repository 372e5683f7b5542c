import { Autocomplete, Button, Textarea, TextInput } from '@mantine/core';
import type { ReactNode } from 'react';
import { attempt } from '../../app/tell';
import { request } from '../../state/client';
import { useIsRunning } from '../../state/comparison';
import { changeCommand, commandOfFile, isProfileReady, runProfile, useProfile } from '../../state/profile';
import { useApp } from '../../state/settings';
import { NumberField } from '../compare/form/number-field';
import { DetailFields } from './detail-fields';

/** What to run, where, and how often. */
export function CommandFields(): ReactNode {
  const draft = useProfile((state) => state.draft);
  const isReady = useProfile(isProfileReady);
  const recent = useApp((state) => state.settings.recentCommands) ?? [];
  const isRunning = useIsRunning();
  return (
    <>
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
            if (event.key === 'Enter' && isReady && !isRunning) attempt(runProfile(false));
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
    </>
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
