import { TextInput } from '@mantine/core';
import { useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import { mostAttachedSeconds } from '../../../core/protocol/contract';
import { attempt } from '../../app/tell';
import { useIsRunning } from '../../state/comparison';
import { changeProfile, runProfile, useProfile } from '../../state/profile';
import { NumberField } from '../compare/form/number-field';
import { findProcesses } from './find-processes';
import { ProcessList, rowId } from './process-list';
import { useProcesses } from './use-processes';

/** Which of the running programs to look at, and for how long. */
export function ProcessFields(): ReactNode {
  const pid = useProfile((state) => state.pid);
  const seconds = useProfile((state) => state.seconds);
  const isRunning = useIsRunning();
  const [text, setText] = useState('');
  const isPointedAt = useRef(false);
  // Looking at all processes costs something, and would be part of what is measured.
  const processes = useProcesses(!isRunning, isPointedAt);
  const found = processes === null ? null : findProcesses(processes, text);
  const keys = (event: KeyboardEvent): void => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (step !== 0 && found !== null && found.length > 0) {
      event.preventDefault();
      const at = found.findIndex((one) => one.pid === pid);
      const next = at < 0 ? 0 : Math.min(found.length - 1, Math.max(0, at + step));
      const { pid: chosen } = found[next]!;
      changeProfile({ pid: chosen });
      document.getElementById(rowId(chosen))?.scrollIntoView({ block: 'nearest' });
    }
    if (event.key === 'Enter' && !isRunning && pid !== null) attempt(runProfile(false));
  };
  return (
    <>
      <div className="field">
        <TextInput
          label="Process"
          placeholder="name, command line or number"
          spellCheck={false}
          value={text}
          aria-controls="processes"
          aria-activedescendant={pid === null ? undefined : rowId(pid)}
          onKeyDown={keys}
          onChange={(event) => {
            const typed = event.currentTarget.value;
            setText(typed);
            // A number is a choice by itself.
            if (/^\s*[1-9]\d{0,8}\s*$/.test(typed)) changeProfile({ pid: Number(typed) });
          }}
        />
        <ProcessList
          found={found}
          chosen={pid}
          onChoose={(chosen) => changeProfile({ pid: chosen })}
          onPoint={(isIn) => (isPointedAt.current = isIn)}
        />
      </div>
      <div className="field">
        <div className="field-row">
          <NumberField
            label="For"
            hint="How long it is looked at; Stop ends that earlier, and the program runs on"
            value={seconds}
            min={1}
            max={mostAttachedSeconds}
            unit="s"
            onChange={(value) => changeProfile({ seconds: value })}
          />
        </div>
        <p className="field-about">Nothing is put into it, and it runs on afterwards.</p>
      </div>
    </>
  );
}
