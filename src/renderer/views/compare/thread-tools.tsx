import { Button, Select, Switch, TextInput } from '@mantine/core';
import type { ReactNode } from 'react';
import { countOf } from '../../../core/base/format-count';
import { changeThreads, useThreads } from '../../state/threads';
import { threadOrders, type ThreadOrder } from '../../timeline/choose-threads';

const orderWords: Readonly<Record<ThreadOrder, string>> = {
  start: 'by start',
  cpu: 'by CPU time',
  name: 'by name',
};

/** Which threads of recorded commands are shown, and in which order. */
export function ThreadTools(): ReactNode {
  const { all, order, search, hidden, arrows } = useThreads();
  return (
    <div className="thread-tools" role="group" aria-label="Threads">
      <TextInput
        size="xs"
        w={130}
        type="search"
        aria-label="Search threads"
        placeholder="Search threads"
        title="Only threads with this in their name, their process’s name, or their number"
        value={search}
        onChange={(event) => changeThreads({ search: event.currentTarget.value })}
        onKeyDown={(event) => {
          if (event.key === 'Escape') changeThreads({ search: '' });
        }}
      />
      <Select
        size="xs"
        w={112}
        aria-label="Order of threads"
        allowDeselect={false}
        value={order}
        data={threadOrders.map((value) => ({ value, label: orderWords[value] }))}
        onChange={(value) => changeThreads({ order: threadOrders.find((one) => one === value) ?? 'start' })}
      />
      <Switch
        size="xs"
        label="all threads"
        title="Also those that hardly ran"
        checked={all}
        onChange={(event) => changeThreads({ all: event.currentTarget.checked })}
      />
      <Switch
        size="xs"
        label="arrows"
        title="From who made a thread or process to it, and messages between threads"
        checked={arrows}
        onChange={(event) => changeThreads({ arrows: event.currentTarget.checked })}
      />
      {hidden.size > 0 && (
        <Button size="compact-xs" variant="default" onClick={() => changeThreads({ hidden: new Set() })}>
          Show {countOf(hidden.size, 'hidden thread')}
        </Button>
      )}
    </div>
  );
}
