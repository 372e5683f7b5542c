import { Button } from '@mantine/core';
import { useEffect, useState, type ReactNode } from 'react';
import type { DoctorCheck } from '../../../core/protocol/doctor';
import { attempt } from '../../app/tell';
import { request } from '../../state/client';

const words = { exact: 'exact', sampled: 'sampled', missing: 'not available' } as const;

/** What can be seen of programs on this machine, how well, and what would unlock the rest. */
export function DoctorList(): ReactNode {
  const [checks, setChecks] = useState<readonly DoctorCheck[] | null>(null);
  const look = async (): Promise<void> => setChecks((await request('app.doctor', null)).checks);
  useEffect(() => attempt(request('app.doctor', null).then((report) => setChecks(report.checks))), []);
  if (checks === null) return null;
  return (
    <section className="doctor" aria-label="What can be seen on this machine">
      <header>
        <h2>What can be seen on this machine</h2>
        <Button size="compact-xs" variant="default" onClick={() => attempt(look())}>
          Look again
        </Button>
      </header>
      <ul>
        {checks.map(({ id, title, quality, detail, reason, remedy }) => (
          <li key={id}>
            <b>{title}</b> <span data-quality={quality}>{words[quality]}</span>
            <p>{[detail, reason].filter(Boolean).join(' ')}</p>
            {remedy !== undefined && <code>{remedy}</code>}
          </li>
        ))}
      </ul>
    </section>
  );
}
