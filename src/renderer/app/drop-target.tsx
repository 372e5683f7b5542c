import { useEffect, useState, type ReactNode } from 'react';
import { takeFile } from './take-file';
import { attempt, tellTrouble } from './tell';

/** The whole window takes files; while one is over it, it says what for. */
export function DropTarget(): ReactNode {
  const [over, setOver] = useState(false);
  useEffect(() => {
    // Entering a child leaves its parent: only the balance tells whether the pointer is in the window.
    let depth = 0;
    const listeners: Partial<Record<keyof WindowEventMap, (event: DragEvent) => void>> = {
      dragenter: (event) => {
        event.preventDefault();
        depth++;
        setOver(true);
      },
      dragover: (event) => event.preventDefault(),
      dragleave: () => {
        depth--;
        if (depth <= 0) setOver(false);
      },
      drop: (event) => {
        event.preventDefault();
        depth = 0;
        setOver(false);
        const file = event.dataTransfer?.files[0];
        const path = file === undefined ? '' : window.juggler.pathOfFile(file);
        if (path === '')
          return tellTrouble('That is no file: drop a .juggler file, a JavaScript or TypeScript module, or a script.');
        attempt(takeFile(path));
      },
    };
    const all = Object.entries(listeners) as [keyof WindowEventMap, EventListener][];
    for (const [name, listener] of all) window.addEventListener(name, listener);
    return () => {
      for (const [name, listener] of all) window.removeEventListener(name, listener);
    };
  }, []);
  return over ? (
    <div className="drop-target">
      Drop a module to compare it, a script to profile it, or a .juggler file to open it
    </div>
  ) : null;
}
