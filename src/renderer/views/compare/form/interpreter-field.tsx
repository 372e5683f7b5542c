import { Select } from '@mantine/core';
import type { ReactNode } from 'react';
import type { PythonChoice } from '../../../../core/trace/comparison';
import { chooseInterpreter, useDraft } from '../../../state/draft';

/** Which of the interpreters that were found runs the workload. */
export function InterpreterField({ python }: { readonly python: PythonChoice }): ReactNode {
  const interpreters = useDraft((state) => state.interpreters);
  const found = interpreters.some(({ path }) => path === python.path);
  const known = [...(found ? [] : [{ ...python, origin: 'last used' }]), ...interpreters];
  return (
    <div className="field">
      <Select
        label="Interpreter"
        size="xs"
        allowDeselect={false}
        value={python.path}
        onChange={(value) => {
          const chosen = interpreters.find(({ path }) => path === value);
          if (chosen !== undefined) chooseInterpreter(chosen);
        }}
        data={known.map(({ path, version, origin }) => ({ value: path, label: `Python ${version} · ${origin}` }))}
        renderOption={({ option }) => (
          <div className="workload-option">
            <span>{option.label}</span>
            <small>{option.value}</small>
          </div>
        )}
        title={python.path}
      />
    </div>
  );
}
