/*
 * The part of apache-arrow that writes record batches. The package's own types bring Node's and the DOM's globals
 * along, which would make `process` compile in core; `paths` in this folder's tsconfig.json puts these in their place.
 */
export class DataType {
  private readonly brand: 'DataType';
}
export class Float64 extends DataType {}
export class Float32 extends DataType {}
export class Int32 extends DataType {}
export class Uint32 extends DataType {}
export class Uint16 extends DataType {}
export class Uint8 extends DataType {}
export class Struct extends DataType {
  constructor(fields: readonly Field[]);
}

export class Field {
  readonly name: string;
  constructor(name: string, type: DataType, nullable: boolean);
}
export class Schema {
  constructor(fields: readonly Field[], metadata?: ReadonlyMap<string, string>);
  readonly fields: readonly Field[];
}

export interface Data {
  readonly length: number;
}
export function makeData(
  properties:
    | {
        readonly type: DataType;
        readonly length: number;
        readonly nullCount: number;
        readonly data: ArrayBufferView;
      }
    | {
        readonly type: Struct;
        readonly length: number;
        readonly nullCount: number;
        readonly children: readonly Data[];
      },
): Data;

export class RecordBatch {
  readonly numRows: number;
  constructor(schema: Schema, data: Data);
}
export class RecordBatchStreamWriter {
  /** Schema, batches, end of stream. */
  static writeAll(batches: Iterable<RecordBatch>): RecordBatchStreamWriter;
  /** Begins a stream: writes the schema. */
  reset(sink?: undefined, schema?: Schema): this;
  finish(): this;
  toUint8Array(sync: true): Uint8Array;
}
