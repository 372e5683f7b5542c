/** The machine, described once. What could not be found out is null. */
export interface Machine {
  readonly logicalCores: number;
  readonly physicalCores: number | null;
  readonly model: string;
  readonly memoryBytes: number;
  readonly os: string;
  readonly kernel: string;
  readonly node: string;
  readonly electron: string | null;
}
