import { MultiSelect } from '@mantine/core';
import type { ReactNode } from 'react';
import type { ComparisonSpec } from '../../../../core/trace/comparison';
import { isFreeThreaded } from '../../../../core/trace/interpreter-modes';
import { chooseInterpreters, useDraft } from '../../../state/draft';
import { chosenPythons } from '../../../state/draft-interpreters';

/** Which of the interpreters that were found run the workload: with several, each mode has a band for each. */
export function InterpreterField({ spec }: { readonly spec: ComparisonSpec }): ReactNode {
  const { interpreters, added } = useDraft();
  const chosen = chosenPythons(spec);
  const gone = chosen.filter(({ path }) => !interpreters.some((one) => one.path === path));
  const known = [...gone.map((one) => ({ ...one, origin: 'last used' })), ...interpreters];
  return (
    <div className="field interpreters">
      <MultiSelect
        label="Interpreters"
        size="xs"
        // One has to be left: what runs the workload is never nothing.
        value={chosen.map(({ path }) => path)}
        onChange={chooseInterpreters}
        data={known.map(({ path, version, origin }) => ({
          value: path,
          label: `Python ${version} · ${isFreeThreaded(version) ? 'no GIL · ' : ''}${origin}`,
        }))}
        renderOption={({ option, checked }) => (
          <div className="workload-option" data-checked={checked || undefined}>
            <span>
              {checked === true ? '✓ ' : ''}
              {option.label}
            </span>
            <small>{option.value}</small>
          </div>
        )}
        title={chosen.map(({ path }) => path).join('\n')}
      />
      {added !== null && (
        <p className="field-about">
          Python {chosen.find(({ path }) => path === added)?.version} has no GIL: threads are run on it, too.
        </p>
      )}
    </div>
  );
}
