/*
 * The file in which a process of Python tells what its agent sees: a ring of slots that the program has mapped into memory,
 * so that what was written stays written however it ends.
 *
 *   file      = slot* (a power of two) | trailer
 *   slot      = u32 kind | u32 thread | 48 bytes | u64 seal                                      (little endian)
 *   row       : six f64, the fields of the kind (`agentRowFields`); those beyond its width are 0
 *   text      : u32 index | u16 length in bytes | u16 offset | 40 bytes of UTF-8: a piece of a hello or of a string
 *   trailer   = u32 magic | u32 version | u32 slots | u32 moved | u64 read | u64 dropped | 32 bytes
 *
 * The nth slot that was ever taken lies at n modulo slots, and is whole once its seal is n + 1. The recorder says up to where
 * it has `read`: what finds no free slot is left out, up to `dropped`, but for those `moved` to the next file. Strings are the process's, and told before a row names them.
 * A process's files are PID-START-0.ring and, once that was full, PID-START-1.ring, which comes after it.
 */

export const agentRing = {
  suffix: '.ring',
  slotBytes: 64,
  trailerBytes: 64,
  magic: 0x42_52_47_4a,
  version: 1,
  textBytes: 40,
  offsets: { thread: 4, row: 8, textIndex: 8, textLength: 12, textOffset: 14, text: 16, seal: 56 },
  trailer: { version: 4, slots: 8, moved: 12, read: 16, dropped: 24 },
} as const;

/** What a Python that the agent can't be in leaves behind: PID.unseen holds its name and version. */
export const unseenSuffix = '.unseen';

/** The folder of Python's agent, in the run's own; and the file of its settings there: lines of a name and a value. */
export const pythonAgentFolder = 'python-agent';
export const pythonSettingsFile = 'settings';
