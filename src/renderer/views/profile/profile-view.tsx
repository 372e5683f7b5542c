import type { ReactNode } from 'react';
import { useShownComparison } from '../../state/comparison';
import { toggleMuted, useThreads } from '../../state/threads';
import { Legend } from '../../timeline/legend';
import { ShownComparison } from '../compare/compare-view';
import { useSavedView } from '../compare/use-saved-view';
import { EmptyProfile } from './empty-profile';
import { ProfileForm } from './profile-form';
import './profile.css';

/** Give a command line, run it, and see what each of its threads did. */
export function ProfileView(): ReactNode {
  const shown = useShownComparison();
  useSavedView();
  const muted = useThreads((state) => state.muted);
  const comparison = shown?.spec.workload.kind === 'command' ? shown : null;
  return (
    <div className="compare">
      <ProfileForm comparison={comparison} />
      {comparison === null ? <EmptyProfile /> : <ShownComparison key={comparison.id} comparison={comparison} />}
      {comparison !== null && <Legend of="states" filter={{ muted, onToggle: toggleMuted }} />}
    </div>
  );
}
