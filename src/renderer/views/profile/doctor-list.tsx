import { Button } from '@mantine/core';
import { useEffect, useState, type ReactNode } from 'react';
import type { DoctorCheck, DoctorInterpreter } from '../../../core/protocol/doctor';
import { attempt } from '../../app/tell';
import { request } from '../../state/client';
import { InterpreterEntry } from './interpreter-entry';

const words = { exact: 'exact', sampled: 'sampled', missing: 'not available' } as const;

/** What can be seen of programs on this machine, how well, and what would unlock the rest. */
export function DoctorList(): ReactNode {
  const [checks, setChecks] = useState<readonly DoctorCheck[] | null>(null);
  const [interpreters, setInterpreters] = useState<readonly DoctorInterpreter[]>([]);
  // Interpreters are started and asked: the rest need not wait for them.
  const look = (): void => {
    attempt(request('app.doctor', null).then((report) => setChecks(report.checks)));
    attempt(request('python.survey', null).then((report) => setInterpreters(report.interpreters)));
  };
  useEffect(look, []);
  if (checks === null) return null;
  return (
    <section className="doctor" aria-label="What can be seen on this machine">
      <header>
        <h2>What can be seen on this machine</h2>
        <Button size="compact-xs" variant="default" onClick={look}>
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
