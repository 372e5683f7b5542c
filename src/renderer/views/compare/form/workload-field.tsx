import { Button, Select } from '@mantine/core';
import { useState, type DragEvent, type ReactNode } from 'react';
import { countOf } from '../../../../core/base/format-count';
import type { WorkloadDescription } from '../../../../core/protocol/contract';
import type { ComparisonSpec } from '../../../../core/trace/comparison';
import { request } from '../../../state/client';
import { chooseModule, chooseWorkload } from '../../../state/draft';
import { useApp } from '../../../state/settings';

/** Value of the entry that asks for a file; ids of workloads hold no colon. */
const another = 'module:';

async function ask(): Promise<void> {
  const found = await request('module.choose', null);
  if (found !== null) await chooseModule(found.file);
}

/** A built-in workload, or a module of one's own: chosen, dropped here, or used before. */
export function WorkloadField({ spec }: { readonly spec: ComparisonSpec }): ReactNode {
  const { workloads, settings } = useApp();
  const [problem, setProblem] = useState<string | null>(null);
  const [isChecking, setIsChecking] = useState(false);
  const [isTarget, setIsTarget] = useState(false);
  const chosen = workloads.find(({ id }) => id === spec.workload.id);
  const isOwn = spec.workload.kind === 'module';

  const take = async (choose: () => Promise<void>): Promise<void> => {
    setIsChecking(true);
    setProblem(null);
    try {
      await choose();
    } catch (error) {
      setProblem(error instanceof Error ? error.message : String(error));
    }
    setIsChecking(false);
  };
  const select = (value: string | null): void => {
    if (value === null) return;
    const workload = workloads.find(({ id }) => id === value);
    if (workload === undefined) {
      void take(value === another ? ask : () => chooseModule(value.slice(another.length)));
      return;
    }
    void take(() => chooseWorkload(workload));
  };
  const drop = (event: DragEvent): void => {
    setIsTarget(false);
    const [file] = event.dataTransfer.files;
    const path = file === undefined ? '' : window.juggler.pathOfFile(file);
    if (path === '' || path.endsWith('.juggler')) return;
    event.preventDefault();
    event.stopPropagation();
    void take(() => chooseModule(path));
  };

  const recent = new Set([...(isOwn ? [spec.workload.id] : []), ...settings.recentModules]);
  return (
    <div
      className="field"
      data-target={isTarget || undefined}
      onDragOver={(event) => {
        if (!event.dataTransfer.types.includes('Files')) return;
        event.preventDefault();
        setIsTarget(true);
      }}
      onDragLeave={() => setIsTarget(false)}
      onDrop={drop}
    >
      <Select
        label="Workload"
        size="sm"
        allowDeselect={false}
        maxDropdownHeight={420}
        value={isOwn ? another + spec.workload.id : spec.workload.id}
        onChange={select}
        data={[
          { group: 'Built in', items: optionsOf(workloads.filter(({ language }) => language === undefined)) },
          { group: 'Built in, Python', items: optionsOf(workloads.filter(({ language }) => language === 'python')) },
          {
            group: 'Your own module',
            items: [
              ...[...recent].map((file) => ({ value: another + file, label: nameOf(file) })),
              { value: another, label: 'Choose a file…' },
            ],
          },
        ]}
        renderOption={({ option }) => {
          const workload = workloads.find(({ id }) => id === option.value);
          return (
            <div className="workload-option">
              <span>{option.label}</span>
              <small>{workload?.tagline ?? folderOf(option.value.slice(another.length))}</small>
            </div>
          );
        }}
      />
      {problem !== null && <p className="field-error">{problem}</p>}
      {isOwn && <OwnModule spec={spec} />}
      {chosen !== undefined && !isOwn && (
        <details className="field-more">
          <summary>{chosen.tagline}</summary>
          <p className="field-about">{chosen.about}</p>
        </details>
      )}
      <Button
        size="compact-xs"
        variant="subtle"
        className="field-own"
        loading={isChecking}
        onClick={() => void take(ask)}
        title="A JavaScript or TypeScript file that exports items and run(item), or a Python file with ITEMS and run(item); it can be dropped here, too"
      >
        {isOwn ? 'Choose another file…' : 'Your own module…'}
      </Button>
    </div>
  );
}

function OwnModule({ spec }: { readonly spec: ComparisonSpec }): ReactNode {
  const { title, id, items } = spec.workload;
  return (
    <p className="field-about" title={id}>
      <b>{title}</b> {items === null ? '' : `· ${countOf(items, 'item')} `}
      <br />
      {id}
    </p>
  );
}

const optionsOf = (workloads: readonly WorkloadDescription[]) =>
  workloads.map(({ id, title }) => ({ value: id, label: title }));

const nameOf = (file: string): string => file.split(/[/\\]/).at(-1) ?? file;
const folderOf = (file: string): string => file.slice(0, Math.max(0, file.length - nameOf(file).length - 1));
