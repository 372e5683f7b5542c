/**
 * Runs in the page, before its own scripts: notes when chunks arrive and when a canvas shows them.
 *
 * A chunk counts as drawn with the first frame in which a canvas was drawn anew after the chunk had arrived, at the
 * moment that frame's painting is done: a task that is queued in the frame's last callback runs after it.
 *
 * ```
 * chunk arrives     rAF: layout, paint canvas      after paint
 *      |——————————————————|═══════════════|—————————————|  drawnAt
 * ```
 */
export function installProbe() {
  const probe = {
    chunks: [],
    frames: [],
    /** When a canvas was last cleared, to be drawn anew. */
    drawnOn: 0,
  };
  window.jugglerBench = probe;

  // Every picture begins with it, once; to watch each single rectangle would cost more than it.
  const pictures = CanvasRenderingContext2D.prototype;
  // oxlint-disable-next-line typescript/unbound-method -- it is applied to the context it is called on
  pictures.clearRect = new Proxy(pictures.clearRect, {
    apply(clear, context, args) {
      probe.drawnOn = performance.now();
      Reflect.apply(clear, context, args);
    },
  });

  let waiting = [];
  window.addEventListener('message', ({ ports }) => {
    ports[0]?.addEventListener('message', ({ data }) => {
      if (data?.type !== 'chunk') return;
      const intervals = data.chunk.rows.reduce(
        (sum, { columns }) => sum + (columns.slot?.length ?? columns.state?.length ?? 0),
        0,
      );
      waiting.push({ writtenAtMs: data.writtenAtMs, intervals, arrivedAt: performance.now() });
    });
  });

  const { port1, port2 } = new MessageChannel();
  let frameStart = 0;
  port1.start();
  port1.addEventListener('message', () => {
    const now = performance.now();
    probe.frames.push({ start: frameStart, end: now });
    const drawn = waiting.filter(({ arrivedAt }) => arrivedAt <= probe.drawnOn);
    if (drawn.length === 0) return;
    waiting = waiting.filter(({ arrivedAt }) => arrivedAt > probe.drawnOn);
    for (const chunk of drawn) probe.chunks.push({ ...chunk, drawnAt: now });
  });
  const onFrame = (time) => {
    // When the frame was due: input and callbacks of the same frame may have gone before this one.
    frameStart = Math.min(time, performance.now());
    port2.postMessage(null);
    requestAnimationFrame(onFrame);
  };
  requestAnimationFrame(onFrame);
}

/** In the page: forgets everything noted so far. */
export function resetProbe() {
  window.jugglerBench.chunks = [];
  window.jugglerBench.frames = [];
}

/** In the page: what was noted. */
export function readProbe() {
  return { chunks: window.jugglerBench.chunks, frames: window.jugglerBench.frames };
}
