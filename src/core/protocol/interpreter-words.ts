import type { DoctorInterpreter } from './doctor';

/** `trio 0.27.0, no unsync, cython 3.0.11`: which modes' packages it has; empty where it runs none. */
export const packagesOf = ({ packages }: DoctorInterpreter): string =>
  packages.map(({ name, version }) => (version === null ? `no ${name}` : `${name} ${version}`)).join(', ');

/** What keeps it from running modes whose package is there. */
export function obstaclesOf({ missing, packages }: DoctorInterpreter): string[] {
  return Object.entries(missing).flatMap(([mode, { reason, command }]) => {
    const isThere = packages.some(({ name, version }) => name === mode && version !== null);
    return isThere ? [`${mode}: ${reason}${command === null ? '' : ` To have it: ${command}`}`] : [];
  });
}
