import { Button } from '@mantine/core';
import { useEffect, useState, type ReactNode } from 'react';
import type { DoctorReport } from '../../../core/protocol/doctor';
import { attempt } from '../../app/tell';
import { request } from '../../state/client';
import { InterpreterEntry } from './interpreter-entry';

const words = { exact: 'exact', sampled: 'sampled', missing: 'not available' } as const;

/** What can be seen of programs on this machine, how well, and what would unlock the rest. */
export function DoctorList(): ReactNode {
  const [report, setReport] = useState<DoctorReport | null>(null);
  const look = async (): Promise<void> => setReport(await request('app.doctor', null));
  useEffect(() => attempt(request('app.doctor', null).then(setReport)), []);
  if (report === null) return null;
  const { checks, interpreters } = report;
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
        {interpreters.map((one) => (
          <InterpreterEntry key={one.path} interpreter={one} />
        ))}
      </ul>
    </section>
  );
}
