/** "v20.19.0-rc.1" → [20, 19, 0]. */
export function parseVersion(text) {
  const match = /^v?(\d+)\.(\d+)\.(\d+)/.exec(text.trim());
  if (!match) throw new Error(`"${text}" is not a version like 20.19.0`);
  return match.slice(1, 4).map(Number);
}

/** Negative, zero or positive, as a is older than, equal to or newer than b. */
export function compareVersions(a, b) {
  const left = parseVersion(a);
  const right = parseVersion(b);
  for (let i = 0; i < 3; i++) if (left[i] !== right[i]) return left[i] - right[i];
  return 0;
}

export const isAtLeast = (version, floor) => compareVersions(version, floor) >= 0;
