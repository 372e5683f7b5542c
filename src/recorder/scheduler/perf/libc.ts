import { createRequire } from 'node:module';

/** An address as koffi gives it: opaque to us but for its number. */
type Pointer = object;

/** Calls of the C library that Node has no binding for (Linux). Every one sets `errno`, see `lastError`. */
export interface LibC {
  readonly syscall: (number: number, a: Buffer, b: number, c: number, d: number, e: number) => number | bigint;
  readonly mmap: (at: null, length: number, protection: number, flags: number, file: number, offset: number) => Pointer;
  readonly munmap: (at: Pointer, length: number) => number;
  readonly ioctl: (file: number, request: number, value: number) => number;
  readonly close: (file: number) => number;
  /** Electron refuses ArrayBuffers over foreign memory, so what lies there is copied. */
  readonly copyFrom: (into: Buffer, from: bigint, bytes: number) => void;
  readonly copyTo: (into: bigint, from: Buffer, bytes: number) => void;
  readonly addressOf: (pointer: Pointer) => bigint;
  /** Name of the last call's error: `EACCES`. */
  readonly lastError: () => string;
}

let loaded: LibC | null = null;

/** @throws {Error} where there is no such library, or no koffi for this platform */
export function libc(): LibC {
  loaded ??= load();
  return loaded;
}

function load(): LibC {
  const koffi = createRequire(import.meta.url)('koffi') as typeof import('koffi');
  const library = koffi.load(null);
  return {
    syscall: library.func('long syscall(long number, void *a, int b, int c, int d, ulong e)'),
    mmap: library.func('void *mmap(void *at, size_t length, int protection, int flags, int file, long offset)'),
    munmap: library.func('int munmap(void *at, size_t length)'),
    ioctl: library.func('int ioctl(int file, ulong request, ulong value)'),
    close: library.func('int close(int file)'),
    copyFrom: library.func('void *memcpy(_Out_ uint8_t *into, void *from, size_t bytes)'),
    copyTo: library.func('void *memcpy(void *into, uint8_t *from, size_t bytes)'),
    addressOf: (pointer) => koffi.address(pointer),
    lastError: () => {
      const number = koffi.errno();
      return Object.entries(koffi.os.errno).find(([, value]) => value === number)?.[0] ?? `error ${number}`;
    },
  };
}
