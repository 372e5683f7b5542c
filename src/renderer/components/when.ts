const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

const relative = new Intl.RelativeTimeFormat('en', { numeric: 'auto' });
const date = new Intl.DateTimeFormat('en', { day: 'numeric', month: 'short', year: 'numeric' });

/** "5 minutes ago", "yesterday", "3 Mar 2026". @param createdAt ISO 8601 */
export function when(createdAt: string, now = new Date()): string {
  const then = new Date(createdAt);
  const ago = now.getTime() - then.getTime();
  if (ago < minute) return 'just now';
  if (ago < hour) return relative.format(-Math.round(ago / minute), 'minute');
  if (ago < day) return relative.format(-Math.round(ago / hour), 'hour');
  if (ago < 7 * day) return relative.format(-Math.round(ago / day), 'day');
  return date.format(then);
}
