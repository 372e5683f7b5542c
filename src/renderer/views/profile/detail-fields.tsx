import { Switch } from '@mantine/core';
import type { ReactNode } from 'react';
import { usualDetail, type CommandDetail } from '../../../core/protocol/recorder';
import { changeCommand, useProfile } from '../../state/profile';
import { NumberField } from '../compare/form/number-field';

/** What is told beside what costs nothing, with its price. */
export function DetailFields(): ReactNode {
  const detail = useProfile((state) => state.draft.detail) ?? usualDetail;
  const change = (part: Partial<CommandDetail>): void => changeCommand({ detail: { ...detail, ...part } });
  return (
    <div className="field detail-fields">
      <Switch
        size="xs"
        label="CPU samples"
        description="which functions run, every ms (where Python computes, every 6 to 20): 1 to 5 % slower"
        checked={detail.samplesUs !== null}
        onChange={(event) => change({ samplesUs: event.currentTarget.checked ? 1000 : null })}
      />
      <Switch
        size="xs"
        label="Promises"
        description="how many: code that only awaits takes 2 to 4 times as long, and less as it is throttled"
        checked={detail.promises}
        onChange={(event) => change({ promises: event.currentTarget.checked })}
      />
      <NumberField
        label="A loop is blocked from"
        hint="An event loop that does not turn for longer is shown as blocked"
        value={detail.blockedMs}
        min={1}
        max={60_000}
        unit="ms"
        onChange={(blockedMs) => change({ blockedMs })}
      />
    </div>
  );
}
