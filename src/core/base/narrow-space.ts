/** U+202F, narrow no-break space: what stands between a number and its unit (ISO 80000-1, 7.1.4). */
export const narrowSpace = '\u202f';
