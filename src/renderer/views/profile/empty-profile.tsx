import type { ReactNode } from 'react';
import { useProfile } from '../../state/profile';
import { DoctorList } from './doctor-list';

/** Before the first recording: what the page does, and commands to begin with. */
export function EmptyProfile(): ReactNode {
  const source = useProfile((state) => state.source);
  return (
    <section className="empty-profile">
      {source === 'command' ? <AboutCommands /> : <AboutProcesses />}
      <DoctorList />
    </section>
  );
}

function AboutCommands(): ReactNode {
  return (
    <div>
      <h1>Profile a command</h1>
      <p>
        Type a command as in a terminal. It runs unchanged, and every thread of everything it starts becomes a lane:
        when it was on which core, when it wanted one and had none, and what it waited for.
      </p>
      <p className="empty-profile-plan">
        python3 crawl.py · node server.js · npm test · make -j8. Run it again with another argument, and it is one more
        band on the same clock.
      </p>
    </div>
  );
}

function AboutProcesses(): ReactNode {
  return (
    <div>
      <h1>Profile what runs already</h1>
      <p>
        Choose one of your programs. Every thread it has, and every thread and process it makes from then on, becomes a
        lane for as long as you look. Nothing is put into it, and it runs on when you stop.
      </p>
      <p className="empty-profile-plan">
        A server that is slow right now, a build that hangs, a script nobody wants to start again. What Node’s own event
        loop did is seen only in programs that are started here.
      </p>
    </div>
  );
}
