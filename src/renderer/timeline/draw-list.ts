/** What is painted, in order: rectangles first, then texts. Parallel arrays; `count` entries of each are valid. */
export interface DrawList {
  readonly rects: Rects;
  readonly texts: Texts;
}

/** CSS pixels; colours and patterns are indices into `colourNames` and `patternNames`; opacity 0..255. */
export interface Rects {
  readonly count: number;
  readonly x: Float32Array;
  readonly y: Float32Array;
  readonly w: Float32Array;
  readonly h: Float32Array;
  readonly colour: Uint8Array;
  readonly opacity: Uint8Array;
  readonly pattern: Uint8Array;
}

/** Each is drawn with its vertical middle at `y`, from `x` on (align 0), around it (1) or up to it (2). */
export interface Texts {
  readonly count: number;
  readonly x: readonly number[];
  readonly y: readonly number[];
  /** Longer texts are cut to this width. */
  readonly maxWidth: readonly number[];
  readonly text: readonly string[];
  readonly colour: readonly number[];
  readonly font: readonly number[];
  readonly align: readonly number[];
}

export interface TextStyle {
  readonly colour: number;
  readonly font: number;
  readonly align?: 'left' | 'centre' | 'right';
  readonly maxWidth?: number;
}

/** Where rectangles may be, in px: what lies outside is cut off, what lies wholly outside is left out. */
export interface Clip {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

const aligns = ['left', 'centre', 'right'] as const;

/** Collects a draw list. Edges are put on whole device pixels, so that neighbours touch and lines are sharp. */
export class DrawListBuilder {
  readonly #clip: Clip;
  readonly #pixel: number;
  #rects: Omit<Rects, 'count'>;
  #count = 0;
  readonly #texts = {
    x: [] as number[],
    y: [] as number[],
    maxWidth: [] as number[],
    text: [] as string[],
    colour: [] as number[],
    font: [] as number[],
    align: [] as number[],
  };

  /**
   * @param pixel size of a device pixel in CSS pixels: 1 ÷ devicePixelRatio
   * @param room for so many rectangles; more are taken, too
   */
  constructor(clip: Clip, pixel = 1, room = 1024) {
    this.#rects = rectColumns(room);
    this.#clip = clip;
    this.#pixel = pixel;
  }

  /** Whether what lies between two heights would be seen. */
  isInSight(top: number, bottom: number): boolean {
    return bottom > this.#clip.top && top < this.#clip.bottom;
  }

  /** From `left` to `right`, at least one device pixel wide if it is in sight at all. */
  rect(left: number, top: number, right: number, bottom: number, colour: number, opacity = 255, pattern = 0): void {
    const clip = this.#clip;
    const pixel = this.#pixel;
    if (right < clip.left || left > clip.right || bottom <= clip.top || top >= clip.bottom) return;
    const x = this.#snap(Math.max(left, clip.left));
    const y = this.#snap(Math.max(top, clip.top));
    const w = Math.max(pixel, this.#snap(Math.min(right, clip.right)) - x);
    const h = Math.max(pixel, this.#snap(Math.min(bottom, clip.bottom)) - y);
    if (x >= clip.right || y >= clip.bottom) return;
    const at = this.#count;
    if (at === this.#rects.x.length) this.#grow();
    const rects = this.#rects;
    rects.x[at] = x;
    rects.y[at] = y;
    rects.w[at] = w;
    rects.h[at] = h;
    rects.colour[at] = colour;
    rects.opacity[at] = opacity;
    rects.pattern[at] = pattern;
    this.#count++;
  }

  text(x: number, y: number, text: string, style: TextStyle): void {
    if (y < this.#clip.top - 20 || y > this.#clip.bottom + 20) return;
    this.#texts.x.push(x);
    this.#texts.y.push(y);
    this.#texts.maxWidth.push(style.maxWidth ?? Infinity);
    this.#texts.text.push(text);
    this.#texts.colour.push(style.colour);
    this.#texts.font.push(style.font);
    this.#texts.align.push(aligns.indexOf(style.align ?? 'left'));
  }

  /** What has been collected; nothing may be added behind it. */
  finish(): DrawList {
    return {
      rects: { count: this.#count, ...this.#rects },
      texts: { count: this.#texts.text.length, ...this.#texts },
    };
  }

  #snap(value: number): number {
    return Math.round(value / this.#pixel) * this.#pixel;
  }

  #grow(): void {
    const grown = rectColumns(this.#count * 2);
    for (const name of Object.keys(grown) as (keyof typeof grown)[]) grown[name].set(this.#rects[name]);
    this.#rects = grown;
  }
}

function rectColumns(length: number): Omit<Rects, 'count'> {
  return {
    x: new Float32Array(length),
    y: new Float32Array(length),
    w: new Float32Array(length),
    h: new Float32Array(length),
    colour: new Uint8Array(length),
    opacity: new Uint8Array(length),
    pattern: new Uint8Array(length),
  };
}
