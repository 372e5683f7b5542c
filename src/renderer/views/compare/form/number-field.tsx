import { NumberInput } from '@mantine/core';
import type { ReactNode } from 'react';

export interface NumberFieldProps {
  readonly label: string;
  readonly hint?: string;
  /** Null: empty. */
  readonly value: number | null;
  readonly min: number;
  readonly max: number;
  readonly unit?: string;
  readonly onChange: (value: number) => void;
  /** Where it may be left empty. */
  readonly onEmpty?: () => void;
}

/** A whole number within limits. What is out of them is brought back when the field is left. */
export function NumberField({ label, hint, value, min, max, unit, onChange, onEmpty }: NumberFieldProps): ReactNode {
  return (
    <NumberInput
      label={label}
      title={hint}
      size="xs"
      value={value ?? ''}
      placeholder={onEmpty === undefined ? undefined : 'all'}
      min={min}
      max={max}
      allowDecimal={false}
      thousandSeparator=","
      suffix={unit === undefined || unit === '' ? '' : ` ${unit}`}
      clampBehavior="blur"
      onChange={(next) => {
        if (typeof next === 'number' && next >= min && next <= max) onChange(next);
        else if (next === '') onEmpty?.();
      }}
    />
  );
}
