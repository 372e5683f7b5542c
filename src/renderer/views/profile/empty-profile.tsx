import type { ReactNode } from 'react';
import { DoctorList } from './doctor-list';

/** Before the first recording: what the page does, and commands to begin with. */
export function EmptyProfile(): ReactNode {
  return (
    <section className="empty-profile">
      <div>
        <h1>Profile a command</h1>
        <p>
          Type a command as in a terminal. It runs unchanged, and every thread of everything it starts becomes a lane:
          when it was on which core, when it wanted one and had none, and what it waited for.
        </p>
        <p className="empty-profile-plan">
          python3 crawl.py · node server.js · npm test · make -j8. Run it again with another argument, and it is one
          more band on the same clock.
        </p>
      </div>
      <DoctorList />
    </section>
  );
}
